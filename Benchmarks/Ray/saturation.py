"""How many workers one shared teacher can serve: a simulation, fed with what this machine takes, beside the real thing.

make bench-ray
"""

import os
import pathlib
import statistics
import tempfile
import time

import ray
from players import HIGH, LOW, teachdrl_players
from simulation import Latencies, simulate
from teachdrl import Teacher
from teachdrl.ray import SharedTeacher
from teachdrl.ray._journal import FolderJournal
from teachdrl.ray._ledger import Ledger, Request, encoded


def seconds_of(body, repeats):
    """The median time of a call."""
    times = []
    for index in range(repeats):
        start = time.perf_counter()
        body(index)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def write_seconds(folder):
    journal = FolderJournal(folder)
    journal.read()
    journal.replace(Ledger(Teacher("ALP-GMM", LOW, HIGH, seed=1)).to_bytes())
    batch = encoded([Request(bytes(16), 1, 2, [1, 2], [0.5, 0.5])] * 4)
    seconds = seconds_of(lambda _: journal.append(batch), 300)
    journal.close()
    return seconds


def episode_seconds(episodes=20_000):
    """A result learnt and a task proposed, ALP-GMM's fits included: the mean, because a fit is rare and long."""
    ledger = Ledger(Teacher("ALP-GMM", LOW, HIGH, seed=1))
    tickets = ledger.apply(Request(bytes(16), 1, 8)).tickets
    start = time.perf_counter()
    for number in range(episodes // 8):
        request = Request(bytes(16), number + 2, 8, tickets, [float(number % 50)] * 8)
        ledger.check(request)
        tickets = ledger.apply(request).tickets
    return (time.perf_counter() - start) / episodes


def request_seconds(teacher, workers=2000):
    """Ray's and the actor's time for a request: many at once from this process, whose own time overlaps with it."""
    requests = [Request(number.to_bytes(16, "little"), 1, 1) for number in range(workers)]
    start = time.perf_counter()
    ray.get([teacher._actor.request.remote(request) for request in requests])
    seconds = (time.perf_counter() - start) / workers
    for request in requests:
        teacher._actor.request.remote(Request(request.worker, 2, leaves=True))
    return seconds


def round_trip_seconds(teacher):
    worker = bytes(15) + b"!"
    return seconds_of(lambda index: ray.get(teacher._actor.request.remote(Request(worker, index + 1))), 200)


def measure(folder):
    """What the simulation is fed with."""
    write, episode = write_seconds(folder / "write"), episode_seconds()
    teacher = SharedTeacher.create("measured", "ALP-GMM", LOW, HIGH, journal=None, seed=1)
    request_seconds(teacher)
    request, round_trip = request_seconds(teacher), round_trip_seconds(teacher)
    teacher.stop()
    delay = max(0.0, round_trip - request) / 2
    print(
        f"measured: {1e6 * request:.0f} us of the actor's time a request, {1e6 * episode:.0f} us an episode, "
        f"{1e3 * write:.2f} ms to write a batch, {1e3 * delay:.2f} ms each way"
    )
    return Latencies(delay, write, request, episode)


def beside_the_real_thing(latencies, folder):
    """The walker's episodes with as many workers as there is a processor for, since a simulated worker has one."""
    for workers in (1, 2):
        with teachdrl_players(workers, "walker", folder / f"real{workers}") as (play, _):
            start = time.perf_counter()
            said = play(300)
            real = workers * 300 / (time.perf_counter() - start)
        waiting = statistics.mean(waited / seconds for seconds, waited in said)
        mean = statistics.mean((seconds - waited) / 300 for seconds, waited in said)
        outcome = simulate(workers, lambda _, mean=mean: mean, latencies, seconds=20)
        print(
            f"  {workers} workers, episodes of {1e3 * mean:.1f} ms: {real:.0f} episodes/s, "
            f"workers wait {100 * waiting:.2f} %; simulated "
            f"{outcome.episodes_a_second:.0f}, {100 * outcome.waiting:.2f} %"
        )


def table(latencies):
    for mean in (0.1, 1.0, 10.0):
        for workers in (1, 10, 100, 300, 1000):
            # Of any length from none to twice the mean, as walkers fall early or late.
            outcome = simulate(
                workers, lambda chance, mean=mean: chance.uniform(0, 2 * mean), latencies, seconds=20 + 40 * mean
            )
            print(
                f"  episodes of {mean:4.1f} s, {workers:4} workers: {outcome.episodes_a_second:8.1f} episodes/s of "
                f"{workers / mean:8.1f}, workers wait {100 * outcome.waiting:5.2f} %, the actor is busy "
                f"{100 * outcome.utilization:5.1f} %, {outcome.episodes_a_request:.1f} episodes a request"
            )


def main():
    print(f"load average {' '.join(f'{load:.1f}' for load in os.getloadavg())}, {os.cpu_count()} cores")
    ray.init("local", num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=100_000_000)
    with tempfile.TemporaryDirectory(dir="build") as name:
        folder = pathlib.Path(name).resolve()
        latencies = measure(folder)
        beside_the_real_thing(latencies, folder)
    ray.shutdown()
    table(latencies)


if __name__ == "__main__":
    main()
