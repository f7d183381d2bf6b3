"""Episodes a second through one teacher that Ray's workers share, beside Syllabus; and how long workers wait.

make bench-ray
"""

import os
import pathlib
import statistics
import tempfile
import time
import traceback

import ray
from players import play_with_syllabus_on_ray, syllabus_players, teachdrl_players

ROUNDS = 5
WORKERS = (1, 2, 4)
EPISODES = {"blink": 500, "walker": 100}
"""Of each worker in each round."""


def rate(play, workers, episodes):
    """Episodes a second over all workers, and what they say."""
    start = time.perf_counter()
    said = play(episodes)
    return workers * episodes / (time.perf_counter() - start), said


def compare(kind, workers, folder):
    """A row of the table: medians of rounds in turn."""
    ours, theirs, waits = [], [], []
    with teachdrl_players(workers, kind, folder / f"{kind}{workers}") as (play, teacher):
        with syllabus_players(workers, kind) as (play_syllabus, _):
            for _ in range(ROUNDS):
                episodes_a_second, said = rate(play, workers, EPISODES[kind])
                ours.append(episodes_a_second)
                waits += [waited / seconds for seconds, waited in said]
                theirs.append(rate(play_syllabus, workers, EPISODES[kind])[0])
        done = teacher.statistics
    ratios = [a / b for a, b in zip(ours, theirs)]
    print(
        f"  {kind:6} {workers} workers: {statistics.median(ours):7.0f} episodes/s, Syllabus over multiprocessing "
        f"{statistics.median(theirs):7.0f}, ratio {statistics.median(ratios):5.2f} ({min(ratios):.2f} to "
        f"{max(ratios):.2f}); workers wait {100 * statistics.median(waits):.2f} % of their time; "
        f"{done.requests / done.batches:.1f} requests a batch, "
        f"{1e3 * done.seconds_writing / done.batches:.2f} ms to write one, "
        f"{1e6 * done.seconds_computing / done.requests:.0f} us a request to compute",
        flush=True,
    )


def without_a_journal(workers, folder):
    """What the log costs: the same with nothing kept."""
    rates = {}
    for kept in (True, False):
        journal = folder / "kept" if kept else None
        with teachdrl_players(workers, "blink", journal) as (play, _):
            rates[kept] = statistics.median(rate(play, workers, EPISODES["blink"])[0] for _ in range(ROUNDS))
    print(f"  blink  {workers} workers: {rates[True]:.0f} episodes/s with a journal, {rates[False]:.0f} without one")


def larger_requests(folder):
    """One client that keeps many tasks ready reports and asks for many at once."""
    for prefetch in (1, 2, 16, 64):
        fixed = {"prefetch": prefetch, "prefetch_limit": prefetch}
        with teachdrl_players(2, "blink", folder / f"ahead{prefetch}", **fixed) as (play, teacher):
            before = teacher.statistics.requests
            episodes_a_second = statistics.median(rate(play, 2, EPISODES["blink"])[0] for _ in range(ROUNDS))
            done = teacher.statistics
        print(
            f"  blink  2 workers, prefetch {prefetch:2}: {episodes_a_second:7.0f} episodes/s, "
            f"{2 * EPISODES['blink'] * ROUNDS / (done.requests - before):.1f} episodes a request"
        )


def syllabus_on_ray():
    """Its Ray form: it plays, or this is why not."""
    try:
        play_with_syllabus_on_ray("blink", 10)
        print("  Syllabus over Ray: plays")
    except Exception as failure:
        print("  Syllabus over Ray does not play:")
        print("    " + "\n    ".join(traceback.format_exception(failure)[-3:]).rstrip())


def main():
    print(
        f"load average {' '.join(f'{load:.1f}' for load in os.getloadavg())}, {os.cpu_count()} cores, {ROUNDS} rounds"
    )
    ray.init("local", num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=100_000_000)
    with tempfile.TemporaryDirectory(dir="build") as name:
        folder = pathlib.Path(name).resolve()
        for kind in EPISODES:
            for workers in WORKERS:
                compare(kind, workers, folder)
        without_a_journal(4, folder)
        larger_requests(folder)
        syllabus_on_ray()
    ray.shutdown()
    print(f"load average at the end {' '.join(f'{load:.1f}' for load in os.getloadavg())}")


if __name__ == "__main__":
    main()
