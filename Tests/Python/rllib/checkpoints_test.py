"""A teacher in RLlib's checkpoints: of the same moment, and put back bit for bit."""

import pytest
from ray.rllib.algorithms.algorithm import Algorithm
from ray.rllib.algorithms.ppo import PPOConfig
from teachdrl.ray import SharedTeacher
from teachdrl.ray.rllib import with_curriculum

pytestmark = pytest.mark.usefixtures("cluster")


def build(name, runners=1, **options):
    config = (
        PPOConfig()
        .environment("teachdrl/StumpTracks-v0", env_config={"walker": "short"})
        .env_runners(num_env_runners=runners, num_envs_per_env_runner=3, gym_env_vectorize_mode="vector_entry_point")
        .training(train_batch_size_per_learner=600, minibatch_size=200, num_epochs=1)
        .rl_module(model_config={"fcnet_hiddens": [8]})
        .debugging(seed=1, log_level="ERROR")
    )
    options = {"fit_rate": 5, "max_k": 3, **options}
    return with_curriculum(config, name, "ALP-GMM", [0, 0], [3, 6], seed=3, **options).build_algo()


@pytest.mark.parametrize("runners", [0, 1])
def test_a_restored_algorithm_has_its_teacher_of_then(tmp_path, runners):
    algorithm = build(f"restored-{runners}", runners)
    teacher = SharedTeacher.get(f"restored-{runners}")
    for _ in range(2):
        figures = algorithm.train()["curriculum"]
    saved = teacher.teacher().to_bytes()
    algorithm.save_to_path(tmp_path / "checkpoint")
    algorithm.train()
    assert teacher.teacher().to_bytes() != saved
    algorithm.restore_from_path(tmp_path / "checkpoint")
    assert teacher.teacher().to_bytes() == saved and teacher.episode_count == figures["episodes"]
    # It goes on; what was proposed after the checkpoint is refused, and not counted twice.
    for _ in range(3):
        after = algorithm.train()
    later = after["curriculum"]
    played = after["env_runners"]["num_episodes_lifetime"]
    assert later["refused"] > 0 and later["episodes"] == played - later["refused"] > figures["episodes"]
    algorithm.stop()


def test_a_checkpoint_makes_algorithm_and_teacher_anew(tmp_path):
    algorithm = build("anew")
    algorithm.train()
    teacher = SharedTeacher.get("anew")
    saved, heard = teacher.teacher().to_bytes(), teacher.episode_count
    algorithm.save_to_path(tmp_path / "checkpoint")
    algorithm.train()
    algorithm.stop()
    again = Algorithm.from_checkpoint(tmp_path / "checkpoint")
    restored = SharedTeacher.get("anew")
    assert restored.teacher().to_bytes() == saved
    assert again.training_iteration == 1
    assert again.train()["curriculum"]["episodes"] > heard
    again.stop()


def test_a_journal_keeps_what_a_restoration_did(tmp_path):
    algorithm = build("journaled", journal=tmp_path / "teacher")
    algorithm.train()
    teacher = SharedTeacher.get("journaled")
    saved = teacher.teacher().to_bytes()
    algorithm.save_to_path(tmp_path / "checkpoint")
    algorithm.train()
    algorithm.restore_from_path(tmp_path / "checkpoint")
    algorithm.stop()
    again = SharedTeacher.create(
        "journaled", "ALP-GMM", [0, 0], [3, 6], journal=tmp_path / "teacher", fit_rate=5, max_k=3
    )
    assert again.teacher().to_bytes() == saved and again.statistics.replayed > 0
    again.stop()


def test_states_and_the_teacher_alone_can_be_put_back(tmp_path):
    algorithm = build("parts", 0)
    algorithm.train()
    teacher = SharedTeacher.get("parts")
    saved, state = teacher.teacher().to_bytes(), algorithm.get_state()
    algorithm.save_to_path(tmp_path / "checkpoint")
    assert "teacher" not in algorithm.get_state(not_components=["teacher"])
    for put_back in (
        lambda: algorithm.set_state(state),
        lambda: algorithm.restore_from_path(tmp_path / "checkpoint" / "teacher", component="teacher"),
    ):
        algorithm.train()
        assert teacher.teacher().to_bytes() != saved
        put_back()
        assert teacher.teacher().to_bytes() == saved
    algorithm.stop()
