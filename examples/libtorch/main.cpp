// Trains a walker on Stump Tracks with libtorch: Proximal Policy Optimization (arXiv 1707.06347) on many environments whose
// tasks come from ALP-GMM.
//
//     cmake -B build -DCMAKE_PREFIX_PATH="LIBTORCH;TEACHDRL" && cmake --build build && build/ppo [steps]
//
// The teacher is attached to the vector environment: at an episode's end it is told the return and proposes the next task
// with no call here. Tensors are views of the arrays that the environments write to.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <numeric>
#include <teachdrl.hpp>
#include <torch/torch.h>

namespace {

constexpr std::int64_t environments = 16, horizon = 256, rollout = environments * horizon;
constexpr std::int64_t epochs = 8, minibatch = 512;
constexpr double discount = 0.99, trace = 0.95, clip = 0.2, entropy_bonus = 1e-3, reward_scale = 0.1;

// A policy, Gaussian around a mean, and the value of a state.
struct ActorCriticImpl : torch::nn::Module {
    ActorCriticImpl(std::int64_t observation_size, std::int64_t action_size) {
        actor = register_module("actor", network(observation_size, action_size));
        critic = register_module("critic", network(observation_size, 1));
        log_deviation = register_parameter("log_deviation", torch::full({action_size}, -0.5));
    }

    torch::Tensor value(const torch::Tensor &observations) { return critic->forward(observations).squeeze(-1); }

    torch::Tensor act(const torch::Tensor &observations) {
        const auto mean = actor->forward(observations);
        return mean + log_deviation.exp() * torch::randn_like(mean);
    }

    torch::Tensor log_probability(const torch::Tensor &observations, const torch::Tensor &actions) {
        const auto z = (actions - actor->forward(observations)) / log_deviation.exp();
        return (-0.5 * z.square() - log_deviation - 0.5 * std::log(2 * M_PI)).sum(-1);
    }

    static torch::nn::Sequential network(std::int64_t inputs, std::int64_t outputs) {
        return torch::nn::Sequential(torch::nn::Linear(inputs, 64), torch::nn::Tanh(), torch::nn::Linear(64, 64),
                                     torch::nn::Tanh(), torch::nn::Linear(64, outputs));
    }

