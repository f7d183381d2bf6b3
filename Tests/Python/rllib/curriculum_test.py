"""with_curriculum: which tasks RLlib's episodes play, what the teacher hears, what the results say."""

import json

import gymnasium
import numpy as np
import pytest
import ray
import teachdrl
from ray.rllib.callbacks.callbacks import RLlibCallback
from ray.tune.registry import register_env
from rllib_small import small_ppo
from teachdrl.ray import SharedTeacher
from teachdrl.ray._journal import open_journal
from teachdrl.ray._ledger import decoded
from teachdrl.ray.rllib import with_curriculum
from teachdrl.wrappers import CurriculumWrapper, TaskWrapper

pytestmark = pytest.mark.usefixtures("cluster")

TESTS = [[0.1, 1.0], [0.2, 2.0], [0.3, 3.0]]


def notes_to(folder):
    """A callback of the user's, which notes each episode's task and return as the environment's infos have them."""

    class Notes(RLlibCallback):
        def on_episode_end(self, *, episode, env_runner, **_):
            info = episode.get_infos(-1)
            kind = "tests" if env_runner.config.in_evaluation else "episodes"
            with open(folder / f"{kind}.{env_runner.worker_index}", "a") as file:
                print(json.dumps([*info["task"].tolist(), float(info["episode_return"])]), file=file)

    return Notes


def noted(folder, kind):
    lines = [line for file in folder.glob(f"{kind}.*") for line in file.read_text().splitlines()]
    return np.array([json.loads(line) for line in lines]).reshape(-1, 3)


def told(journal):
    """The tickets and returns that a teacher was told, from the journal that it left."""
    entries = [entry for batch in open_journal(journal).read()[1] for entry in decoded(batch, 2)]
    return [pair for entry in entries for pair in zip(entry.tickets, entry.returns)]


def proposals(count):
    return teachdrl.Teacher("Random", [0, 0], [3, 6], seed=3).sample_tasks(count)


def check_each_was_told_once(folder):
    """What was noted and what the teacher was told are the same episodes, on the tasks that it proposed."""
    pairs, episodes = told(folder / "teacher"), noted(folder, "episodes")
    tickets = [ticket for ticket, _ in pairs]
    assert len(set(tickets)) == len(tickets) == len(episodes) > 5
    expected = np.column_stack([proposals(max(tickets) + 1)[tickets], [total for _, total in pairs]])
    order = np.lexsort(expected.T), np.lexsort(episodes.T)
    np.testing.assert_array_equal(expected[order[0]][:, :2], episodes[order[1]][:, :2])
    np.testing.assert_allclose(expected[order[0]][:, 2], episodes[order[1]][:, 2], rtol=1e-9)
    return tickets


@pytest.mark.parametrize(("mode", "runners"), [("vector_entry_point", 2), ("sync", 0), ("async", 1)])
def test_each_episode_plays_its_own_task_and_is_told_once(tmp_path, mode, runners):
    config = small_ppo(runners, mode=mode).callbacks(notes_to(tmp_path))
    journal = tmp_path / "teacher"
    config = with_curriculum(config, f"{mode}-{runners}", "Random", [0, 0], [3, 6], journal=journal, seed=3, window=10)
    algorithm = config.build_algo()
    teacher = SharedTeacher.get(f"{mode}-{runners}")
    for _ in range(3):
        result = algorithm.train()
        # Known to the teacher when the iteration ends, not some time later.
        assert result["curriculum"]["episodes"] == teacher.episode_count == len(noted(tmp_path, "episodes"))
    algorithm.stop()
    check_each_was_told_once(tmp_path)


def test_an_episode_that_is_given_up_is_played_again(tmp_path):
    config = small_ppo(envs=3, batch_mode="complete_episodes").callbacks(notes_to(tmp_path))
    config = with_curriculum(config, "again", "Random", [0, 0], [3, 6], journal=tmp_path / "teacher", seed=3)
    algorithm = config.build_algo()
    teacher = SharedTeacher.get("again")
    for _ in range(2):
        algorithm.train()
    running = teacher.running()
    algorithm.stop()
    tickets = check_each_was_told_once(tmp_path)
    # All others are waiting to be played: none was dropped.
    assert sorted([*tickets, *running]) == list(range(len(tickets) + len(running))) and len(running) <= 3 + 64


