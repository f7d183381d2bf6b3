"""Levels with seeds: the same level is the same track bit for bit, whatever plays it, and its teacher hears all."""

import numpy as np
import pytest
import teachdrl
from gymnasium.vector import AsyncVectorEnv, AutoresetMode, SyncVectorEnv
from levels import OPTIONS, SEEDS, Levels, action_at, levels_by_the_library, require_told, vector_of
from teachdrl import Proposal, Teacher, envs, vector
from teachdrl.wrappers import CurriculumWrapper, TaskWrapper, VectorCurriculumWrapper

COUNT = 3


@pytest.fixture(scope="module")
def expected():
    found = levels_by_the_library()
    # Seeds matter, tasks too: no two levels are the same, and all end.
    assert len({observations[-1] for observations, _, _ in found}) == 3
    assert all(length <= OPTIONS["max_episode_steps"] for _, _, length in found)
    return found


def make():
    return envs.StumpTracks(**OPTIONS)


def set_task(env, task):
    env.unwrapped.task = task


def make_wrapped():
    return TaskWrapper(make(), set_task, envs.StumpTracks(**OPTIONS).task_space)


def test_a_single_environment(expected):
    teacher = Levels()
    env = CurriculumWrapper(make(), teacher)
    for episode in range(8):
        level = episode % 3
        # The caller's seed is for what has none.
        observation, info = env.reset(seed=episode)
        observations = [observation.tobytes()]
        for step in range(100):
            assert info["level"] == level and info["is_for_learning"] == (episode % 4 != 3)
            observation, _, terminated, truncated, info = env.step(np.array(action_at(step), dtype=np.float32))
            observations.append(observation.tobytes())
            if terminated or truncated:
                break
        assert observations == expected[level][0]
    require_told(teacher, expected, 8)


def play(many, autoreset, steps=150):
    """Plays many environments; gives the observations of their episodes, by what the infos say of their levels."""
    observations, infos = many.reset(seed=3)
    running = [[observation.tobytes()] for observation in observations]
    levels, learning = list(infos["level"]), list(infos["is_for_learning"])
    starts, played = np.zeros(COUNT, dtype=np.bool_), []
    for _ in range(steps):
        actions = np.array([action_at(len(each) - 1) for each in running], dtype=np.float32)
        observations, _, terminations, truncations, infos = many.step(actions)
        ended = terminations | truncations
        for index in range(COUNT):
            if starts[index]:
                running[index] = []
                levels[index], learning[index] = infos["level"][index], infos["is_for_learning"][index]
            last = observations[index]
            if autoreset is AutoresetMode.SAME_STEP and ended[index]:
                last = infos["final_obs"][index]
                about = infos["final_info"]
            else:
                about = infos
            running[index].append(last.tobytes())
            if ended[index]:
                assert about["_level"][index] and about["level"][index] == levels[index]
                played.append((int(levels[index]), running[index], bool(learning[index])))
                if autoreset is AutoresetMode.SAME_STEP:
                    running[index] = [observations[index].tobytes()]
                    levels[index], learning[index] = infos["level"][index], infos["is_for_learning"][index]
        starts = ended & (autoreset is AutoresetMode.NEXT_STEP)
        if autoreset is AutoresetMode.DISABLED and ended.any():
            observations, infos = many.reset(options={"reset_mask": ended})
            for index in np.flatnonzero(ended):
                running[index] = [observations[index].tobytes()]
                levels[index], learning[index] = infos["level"][index], infos["is_for_learning"][index]
    return played


def require_levels(played, expected):
    assert len(played) > 9 and {level for level, _, _ in played} == {0, 1, 2}
    assert 0.6 < np.mean([is_for_learning for _, _, is_for_learning in played]) < 0.9
    for level, observations, _ in played:
        assert observations == expected[level][0]


@pytest.mark.parametrize("mode", AutoresetMode)
@pytest.mark.parametrize("thread_count", [1, 2])
def test_the_librarys_vector_environment(mode, thread_count, expected):
    teacher = Levels()
    many = vector.StumpTracksVector(COUNT, autoreset_mode=mode, thread_count=thread_count, **OPTIONS)
    many.attach_teachers(teacher)
    require_levels(play(many, mode), expected)
    require_told(teacher, expected, 10)


@pytest.mark.parametrize("mode", AutoresetMode)
@pytest.mark.parametrize("make_one", [make, make_wrapped])
def test_gymnasiums_vector_environments(mode, make_one, expected):
    teacher = Levels()
    # The task is a mapping in one of the levels: the environments say what its names are.
    many = VectorCurriculumWrapper(SyncVectorEnv([make_one] * COUNT, autoreset_mode=mode), teacher)
    require_levels(play(many, mode), expected)
    require_told(teacher, expected, 10)


@pytest.mark.parametrize("mode", [AutoresetMode.NEXT_STEP, AutoresetMode.SAME_STEP])
def test_in_processes_of_their_own(mode, expected):
    teacher = Levels()
    many = VectorCurriculumWrapper(AsyncVectorEnv([make] * COUNT, autoreset_mode=mode), teacher)
    require_levels(play(many, mode), expected)
    require_told(teacher, expected, 10)
    many.close()


