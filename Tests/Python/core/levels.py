"""A teacher written in Python that needs to know the success and gives levels with seeds, and what its levels are."""

import teachdrl
from teachdrl import Proposal

OPTIONS = {"walker": "short", "max_episode_steps": 30}
TASKS = [{"stump_height": 0.5, "obstacle_spacing": 2.0}, [1.0, 3.0], [1.5, 1.0]]
SEEDS = [7, 2**63 + 5, 7]


class Levels:
    """Plays three levels in turn; every fourth episode is not for learning."""

    def __init__(self):
        self.count = 0
        self.told = []

    def propose(self):
        level, is_for_learning = self.count % 3, self.count % 4 != 3
        self.count += 1
        return Proposal(TASKS[level], level=level, seed=SEEDS[level], is_for_learning=is_for_learning)

    def sample_task(self):
        raise AssertionError("a teacher that proposes is asked to propose")

    def update(self, task, episode_return, *, success, length, level, score=None):
        self.told.append((level, task.tolist(), episode_return, success, length, score))


def vector_of(level):
    """A level's task as numbers."""
    task = TASKS[level]
    return list(task.values()) if isinstance(task, dict) else task


def action_at(step):
    """The actions of every episode, by the number of its step."""
    return [(-1) ** (step // 4) * 0.8, 0.3 - 0.02 * step, 0.5, -0.5]


def levels_by_the_library(steps=40):
    """What the library itself gives on each level: the first observations, and how the episode ends."""
    found = []
    for level in range(3):
        environment = teachdrl.Environment("stump-tracks", seed=SEEDS[level], **OPTIONS)
        environment.set_task(vector_of(level))
        observations, total = [environment.reset().tobytes()], 0.0
        for step in range(steps):
            observation, reward, terminated, truncated = environment.step(action_at(step))
            observations.append(observation.tobytes())
            total += reward
            if terminated or truncated:
                break
        found.append((observations, total, len(observations) - 1))
    return found


def require_told(teacher, expected, count):
    """Whether a teacher has heard of `count` episodes at least, each as the library plays it on its level."""
    assert len(teacher.told) >= count, teacher.told
    assert {level for level, *_ in teacher.told} == {0, 1, 2}
    for level, task, total, success, length, _ in teacher.told:
        assert (task, total, length) == (vector_of(level), expected[level][1], expected[level][2])
        assert success == float(total > 230)