def test_evaluation_tells_nothing_and_plays_the_tests(tmp_path):
    config = small_ppo(runners=1).callbacks(notes_to(tmp_path))
    config = with_curriculum(config, "evaluated", "ALP-GMM", [0, 0], [3, 6], seed=3, evaluation_tasks=TESTS)
    algorithm = config.build_algo()
    teacher = SharedTeacher.get("evaluated")
    algorithm.train()
    before, running = teacher.teacher().to_bytes(), set(teacher.running())
    for _ in range(2):
        evaluation = algorithm.evaluate()["env_runners"]
    assert evaluation["num_episodes"] == 3 and "teachdrl_episodes" not in evaluation
    assert teacher.teacher().to_bytes() == before and set(teacher.running()) == running
    assert noted(tmp_path, "tests")[:, :2].tolist() == TESTS * 2
    algorithm.stop()


def test_results_have_the_curriculum(tmp_path):
    config = small_ppo(runners=1).callbacks(notes_to(tmp_path))
    config = with_curriculum(config, "figures", "ALP-GMM", [0, 0], [3, 6], seed=3, window=8, fit_rate=5, max_k=3)
    algorithm = config.build_algo()
    for _ in range(4):
        figures = algorithm.train()["curriculum"]
    teacher = SharedTeacher.get("figures")
    last, mixture = noted(tmp_path, "episodes")[-8:], teacher.teacher().mixture
    assert figures["return_mean"] == pytest.approx(last[:, 2].mean())
    for column, name in enumerate(("stump_height", "obstacle_spacing")):
        assert figures[f"{name}_mean"] == pytest.approx(last[:, column].mean())
        assert figures[f"{name}_std"] == pytest.approx(last[:, column].std())
    assert figures["components"] == len(mixture)
    assert figures["learning_progress"] == pytest.approx(mixture.weights @ mixture.means[:, 2])
    assert figures["refused"] == 0
    algorithm.stop()


def test_a_dead_env_runner_is_replaced_and_its_episodes_are_lost():
    config = small_ppo(runners=1).fault_tolerance(restart_failed_env_runners=True)
    algorithm = with_curriculum(config, "dying", "Random", [0, 0], [3, 6], seed=3).build_algo()
    teacher = SharedTeacher.get("dying")
    algorithm.train()
    (worker,) = teacher.workers
    running = set(teacher.running())
    ray.kill(algorithm.env_runner_group._worker_manager.actors()[1], no_restart=False)
    teacher.give_up(worker)
    assert set(teacher.lost()) == running
    heard = teacher.episode_count
    for _ in range(20):
        algorithm.train()
        if teacher.episode_count > heard:
            break
    assert teacher.episode_count > heard and teacher.workers and worker not in teacher.workers
    algorithm.stop()


def make_pendulum(_):
    def set_gravity(env, task):
        env.unwrapped.g = task[0]

    return TaskWrapper(gymnasium.make("Pendulum-v1", max_episode_steps=50), set_gravity)


def test_other_environments_have_a_task_wrapper():
    register_env("pendulum-with-a-task", make_pendulum)
    config = small_ppo(mode="sync").environment("pendulum-with-a-task")
    algorithm = with_curriculum(config, "pendulum", "Random", [1.0], [20.0], seed=1).build_algo()
    figures = algorithm.train()["curriculum"]
    assert figures["episodes"] == 12 and 1 <= figures["task_0_mean"] <= 20
    gravities = [env.unwrapped.g for env in algorithm.env_runner.env.unwrapped.envs]
    assert len(set(gravities)) == 3 and 10.0 not in gravities
    algorithm.stop()


def test_what_cannot_be_is_refused():
    low, high = [0, 0], [3, 6]
    with pytest.raises(teachdrl.InvalidArgumentError, match="single-agent"):
        with_curriculum(small_ppo().multi_agent(policies={"one", "two"}), "none", "Random", low, high)
    with pytest.raises(teachdrl.InvalidArgumentError, match="window is 0"):
        with_curriculum(small_ppo(), "none", "Random", low, high, window=0)
    with pytest.raises(teachdrl.InvalidArgumentError, match="low is None"):
        with_curriculum(small_ppo(), "none", "Random")
    with pytest.raises(teachdrl.UnknownNameError, match="Nobody"):
        with_curriculum(small_ppo(), "none", "Nobody", low, high)
    with pytest.raises(teachdrl.InvalidArgumentError, match="one teacher"):
        with_curriculum(with_curriculum(small_ppo(), "none", "Random", low, high), "none", "Random", low, high)
    with pytest.raises(teachdrl.InvalidStateError, match="no shared teacher 'none'"):
        with_curriculum(small_ppo(), "none").build_algo()
    cart = small_ppo(mode="sync").environment("CartPole-v1")
    cart.env_config = {}
    with pytest.raises(teachdrl.InvalidArgumentError, match="TaskWrapper"):
        with_curriculum(cart, "none", "Random", low, high).build_algo()