    torch::nn::Sequential actor = nullptr, critic = nullptr;
    torch::Tensor log_deviation;
};
TORCH_MODULE(ActorCritic);

template <class T> teachdrl::Span<T> span(const torch::Tensor &tensor) {
    return {tensor.data_ptr<T>(), static_cast<std::size_t>(tensor.numel())};
}

// Generalized advantage estimates (arXiv 1506.02438), a row a step.
torch::Tensor advantages_of(const torch::Tensor &rewards, const torch::Tensor &values, const torch::Tensor &over) {
    auto advantages = torch::zeros_like(rewards);
    auto next = torch::zeros({environments});
    for (std::int64_t t = horizon - 1; t >= 0; t--) {
        const auto goes_on = 1 - over[t];
        const auto error = rewards[t] + discount * goes_on * values[t + 1] - values[t];
        next = error + discount * trace * goes_on * next;
        advantages[t] = next;
    }
    return advantages;
}

void train(std::int64_t steps) {
    const auto n = static_cast<std::size_t>(environments);
    teachdrl::VectorEnvironment walkers("stump-tracks", n, {}, 42, 2, teachdrl::Autoreset::same_step);
    teachdrl::Teacher teacher("ALP-GMM", walkers.at(0).task_space(), {}, 42);
    walkers.attach_teachers({teacher});
    const auto observation_size = static_cast<std::int64_t>(walkers.observation_size());
    const auto action_size = static_cast<std::int64_t>(walkers.action_size());

    ActorCritic policy(observation_size, action_size);
    torch::optim::Adam optimizer(policy->parameters(), torch::optim::AdamOptions(3e-4));

    // What a rollout gave, a row a step; of observations and values one more. The library writes to the rows.
    const auto observations = torch::zeros({horizon + 1, environments, observation_size});
    const auto actions = torch::zeros({horizon, environments, action_size});
    const auto rewards = torch::zeros({horizon, environments}), over = torch::zeros({horizon, environments});
    const auto values = torch::zeros({horizon + 1, environments});
    const auto last_observations = torch::zeros({environments, observation_size});
    const auto step_rewards = torch::zeros({environments}, torch::kDouble);
    const auto returns = torch::zeros({environments}, torch::kDouble);
    const auto tasks = torch::zeros({environments, 2}, torch::kDouble);
    const auto terminated = torch::zeros({environments}, torch::kBool);
    const auto truncated = torch::zeros({environments}, torch::kBool);

    teachdrl::FinishedEpisodes ended;
    ended.observations = span<float>(last_observations);
    ended.returns = span<double>(returns);
    ended.tasks = span<double>(tasks);

    std::printf("%10s%10s%14s%14s\n", "steps", "episodes", "mean return", "mean height");
    walkers.reset(span<float>(observations[0]));
    for (std::int64_t step = 0; step < steps; step += rollout) {
        int finished = 0;
        double sum = 0, height = 0;
        {
            const torch::NoGradGuard no_gradients;
            for (std::int64_t t = 0; t < horizon; t++) {
                actions[t] = policy->act(observations[t]);
                values[t] = policy->value(observations[t]);
                walkers.step(span<float>(actions[t]), {span<float>(observations[t + 1]), span<double>(step_rewards),
                                                       span<bool>(terminated), span<bool>(truncated), ended});
                rewards[t] = step_rewards * reward_scale;
                over[t] = (terminated | truncated).to(torch::kFloat);
                // What an episode that was cut off would have gone on to give.
                const auto cut_off = truncated & ~terminated;
                if (cut_off.any().item<bool>())
                    rewards[t] += discount * policy->value(last_observations) * cut_off;
                for (std::int64_t i = 0; i < environments; i++)
                    if (over[t][i].item<float>() != 0) {
                        finished++;
                        sum += returns[i].item<double>();
                        height += tasks[i][0].item<double>();
                    }
            }
            values[horizon] = policy->value(observations[horizon]);
        }

        const auto advantages = advantages_of(rewards, values, over).flatten();
        const auto targets = advantages + values.slice(0, 0, horizon).flatten();
        const auto states = observations.slice(0, 0, horizon).reshape({rollout, observation_size});
        const auto chosen = actions.reshape({rollout, action_size});
        const auto before = policy->log_probability(states, chosen).detach();
        for (std::int64_t epoch = 0; epoch < epochs; epoch++)
            for (const auto &rows : torch::randperm(rollout).split(minibatch)) {
                auto advantage = advantages.index_select(0, rows);
                advantage = (advantage - advantage.mean()) / (advantage.std() + 1e-8);
                const auto state = states.index_select(0, rows);
                const auto log_probability = policy->log_probability(state, chosen.index_select(0, rows));
                const auto ratio = (log_probability - before.index_select(0, rows)).exp();
                const auto gain = torch::min(ratio * advantage, ratio.clamp(1 - clip, 1 + clip) * advantage).mean();
                const auto error = (policy->value(state) - targets.index_select(0, rows)).square().mean();
                const auto loss = 0.5 * error - gain - entropy_bonus * policy->log_deviation.sum();
                optimizer.zero_grad();
                loss.backward();
                torch::nn::utils::clip_grad_norm_(policy->parameters(), 0.5);
                optimizer.step();
            }
        // The next rollout starts where this one ended.
        observations[0] = observations[horizon].clone();
        std::printf("%10lld%10d%14.1f%14.2f\n", static_cast<long long>(step + rollout), finished,
                    finished ? sum / finished : 0, finished ? height / finished : 0);
        std::fflush(stdout);
    }
    std::printf("ALP-GMM was told of %llu episodes\n", static_cast<unsigned long long>(teacher.episode_count()));
}

} // namespace

int main(int count, char **arguments) try {
    torch::manual_seed(42);
    torch::set_num_threads(1);
    train(count > 1 ? std::atoll(arguments[1]) : 1000000);
} catch (const std::exception &error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
