"""Evaluation at equal budget: probe sets, results by region, comparisons."""

import csv
import itertools

import numpy as np
import pytest
from teachdrl import Choice, Integer, Log, Number, TaskSpace, Teacher, ToyEnvironment, errors
from teachdrl.evaluation import Evaluation, ProbeSet, compare, permutation_test


def p_value_by_hand(first, second):
    everything = [*first, *second]
    observed = abs(np.mean(first) - np.mean(second))
    places = set(range(len(everything)))

    def difference(chosen):
        parts = ([everything[i] for i in chosen], [everything[i] for i in places - set(chosen)])
        return abs(np.mean(parts[0]) - np.mean(parts[1]))

    different = [difference(chosen) for chosen in itertools.combinations(range(len(everything)), len(first))]
    return np.mean(np.array(different) >= observed - 1e-12)


@pytest.mark.parametrize(
    ("first", "second"), [([1, 2, 3], [4, 5, 6]), ([0.5, 0.1, 0.7, 0.2], [0.3, 0.9]), ([1, 1, 1], [1, 1])]
)
def test_p_values_are_shares_of_divisions(first, second):
    assert permutation_test(first, second) == pytest.approx(p_value_by_hand(first, second))
    assert permutation_test(second, first) == pytest.approx(permutation_test(first, second))


def test_many_divisions_are_drawn():
    generator = np.random.default_rng(4)
    same, other = generator.normal(size=60), generator.normal(size=60)
    assert permutation_test(same, same + 1) < 1e-4
    assert permutation_test(same, other, seed=1) == pytest.approx(permutation_test(same, other, seed=2), abs=0.02)


def test_a_probe_set_stays_the_same():
    space = TaskSpace(gravity=Log(1, 100), legs=Integer(2, 4), ground=Choice("grass", "ice"))
    probe, again, other = ProbeSet.of(space, 40, seed=5), ProbeSet.of(space, 40, seed=5), ProbeSet.of(space, 40, seed=6)
    assert np.array_equal(probe.tasks, again.tasks) and np.array_equal(probe.seeds, again.seeds)
    assert not np.array_equal(probe.tasks, other.tasks) and not np.array_equal(probe.seeds, other.seeds)
    assert len(probe) == 40 and len(set(probe.seeds)) == 40
    played = []
    probe.play(lambda task, seed: played.append((tuple(task), seed)) or 0.0)
    assert played == [(tuple(task), seed) for task, seed in zip(probe.tasks, probe.seeds)]


def test_results_by_region():
    space = TaskSpace(gravity=Log(1, 1000), ground=Choice("grass", "ice"))
    tasks = [{"gravity": 5, "ground": "ice"}, {"gravity": 9, "ground": "grass"}, {"gravity": 500, "ground": "ice"}]
    result = ProbeSet.from_tasks(space, tasks).play(lambda task, seed: (task[0], float(task[1])))
    regions = result.by_region(3)
    assert regions["gravity/0"] == (pytest.approx(7), pytest.approx(0.5), 2)
    assert regions["gravity/1"][2] == 0 and np.isnan(regions["gravity/1"][0])
    assert regions["gravity/2"] == (pytest.approx(500), 1, 1)
    assert result.by_region(2)["ground/0"] == (pytest.approx(9), 0, 1)
    assert result.mean_return == pytest.approx(514 / 3) and result.mean_success == pytest.approx(2 / 3)


def test_evaluations_are_at_multiples_of_the_step(tmp_path):
    evaluation = Evaluation(ProbeSet.of(TaskSpace(x=Number(0, 1)), 3), lambda task, seed: task[0], every=100)
    due = [steps for steps in range(0, 450, 30) if evaluation.after(steps) is not None]
    assert due == [120, 210, 300, 420] and evaluation.steps == [100, 200, 300, 400]
    evaluation.to_csv(tmp_path / "probe.csv")
    with open(tmp_path / "probe.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 12 and [row["steps"] for row in rows[::3]] == ["100", "200", "300", "400"]
    assert all(float(row["x"]) == float(row["return"]) and row["success"] == "" for row in rows)


def toy_run(name, seed, episodes=4000):
    """A run on the toy environment, whose probe set is the competences themselves."""
    toy = ToyEnvironment(nb_cubes=5)
    teacher = Teacher(name, toy.low, toy.high, seed=seed)
    probe = ProbeSet.of(TaskSpace.from_bounds(toy.low, toy.high), 60, seed=1)

    def play(task, seed):
        return float(toy.competences[tuple(np.minimum((task * 5).astype(int), 4))])

    evaluation = Evaluation(probe, play, every=1000)
    for episode in range(1, episodes + 1):
        task = teacher.sample_task()
        teacher.update(task, toy.play(task))
        evaluation.after(episode)
    assert teacher.episode_count == episodes  # It heard of no evaluation.
    return evaluation


def test_a_curriculum_is_compared_with_random_tasks():
    runs = {name: [toy_run(name, seed) for seed in range(4)] for name in ("ALP-GMM", "Random")}
    better = compare(runs["ALP-GMM"], runs["Random"])
    assert better.steps == 4000 and better.runs == (4, 4)
    assert better.difference > 5 and better.p_value == pytest.approx(2 / 70)
    assert better.mean_p_value <= better.p_value + 1e-9
    assert better.warnings() == []
    assert set(better.by_region) == {f"task[{i}]/{part}" for i in range(2) for part in range(3)}
    worse = compare(runs["Random"], runs["ALP-GMM"])
    assert worse.difference == pytest.approx(-better.difference) and worse.p_value == better.p_value
    (warning,) = worse.warnings()
    assert warning.name == "worse_than_random" and "4000 steps" in warning.text
    assert compare(runs["Random"][:2], runs["Random"][2:]).warnings() == []


def test_mistakes_are_named():
    space = TaskSpace(x=Number(0, 1))
    probe = ProbeSet.of(space, 3)
    evaluation, other = (Evaluation(ProbeSet.of(space, 3, seed), lambda task, seed: 0.0, every=10) for seed in (0, 1))
    with pytest.raises(errors.InvalidArgumentError, match="no runs"):
        compare([], [evaluation])
    with pytest.raises(errors.InvalidArgumentError, match="different probe sets"):
        compare([evaluation], [other])
    with pytest.raises(errors.InvalidStateError, match="no step"):
        compare([evaluation], [evaluation])
    with pytest.raises(errors.InvalidArgumentError, match="'count' is 0"):
        ProbeSet.of(space, 0)
    with pytest.raises(errors.InvalidArgumentError, match="no tasks"):
        ProbeSet.from_tasks(space, [])
    with pytest.raises(errors.InvalidArgumentError, match="task 0 is nan"):
        probe.play(lambda task, seed: float("nan"))
    with pytest.raises(errors.InvalidArgumentError, match="'every' is 0"):
        Evaluation(probe, lambda task, seed: 0.0, every=0)
    with pytest.raises(errors.InvalidArgumentError, match="'parts' is 0"):
        probe.play(lambda task, seed: 0.0).by_region(0)
