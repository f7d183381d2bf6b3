// How uniformly random actions fare on tracks of the library, beside the published implementation: the share of episodes
// that end by a fall, and quantiles of their lengths.
//
//     build/random_policy [episodes [walker [all]]]
//
// The published figures are of 200 episodes each. Prints a Markdown table. Where a share is off by more than 0.1, or
// everywhere with "all", the plain walker plays as well: on the library's Box2D, then with one change, Box2D 2.3, then
// that and one world for all episodes. Fails where a share is off and the change of the engine is not the cause: where
// the plain walker fares otherwise than the library on its engine, or than published on the published engine.
//
// Random actions do not look at observations, so lidar and contact flags can make no difference.
#include <dlfcn.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <future>
#include <random>
#include <vector>

#include "plain_engine.hpp"
#include "teachdrl.h"

namespace {

using Offsets = std::vector<double>;
const Offsets none, half(12, 0.5);
const Offsets shape = {1.4982, 3.8029, 2.928, 2.3946, 0.6241, 0.624, 0.2323, 3.4647, 2.4045, 2.8323, 0.0823, 3.8796};

constexpr int quantile_count = 4;
constexpr double quantiles[quantile_count] = {0.1, 0.25, 0.5, 0.75};

struct Published {
    const char *walker, *track;
    double stump_height, spacing;
    const Offsets &poly_shape;
    double falls;
    int lengths[quantile_count];
};

const Published published[] = {
    {"short", "stumps 0.2, 0.5 m", 0.2, 0.5, none, 1.0, {33, 39, 50, 66}},
    {"short", "stumps 0.2, 3.0 m", 0.2, 3.0, none, 1.0, {33, 40, 50, 64}},
    {"short", "stumps 0.2, 6.0 m", 0.2, 6.0, none, 1.0, {32, 39, 50, 68}},
    {"short", "stumps 1.0, 0.5 m", 1.0, 0.5, none, 1.0, {34, 40, 48, 62}},
    {"short", "stumps 1.0, 3.0 m", 1.0, 3.0, none, 1.0, {30, 38, 51, 64}},
    {"short", "stumps 2.5, 3.0 m", 2.5, 3.0, none, 1.0, {33, 39, 49, 63}},
    {"short", "stumps 2.5, 6.0 m", 2.5, 6.0, none, 1.0, {32, 39, 50, 62}},
    {"short", "hexagons, 0.5 each", -1, 0, half, 1.0, {33, 39, 48, 61}},
    {"short", "hexagons, one shape", -1, 0, shape, 1.0, {32, 38, 46, 62}},
    {"default", "stumps 0.2, 0.5 m", 0.2, 0.5, none, 0.775, {59, 69, 82, 133}},
    {"default", "stumps 0.2, 3.0 m", 0.2, 3.0, none, 0.73, {57, 70, 83, 2000}},
    {"default", "stumps 0.2, 6.0 m", 0.2, 6.0, none, 0.74, {59, 69, 84, 2000}},
    {"default", "stumps 1.0, 0.5 m", 1.0, 0.5, none, 0.705, {59, 70, 86, 2000}},
    {"default", "stumps 1.0, 3.0 m", 1.0, 3.0, none, 0.735, {61, 69, 86, 2000}},
    {"default", "stumps 2.5, 3.0 m", 2.5, 3.0, none, 0.755, {59, 69, 83, 913}},
    {"default", "stumps 2.5, 6.0 m", 2.5, 6.0, none, 0.73, {59, 70, 88, 2000}},
    {"default", "hexagons, 0.5 each", -1, 0, half, 0.74, {58, 67, 86, 2000}},
    {"default", "hexagons, one shape", -1, 0, shape, 0.695, {58, 68, 83, 2000}},
    {"quadru", "stumps 0.2, 0.5 m", 0.2, 0.5, none, 0.73, {76, 103, 225, 2000}},
    {"quadru", "stumps 0.2, 3.0 m", 0.2, 3.0, none, 0.755, {82, 108, 206, 1943}},
    {"quadru", "stumps 0.2, 6.0 m", 0.2, 6.0, none, 0.725, {84, 113, 270, 2000}},
    {"quadru", "stumps 1.0, 0.5 m", 1.0, 0.5, none, 0.815, {81, 104, 228, 1266}},
    {"quadru", "stumps 1.0, 3.0 m", 1.0, 3.0, none, 0.855, {88, 105, 175, 890}},
    {"quadru", "stumps 2.5, 3.0 m", 2.5, 3.0, none, 0.815, {84, 105, 215, 1187}},
    {"quadru", "stumps 2.5, 6.0 m", 2.5, 6.0, none, 0.855, {78, 107, 190, 658}},
    {"quadru", "hexagons, 0.5 each", -1, 0, half, 0.795, {81, 103, 237, 1337}},
    {"quadru", "hexagons, one shape", -1, 0, shape, 0.875, {72, 97, 181, 705}},
};

void check(teachdrl_status status) {
    if (status == TEACHDRL_OK)
        return;
    std::fprintf(stderr, "%s: %s\n", teachdrl_status_name(status), teachdrl_last_error());
    std::exit(1);
}

/// A plain walker on one Box2D.
class Engine {
  public:
    explicit Engine(const char *file) {
        void *object = dlopen(file, RTLD_NOW | RTLD_LOCAL);
        if (object)
            play_ = reinterpret_cast<decltype(&plain_play_randomly)>(dlsym(object, "plain_play_randomly"));
        if (!play_) {
            std::fprintf(stderr, "%s\n", dlerror());
            std::exit(1);
        }
    }

