// Many environments in one call: how well threads share them, what an attached teacher costs, and that memory stays as
// it is.
//
//     build/vector_benchmark [repetitions [calls a repetition]]
//     build/vector_benchmark soak [environment steps]
//
// Actions are uniformly random and drawn beforehand; resets are included. What is compared takes turns within one run,
// in another order each time; figures are medians over the repetitions, and so are ratios.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "teachdrl.h"

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

void check(teachdrl_status status) {
    if (status == TEACHDRL_OK)
        return;
    std::fprintf(stderr, "%s: %s\n", teachdrl_status_name(status), teachdrl_last_error());
    std::exit(1);
}

double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
    return values[values.size() / 2];
}

constexpr size_t observation_size = 24, action_size = 4;

/// Random actions, the same for everyone who takes as many from the start.
class Actions {
  public:
    explicit Actions(size_t count) : values_(count) {
        std::mt19937 generator(7);
        std::uniform_real_distribution<float> uniform(-1, 1);
        for (float &value : values_)
            value = uniform(generator);
    }
    /// The next `count` numbers, from the start again after the last.
    const float *next(size_t count) {
        if (place_ + count > values_.size())
            place_ = 0;
        place_ += count;
        return values_.data() + place_ - count;
    }

  private:
    std::vector<float> values_;
    size_t place_ = 0;
};

/// Environments with the default walker, on flat ground until a teacher is attached, and where their rows are written.
class Environments {
  public:
    Environments(const char *name, size_t count, size_t threads, teachdrl_autoreset mode = TEACHDRL_AUTORESET_NEXT_STEP)
        : count(count), observations(count * observation_size), rewards(count), terminated(new bool[count]),
          truncated(new bool[count]), returns(count), tasks(2 * count), actions(action_size * 1000003) {
        const teachdrl_vector_environment_definition definition = {sizeof definition, name, nullptr, 0, count,
                                                                   threads,           mode, 1};
        check(teachdrl_vector_environment_create(&definition, &vector));
        episodes.struct_size = sizeof episodes;
        episodes.returns = returns.data();
        rows = {sizeof rows, observations.data(), observation_size, rewards.data(), terminated, truncated, &episodes};
    }
    ~Environments() {
        teachdrl_vector_environment_destroy(vector);
        delete[] terminated;
        delete[] truncated;
    }
    Environments(const Environments &) = delete;

    void reset() {
        check(teachdrl_vector_environment_reset(vector, nullptr, observations.data(), count, observation_size));
    }
    void step() {
        check(teachdrl_vector_environment_step(vector, actions.next(count * action_size), count, action_size, &rows));
    }
    void send(const size_t *indices, size_t sent) {
        check(teachdrl_vector_environment_send(vector, indices, actions.next(sent * action_size), sent, action_size));
    }
    void receive(size_t *indices, size_t received) {
        check(teachdrl_vector_environment_receive(vector, indices, received, &rows));
    }

    const size_t count;
    teachdrl_vector_environment *vector = nullptr;
    teachdrl_finished_episodes episodes{};
    teachdrl_step_rows rows{};
    std::vector<float> observations;
    std::vector<double> rewards;
    bool *terminated, *truncated;
    std::vector<double> returns, tasks;
    Actions actions;
};

/// Steps a second.
double speed(Environments &environments, int calls) {
    const auto start = Clock::now();
    for (int call = 0; call < calls; ++call)
        environments.step();
    return double(calls) * double(environments.count) / seconds_since(start);
}

/// The same, a quarter of the environments being received and sent again at a time.
double speed_of_sending(Environments &environments, int calls) {
    std::vector<size_t> indices(environments.count);
    for (size_t i = 0; i < indices.size(); ++i)
        indices[i] = i;
    const size_t batch = environments.count / 4;
    const auto start = Clock::now();
    environments.send(indices.data(), environments.count);
    for (int part = 0; part < 4 * (calls - 1); ++part) {
        environments.receive(indices.data(), batch);
        environments.send(indices.data(), batch);
    }
    environments.receive(indices.data(), environments.count);
    return double(calls) * double(environments.count) / seconds_since(start);
}

void compare_threads(int repetitions, int calls) {
    const size_t cores = std::thread::hardware_concurrency();
    std::printf("%-44s %12s %12s %8s\n", "default walker, flat ground", "1 thread", "2 threads", "ratio");
    for (const size_t count : {1, 2, 3, 4, 8, 16, 64, 256}) {
        Environments one("walker-tracks", count, 1), two("walker-tracks", count, 2);
        one.reset();
        two.reset();
        std::vector<double> ones, twos, ratios;
        const int some = std::max(1, int(double(calls) * 64 / double(count)));
        for (int repetition = 0; repetition < repetitions; ++repetition) {
            if (repetition % 2 == 0)
                ones.push_back(speed(one, some));
            twos.push_back(speed(two, some));
            if (repetition % 2 == 1)
                ones.push_back(speed(one, some));
            ratios.push_back(twos.back() / ones.back());
        }
        std::printf("%4zu environments, one call a step %25.0f %12.0f %8.2f\n", count, median(ones), median(twos),
                    median(ratios));
        std::fflush(stdout);
    }
    Environments one("walker-tracks", 64, 1), two("walker-tracks", 64, 2);
    one.reset();
    two.reset();
    std::vector<double> ones, twos, ratios;
    for (int repetition = 0; repetition < repetitions; ++repetition) {
        if (repetition % 2 == 0)
            ones.push_back(speed_of_sending(one, calls));
        twos.push_back(speed_of_sending(two, calls));
        if (repetition % 2 == 1)
            ones.push_back(speed_of_sending(one, calls));
        ratios.push_back(twos.back() / ones.back());
    }
    std::printf("  64 environments, 16 sent and received at a time %10.0f %12.0f %8.2f\n", median(ones), median(twos),
                median(ratios));
    std::printf("(%zu cores)\n\n", cores);
}

