"""Many environments beside those of others: EnvPool's and Gymnasium's BipedalWalker-v3.

    make bench-peers

or, in a Python environment that has envpool and gymnasium[box2d],

    python Benchmarks/Peers/peers.py build/lib/libteachdrl.so [--repetitions 7] [--seconds 4]

BipedalWalker-v3 for all, with the same uniformly random actions, resets included. Every measurement is a process of its
own, pinned to one core or two; contenders take turns within a round, and a ratio is of two of the same round. Figures
are medians over the rounds.
"""

import argparse
import contextlib
import ctypes
import json
import os
import statistics
import subprocess
import sys
import time

COUNT = 64
ACTION_SIZE = 4
OBSERVATION_SIZE = 24


class Definition(ctypes.Structure):
    """`teachdrl_vector_environment_definition`."""

    _fields_ = (
        ("struct_size", ctypes.c_size_t),
        ("name", ctypes.c_char_p),
        ("options", ctypes.c_void_p),
        ("option_count", ctypes.c_size_t),
        ("count", ctypes.c_size_t),
        ("thread_count", ctypes.c_size_t),
        ("autoreset", ctypes.c_int),
        ("seed", ctypes.c_uint64),
    )


class StepRows(ctypes.Structure):
    """`teachdrl_step_rows`."""

    _fields_ = (
        ("struct_size", ctypes.c_size_t),
        ("observations", ctypes.c_void_p),
        ("observation_size", ctypes.c_size_t),
        ("rewards", ctypes.c_void_p),
        ("terminated", ctypes.c_void_p),
        ("truncated", ctypes.c_void_p),
        ("episodes", ctypes.c_void_p),
    )


class Ours:
    """The library's vector environment, on as many threads as there are cores."""

    def __init__(self, library, cores):
        import numpy

        self.lib = ctypes.CDLL(library)
        self.lib.teachdrl_last_error.restype = ctypes.c_char_p
        self.vector = ctypes.c_void_p()
        size = ctypes.c_size_t
        definition = Definition(ctypes.sizeof(Definition), b"bipedal-walker", None, 0, COUNT, cores, 0, 1)
        self.check(self.lib.teachdrl_vector_environment_create(ctypes.byref(definition), ctypes.byref(self.vector)))
        self.observations = numpy.zeros((COUNT, OBSERVATION_SIZE), numpy.float32)
        self.rewards = numpy.zeros(COUNT)
        self.terminated = numpy.zeros(COUNT, bool)
        self.truncated = numpy.zeros(COUNT, bool)
        self.rows = StepRows(
            ctypes.sizeof(StepRows),
            self.observations.ctypes.data,
            OBSERVATION_SIZE,
            self.rewards.ctypes.data,
            self.terminated.ctypes.data,
            self.truncated.ctypes.data,
            None,
        )
        self.check(
            self.lib.teachdrl_vector_environment_reset(
                self.vector, None, ctypes.c_void_p(self.rows.observations), size(COUNT), size(OBSERVATION_SIZE)
            )
        )

    def check(self, status):
        if status != 0:
            raise RuntimeError(self.lib.teachdrl_last_error().decode())

    def step(self, actions):
        size = ctypes.c_size_t
        self.check(
            self.lib.teachdrl_vector_environment_step(
                self.vector,
                actions.ctypes.data_as(ctypes.c_void_p),
                size(COUNT),
                size(ACTION_SIZE),
                ctypes.byref(self.rows),
            )
        )
        return COUNT


class EnvPool:
    """EnvPool, stepped synchronously, on as many threads as there are cores."""

    def __init__(self, _, cores):
        import envpool

        self.environments = envpool.make(
            "BipedalWalker-v3", env_type="gymnasium", num_envs=COUNT, num_threads=cores, seed=1
        )
        self.environments.reset()

    def step(self, actions):
        self.environments.step(actions)
        return COUNT


class Gymnasium:
    """One of Gymnasium's, in a loop."""

    def __init__(self, *_):
        import gymnasium

        self.environment = gymnasium.make("BipedalWalker-v3")
        self.environment.reset(seed=1)

    def step(self, actions):
        _, _, terminated, truncated, _ = self.environment.step(actions[0])
        if terminated or truncated:
            self.environment.reset()
        return 1


