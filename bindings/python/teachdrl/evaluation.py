"""Evaluation at equal budget: whether a curriculum helps.

A *probe set* is a fixed list of tasks. It is played at given steps of a training, without the teacher hearing of it,
and always with the same seeds. Two curricula are compared by runs with several seeds each, after the same number of
steps:

    probe = ProbeSet.of(teacher.space, count=50, seed=1)
    evaluation = Evaluation(probe, play, every=50_000)
    while steps < 1_000_000:
        steps += train(...)
        evaluation.after(steps)

    print(compare(with_curriculum, with_random_tasks))  # lists of evaluations, one for each run

`play` is yours: it plays one episode on a task with a seed, and gives the return, or the return and the success.
`player` makes one of a Gymnasium environment and a policy.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Sequence
from ctypes import byref, c_double
from dataclasses import dataclass
from typing import Any, Union

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _arguments
from ._arguments import address
from ._library import check, library
from ._parameters import Kind
from ._reports import success_in
from ._space import TaskSpace
from ._teacher import SpaceLike, Teacher, space_of
from ._teacher_progress import CurriculumWarning
from .errors import InvalidArgumentError, InvalidStateError

__all__ = ["Comparison", "Evaluation", "ProbeResult", "ProbeSet", "compare", "permutation_test", "player"]

Play = Callable[[NDArray[np.float64], int], Union[float, tuple[float, float]]]
"""Plays an episode on a task, with a seed for the environment, and gives the return, or the return and the success."""


@dataclass(frozen=True, eq=False)
class ProbeSet:
    """Tasks that are played again and again, each with its seed.

    Attributes:
        space: The task space.
        tasks: The tasks, one a row.
        seeds: A seed for the environment of each.
    """

    space: TaskSpace
    tasks: NDArray[np.float64]
    seeds: NDArray[np.uint64]

    @classmethod
    def of(cls, space: SpaceLike, count: int = 50, seed: int = 0) -> ProbeSet:
        """Tasks drawn uniformly from a task space.

        Args:
            space: The task space.
            count: How many tasks.
            seed: The same seed gives the same tasks.
        """
        number = _arguments.index(count, "count")
        if number < 1:
            raise InvalidArgumentError(f"argument 'count' is {number}; it must be at least 1")
        tasks = Teacher("Random", space_of(space), seed=seed).sample_tasks(number)
        return cls.from_tasks(space, tasks, seed)

    @classmethod
    def from_tasks(cls, space: SpaceLike, tasks: Any, seed: int = 0) -> ProbeSet:
        """Tasks of your own, one a row or each a mapping.

        Args:
            space: The task space.
            tasks: The tasks.
            seed: The episodes' seeds follow from it.
        """
        found = space_of(space)
        rows = found.rows(tasks, "tasks")
        if not len(rows):
            raise InvalidArgumentError("there are no tasks; there must be one at least")
        seeds = np.random.SeedSequence(_arguments.index(seed, "seed")).generate_state(len(rows), np.uint32)
        return cls(found, rows, seeds.astype(np.uint64))

    def __len__(self) -> int:
        return len(self.tasks)

    def play(self, play: Play) -> ProbeResult:
        """Plays all tasks.

        Args:
            play: Called with each task and its seed.
        """
        returns, successes = np.full(len(self), np.nan), np.full(len(self), np.nan)
        for row, (task, seed) in enumerate(zip(self.tasks, self.seeds)):
            reached = play(task.copy(), int(seed))
            if isinstance(reached, tuple):
                returns[row], successes[row] = reached
            else:
                returns[row] = float(reached)
        if not np.isfinite(returns).all():
            row = int(np.flatnonzero(~np.isfinite(returns))[0])
            raise InvalidArgumentError(f"the return on task {row} is {returns[row]}; it must be a finite number")
        return ProbeResult(self, returns, successes)


@dataclass(frozen=True, eq=False)
class ProbeResult:
    """What was reached on a probe set.

    Attributes:
        probe: The probe set.
        returns: The return on each task.
        successes: The success on each; NaN if `play` says none.
    """

    probe: ProbeSet
    returns: NDArray[np.float64]
    successes: NDArray[np.float64]

    @property
    def mean_return(self) -> float:
        """The mean return over all tasks."""
        return float(self.returns.mean())

    @property
    def mean_success(self) -> float:
        """The mean success over all tasks; NaN if it is not known of all."""
        return float(self.successes.mean())

    def by_region(self, parts: int = 3) -> dict[str, tuple[float, float, int]]:
        """Results by parts of each parameter's range.

        Args:
            parts: How many parts of equal width each range is divided into; a log-scaled number's by its logarithm.

        Returns:
            For each part, by a name such as "gravity/0", the mean return, the mean success, and the number of tasks.
            Without tasks the means are NaN.
        """
        number = _arguments.index(parts, "parts")
        if number < 1:
            raise InvalidArgumentError(f"argument 'parts' is {number}; it must be at least 1")
        found = {}
        positions = _positions(self.probe.space, self.probe.tasks)
        for column, name in enumerate(_names(self.probe.space)):
            part_of = np.minimum((positions[:, column] * number).astype(int), number - 1)
            for part in range(number):
                inside = part_of == part
                count = int(inside.sum())
                mean = (float(v[inside].mean()) if count else np.nan for v in (self.returns, self.successes))
                found[f"{name}/{part}"] = (next(mean), next(mean), count)
        return found


class Evaluation:
    """Plays a probe set at given steps of one training run.

    Args:
        probe: The probe set.
        play: Called with each task and its seed; it gives the return, or that and the success. It must play in an
            environment that no teacher is attached to, and the student must not learn from it.
        every: The steps from one evaluation to the next.
    """

    def __init__(self, probe: ProbeSet, play: Play, every: int) -> None:
        _arguments.function(play, "play", "a task and a seed")
        self.probe, self._play = probe, play
        self._every = _arguments.index(every, "every")
        if self._every < 1:
            raise InvalidArgumentError(f"argument 'every' is {self._every}; it must be at least 1")
        self._steps: list[int] = []
        self._results: list[ProbeResult] = []

    @property
    def steps(self) -> list[int]:
        """The steps that were evaluated: multiples of `every`."""
        return list(self._steps)

    @property
    def results(self) -> list[ProbeResult]:
        """What was reached then."""
        return list(self._results)

    def after(self, steps: int) -> ProbeResult | None:
        """Plays the probe set if it is due after so many steps of training.

        An evaluation is of the last multiple of `every` that was passed: runs whose episodes end at other steps are
        evaluated at the same ones.

        Returns:
            What was reached; None if no evaluation was due.
        """
        due = _arguments.index(steps, "steps") // self._every * self._every
        if due <= (self._steps[-1] if self._steps else 0):
            return None
        result = self.probe.play(self._play)
        self._steps.append(due)
        self._results.append(result)
        return result

    def to_csv(self, path: str | os.PathLike[str]) -> None:
        """Writes a row for each task of each evaluation: the step, the task, its seed, the return and the success."""
        with open(path, "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["steps", *_names(self.probe.space), "seed", "return", "success"])
            for step, result in zip(self._steps, self._results):
                for task, seed, total, success in zip(
                    self.probe.tasks, self.probe.seeds, result.returns, result.successes
                ):
                    row = [repr(float(number)) for number in task]
                    writer.writerow([step, *row, int(seed), repr(float(total)), "" if np.isnan(success) else success])


@dataclass(frozen=True)
class Comparison:
    """Two curricula after the same number of steps.

    Attributes:
        steps: That number.
        difference: How much higher the mean return on the probe set is with the first, mean over its runs.
        p_value: How often chance alone makes the means of runs differ so much: a permutation test over runs.
        mean_difference: How much higher it is on average over all evaluations up to then, for who learns faster.
        mean_p_value: The same of that.
        by_region: The difference in each region of `ProbeResult.by_region`.
        runs: How many runs there are of each.
    """

    steps: int
    difference: float
    p_value: float
    mean_difference: float
    mean_p_value: float
    by_region: dict[str, float]
    runs: tuple[int, int]

    def warnings(self, level: float = 0.05) -> list[CurriculumWarning]:
        """What there is to warn of, if the second are runs with random tasks.

        Args:
            level: The p-value below which a difference counts.
        """
        if self.difference >= 0 or self.p_value > level:
            return []
        return [
            CurriculumWarning(
                "worse_than_random",
                "worse_than_random",
                f"after {self.steps} steps the return on the probe set is {-self.difference:.4g} lower than with "
                f"random tasks (p = {self.p_value:.2g}): use Random, or look at the teacher's own warnings, the range "
                "of its rewards and its share of random tasks",
            )
        ]


def compare(first: Sequence[Evaluation], second: Sequence[Evaluation], seed: int = 0) -> Comparison:
    """Compares two curricula by runs with several seeds each, after the last step at which all were evaluated.

    Args:
        first: The evaluations of runs with one curriculum.
        second: Those with another, on the same probe set.
        seed: Of the permutation test.

    Raises:
        InvalidStateError: There is no step at which all runs were evaluated.
    """
    if not first or not second:
        raise InvalidArgumentError("a curriculum has no runs; each must have one at least")
    probe = first[0].probe
    for evaluation in (*first, *second):
        same = np.array_equal(evaluation.probe.tasks, probe.tasks)
        if not same or not np.array_equal(evaluation.probe.seeds, probe.seeds):
            raise InvalidArgumentError("the runs have different probe sets; all must have the same tasks and seeds")
    shared = sorted(set.intersection(*(set(evaluation.steps) for evaluation in (*first, *second))))
    if not shared:
        raise InvalidStateError("there is no step at which all runs were evaluated; give each the same 'every'")

    def results(evaluation: Evaluation) -> list[ProbeResult]:
        return [evaluation.results[evaluation.steps.index(step)] for step in shared]

    groups = [[results(evaluation) for evaluation in group] for group in (first, second)]
    last = [[run[-1].mean_return for run in group] for group in groups]
    mean = [[float(np.mean([result.mean_return for result in run])) for run in group] for group in groups]
    regions = [[run[-1].by_region() for run in group] for group in groups]
    by_region = {
        name: float(np.mean([run[name][0] for run in regions[0]]) - np.mean([run[name][0] for run in regions[1]]))
        for name in regions[0][0]
    }
    return Comparison(
        steps=shared[-1],
        difference=float(np.mean(last[0]) - np.mean(last[1])),
        p_value=permutation_test(last[0], last[1], seed),
        mean_difference=float(np.mean(mean[0]) - np.mean(mean[1])),
        mean_p_value=permutation_test(mean[0], mean[1], seed),
        by_region=by_region,
        runs=(len(first), len(second)),
    )


def player(env: Any, policy: Callable[[Any], Any]) -> Play:
    """Plays episodes in a Gymnasium environment that takes tasks.

    Args:
        env: An environment of its own for the evaluation, whose `reset` takes `options={"task": task}`: one of this
            package's, or any in `teachdrl.wrappers.TaskWrapper`.
        policy: Called with an observation; it gives the action.

    Returns:
        A function for `ProbeSet.play` and `Evaluation`. The success is "is_success" or "success" in the last step's
        info, and NaN if neither is there.
    """

    def play(task: NDArray[np.float64], seed: int) -> tuple[float, float]:
        observation, info = env.reset(seed=seed, options={"task": task})
        total, over = 0.0, False
        while not over:
            observation, reward, terminated, truncated, info = env.step(policy(observation))
            total, over = total + float(reward), terminated or truncated
        success = success_in(info)
        return total, np.nan if success is None else success

    return play


def permutation_test(first: ArrayLike, second: ArrayLike, seed: int = 0) -> float:
    """The p-value of a permutation test of the difference between two groups' means.

    It is the share of the divisions of all numbers into groups of these sizes whose means differ at least as much,
    either way. If there are more than 100,000 divisions, that many are drawn. Four runs of each of two curricula can
    come to 0.029 at best, three to 0.1.

    Args:
        first: The numbers of one group.
        second: Those of the other.
        seed: Of the generator that draws divisions.
    """
    groups = [np.ascontiguousarray(np.ravel(np.asarray(group, dtype=np.float64))) for group in (first, second)]
    p_value = c_double()
    check(
        library.teachdrl_permutation_test(
            address(groups[0]),
            len(groups[0]),
            address(groups[1]),
            len(groups[1]),
            _arguments.index(seed, "seed"),
            byref(p_value),
        )
    )
    return p_value.value


def _names(space: TaskSpace) -> list[str]:
    """The name of each number of a task."""
    return [coordinate.name for coordinate in space.coordinates]


def _positions(space: TaskSpace, tasks: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where tasks lie between each parameter's bounds, from 0 to 1: log-scaled numbers by their logarithms, the values
    of integers and choices in the middle of parts of equal width."""
    positions = np.empty_like(tasks)
    for column, coordinate in enumerate(space.coordinates):
        low, high, values = coordinate.low, coordinate.high, tasks[:, column]
        if coordinate.kind in (Kind.INTEGER, Kind.CATEGORY):
            low, high = low - 0.5, high + 0.5
        elif coordinate.kind is Kind.LOG_NUMBER:
            low, high, values = np.log(low), np.log(high), np.log(values)
        positions[:, column] = np.clip((values - low) / (high - low), 0, 1)
    return positions