def test_an_evaluation_in_the_training_environments_is_refused():
    config = small_ppo().evaluation(evaluation_interval=None)
    algorithm = with_curriculum(config, "unevaluated", "Random", [0, 0], [3, 6]).build_algo()
    with pytest.raises(teachdrl.InvalidStateError, match="evaluation_interval"):
        algorithm.evaluate()
    algorithm.stop()


def test_a_teacher_of_another_kind_is_refused():
    teacher = SharedTeacher.create("taken", "Random", [0, 0], [3, 6], journal=None)
    with pytest.raises(teachdrl.InvalidArgumentError, match="'taken' whose name is Random, not RIAC"):
        with_curriculum(small_ppo(), "taken", "RIAC", [0, 0], [3, 6]).build_algo()
    teacher.stop()


def test_a_teacher_ends_with_the_algorithm_that_made_it():
    theirs = SharedTeacher.create("theirs", "Random", [0, 0], [3, 6], journal=None)
    for name, arguments in (("theirs", ()), ("ours", ("Random", [0, 0], [3, 6]))):
        algorithm = with_curriculum(small_ppo(), name, *arguments).build_algo()
        algorithm.train()
        assert SharedTeacher.get(name).episode_count > 0
        algorithm.stop()
    assert theirs.episode_count > 0
    with pytest.raises(ValueError, match="ours"):
        SharedTeacher.get("ours")
    theirs.stop()


class Poisoned(gymnasium.Wrapper):
    """The reward of every second episode's last step is not a number."""

    episodes = 0

    def reset(self, **arguments):
        self.episodes += 1
        return self.env.reset(**arguments)

    def step(self, action):
        observation, reward, terminated, truncated, info = self.env.step(action)
        return observation, np.nan if truncated and self.episodes % 2 else reward, terminated, truncated, info


def test_a_bad_return_abandons_its_episode():
    register_env("poisoned", lambda config: Poisoned(make_pendulum(config)))
    config = small_ppo(mode="sync").environment("poisoned")
    algorithm = with_curriculum(config, "poisoned", "Random", [1.0], [20.0], seed=1).build_algo()
    with pytest.warns(RuntimeWarning, match="the teacher is not told of it"):
        algorithm.env_runner.sample(num_timesteps=600)
    teacher = SharedTeacher.get("poisoned")
    # Each environment's first and third episodes of four were bad. None of the twelve is still under way.
    assert teacher.episode_count == 6
    assert min(teacher.running()) == 12
    algorithm.stop()


def test_a_teacher_written_in_python():
    class Uniform:
        def __init__(self):
            self.random, self.heard = np.random.default_rng(1), []

        def sample_task(self):
            return self.random.uniform([1.0], [20.0])

        def update(self, task, episode_return):
            self.heard.append((float(task[0]), episode_return))

    register_env("pendulum-for-python", make_pendulum)
    config = small_ppo(mode="sync").environment("pendulum-for-python")
    algorithm = with_curriculum(config, "in-python", Uniform(), [1.0], [20.0]).build_algo()
    figures = algorithm.train()["curriculum"]
    shared = SharedTeacher.get("in-python")
    heard = shared.teacher().heard
    assert figures["episodes"] == len(heard) == 12
    proposed = np.random.default_rng(1).uniform(1.0, 20.0, 12)
    assert sorted(task for task, _ in heard) == sorted(proposed.tolist())
    state = algorithm.get_state()
    algorithm.train()
    assert len(shared.teacher().heard) == 24
    algorithm.set_state(state)
    assert shared.teacher().heard == heard
    algorithm.stop()


def test_wrong_wiring_is_refused():
    def make_normalized(config):
        return gymnasium.wrappers.NormalizeReward(make_pendulum(config))

    def make_with_a_teacher(config):
        return CurriculumWrapper(make_pendulum(config), teachdrl.Teacher("Random", [1.0], [20.0]))

    for name, make, said in (
        ("normalized", make_normalized, "NormalizeReward is inside with_curriculum"),
        ("with-a-teacher", make_with_a_teacher, "has a teacher already"),
    ):
        register_env(name, make)
        config = with_curriculum(small_ppo(mode="sync").environment(name), name, "Random", [1.0], [20.0])
        with pytest.raises(teachdrl.InvalidArgumentError, match=said):
            config.build_algo()


def test_a_teacher_that_rllib_copies_is_refused():
    teacher = teachdrl.Teacher("Random", [1.0], [20.0])
    register_env("copied", lambda config: CurriculumWrapper(make_pendulum(config), teacher))
    with pytest.raises(Exception, match="teachdrl.ray.rllib.with_curriculum"):
        algorithm = small_ppo(mode="sync").environment("copied").build_algo()
        algorithm.env_runner.sample(num_timesteps=10)
    assert teacher.episode_count == 0