@pytest.mark.parametrize("mode", AutoresetMode)
def test_the_wrapper_around_the_librarys_vector_environment(mode, expected):
    teacher = Levels()
    inner = vector.StumpTracksVector(COUNT, autoreset_mode=mode, **OPTIONS)
    require_levels(play(VectorCurriculumWrapper(inner, teacher), mode), expected)
    require_told(teacher, expected, 10)


def test_sent_and_received(expected):
    teacher = Levels()
    many = vector.StumpTracksVector(COUNT, thread_count=2, **OPTIONS)
    many.attach_teachers(teacher)
    many.reset(seed=3)
    steps, over = np.zeros(COUNT, dtype=int), np.zeros(COUNT, dtype=np.bool_)
    many.send(np.arange(COUNT), np.array([action_at(0)] * COUNT, dtype=np.float32))
    for _ in range(250):
        indices, _, _, terminations, truncations, infos = many.receive(2)
        steps[indices] = np.where(over[indices], 0, steps[indices] + 1)
        over[indices] = terminations | truncations
        for row in np.flatnonzero(over[indices]):
            assert infos["_level"][row]
        many.send(indices, np.array([action_at(steps[index]) for index in indices], dtype=np.float32))
    require_told(teacher, expected, 10)


class Seldom:
    """Gives a seed to some episodes only."""

    def __init__(self):
        self.count = 0

    def propose(self):
        self.count += 1
        return Proposal([0.5, 2.0], seed=7 if self.count % 2 else None)

    def sample_task(self):
        return self.propose().task

    def update(self, task, episode_return):
        pass


def starts_of(env, is_vector):
    """The first observations of 21 episodes that are given up, of one environment."""
    found = [env.reset(seed=5)[0]] + [env.reset()[0] for _ in range(20)]
    return [(observation[0] if is_vector else observation).tobytes() for observation in found]


@pytest.mark.parametrize(
    "make_many",
    [
        lambda teacher: CurriculumWrapper(make(), teacher),
        lambda teacher: CurriculumWrapper(make_wrapped(), teacher),
        lambda teacher: VectorCurriculumWrapper(SyncVectorEnv([make]), teacher),
        lambda teacher: VectorCurriculumWrapper(SyncVectorEnv([make_wrapped]), teacher),
        lambda teacher: VectorCurriculumWrapper(vector.StumpTracksVector(1, **OPTIONS), teacher),
    ],
)
def test_what_has_no_seed_differs_each_time(make_many):
    is_vector = hasattr(make_many(Seldom()), "num_envs")
    starts = starts_of(make_many(Seldom()), is_vector)
    assert len(set(starts[0::2])) == 1
    assert len(set(starts[1::2])) == 10 and starts[0] not in starts[1::2]
    # Of the same seeds the same episodes.
    assert starts_of(make_many(Seldom()), is_vector) == starts


def test_a_native_vector_environment_differs_each_time_too():
    runs = []
    for _ in range(2):
        many = vector.StumpTracksVector(1, **OPTIONS)
        many.attach_teachers(Seldom())
        runs.append(starts_of(many, True))
        assert len(set(runs[-1][0::2])) == 1 and len(set(runs[-1][1::2])) == 10
    assert runs[0] == runs[1]


def test_a_seed_of_the_next_episode_is_for_one():
    for env in (make(), make_wrapped()):
        env.unwrapped.task = vector_of(0)
        env.reset(seed=1)
        env.next_seed = SEEDS[0]
        assert env.reset(seed=99)[0].tobytes() == levels_by_the_library(0)[0][0][0]
        assert env.next_seed is None
    many = vector.StumpTracksVector(2, **OPTIONS)
    many.set_tasks(vector_of(0))
    many.set_attr("next_seed", [None, SEEDS[0]])
    first, _ = many.reset(seed=99)
    assert first[1].tobytes() == levels_by_the_library(0)[0][0][0] != first[0].tobytes()
    again, _ = many.reset(seed=99)
    assert np.array_equal(again[0], first[0]) and not np.array_equal(again[1], first[1])


def test_environments_that_cannot_be_seeded_are_refused():
    class Stubborn(envs.StumpTracks):
        def __getattribute__(self, name):
            if name == "next_seed":
                raise AttributeError(name)
            return super().__getattribute__(name)

    for mode in AutoresetMode:
        many = SyncVectorEnv([lambda: Stubborn(**OPTIONS)] * 2, autoreset_mode=mode)
        wrapped = VectorCurriculumWrapper(many, Levels())
        if mode is AutoresetMode.DISABLED:
            continue
        with pytest.raises(teachdrl.InvalidStateError, match="next_seed.*TaskWrapper"):
            wrapped.reset()


def test_todays_teachers_give_no_level():
    for teacher in (Teacher("ALP-GMM", [0, 0], [3, 6], seed=1), Teacher("Random", [0, 0], [3, 6], seed=1)):
        proposal = teacher.propose()
        assert (proposal.level, proposal.seed, proposal.is_for_learning) == (None, None, True)
        env = CurriculumWrapper(make(), teacher)
        assert env.reset()[1].keys() == {"task"}
