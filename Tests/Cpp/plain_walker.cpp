// Episodes of the library beside those of the walker written by hand on Box2D: the same bits, whichever contact flags and
// lidar an observation has, and with actions that never change, under which Box2D would put a walker to sleep.
#include "../../Benchmarks/Environments/library_walker.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <random>

#include "../C/expectations.h"

namespace {

using plain::Senses;
using plain::Sleep;
using plain::Worlds;

const std::vector<double> hexagon = {1.5, 3.8, 2.9, 2.4, 0.6, 0.6, 0.2, 3.5, 2.4, 2.8, 0.1, 3.9};
const std::vector<double> sequence = {0.6, 3.9, 4.7, 2.8, 3.3, 2.7, 1.9, 5.2, 2.2, 4.4};
const std::vector<plain::Track> tracks = {{}, {0.2, 0.5}, {{}, 8, hexagon}, {{}, 8, {}, sequence}};
/// Flat ground whose edges are short: a foot leaves one while it stands on the next.
const plain::Track seams = {{}, 0.1};

/// A motor's effort over time: `size * sin(frequency * step + phase) + middle`.
struct Swing {
    double size, phase, middle;
};

/// A way to walk without looking, found at random: it gets beyond the first edge of the ground, which is 9.3 m long.
struct Gait {
    const char *walker;
    double frequency;
    std::vector<Swing> swings;

    void act(int step, float *action) const {
        for (const Swing &swing : swings)
            *action++ = float(swing.size * std::sin(frequency * step + swing.phase) + swing.middle);
    }
};

const std::vector<Gait> gaits = {
    {"short", 0.337, {{0.516, 4.807, 0.372}, {0.835, 2.521, 0.361}, {0.861, 4.122, -0.331}, {0.612, 1.412, 0.237}}},
    {"default", 0.353, {{0.432, 4.761, -0.287}, {0.405, 1.213, 0.490}, {1.417, 1.419, 0.406}, {0.266, 1.264, -0.295}}},
    {"quadru",
     0.27,
     {{1.418, 1.297, -0.335},
      {0.781, 4.062, -0.126},
      {0.970, 5.168, -0.020},
      {0.943, 2.384, 0.156},
      {1.260, 0.780, 0.441},
      {1.131, 4.848, -0.312},
      {1.171, 4.136, 0.255},
      {0.227, 2.154, -0.258}}}};

struct Seen {
    float observation[64] = {};
    double reward = 0;
    bool ended = false;

    template <class Walker> void reset(Walker &walker) {
        walker.reset(observation);
        ended = false;
    }
    template <class Walker> void step(Walker &walker, const float *action) {
        ended = walker.step(action, observation, &reward);
    }
    bool sees_the_same(const Seen &other) const {
        return std::memcmp(observation, other.observation, sizeof observation) == 0;
    }
    bool is_near(const Seen &other) const {
        // The library sums efforts before it takes them from the reward.
        return sees_the_same(other) && ended == other.ended && std::abs(reward - other.reward) < 1e-9;
    }
};

/// How often an observation's published numbers differ from the usual ones.
struct Differences {
    int contacts = 0, rear_contacts = 0, rays = 0;

    void operator+=(const Differences &other) {
        contacts += other.contacts;
        rear_contacts += other.rear_contacts;
        rays += other.rays;
    }

