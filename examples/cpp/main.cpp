// A student and an environment of one's own, and a teacher that chooses what to train on.
//
//     cmake -B build && cmake --build build && build/gaps
//
// A runner jumps over gaps, from platform to platform. A task is the width of the gaps and the length of the platforms,
// in metres: wide gaps need strong jumps, short platforms exact ones, and most tasks are beyond what legs can do. The
// runner learns only where it succeeds now and then. So it matters on which tasks it is tried: ALP-GMM finds those on
// which it is getting better, and Random, beside it, does not. ../c/gaps.c is the same program in C.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <teachdrl.hpp>

using Task = std::array<double, 2>;

constexpr Task low = {0, 0.2}, high = {12, 3}; // the task space
constexpr int gaps = 5, episodes = 20000, rows = 10, seeds = 3;

// Every runner has a generator of its own, so that a run can be repeated.
class Generator {
  public:
    explicit Generator(std::uint64_t seed) : state(88172645463325252u + seed) {}

    double uniform() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return static_cast<double>(state >> 11) / 9007199254740992.0;
    }

    double normal() {
        const double radius = std::sqrt(-2 * std::log(1 - uniform()));
        return radius * std::cos(2 * 3.14159265358979323846 * uniform());
    }

  private:
    std::uint64_t state;
};

// The environment: whether a jump with this upward speed, in m/s, ends on the next platform.
bool lands(const Task &task, double jump) {
    const double strongest = 6, run = 4, gravity = 9.81, time_step = 0.01;
    double x = 0, y = 0, upward = std::clamp(jump, 0.0, strongest);
    do {
        upward -= gravity * time_step;
        x += run * time_step;
        y += upward * time_step;
    } while (y > 0);
    return x >= task[0] && x <= task[0] + task[1];
}

// The student. How strongly to jump is linear in features of the task: bumps on a grid, each of which knows its
// neighbourhood. What is learnt on one task so helps on those beside it.
class Runner {
  public:
    explicit Runner(std::uint64_t seed) : generator(seed) {}

    // Plays an episode and gives its return, the number of gaps that were cleared. With noise the runner tries jumps
    // around the one it believes in, and believes more in those that succeed: the policy gradient where a failure is
    // worth 0.
    double play(const Task &task, double noise) {
        const double first_jump = 0.5, rate = 0.1;
        const Features features = look(task);
        double belief = first_jump, square = 0;
        for (int i = 0; i < count; i++) {
            belief += weights[i] * features[i];
            square += features[i] * features[i];
        }
        for (int gap = 0; gap < gaps; gap++) {
            const double jump = noise > 0 ? belief + noise * generator.normal() : belief;
            if (!lands(task, jump))
                return gap;
            for (int i = 0; i < count; i++)
                weights[i] += rate * (jump - belief) * features[i] / square;
        }
        return gaps;
    }

    // The share of tasks, in percent, on which every gap is cleared.
    double mastered() {
        int mastered = 0;
        for (int i = 0; i < 60 * 20; i++) {
            const int x = i / 20, y = i % 20;
            mastered +=
                play({low[0] + (high[0] - low[0]) * (x + 0.5) / 60, low[1] + (high[1] - low[1]) * (y + 0.5) / 20}, 0) ==
                gaps;
        }
        return 100.0 * mastered / (60 * 20);
    }

  private:
    static constexpr int across = 12, along = 6, count = across * along;
    using Features = std::array<double, count>;

    static Features look(const Task &task) {
        Features features;
        double sum = 0;
        for (int i = 0; i < count; i++) {
            const int column = i / along, row = i % along;
            const double x = (task[0] - low[0]) / (high[0] - low[0]) * (across - 1) - column;
            const double y = (task[1] - low[1]) / (high[1] - low[1]) * (along - 1) - row;
            features[i] = std::exp(-x * x - y * y);
            sum += features[i];
        }
        for (double &feature : features)
            feature /= sum;
        return features;
    }

    Features weights{};
    Generator generator;
};

using Column = std::array<double, rows + 1>;

// Trains a new runner and adds what it has mastered, now and then, to a column of the table.
void train(const char *name, std::uint64_t seed, Column &column) {
    Runner runner(seed);
    teachdrl::Teacher teacher(name, low, high, {}, seed);
    for (int episode = 0; episode <= episodes; episode++) {
        if (episode % (episodes / rows) == 0)
            column[episode / (episodes / rows)] += runner.mastered();
        const Task task = teacher.sample_task<2>();
        teacher.update(task, runner.play(task, 0.2));
    }
}

int main() try {
    Column curriculum{}, random{};
    for (int seed = 0; seed < seeds; seed++) {
        train("ALP-GMM", seed, curriculum);
        train("Random", seed, random);
    }
    std::printf("Tasks mastered, in %%, mean of %d runs\n\n%10s%10s%10s\n", seeds, "episodes", "ALP-GMM", "Random");
    for (int row = 0; row <= rows; row++)
        std::printf("%10d%10.1f%10.1f\n", row * (episodes / rows), curriculum[row] / seeds, random[row] / seeds);
} catch (const teachdrl::Error &error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