class AsyncVector:
    """Gymnasium's AsyncVectorEnv with two workers."""

    def __init__(self, *_):
        import gymnasium

        self.environments = gymnasium.make_vec("BipedalWalker-v3", num_envs=2, vectorization_mode="async")
        self.environments.reset(seed=1)

    def step(self, actions):
        self.environments.step(actions[:2])
        return 2


CONTENDERS = {
    "ours, 1 core": (Ours, 1),
    "EnvPool, 1 core": (EnvPool, 1),
    "Gymnasium, 1 core": (Gymnasium, 1),
    "ours, 2 cores": (Ours, 2),
    "EnvPool, 2 cores": (EnvPool, 2),
    "AsyncVectorEnv, 2 workers": (AsyncVector, 2),
}

# One, the other, and how many times faster the one is to be.
COMPARISONS = [
    ("ours, 1 core", "EnvPool, 1 core", 1.5),
    ("ours, 2 cores", "EnvPool, 2 cores", 1.3),
    ("ours, 1 core", "Gymnasium, 1 core", 3.0),
    ("ours, 2 cores", "AsyncVectorEnv, 2 workers", 7.0),
    ("ours, 2 cores", "ours, 1 core", 1.85),
]


def measure(name, library, seconds):
    """Steps a second of one contender, in this process."""
    import numpy

    make, cores = CONTENDERS[name]
    # Before any library starts threads, which inherit it.
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    actions = numpy.random.default_rng(7).uniform(-1, 1, (256, COUNT, ACTION_SIZE)).astype(numpy.float32)
    contender = make(library, cores)
    for row in actions[:32]:
        contender.step(row)
    steps, call, start = 0, 32, time.perf_counter()
    while time.perf_counter() - start < seconds:
        for _ in range(8):
            steps += contender.step(actions[call % 256])
            call += 1
    speed = steps / (time.perf_counter() - start)
    print(json.dumps(speed), flush=True)
    # EnvPool's threads need not be waited for.
    os._exit(0)


def measured_apart(name, arguments):
    """The same in a process of its own; None where the contender cannot be had."""
    command = [sys.executable, __file__, arguments.library, "--measure", name, "--seconds", str(arguments.seconds)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60 + 10 * arguments.seconds)
    if done.returncode != 0:
        print(f"{name}: {(done.stderr.strip().splitlines() or ['no message'])[-1]}", file=sys.stderr)
        return None
    return json.loads(done.stdout.splitlines()[-1])


def versions():
    from importlib.metadata import PackageNotFoundError, version

    found = []
    for package in ("envpool", "gymnasium", "box2d", "box2d-py", "numpy"):
        with contextlib.suppress(PackageNotFoundError):
            found.append(f"{package} {version(package)}")
    return ", ".join(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library")
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--measure", choices=CONTENDERS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        measure(arguments.measure, arguments.library, arguments.seconds)
    print(f"{versions()}; Python {sys.version.split()[0]}; load average {os.getloadavg()[0]:.2f}")
    speeds = {name: [] for name in CONTENDERS}
    for repetition in range(arguments.repetitions):
        names = list(CONTENDERS)
        for name in names if repetition % 2 == 0 else reversed(names):
            speeds[name].append(measured_apart(name, arguments))
    print("\n| | steps/s |\n| --- | ---: |")
    for name, values in speeds.items():
        known = [value for value in values if value is not None]
        print(f"| {name} | {statistics.median(known):,.0f} |" if known else f"| {name} | not to be had |")
    print("\n| | ratio | lowest to highest | to reach |\n| --- | ---: | --- | ---: |")
    for one, other, target in COMPARISONS:
        ratios = [a / b for a, b in zip(speeds[one], speeds[other]) if a is not None and b is not None]
        if ratios:
            spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
            print(f"| {one} / {other} | {statistics.median(ratios):.2f} | {spread} | {target} |")
    print(f"\nload average at the end {os.getloadavg()[0]:.2f}")


if __name__ == "__main__":
    main()
