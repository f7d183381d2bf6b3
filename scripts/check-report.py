#!/usr/bin/env python3
"""Opens a report in a real browser, headless: no error on its console, nothing asked of a network, a slider that works.

scripts/check-report.py TOOL
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROBE = """
<script>
const slider = document.querySelector("input[type=range]");
slider.value = 5;
slider.dispatchEvent(new Event("input"));
const visible = [...document.querySelectorAll(".frame")].map((frame) => frame.hidden ? "0" : "1").join("");
const broken = [...document.images].filter((image) => image.complete && image.naturalWidth === 0).length;
const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
document.body.dataset.probe = `${visible} ${broken} ${wide}`;
</script>
"""


def train(tool: Path, folder: Path) -> None:
    """Trains a run that is just long enough to have something of everything."""
    options = (
        "--max_stump_h 0.5 --max_obstacle_spacing 6 --hid 16 --batch_size 16 --train_freq 100 --max_ep_len 100 "
        "--nb_test_episodes 4 --fit_rate 10 --start_steps 1000 --epochs 2 --steps_per_ep 3000 --exp_name browser "
        "--quiet"
    )
    subprocess.run([tool, "train", *options.split()], cwd=folder, check=True)
    subprocess.run([tool, "report", "data/browser/browser_s0"], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def open_page(browser: str, page: Path, width: int) -> None:
    """Opens the page in a window of some width, and fails unless all is well."""
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--dump-dom"]
    command += [f"--user-data-dir={page.parent / 'profile'}", f"--window-size={width},900", page.as_uri()]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    messages = [line for line in result.stderr.splitlines() if "CONSOLE" in line]
    if messages:
        sys.exit(f"the browser's console says at a width of {width}:\n" + "\n".join(messages))
    probe = re.search(r'data-probe="(\d+) (\d+) (\w+)"', result.stdout)
    if probe is None:
        sys.exit("the page's own script did not run")
    if probe.groups() != ("000001000000", "0", "false"):
        sys.exit(f"at a width of {width} frames shown, broken images and overflow are {probe.groups()}")


def main() -> None:
    tool = Path(sys.argv[1]).resolve()
    browser = shutil.which("chromium") or sys.exit("there is no chromium on the PATH")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        train(tool, folder)
        text = (folder / "reports/browser.html").read_text()
        addresses = re.findall(r'(?:src|srcset|href)="(?!data:)([^"]*)"', text)
        if addresses:
            sys.exit(f"the page needs {addresses}")
        page = folder / "probed.html"
        page.write_text(text.replace("</body>", PROBE + "</body>"))
        for width in (500, 1200):
            open_page(browser, page, width)
    print("the report is well in a browser")


if __name__ == "__main__":
    main()