    void count(const Seen &published, const Seen &usual, const plain::Walker &walker) {
        for (int leg = 0; leg < walker.leg_count(); ++leg) {
            const int flag = 4 + 5 * leg + 4;
            const bool differs = published.observation[flag] != usual.observation[flag];
            (leg < 2 ? contacts : rear_contacts) += differs;
        }
        for (int ray = walker.observation_size() - plain::lidar_count; ray < walker.observation_size(); ++ray)
            rays += published.observation[ray] != usual.observation[ray];
    }
};

/// Plays 1,000 steps in the library, on the plain walker with the same senses, and on one with the usual ones: by a gait, or,
/// without one, random actions.
Differences play(const plain::Build &build, const plain::Track &track, Senses senses, const Gait *gait = nullptr) {
    plain::Walker plain_walker(build, track, nullptr, Worlds::new_each_reset, senses), usual_walker(build, track);
    LibraryWalker library_walker(build, track, senses);
    std::mt19937 generator(3);
    std::uniform_real_distribution<float> uniform(-1, 1);
    Seen plain, library, usual;
    Differences differences;
    int unlike = 0;
    plain.ended = true;
    for (int step = 0; step < 1000; ++step) {
        if (plain.ended) {
            plain.reset(plain_walker);
            library.reset(library_walker);
            usual.reset(usual_walker);
        } else {
            float action[8];
            if (gait) {
                gait->act(step, action);
            } else {
                for (float &number : action)
                    number = uniform(generator);
            }
            plain.step(plain_walker, action);
            library.step(library_walker, action);
            usual.step(usual_walker, action);
        }
        unlike += !plain.is_near(library);
        differences.count(library, usual, plain_walker);
    }
    EXPECT(unlike == 0);
    return differences;
}

/// Whatever the senses, the library sees what the plain walker sees; and what is published is another thing than the usual.
void test_senses() {
    for (const plain::Build &build : plain::builds()) {
        const auto gait = std::find_if(gaits.begin(), gaits.end(),
                                       [&](const Gait &of) { return std::strcmp(of.walker, build.name) == 0; });
        Differences all;
        for (const bool contacts : {false, true}) {
            for (const bool lidar : {false, true}) {
                const Senses senses = {contacts, lidar};
                Differences differences = play(build, seams, senses, &*gait);
                for (const plain::Track &track : tracks)
                    differences += play(build, track, senses);
                EXPECT(contacts || (differences.contacts == 0 && differences.rear_contacts == 0));
                EXPECT(lidar || differences.rays == 0);
                all += differences;
            }
        }
        EXPECT(all.contacts > 0 && all.rays > 0);
        EXPECT((all.rear_contacts > 0) == (build.leg_pairs.size() > 1));
        std::printf("%-8s published flags differ %d and %d times, rays %d times\n", build.name, all.contacts,
                    all.rear_contacts, all.rays);
    }
}

/// Plays an action again and again; returns whether the walker stays up for 2,000 steps. The library's walker never comes
/// to rest: it does as one that is woken at each step, which is as one in a world that forbids sleep. If the walker stays up,
/// Box2D 2.4 would put it to sleep, after which it sees the same numbers for ever.
bool play_constantly(const plain::Build &build, const float *action) {
    const auto walker = [&](Sleep sleep) {
        return plain::Walker(build, {}, nullptr, Worlds::new_each_reset, {}, sleep);
    };
    plain::Walker woken_walker = walker(Sleep::woken), sleepless_walker = walker(Sleep::forbidden),
                  sleeper_walker = walker(Sleep::box2d);
    LibraryWalker library_walker(build, {});
    Seen library, woken, sleepless, sleeper, library_before, sleeper_before;
    library.reset(library_walker);
    woken.reset(woken_walker);
    sleepless.reset(sleepless_walker);
    sleeper.reset(sleeper_walker);
    int unlike = 0, asleep = 0, still = 0, sleeper_still = 0;
    for (int step = 0; step < 2000 && !woken.ended; ++step) {
        library_before = library;
        sleeper_before = sleeper;
        library.step(library_walker, action);
        woken.step(woken_walker, action);
        sleepless.step(sleepless_walker, action);
        sleeper.step(sleeper_walker, action);
        unlike += !woken.is_near(library) || !woken.is_near(sleepless);
        asleep += !woken_walker.is_awake();
        still += library.sees_the_same(library_before);
        sleeper_still += sleeper.sees_the_same(sleeper_before);
    }
    EXPECT(unlike == 0 && asleep == 0);
    if (woken.ended)
        return false;
    EXPECT(still == 0);
    EXPECT(sleeper_still > 1000 && !sleeper_walker.is_awake());
    return true;
}

/// Every constant action of full torques and none.
void test_sleep() {
    for (const plain::Build &build : plain::builds()) {
        if (build.leg_pairs.size() > 1)
            continue;
        int standing = 0;
        for (int code = 0; code < 81; ++code) {
            const float action[] = {float(code % 3 - 1), float(code / 3 % 3 - 1), float(code / 9 % 3 - 1),
                                    float(code / 27 - 1)};
            standing += play_constantly(build, action);
        }
        EXPECT(standing >= 10);
        std::printf("%-8s %d of 81 constant actions stay up\n", build.name, standing);
    }
}

} // namespace

int main() {
    test_senses();
    test_sleep();
    return report_expectations();
}
