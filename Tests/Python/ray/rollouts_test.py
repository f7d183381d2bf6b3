"""RolloutWorker: each episode on its own task, each return told once, in Ray's processes and without them."""

import gymnasium
import numpy as np
import pytest
import ray
import teachdrl
from teachdrl.ray import RolloutWorker, SharedTeacher, TaskClient
from teachdrl.ray._journal import open_journal
from teachdrl.ray._ledger import decoded

pytestmark = pytest.mark.usefixtures("cluster")

IDENTIFIER = "teachdrl/StumpTracks-v0"


@pytest.fixture
def teacher(request):
    shared = SharedTeacher.create(request.node.name, "Random", [0, 0], [3, 6], journal=None, seed=3)
    yield shared
    shared.stop()


def make_policy():
    # Not of the module's, which Ray's processes could not import.
    def policy(observations, generator):
        actions = generator.uniform(-1, 1, (len(observations), 4)).astype(np.float32)
        return actions, {"first": observations[:, 0], "pair": actions[:, :2]}

    return policy


policy = make_policy()


def played(worker, rounds, steps=100):
    return [worker.collect(policy, steps) for _ in range(rounds)]


def joined(rollouts, name):
    return np.concatenate([getattr(rollout.episodes, name) for rollout in rollouts])


def test_episodes_play_their_own_tasks_and_are_told_once(tmp_path):
    teacher = SharedTeacher.create("journaled", "Random", [0, 0], [3, 6], journal=tmp_path, seed=3)
    worker = RolloutWorker(IDENTIFIER, 5, teacher, seed=1, walker="short")
    rollouts = played(worker, 6)
    worker.flush()
    tickets, tasks = joined(rollouts, "tickets"), joined(rollouts, "tasks")
    assert len(tickets) > 10 and len(set(tickets)) == len(tickets)
    # Ticket n is the teacher's proposal n.
    proposals = teachdrl.Teacher("Random", [0, 0], [3, 6], seed=3).sample_tasks(tickets.max() + 1)
    np.testing.assert_array_equal(tasks, proposals[tickets])
    assert teacher.episode_count == len(tickets)
    worker.close()
    assert teacher.running() == {} and teacher.workers == []
    teacher.stop()
    told = [
        pair
        for batch in open_journal(tmp_path).read()[1]
        for entry in decoded(batch, 2)
        for pair in zip(entry.tickets, entry.returns)
    ]
    assert told == list(zip(tickets, joined(rollouts, "returns")))


def test_transitions_are_those_of_single_environments(teacher):
    worker = RolloutWorker(IDENTIFIER, 3, teacher, seed=7, walker="short")
    rollout = worker.collect(policy, 300)
    assert rollout.observations.shape == rollout.next_observations.shape == (300, 3, 24)
    assert rollout.extras["pair"].shape == (300, 3, 2)
    np.testing.assert_array_equal(rollout.extras["first"], rollout.observations[:, :, 0])
    proposals = teachdrl.Teacher("Random", [0, 0], [3, 6], seed=3).sample_tasks(100)
    starts = {index: [index] for index in range(3)}
    ends = np.argwhere(rollout.terminated | rollout.truncated)
    for nth, (_, index) in enumerate(ends):
        starts[index].append(3 + nth)
    assert len(ends) == len(rollout.episodes) > 3
    for index in range(3):
        tickets = iter(starts[index])
        env = gymnasium.make(IDENTIFIER, walker="short")
        observation, _ = env.reset(seed=7 + index, options={"task": proposals[next(tickets)]})
        for step in range(300):
            np.testing.assert_array_equal(rollout.observations[step, index], observation)
            observation, reward, terminated, truncated, info = env.step(rollout.actions[step, index])
            np.testing.assert_array_equal(rollout.next_observations[step, index], observation)
            assert rollout.rewards[step, index] == reward
            assert (rollout.terminated[step, index], rollout.truncated[step, index]) == (terminated, truncated)
            if terminated or truncated:
                nth = int(np.flatnonzero((ends == (step, index)).all(axis=1))[0])
                assert rollout.episodes.returns[nth] == info["episode_return"]
                assert rollout.episodes.lengths[nth] == info["episode_length"]
                observation, _ = env.reset(options={"task": proposals[next(tickets)]})
    worker.close()


def test_the_seed_decides_where_the_teacher_does_not_listen(teacher):
    same = SharedTeacher.create("same", "Random", [0, 0], [3, 6], journal=None, seed=3)
    results = []
    for shared in (teacher, same):
        worker = RolloutWorker(IDENTIFIER, 4, shared, seed=11, walker="short")
        results.append(played(worker, 2, 150))
        worker.close()
    same.stop()
    for one, other in zip(*results):
        for name in ("observations", "actions", "rewards", "next_observations", "terminated", "truncated"):
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
            assert getattr(one, name).flags["C_CONTIGUOUS"]
        np.testing.assert_array_equal(one.episodes.tasks, other.episodes.tasks)


def test_a_dead_worker_is_replaced_and_its_episodes_are_lost(teacher):
    kind = ray.remote(num_cpus=0)(RolloutWorker)
    first, second = (kind.remote(IDENTIFIER, 4, teacher.name, seed=seed, walker="short") for seed in (1, 2))
    name = ray.get(first.name.remote())
    ray.get([worker.collect.remote(policy, 50) for worker in (first, second)])
    ray.kill(first)
    with pytest.raises(ray.exceptions.RayActorError):
        ray.get(first.collect.remote(policy, 50))
    teacher.give_up(name)
    lost = teacher.lost()
    assert len(lost) >= 4 and not set(lost) & set(teacher.running())
    third = kind.remote(IDENTIFIER, 4, teacher.name, seed=3, prefetch=1, walker="short")
    rollouts = [ray.get(third.collect.remote(policy, 200)) for _ in range(2)]
    assert not set(joined(rollouts, "tickets")) & set(lost)
    assert ray.get(third.seconds_waited.remote()) > 0
    ray.get([worker.close.remote() for worker in (second, third)])
    assert teacher.running() == {}


