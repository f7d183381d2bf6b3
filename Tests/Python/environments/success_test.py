"""What wrappers tell teachers beside the return: success, length, score, from whatever environment."""

import gymnasium
import numpy as np
import pytest
import teachdrl
from gymnasium.vector import AutoresetMode, SyncVectorEnv
from teachdrl import Choice, InvalidArgumentError, Number, TaskSpace, Teacher, envs, vector
from teachdrl.wrappers import CurriculumWrapper, TaskWrapper, VectorCurriculumWrapper

SPACE = TaskSpace(goal=Number(1, 9), kind=Choice("easy", "hard"))


class Saying(gymnasium.Env):
    """An episode lasts as many steps as its goal; the info of its last step says what `words` make of that."""

    observation_space = gymnasium.spaces.Box(0, 100, (1,), dtype=np.float32)
    action_space = gymnasium.spaces.Discrete(2)

    def __init__(self, words=None):
        self.words = words or {}
        self.goal = self.left = 0

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.left = self.goal
        return np.array([self.goal], dtype=np.float32), {}

    def step(self, action):
        self.left -= 1
        ended = self.left == 0
        # Before the end nothing has succeeded: what counts is the last word.
        info = {name: word(self.goal) if ended else type(word(self.goal))(0) for name, word in self.words.items()}
        return np.array([self.left], dtype=np.float32), 1.5, ended, False, info


class Mastered(Saying):
    mastered_return = 6.0


def set_goal(env, task):
    env.unwrapped.goal = int(np.ceil(task[0]))


class Notes:
    """A teacher written in Python that notes all it is told."""

    def __init__(self):
        self.random, self.told = np.random.default_rng(1), []

    def sample_task(self):
        return {"goal": self.random.uniform(1, 9), "kind": "hard"}

    def update(self, task, episode_return, **outcome):
        self.told.append((task.tolist(), episode_return, outcome))


class Old:
    """A teacher that knows of returns only."""

    def __init__(self):
        self.told = 0

    def sample_task(self):
        return [3.0, 1.0]

    def update(self, task, episode_return):
        self.told += 1


def single(make_env, teacher, **options):
    env = CurriculumWrapper(TaskWrapper(make_env(), set_goal, SPACE), teacher, **options)
    for _ in range(6):
        env.reset()
        while not env.step(0)[2]:
            pass


def many(mode):
    def play(make_env, teacher, **options):
        inner = SyncVectorEnv([lambda: TaskWrapper(make_env(), set_goal, SPACE)] * 2, autoreset_mode=mode)
        env = VectorCurriculumWrapper(inner, teacher, **options)
        env.reset()
        for _ in range(40):
            _, _, terminations, _, _ = env.step(np.zeros(2, dtype=int))
            if mode is AutoresetMode.DISABLED and terminations.any():
                env.reset(options={"reset_mask": terminations})

    return play


PLAYERS = [single, *map(many, AutoresetMode)]


@pytest.mark.parametrize("play", PLAYERS)
@pytest.mark.parametrize(
    ("kind", "words", "success"),
    [
        (Saying, {"is_success": lambda goal: goal > 4}, lambda goal: goal > 4),
        (Saying, {"success": lambda goal: float(goal > 5)}, lambda goal: goal > 5),
        (Saying, {"is_success": lambda goal: goal > 4, "success": lambda goal: goal > 5}, lambda goal: goal > 4),
        (Saying, {"success": lambda goal: 0.1 * goal}, lambda goal: 0.1 * goal),
        (Saying, {}, None),
        (Saying, {"success": lambda goal: 7.0}, None),
        (Mastered, {}, lambda goal: 1.5 * goal > 6),
        (Mastered, {"success": lambda goal: goal > 7}, lambda goal: goal > 7),
    ],
)
def test_success_reaches_the_teacher(play, kind, words, success):
    teacher = Notes()
    play(lambda: kind(words), teacher)
    assert len(teacher.told) >= 6
    for task, total, outcome in teacher.told:
        goal = int(np.ceil(task[0]))
        expected = (
            {"length": goal} if success is None else {"length": goal, "success": pytest.approx(float(success(goal)))}
        )
        assert (task[1], total, outcome) == (1, 1.5 * goal, expected)


@pytest.mark.parametrize("play", PLAYERS)
def test_a_score_of_ones_own(play):
    teacher, seen = Notes(), []

    def score(episode):
        seen.append(episode)
        return episode.length + 100 * episode.info["success"]

    play(lambda: Saying({"success": lambda goal: goal > 5}), teacher, score=score)
    assert len(seen) == len(teacher.told) >= 6
    for episode, (task, total, outcome) in zip(seen, teacher.told):
        assert (episode.task.tolist(), episode.episode_return, episode.length) == (task, total, outcome["length"])
        assert outcome["score"] == outcome["length"] + 100 * outcome["success"]
        assert episode.success == outcome["success"] and episode.level is None


@pytest.mark.parametrize("play", PLAYERS)
def test_old_teachers_hear_what_they_always_heard(play):
    teacher = Old()
    play(lambda: Mastered({"success": lambda goal: True}), teacher)
    assert teacher.told >= 6


@pytest.mark.parametrize("play", PLAYERS)
def test_what_a_teacher_needs_and_nobody_knows_is_an_error(play):
    class Needy(Old):
        def update(self, task, episode_return, *, success):
            self.told += 1

    with pytest.raises(InvalidArgumentError, match=r"Needy\.update\(\) needs success"):
        play(Saying, Needy())
    needy = Needy()
    play(Mastered, needy)
    assert needy.told >= 6


