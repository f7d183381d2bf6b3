// What the C++ header costs beside the C functions that it calls: the same calls on twins, in blocks that take turns, and
// the ratio of the medians.
//
//     make bench-cpp
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <teachdrl.hpp>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

const double low[] = {0, 0}, high[] = {3, 6};

void must(teachdrl_status status) {
    if (status != TEACHDRL_OK)
        throw teachdrl::Error(static_cast<teachdrl::Status>(status), teachdrl_last_error());
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

// `calls` calls of each in a block, C and C++ in turns, the first of them too.
void compare(const char *name, int calls, int blocks, const std::function<void()> &c,
             const std::function<void()> &cpp) {
    std::vector<double> times[2];
    for (int block = -3; block < blocks; block++)
        for (int turn = 0; turn < 2; turn++) {
            const int which = (turn + block) & 1;
            const auto start = Clock::now();
            (which ? cpp : c)();
            const double time = std::chrono::duration<double, std::nano>(Clock::now() - start).count() / calls;
            if (block >= 0)
                times[which].push_back(time);
        }
    const double in_c = median(times[0]), in_cpp = median(times[1]);
    std::printf("%-44s%12.1f%12.1f%10.3f\n", name, in_c, in_cpp, in_cpp / in_c);
}

void teachers() {
    const int calls = 1600, blocks = 2001;
    teachdrl::Teacher twin("Random", low, high, {}, 1), teacher("Random", low, high, {}, 1);
    teachdrl_teacher *native = twin.native_handle();
    double task[2] = {1, 1}, sum = 0;
    compare(
        "Random, sample_task", calls, blocks,
        [&] {
            for (int i = 0; i < calls; i++)
                must(teachdrl_teacher_sample_task(native, task, 2));
        },
        [&] {
            for (int i = 0; i < calls; i++)
                teacher.sample_task(task);
        });
    compare(
        "Random, sample_task by value", calls, blocks,
        [&] {
            for (int i = 0; i < calls; i++) {
                double value[2];
                must(teachdrl_teacher_sample_task(native, value, 2));
                sum += value[0];
            }
        },
        [&] {
            for (int i = 0; i < calls; i++)
                sum += teacher.sample_task<2>()[0];
        });
    compare(
        "Random, update", calls, blocks,
        [&] {
            for (int i = 0; i < calls; i++)
                must(teachdrl_teacher_update(native, task, 2, 1));
        },
        [&] {
            for (int i = 0; i < calls; i++)
                teacher.update(task, 1);
        });
    std::vector<double> tasks(2 * 16);
    compare(
        "Random, 16 tasks in one call", calls / 16, blocks,
        [&] {
            for (int i = 0; i < calls / 16; i++)
                must(teachdrl_teacher_sample_tasks(native, tasks.data(), 16, 2));
        },
        [&] {
            for (int i = 0; i < calls / 16; i++)
                teacher.sample_tasks(tasks, 16);
        });
    if (sum == 0)
        std::printf("nothing was drawn\n");
}

void environments() {
    const int calls = 40, blocks = 201;
    teachdrl::Environment twin("stump-tracks", {}, 1), environment("stump-tracks", {}, 1);
    teachdrl_environment *native = twin.native_handle();
    float observation[24];
    const float action[4] = {0.1f, -0.1f, 0.1f, -0.1f};
    compare(
        "environment, step (an episode's first 40)", calls, blocks,
        [&] {
            teachdrl_step step = {sizeof step, 0, false, false};
            must(teachdrl_environment_seed(native, 1));
            must(teachdrl_environment_reset(native, observation, 24));
            for (int i = 0; i < calls; i++)
                must(teachdrl_environment_step(native, action, 4, observation, 24, &step));
        },
        [&] {
            environment.seed(1);
            environment.reset(observation);
            for (int i = 0; i < calls; i++)
                environment.step(action, observation);
        });
}

void many_environments() {
    const std::size_t n = 4;
    const int calls = 20, blocks = 201;
    teachdrl::VectorEnvironment twin("stump-tracks", n, {}, 1), vector("stump-tracks", n, {}, 1);
    teachdrl_vector_environment *native = twin.native_handle();
    std::vector<float> observations(n * 24), actions(n * 4, 0.1f);
    std::vector<double> rewards(n), returns(n);
    const std::vector<std::uint64_t> seeds(n, 1);
    const auto flags = std::make_unique<bool[]>(2 * n);
    bool *terminated = flags.get(), *truncated = flags.get() + n;
    teachdrl_finished_episodes episodes{};
    episodes.struct_size = sizeof episodes;
    episodes.returns = returns.data();
    const teachdrl_step_rows native_rows = {sizeof native_rows, observations.data(), 24,       rewards.data(),
                                            terminated,         truncated,           &episodes};
    teachdrl::FinishedEpisodes ended;
    ended.returns = returns;
    const teachdrl::StepRows rows{observations, rewards, {terminated, n}, {truncated, n}, ended};
    compare(
        "4 environments, step", calls, blocks,
        [&] {
            must(teachdrl_vector_environment_seed(native, nullptr, seeds.data(), n));
            must(teachdrl_vector_environment_reset(native, nullptr, observations.data(), n, 24));
            for (int i = 0; i < calls; i++)
                must(teachdrl_vector_environment_step(native, actions.data(), n, 4, &native_rows));
        },
        [&] {
            vector.seed(seeds);
            vector.reset(observations);
            for (int i = 0; i < calls; i++)
                vector.step(actions, rows);
        });
}

} // namespace

int main() try {
    std::printf("%-44s%12s%12s%10s\n", "ns a call, medians of many blocks", "C", "C++", "C++ / C");
    teachers();
    environments();
    many_environments();
} catch (const teachdrl::Error &error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