teachdrl_teacher *new_teacher() {
    const double low[] = {0, 0}, high[] = {3, 6};
    const teachdrl_option options[] = {{"reward_range", "-150,350"}};
    teachdrl_teacher *teacher;
    check(teachdrl_teacher_create("ALP-GMM", 2, low, high, options, 1, 1, &teacher));
    return teacher;
}

/// What an attached ALP-GMM costs: its calls, made again on a teacher of the same seed with the same returns, beside the
/// time of everything.
void measure_teacher(int repetitions, int calls, size_t threads) {
    constexpr int fit_rate = 250;
    std::vector<double> shares;
    double longest_without = 0, longest_with = 0;
    long episodes_played = 0, fits = 0;
    for (int repetition = 0; repetition < repetitions; ++repetition) {
        Environments environments("stump-tracks", 64, threads);
        teachdrl_teacher *attached = new_teacher(), *again = new_teacher();
        check(teachdrl_vector_environment_attach_teachers(environments.vector, TEACHDRL_ALL_ENVIRONMENTS, &attached,
                                                          nullptr, 1));
        environments.episodes.tasks = environments.tasks.data();
        std::vector<double> tasks, returns;
        environments.reset();
        double total = 0;
        // Until the teacher has fitted a few times.
        for (int call = 0; call < calls || returns.size() < 3 * fit_rate; ++call) {
            const auto start = Clock::now();
            environments.step();
            const double took = seconds_since(start);
            total += took;
            const size_t before = returns.size() / fit_rate;
            for (size_t i = 0; i < environments.count; ++i)
                if (environments.terminated[i] || environments.truncated[i]) {
                    returns.push_back(environments.returns[i]);
                    tasks.push_back(environments.tasks[2 * i]);
                    tasks.push_back(environments.tasks[2 * i + 1]);
                }
            double &longest = returns.size() / fit_rate > before ? longest_with : longest_without;
            longest = std::max(longest, took);
        }
        const auto start = Clock::now();
        double task[2];
        for (size_t i = 0; i < environments.count; ++i)
            check(teachdrl_teacher_sample_task(again, task, 2));
        for (size_t i = 0; i < returns.size(); ++i) {
            check(teachdrl_teacher_update(again, &tasks[2 * i], 2, returns[i]));
            check(teachdrl_teacher_sample_task(again, task, 2));
        }
        shares.push_back(seconds_since(start) / total);
        episodes_played += long(returns.size());
        fits += long(returns.size() / fit_rate);
        teachdrl_teacher_destroy(attached);
        teachdrl_teacher_destroy(again);
    }
    std::printf("ALP-GMM attached, Stump Tracks, 64 environments, %zu thread%s: %ld episodes, %ld fits\n", threads,
                threads == 1 ? "" : "s", episodes_played, fits);
    std::printf("  the teacher's share of the time         %8.3f %%\n", 100 * median(shares));
    std::printf("  longest call without and with a refit   %8.2f ms %8.2f ms\n\n", 1e3 * longest_without,
                1e3 * longest_with);
}

double resident_megabytes() {
    std::FILE *file = std::fopen("/proc/self/statm", "r");
    long total = 0, resident = 0;
    if (file != nullptr) {
        if (std::fscanf(file, "%ld %ld", &total, &resident) != 2)
            resident = 0;
        std::fclose(file);
    }
    return double(resident) * 4096 / 1e6;
}

/// Many steps with a curriculum, by both ways of calling; memory must not grow once all is warm.
bool soak(long steps) {
    Environments together("stump-tracks", 64, 2, TEACHDRL_AUTORESET_SAME_STEP), sent("stump-tracks", 64, 2);
    teachdrl_teacher *teacher = new_teacher();
    for (Environments *environments : {&together, &sent}) {
        check(teachdrl_vector_environment_attach_teachers(environments->vector, TEACHDRL_ALL_ENVIRONMENTS, &teacher,
                                                          nullptr, 1));
        environments->reset();
    }
    const long calls = std::max(10L, steps / 64 / 2);
    double early = 0;
    for (long part = 0; part < 10; ++part) {
        for (long call = 0; call < calls / 10; ++call)
            together.step();
        (void)speed_of_sending(sent, int(calls / 10));
        const double now = resident_megabytes();
        if (part == 2)
            early = now;
        std::printf("%9ld steps: %7.1f MB resident\n", (part + 1) * (calls / 10) * 128, now);
        std::fflush(stdout);
    }
    const double growth = resident_megabytes() - early;
    std::printf("grown by %.1f MB since three tenths\n", growth);
    teachdrl_teacher_destroy(teacher);
    // The teacher keeps every episode; anything lost by steps or resets would be far more.
    return growth < 4;
}

} // namespace

int main(int argc, char **argv) {
    if (argc > 1 && std::strcmp(argv[1], "soak") == 0)
        return soak(argc > 2 ? std::atol(argv[2]) : 1000000) ? 0 : 1;
    const int repetitions = argc > 1 ? std::max(1, std::atoi(argv[1])) : 7;
    const int calls = argc > 2 ? std::max(2, std::atoi(argv[2])) : 300;
    compare_threads(repetitions, calls);
    measure_teacher(repetitions, calls, 1);
    measure_teacher(repetitions, calls, 2);
    return 0;
}