def test_tests_tell_nothing_and_leave_the_episodes_alone(teacher):
    worker = RolloutWorker(IDENTIFIER, 3, teacher, seed=5, prefetch=2, walker="short")
    still = worker.collect(lambda observations, _: np.zeros((len(observations), 4)), 20)
    tasks = teachdrl.test_set("stump-tracks", walker="short")[:4]
    worker.flush()
    before = set(teacher.running())
    returns = worker.test(lambda observations, _: np.tanh(observations[:, :4]), tasks, seed=9)
    assert set(teacher.running()) == before and teacher.episode_count == 0
    for task, total, seed in zip(tasks, returns, range(9, 13)):
        env = gymnasium.make(IDENTIFIER, walker="short")
        observation, _ = env.reset(seed=seed, options={"task": task})
        info = {}
        while "episode_return" not in info:
            observation, _, _, _, info = env.step(np.tanh(observation[:4]))
        assert total == info["episode_return"]
    after = worker.collect(lambda observations, _: np.zeros((len(observations), 4)), 1)
    np.testing.assert_array_equal(after.observations[0], still.next_observations[-1])
    worker.close()


def test_a_restored_teacher_refuses_what_was_under_way(teacher):
    worker = RolloutWorker(IDENTIFIER, 3, teacher, seed=1, prefetch=2, walker="short")
    early = played(worker, 2)
    worker.flush()
    saved = teacher.teacher().to_bytes()
    under_way = set(teacher.running())
    played(worker, 2)
    worker.flush()
    teacher.restore(saved)
    assert teacher.teacher().to_bytes() == saved and teacher.running() == {}
    late = played(worker, 6)
    worker.flush()
    counted = len(joined(early, "tickets")) + len(joined(late, "tickets")) - worker.refused()
    assert worker.refused() >= 3
    assert teacher.episode_count == counted
    assert not under_way & set(teacher.running())
    worker.close()


@pytest.mark.parametrize(
    ("arguments", "failure", "message"),
    [
        (("CartPole-v1", 2), teachdrl.UnknownNameError, "CartPole-v1"),
        (("teachdrl/HexagonTracks-v0", 2), teachdrl.InvalidArgumentError, "tasks have 2 parameters"),
    ],
)
def test_what_does_not_fit_is_refused(teacher, arguments, failure, message):
    with pytest.raises(failure, match=message):
        RolloutWorker(*arguments, teacher)


def test_a_policy_that_does_not_fit_is_refused(teacher):
    worker = RolloutWorker(IDENTIFIER, 2, teacher, seed=1)
    with pytest.raises(teachdrl.InvalidArgumentError, match="steps is 0"):
        worker.collect(policy, 0)
    with pytest.raises(teachdrl.InvalidArgumentError, match="the policy's value has the shape"):
        worker.collect(lambda observations, _: (np.zeros((2, 4)), {"value": np.zeros(3)}), 1)
    with pytest.raises(teachdrl.InvalidArgumentError, match="actions have the shape"):
        worker.collect(lambda observations, _: np.zeros((2, 3)), 1)
    worker.close()


class Spoiling:
    """Environments whose episodes of one index end without a number for a return."""

    def __init__(self, envs):
        self._envs = envs

    def __getattr__(self, name):
        return getattr(self._envs, name)

    def step(self, actions):
        *outcome, infos = self._envs.step(actions)
        if "episode_return" in infos:
            infos["episode_return"][1] = np.nan
        return (*outcome, infos)


def test_a_bad_return_abandons_its_episode(teacher):
    worker = RolloutWorker(IDENTIFIER, 3, teacher, seed=1, walker="short", max_episode_steps=10, prefetch=1)
    worker._envs = Spoiling(worker._envs)
    with pytest.warns(RuntimeWarning, match="the teacher is not told of it") as caught:
        rollout = worker.collect(policy, 25)
    assert len(rollout.episodes) == 6 and np.isnan(rollout.episodes.returns).sum() == len(caught) == 2
    worker.flush()
    assert teacher.episode_count == 4
    assert set(rollout.episodes.tickets.tolist()).isdisjoint(teacher.running())
    worker.close()
    assert teacher.running() == {}


def test_a_policy_that_works_in_place_changes_nothing(teacher):
    def spoiling(observations, generator):
        actions = policy(observations, generator)[0]
        observations *= 0
        return actions

    rollouts = []
    for each in (policy, spoiling):
        worker = RolloutWorker(IDENTIFIER, 2, teacher, seed=1, walker="short")
        rollouts.append(worker.collect(each, 20))
        worker.close()
    assert np.array_equal(rollouts[0].observations[1:], rollouts[0].next_observations[:-1])
    assert np.array_equal(rollouts[1].observations[1:], rollouts[1].next_observations[:-1])


def test_an_episode_can_be_abandoned(teacher):
    with TaskClient(teacher) as client:
        first, second = client.next(), client.next()
        client.abandon(first)
        with pytest.raises(teachdrl.InvalidStateError, match="not under way"):
            client.finish(first, 1.0)
        with pytest.raises(teachdrl.InvalidArgumentError, match="episode_return is nan"):
            client.finish(second, np.nan)
        client.finish(second, 1.0)
        client.flush()
        assert first.ticket not in teacher.running() and client.refused == 0
    assert teacher.episode_count == 1
