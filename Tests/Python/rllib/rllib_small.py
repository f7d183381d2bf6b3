"""An algorithm that is quick to train, for the tests of RLlib."""

from ray.rllib.algorithms.ppo import PPOConfig

IDENTIFIER = "teachdrl/StumpTracks-v0"


def small_ppo(runners=0, envs=3, mode="vector_entry_point", **env_runners):
    return (
        PPOConfig()
        .environment(IDENTIFIER, env_config={"walker": "short"})
        .env_runners(num_env_runners=runners, num_envs_per_env_runner=envs, gym_env_vectorize_mode=mode, **env_runners)
        .training(train_batch_size_per_learner=600, minibatch_size=200, num_epochs=1)
        .rl_module(model_config={"fcnet_hiddens": [8]})
        .evaluation(evaluation_interval=10**9, evaluation_duration=3, evaluation_config={"num_envs_per_env_runner": 1})
        .debugging(seed=1, log_level="ERROR")
    )
