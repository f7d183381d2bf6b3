"""What Python adds: a teacher's calls and a vector environment's step, beside the same calls made by hand.

Every figure is the best of several rounds, ours and its yardstick in turns.
"""

import ctypes
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


def bare_pair(teacher):
    """The two calls of a pair with ctypes alone: what Python cannot do without."""
    task = (ctypes.c_double * 2)()
    sample, update = library.teachdrl_teacher_sample_task, library.teachdrl_teacher_update
    handle, place = teacher._handle, ctypes.addressof(task)

    def pair(keep=(teacher, task)):
        sample(handle, place, 2)
        update(handle, place, 2, 1.0)

    return pair


def package_pair(teacher):
    """A pair as people write it."""

    def pair():
        teacher.update(teacher.sample_task(), 1.0)

    return pair


def teachers(count=1000):
    """Pairs of calls and batches, of teachers whose next fit never comes, so that no fit is measured."""
    print("sample_task + update, microseconds a pair: the package, ctypes alone")
    for name, options in (("ALP-GMM", {"fit_rate": 100_000}), ("Random", {})):
        pairs = [make(teachdrl.Teacher(name, [0, 0], [3, 6], seed=1, **options)) for make in (package_pair, bare_pair)]
        ours, bare = best(*pairs, calls=1_000)
        print(f"  {name:8} {ours * 1e6:7.2f} {bare * 1e6:7.2f}")

    teacher = teachdrl.Teacher("Random", [0, 0], [3, 6], seed=1)
    tasks, returns = teacher.sample_tasks(count), np.zeros(count)
    sample, update = best(lambda: teacher.sample_tasks(count), lambda: teacher.update_tasks(tasks, returns), calls=100)
    print(f"{count:,} tasks of Random in one call, microseconds a task: sampled, updated")
    print(f"  {'':8} {sample / count * 1e6:7.3f} {update / count * 1e6:7.3f}")


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
    print(f"a step of {count} environments on {threads} threads with a curriculum, microseconds: {whole * 1e3:.0f}")
    print(f"  Python's share {100 * (whole - inside) / whole:.2f} %")


if __name__ == "__main__":
    print(f"load average {os.getloadavg()[0]:.1f}, {len(os.sched_getaffinity(0))} cores")
    teachers()
    if vector is not None:
        steps()
    else:
        print("vector environments are left out: there is no Gymnasium")
