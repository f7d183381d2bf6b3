// What it costs to save, load and share a teacher, through the C API.
//
//     make bench-state
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/stat.h>
#include <teachdrl.h>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

void must(teachdrl_status status) {
    if (status == TEACHDRL_OK)
        return;
    std::fprintf(stderr, "%s\n", teachdrl_last_error());
    std::exit(1);
}

double milliseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

teachdrl_teacher *create(size_t dimension) {
    const std::vector<double> low(dimension, 0), high(dimension, 1);
    teachdrl_teacher *teacher = nullptr;
    must(teachdrl_teacher_create("ALP-GMM", dimension, low.data(), high.data(), nullptr, 0, 1, &teacher));
    return teacher;
}

void train(teachdrl_teacher *teacher, size_t dimension, int episodes) {
    std::vector<double> task(dimension);
    for (int episode = 0; episode < episodes; episode++) {
        must(teachdrl_teacher_sample_task(teacher, task.data(), dimension));
        must(teachdrl_teacher_update(teacher, task.data(), dimension, task[0] * (episode % 1000) / 1000));
    }
}

void save_and_load() {
    const size_t dimension = 12;
    const int episodes = 100000;
    const char *path = "build/shared_teacher.state";
    teachdrl_teacher *teacher = create(dimension);
    train(teacher, dimension, episodes);
    std::vector<double> to_file, to_memory, from_file, from_memory;
    size_t size = 0;
    for (int run = 0; run < 15; run++) {
        auto start = Clock::now();
        must(teachdrl_teacher_save(teacher, path));
        to_file.push_back(milliseconds_since(start));
        teachdrl_teacher *loaded = nullptr;
        start = Clock::now();
        must(teachdrl_teacher_load(path, &loaded));
        from_file.push_back(milliseconds_since(start));
        teachdrl_teacher_destroy(loaded);
        must(teachdrl_teacher_save_to_memory(teacher, nullptr, 0, &size));
        std::vector<char> bytes(size);
        start = Clock::now();
        must(teachdrl_teacher_save_to_memory(teacher, bytes.data(), bytes.size(), &size));
        to_memory.push_back(milliseconds_since(start));
        start = Clock::now();
        must(teachdrl_teacher_load_from_memory(bytes.data(), size, &loaded));
        from_memory.push_back(milliseconds_since(start));
        teachdrl_teacher_destroy(loaded);
    }
    std::printf("ALP-GMM, %d episodes in %zu dimensions, medians of 15:\n", episodes, dimension);
    std::printf("  state %.1f MB; save %.1f ms, load %.1f ms; to memory %.1f ms, from memory %.1f ms\n",
                static_cast<double>(size) / 1e6, median(to_file), median(from_file), median(to_memory),
                median(from_memory));
    std::remove(path);
    teachdrl_teacher_destroy(teacher);
}

/// Pairs of sample and update a second, over all threads.
double throughput(int threads) {
    const int pairs = 200000;
    teachdrl_teacher *teacher = create(2);
    std::vector<std::thread> workers;
    const auto start = Clock::now();
    for (int i = 0; i < threads; i++)
        workers.emplace_back([=] { train(teacher, 2, pairs / threads); });
    for (auto &worker : workers)
        worker.join();
    const double seconds = milliseconds_since(start) / 1000;
    teachdrl_teacher_destroy(teacher);
    return pairs / seconds;
}

void share() {
    std::vector<double> one, eight, ratios;
    for (int run = 0; run < 7; run++) {
        one.push_back(throughput(1));
        eight.push_back(throughput(8));
        ratios.push_back(eight.back() / one.back());
    }
    std::printf("one ALP-GMM in 2 dimensions, sample and update, medians of 7 interleaved runs:\n");
    std::printf("  1 thread %.0f pairs/s, 8 threads %.0f pairs/s, ratio %.2f\n", median(one), median(eight),
                median(ratios));
}

} // namespace

int main() {
    save_and_load();
    share();
}
