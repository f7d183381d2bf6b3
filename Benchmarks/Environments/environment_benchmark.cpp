// How fast the environment steps through the C API, beside a plain C++ loop that makes the same Box2D calls.
//
//     g++ -std=c++17 -O2 -Iinclude -o build/environment_benchmark Benchmarks/Environments/environment_benchmark.cpp
//         -Lbuild/lib -Wl,-rpath,$PWD/build/lib -lteachdrl -lbox2d
//     build/environment_benchmark [repetitions [steps a repetition]]
//
// Both play the same random actions and must see the same numbers, bit for bit. They take turns within one run; speeds
// are medians over the repetitions, and so is the ratio of a repetition's two speeds. Resets are timed apart, one of each
// side in turn after a few steps; what stands is the median, and that of the ratios of neighbours.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "library_walker.hpp"
#include "plain_walker.hpp"
#include "teachdrl.h"

namespace {

using Clock = std::chrono::steady_clock;

struct Timing {
    double steps_per_second;
    /// Adds up everything seen, so that two runs that saw the same have the same sums.
    double observations = 0, rewards = 0;
};

double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
    return values[values.size() / 2];
}

template <class Walker>
Timing play(Walker &walker, const std::vector<float> &actions, int action_size, int observation_size) {
    std::vector<float> observation(observation_size);
    Clock::duration stepping{};
    Timing timing{};
    const size_t steps = actions.size() / action_size;
    for (size_t i = 0; i < steps;) {
        walker.reset(observation.data());
        const auto begin = Clock::now();
        for (bool done = false; i < steps && !done; ++i) {
            double reward;
            done = walker.step(&actions[i * action_size], observation.data(), &reward);
            timing.rewards += reward;
            for (const float number : observation)
                timing.observations += number;
        }
        stepping += Clock::now() - begin;
    }
    timing.steps_per_second = double(steps) / std::chrono::duration<double>(stepping).count();
    return timing;
}

/// The time of a reset after the start of an episode, in microseconds.
template <class Walker> double time_reset(Walker &walker, const std::vector<float> &actions, int action_size) {
    constexpr int step_count = 20;
    float observation[64];
    double reward;
    for (int i = 0; i < step_count && !walker.step(&actions[i * action_size], observation, &reward); ++i) {
    }
    const auto begin = Clock::now();
    walker.reset(observation);
    return std::chrono::duration<double, std::micro>(Clock::now() - begin).count();
}

struct Resets {
    double plain, library, ratio;
};

template <class Plain, class Library>
Resets time_resets(Plain &plain, Library &library, const std::vector<float> &actions, int action_size) {
    constexpr int warm_up = 20, count = 401;
    std::vector<double> plain_times, library_times, ratios;
    float observation[64];
    plain.reset(observation);
    library.reset(observation);
    for (int i = -warm_up; i < count; ++i) {
        double times[2];
        for (const int side : {i & 1, 1 - (i & 1)})
            times[side] =
                side == 0 ? time_reset(plain, actions, action_size) : time_reset(library, actions, action_size);
        if (i < 0)
            continue;
        plain_times.push_back(times[0]);
        library_times.push_back(times[1]);
        ratios.push_back(times[1] / times[0]);
    }
    return {median(plain_times), median(library_times), median(ratios)};
}

/// Compares the two on one scene and prints a row; returns whether they saw the same.
bool compare(const plain::Build &build, const char *name, const plain::Track &track, int repetitions, int steps) {
    plain::Walker plain_walker(build, track);
    LibraryWalker library_walker(build, track);
    std::vector<double> plain_speeds, library_speeds, ratios;
    std::mt19937 generator(7);
    std::uniform_real_distribution<float> uniform(-1, 1);
    std::vector<float> actions(size_t(steps) * plain_walker.action_size());
    bool same = true;
    for (int repetition = 0; repetition < repetitions; ++repetition) {
        for (float &number : actions)
            number = uniform(generator);
        const auto run = [&](auto &walker) {
            return play(walker, actions, plain_walker.action_size(), plain_walker.observation_size());
        };
        Timing plain, library;
        if (repetition % 2 == 0) {
            plain = run(plain_walker);
            library = run(library_walker);
        } else {
            library = run(library_walker);
            plain = run(plain_walker);
        }
        same = same && plain.observations == library.observations &&
               std::abs(plain.rewards - library.rewards) < 1e-6 * steps;
        plain_speeds.push_back(plain.steps_per_second);
        library_speeds.push_back(library.steps_per_second);
        ratios.push_back(library.steps_per_second / plain.steps_per_second);
    }
    const Resets resets = time_resets(plain_walker, library_walker, actions, plain_walker.action_size());
    std::printf("%-8s %-18s %12.0f %12.0f %8.3f %12.0f %12.0f %8.3f   %s\n", build.name, name, median(plain_speeds),
                median(library_speeds), median(ratios), resets.plain, resets.library, resets.ratio,
                same ? "yes" : "NO");
    return same;
}

} // namespace

int main(int argc, char **argv) {
    const int repetitions = argc > 1 ? std::max(1, std::atoi(argv[1])) : 15;
    const int steps = argc > 2 ? std::max(100, std::atoi(argv[2])) : 10000;
    double load[3] = {};
    if (getloadavg(load, 3) < 3)
        load[0] = -1;
    std::printf("teachdrl %s, %d repetitions of %d steps, load average %.2f\n\n", teachdrl_version_string(),
                repetitions, steps, load[0]);
    std::printf("%-8s %-18s %12s %12s %8s %12s %12s %8s\n", "walker", "track", "plain", "library", "ratio",
                "plain reset", "reset", "ratio");
    std::printf("%-8s %-18s %12s %12s %8s %12s %12s %8s   same numbers\n", "", "", "steps/s", "steps/s", "", "us", "us",
                "");
    const std::vector<double> hexagon = {1.5, 3.8, 2.9, 2.4, 0.6, 0.6, 0.2, 3.5, 2.4, 2.8, 0.1, 3.9};
    const std::vector<double> sequence = {0.6, 3.9, 4.7, 2.8, 3.3, 2.7, 1.9, 5.2, 2.2, 4.4};
    bool same = true;
    const std::vector<plain::Build> builds = plain::builds();
    for (const auto &build : builds) {
        same &= compare(build, "flat", {}, repetitions, steps);
        same &= compare(build, "stumps 0.2, 0.5 m", {0.2, 0.5}, repetitions, steps);
        same &= compare(build, "hexagons", {{}, 8, hexagon}, repetitions, steps);
        same &= compare(build, "stump sequences", {{}, 8, {}, sequence}, repetitions, steps);
    }
    if (getloadavg(load, 3) == 3)
        std::printf("\nload average at the end %.2f\n", load[0]);
    return same ? 0 : 1;
}
