/// How a report looks and the little that it does: the slider shows one of several pictures.
enum ReportStyle {
  static let css = """
    :root { color-scheme: light dark; --paper: #ffffff; --ink: #222222; --faint: #555555; --line: #dddddd; }
    @media (prefers-color-scheme: dark) {
      :root { --paper: #1b1d21; --ink: #ececec; --faint: #b4b4b4; --line: #3a3d42; }
    }
    body { margin: 0 auto; padding: 1rem; max-width: 58rem; background: var(--paper); color: var(--ink);
      font: 1rem/1.5 system-ui, sans-serif; }
    h1 { font-size: 1.6rem; line-height: 1.2; } h2 { margin-top: 2.2rem; font-size: 1.25rem; }
    p.note, figcaption { color: var(--faint); }
    img { max-width: 100%; height: auto; }
    figure { margin: 1rem 0; }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
    th, td { padding: .2rem .7rem; border-bottom: 1px solid var(--line); text-align: right; }
    details td, details th { white-space: nowrap; }
    th:first-child, td:first-child { text-align: left; }
    pre { overflow-x: auto; padding: .7rem; border: 1px solid var(--line); font-size: .85rem; }
    input[type=range] { width: 100%; max-width: 35rem; height: 2rem; }
    .walks { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: 1rem; }
    .walks figure { margin: 0; } .walks img { width: 100%; border-radius: 4px; }
    summary { cursor: pointer; padding: .4rem 0; }
    """

  static let script = """
    for (const slider of document.querySelectorAll("input[type=range]")) {
      const frames = slider.closest("section").querySelectorAll(".frame");
      const show = () => {
        frames.forEach((frame, index) => { frame.hidden = index !== Number(slider.value); });
        slider.setAttribute("aria-valuetext", frames[slider.value].dataset.name);
      };
      slider.addEventListener("input", show);
      show();
    }
    """
}