def test_a_score_that_is_not_finite_is_not_told():
    teacher = Notes()
    with pytest.warns(RuntimeWarning, match="score nan"):
        single(Saying, teacher, score=lambda episode: np.nan)
    assert teacher.told == []
    with pytest.raises(TypeError, match="score must be a function"):
        CurriculumWrapper(Saying(), teacher, set_task=set_goal, score=3)
    with pytest.raises(TypeError, match=r"score\(\) gave must be a number"):
        single(Saying, teacher, score=lambda episode: "well")


# The library's teachers: whether one learns from the success that is derived shows in what it proposes.


class Recorder(Teacher):
    """A Teacher that also writes down what it is told."""

    def update(self, task, episode_return, **outcome):
        told.append(outcome)
        super().update(task, episode_return, **outcome)


told = []


@pytest.mark.parametrize(("option", "derived"), [("auto", True), (None, False), (5.0, False)])
def test_the_mastered_return_is_left_to_an_option_that_says_otherwise(option, derived):
    told.clear()
    single(Mastered, Recorder("Random", SPACE, seed=1, success_return=option))
    assert len(told) == 6 and all(("success" in outcome) == derived for outcome in told)
    told.clear()
    single(lambda: Mastered({"success": lambda goal: 1.0}), Recorder("Random", SPACE, seed=1, success_return=option))
    assert all(outcome["success"] == 1 for outcome in told)


def test_wrappers_tell_what_the_library_tells():
    # Success as the signal, derived from the mastered return by the library, a wrapper and a vector wrapper.
    states = []
    options = {"walker": "short", "max_episode_steps": 40}
    for make in (
        lambda teacher: attached(vector.StumpTracksVector(1, **options), teacher),
        lambda teacher: VectorCurriculumWrapper(vector.StumpTracksVector(1, **options), teacher),
        lambda teacher: VectorCurriculumWrapper(SyncVectorEnv([lambda: envs.StumpTracks(**options)]), teacher),
    ):
        teacher = Teacher("ALP-GMM", [0, 0], [3, 6], seed=3, signal="success", fit_rate=5, max_k=3)
        env = make(teacher)
        env.reset(seed=1)
        for step in range(600):
            env.step(np.full((1, 4), np.sin(step), dtype=np.float32))
        assert teacher.episode_count > 10
        states.append(teacher.to_bytes())
    assert states[0] == states[1] == states[2]


def attached(env, teacher):
    env.attach_teachers(teacher)
    return env


def test_episodes_say_whether_they_succeeded():
    env = envs.StumpTracks(max_episode_steps=3)
    env.reset(seed=1)
    infos = [env.step(np.zeros(4, dtype=np.float32))[-1] for _ in range(3)]
    assert infos[-1]["episode_success"] == float(infos[-1]["episode_return"] > env.mastered_return) == 0
    many = vector.StumpTracksVector(2, max_episode_steps=3)
    many.reset(seed=1)
    for _ in range(3):
        *_, infos = many.step(np.zeros((2, 4), dtype=np.float32))
    assert infos["episode_success"].tolist() == [0, 0] and infos["_episode_success"].all()


def test_scores_of_the_librarys_vector_environment():
    teacher, seen = Notes(), []
    teacher.sample_task = lambda: {"stump_height": 1.0, "obstacle_spacing": 2.0}
    env = vector.StumpTracksVector(2, max_episode_steps=5)
    env.attach_teachers(teacher, score=lambda episode: seen.append(episode) or -episode.length)
    env.reset(seed=1)
    for _ in range(20):
        env.step(np.zeros((2, 4), dtype=np.float32))
    assert len(teacher.told) == len(seen) >= 4
    assert all(outcome == {"success": 0.0, "length": 5, "score": -5.0} for _, _, outcome in teacher.told)


# Tasks as mappings.


def test_tasks_may_be_mappings():
    task, vector_ = {"stump_height": 0.5, "obstacle_spacing": 2.0}, [0.5, 2.0]
    env = envs.StumpTracks()
    assert env.reset(options={"task": task})[1]["task"].tolist() == vector_
    env.task = {"stump_height": 1.5, "obstacle_spacing": 2.0}
    assert env.task.tolist() == [1.5, 2.0]
    wrapped = CurriculumWrapper(env, Old())
    assert wrapped.reset(options={"task": task})[1]["task"].tolist() == vector_
    many = vector.StumpTracksVector(2)
    assert many.reset(options={"task": task})[1]["task"].tolist() == [vector_] * 2
    other = {"stump_height": 0.1, "obstacle_spacing": 2.0}
    many.set_tasks([task, other])
    assert many.reset()[1]["task"].tolist() == [vector_, [0.1, 2.0]]
    many.set_task(other, index=0)
    many.set_attr("task", [other, task])
    assert [each.tolist() for each in many.get_attr("task")] == [[0.1, 2.0], vector_]
    around = VectorCurriculumWrapper(SyncVectorEnv([envs.StumpTracks] * 2), Teacher("Random", env.task_space, seed=1))
    assert around.reset(options={"task": task})[1]["task"].tolist() == [vector_] * 2
    assert around.reset(options={"task": [other, task]})[1]["task"].tolist() == [[0.1, 2.0], vector_]


def test_a_mapping_that_nobody_can_read_is_refused():
    with pytest.raises(TypeError, match="task is a mapping, but nobody says what its parameters are"):
        TaskWrapper(Saying(), set_goal).reset(options={"task": {"goal": 3}})
    with pytest.raises(TypeError, match=r"Notes\.sample_task\(\) gave is a mapping"):
        CurriculumWrapper(Saying(), Notes(), set_task=set_goal).reset()
    with pytest.raises(teachdrl.UnknownNameError, match="there is no parameter 'gaol'; did you mean 'goal'"):
        TaskWrapper(Saying(), set_goal, SPACE).reset(options={"task": {"gaol": 3}})
