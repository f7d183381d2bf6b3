"""What Python adds: a teacher's calls and a vector environment's step, beside the same calls made by hand.

Every figure is the best of several rounds, ours and its yardstick in turns.
"""

import os
import time

import numpy as np
import teachdrl
from teachdrl._library import library

try:
    from teachdrl import vector
except ImportError:
    vector = None


def best(*functions, calls, rounds=7):
    """Seconds of one call of each function, the best of several rounds in turns."""
    times = [float("inf")] * len(functions)
    for _ in range(rounds):
        for i, function in enumerate(functions):
            start = time.perf_counter()
            for _ in range(calls):
                function()
            times[i] = min(times[i], (time.perf_counter() - start) / calls)
    return times


def teachers():
    """A pair of calls and a batch; ALP-GMM whose next fit never comes, so that no fit is measured."""
    teacher = teachdrl.Teacher("ALP-GMM", [0, 0], [3, 6], seed=1, fit_rate=100_000)
    returns, count = np.zeros(1000), 1000

    def pair():
        teacher.update(teacher.sample_task(), 1.0)

    def batch():
        teacher.update_tasks(teacher.sample_tasks(count), returns)

    random = teachdrl.Teacher("Random", [0, 0], [3, 6], seed=1)
    tasks = random.sample_tasks(count)

    def random_pair():
        random.update(random.sample_task(), 1.0)

    def sample_batch():
        random.sample_tasks(count)

    def update_batch():
        random.update_tasks(tasks, returns)

    print("sample_task + update, microseconds a pair")
    (alp,) = best(pair, calls=5_000)
    (plain,) = best(random_pair, calls=20_000)
    print(f"  ALP-GMM before its first fit  {alp * 1e6:7.2f}")
    print(f"  Random                        {plain * 1e6:7.2f}")
    print("1,000 tasks in one call, microseconds a task")
    sample, update = best(sample_batch, update_batch, calls=200)
    (both,) = best(batch, calls=5)
    print(f"  sample_tasks, Random          {sample * 1e3:7.3f}")
    print(f"  update_tasks, Random          {update * 1e3:7.3f}")
    print(f"  both, ALP-GMM                 {both * 1e3:7.3f}")


def steps(count=64):
    """A step of many environments, and the library's call in it."""
    threads = len(os.sched_getaffinity(0))
    envs = vector.StumpTracksVector(count, thread_count=threads)
    teacher = teachdrl.Teacher("ALP-GMM", envs.task_space, seed=1, reward_range=envs.return_range)
    envs.attach_teachers(teacher)
    envs.reset(seed=1)
    chance = np.random.default_rng(1)
    inside = 0.0
    library_step = library.teachdrl_vector_environment_step

    def timed_step(*arguments):
        nonlocal inside
        start = time.perf_counter()
        status = library_step(*arguments)
        inside += time.perf_counter() - start
        return status

    vector._step = timed_step
    whole = 0.0
    for _ in range(1000):
        actions = chance.uniform(-1, 1, (count, 4)).astype(np.float32)
        start = time.perf_counter()
        envs.step(actions)
        whole += time.perf_counter() - start
    vector._step = library_step
    print(f"a step of {count} environments, {threads} threads, with a curriculum: {whole * 1e3:.0f} microseconds,")
    print(f"  of which Python's share {100 * (whole - inside) / whole:.2f} %")


if __name__ == "__main__":
    teachers()
    if vector is not None:
        steps()
    else:
        print("vector environments are left out: there is no Gymnasium")