    /// The share of episodes that end by a fall.
    double falls(const Published &row, bool one_world, int episodes) const {
        const plain_track track = {row.stump_height, row.stump_height >= 0 ? row.spacing : 8,
                                   row.poly_shape.empty() ? nullptr : row.poly_shape.data()};
        std::vector<int> lengths(episodes);
        return double(play_(row.walker, &track, one_world, episodes, lengths.data())) / episodes;
    }

  private:
    decltype(&plain_play_randomly) play_ = nullptr;
};

struct Fates {
    double falls;
    /// Sorted.
    std::vector<int> lengths;
};

Fates play_library(const Published &row, int episodes) {
    const teachdrl_option walker = {"walker", row.walker};
    teachdrl_environment *environment;
    check(teachdrl_environment_create("walker-tracks", &walker, 1, 1, &environment));
    if (row.stump_height >= 0) {
        check(teachdrl_environment_set_parameter(environment, "stump_height", &row.stump_height, 1));
        check(teachdrl_environment_set_parameter(environment, "obstacle_spacing", &row.spacing, 1));
    }
    check(teachdrl_environment_set_parameter(environment, "poly_shape", row.poly_shape.data(), row.poly_shape.size()));
    size_t observation_size, action_size;
    check(teachdrl_environment_observation_size(environment, &observation_size));
    check(teachdrl_environment_action_size(environment, &action_size));
    std::vector<float> observation(observation_size), action(action_size);
    std::mt19937 generator(1);
    std::uniform_real_distribution<float> uniform(-1, 1);
    std::vector<int> lengths;
    int falls = 0;
    for (int episode = 0; episode < episodes; ++episode) {
        check(teachdrl_environment_reset(environment, observation.data(), observation_size));
        teachdrl_step step = {sizeof step, 0, false, false};
        int length = 0;
        for (; !step.terminated && !step.truncated; ++length) {
            for (float &number : action)
                number = uniform(generator);
            check(teachdrl_environment_step(environment, action.data(), action_size, observation.data(),
                                            observation_size, &step));
        }
        lengths.push_back(length);
        falls += step.terminated && step.reward == -100;
    }
    teachdrl_environment_destroy(environment);
    std::sort(lengths.begin(), lengths.end());
    return {double(falls) / episodes, lengths};
}

/// Whether two shares count as the same.
bool agree(double one, double other) {
    return std::abs(one - other) <= 0.1;
}

/// The shares of falls of the plain walker.
struct PlainFalls {
    double same_engine, older_engine, one_world;
};

/// Plays the plain walker on both engines, side by side.
PlainFalls play_plain(const Published &row, int episodes) {
    static const Engine ours("plain_walker_2.4.so"), older("plain_walker_2.3.so");
    auto same_engine = std::async(std::launch::async, [&] { return ours.falls(row, false, episodes); });
    const double older_engine = older.falls(row, false, episodes);
    return {same_engine.get(), older_engine, older.falls(row, true, episodes)};
}

/// Prints a row; returns whether it agrees, or differs by the engine.
bool compare(const Published &row, int episodes, bool all) {
    std::future<PlainFalls> playing;
    if (all)
        playing = std::async(std::launch::async, [&] { return play_plain(row, episodes); });
    const Fates fates = play_library(row, episodes);
    const bool agrees = agree(fates.falls, row.falls);
    std::printf("| %s | %s | %.3f | %.3f |", row.walker, row.track, fates.falls, row.falls);
    for (int i = 0; i < quantile_count; ++i)
        std::printf(" %d / %d |", fates.lengths[size_t(quantiles[i] * episodes)], row.lengths[i]);
    if (agrees && !all) {
        std::printf(" | | | |\n");
        std::fflush(stdout);
        return true;
    }
    const PlainFalls plain = all ? playing.get() : play_plain(row, episodes);
    const bool is_engine = agree(plain.same_engine, fates.falls) && agree(plain.older_engine, row.falls);
    std::printf(" %.3f | %.3f | %.3f | %s |\n", plain.same_engine, plain.older_engine, plain.one_world,
                agrees      ? ""
                : is_engine ? "engine"
                            : "UNKNOWN");
    std::fflush(stdout);
    return agrees || is_engine;
}

} // namespace

int main(int argc, char **argv) {
    const int episodes = argc > 1 ? std::max(1, std::atoi(argv[1])) : 500;
    const bool all = argc > 3 && std::strcmp(argv[3], "all") == 0;
    std::printf("| walker | track | falls | published | 10 %% of lengths | 25 %% | 50 %% | 75 %% "
                "| plain, 2.4 | plain, 2.3 | 2.3, one world | cause |\n");
    std::printf("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
    bool agrees = true;
    for (const Published &row : published)
        if (argc <= 2 || std::strcmp(argv[2], row.walker) == 0)
            agrees &= compare(row, episodes, all);
    return agrees ? 0 : 1;
}
