"""The loops that are compared: workers that play episodes on tasks from one shared curriculum."""

import contextlib
import multiprocessing
import time

import gymnasium
import numpy as np
import ray
import teachdrl  # noqa: F401  (registers the walkers)
from teachdrl.ray import SharedTeacher, TaskClient

CELLS = 10
"""Syllabus's curricula of learning progress are over discrete tasks: a grid over the task space."""

LOW, HIGH = np.zeros(2), np.array([3.0, 6.0])


class Blink(gymnasium.Env):
    """Episodes of one step that does nothing: what is left is the curriculum's."""

    observation_space = gymnasium.spaces.Box(0, 1, (1,), np.float32)
    action_space = gymnasium.spaces.Box(-1, 1, (4,), np.float32)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self._task = options["task"]
        return np.zeros(1, np.float32), {}

    def step(self, action):
        return np.zeros(1, np.float32), float(np.sum(self._task)), True, False, {}


def make_environment(kind):
    """`blink`, or `walker`: the default walker on Stump Tracks, in episodes of 100 steps, unless it falls before."""
    if kind == "blink":
        return Blink()
    return gymnasium.make("teachdrl/StumpTracks-v0", max_episode_steps=100)


def play_episode(environment, task, action):
    """The return on a task."""
    environment.reset(options={"task": task})
    total, over = 0.0, False
    while not over:
        _, reward, terminated, truncated, _ = environment.step(action)
        total, over = total + reward, terminated or truncated
    return total


class TeachdrlPlayer:
    """A worker of a shared teacher."""

    def __init__(self, name, kind, prefetch):
        self.client, self.environment = TaskClient(name, **prefetch), make_environment(kind)
        # Nearly motionless walkers stand for all of an episode.
        self.action = np.zeros(4, np.float32)

    def play(self, episodes):
        """Plays, and gives the time it took and how much of it was waiting for tasks, in seconds."""
        start, waited = time.perf_counter(), self.client.seconds_waited
        for _ in range(episodes):
            episode = self.client.next()
            self.client.finish(episode, play_episode(self.environment, episode.task, self.action))
        waited = self.client.seconds_waited - waited
        seconds = time.perf_counter() - start
        self.client.flush()
        return seconds, waited

    def close(self):
        self.client.close()


@contextlib.contextmanager
def teachdrl_players(count, kind, journal, **prefetch):
    """A function that has `count` workers play so many episodes each; and the teacher."""
    teacher = SharedTeacher.create("bench", "ALP-GMM", LOW, HIGH, journal=journal, seed=1)
    actor = ray.remote(TeachdrlPlayer).options(num_cpus=0)
    players = [actor.remote("bench", kind, prefetch) for _ in range(count)]

    def play(episodes):
        return ray.get([player.play.remote(episodes) for player in players])

    # Until as many tasks are fetched ahead as are needed.
    play(200)
    yield play, teacher
    ray.get([player.close.remote() for player in players])
    for player in players:
        ray.kill(player)
    teacher.stop()


# ------------------------------------------------------------------------------------------------------------ Syllabus


def syllabus_environment(kind):
    """An environment in the form that Syllabus's wrappers take, and the space of its tasks."""
    from syllabus.core import TaskWrapper
    from syllabus.task_space import DiscreteTaskSpace

    class OnGrid(TaskWrapper):
        def change_task(self, new_task):
            self.task = new_task

        def reset(self, new_task=None, **kwargs):
            if new_task is not None:
                self.change_task(new_task)
            cell = np.array(divmod(int(self.task or 0), CELLS))
            return self.env.reset(options={"task": LOW + (cell + 0.5) / CELLS * (HIGH - LOW)})

    return OnGrid(make_environment(kind)), DiscreteTaskSpace(CELLS * CELLS)


def syllabus_curriculum(space):
    """Its learning progress over discrete tasks, which it computes anew as often as ALP-GMM fits."""
    from syllabus.curricula import OnlineLearningProgress

    return OnlineLearningProgress(space, update_interval=250)


def _syllabus_worker(components, kind, games, results):
    from syllabus.core import GymnasiumSyncWrapper

    environment, space = syllabus_environment(kind)
    # Its own advice: one more than is played, so that no reset waits.
    environment = GymnasiumSyncWrapper(environment, space, components, buffer_size=2)
    play_without_waiting(environment, 2)
    results.put(None)
    while (episodes := games.get()) is not None:
        play_without_waiting(environment, episodes)
        results.put(episodes)


def play_without_waiting(environment, episodes):
    """Plays episodes whose tasks the environment's wrapper brings."""
    action = np.zeros(4, np.float32)
    for _ in range(episodes):
        environment.reset()
        over = False
        while not over:
            _, _, terminated, truncated, _ = environment.step(action)
            over = terminated or truncated


@contextlib.contextmanager
def syllabus_players(count, kind):
    """The same with Syllabus over multiprocessing; its curriculum works in a thread of this process."""
    from syllabus.core import make_multiprocessing_curriculum

    curriculum = make_multiprocessing_curriculum(syllabus_curriculum(syllabus_environment(kind)[1]))
    games, results = multiprocessing.Queue(), multiprocessing.Queue()
    arguments = (curriculum.components, kind, games, results)
    workers = [multiprocessing.Process(target=_syllabus_worker, args=arguments, daemon=True) for _ in range(count)]
    for worker in workers:
        worker.start()
    for _ in workers:
        results.get(timeout=120)

    def play(episodes):
        for _ in workers:
            games.put(episodes)
        return [results.get(timeout=120) for _ in workers]

    try:
        yield play, curriculum
    finally:
        for worker in workers:
            worker.kill()
            worker.join()
        curriculum.stop()


def play_with_syllabus_on_ray(kind, episodes):
    """The same with its Ray form, which may not run: the caller shows why."""
    from syllabus.core import RayGymnasiumSyncWrapper, make_ray_curriculum

    environment, space = syllabus_environment(kind)
    curriculum = make_ray_curriculum(syllabus_curriculum(space))
    try:
        play_without_waiting(RayGymnasiumSyncWrapper(environment, task_space=space, update_on_step=False), episodes)
    finally:
        ray.kill(curriculum.curriculum)
