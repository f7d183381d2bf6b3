// What it costs to save, load and share a teacher, through the C API.
//
//     make bench-state
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <teachdrl.h>
#include <thread>
#include <unistd.h>
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

void must(bool done, const char *what) {
    if (done)
        return;
    std::perror(what);
    std::exit(1);
}

/// What a save asks of the disk, alone: bytes in a new file, on the disk, in the place of an old one.
void replace(const char *path, const std::vector<char> &bytes) {
    const std::string temporary = std::string(path) + ".temporary";
    const int file = open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
    must(file >= 0, "open");
    must(write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()), "write");
    must(fsync(file) == 0 && close(file) == 0, "fsync");
    must(std::rename(temporary.c_str(), path) == 0, "rename");
    const int folder = open("build", O_RDONLY | O_DIRECTORY);
    must(folder >= 0 && fsync(folder) == 0 && close(folder) == 0, "fsync");
}

void save_and_load() {
    const size_t dimension = 12;
    const int episodes = 100000;
    const char *path = "build/shared_teacher.state";
    teachdrl_teacher *teacher = create(dimension);
    train(teacher, dimension, episodes);
    std::vector<double> to_file, to_memory, from_file, from_memory, disk;
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
        start = Clock::now();
        replace(path, bytes);
        disk.push_back(milliseconds_since(start));
    }
    std::printf("ALP-GMM, %d episodes in %zu dimensions, medians of 15:\n", episodes, dimension);
    std::printf(
        "  state %.1f MB; save %.1f ms, of it the disk %.1f ms; load %.1f ms; to memory %.1f ms, from memory %.1f ms\n",
        static_cast<double>(size) / 1e6, median(to_file), median(disk), median(from_file), median(to_memory),
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

/// What each of many threads gets done in a fixed time, and how long the longest call took in milliseconds.
struct Shares {
    long fewest, most;
    double longest;
};

Shares shares(int threads) {
    teachdrl_teacher *teacher = create(2);
    std::vector<long> pairs(threads);
    std::vector<double> longest(threads);
    std::vector<std::thread> workers;
    const auto start = Clock::now();
    for (int i = 0; i < threads; i++)
        workers.emplace_back([=, &pairs, &longest] {
            long count = 0;
            double wait = 0, task[2];
            for (auto before = start; milliseconds_since(start) < 1000; count++) {
                before = Clock::now();
                must(teachdrl_teacher_sample_task(teacher, task, 2));
                wait = std::max(wait, milliseconds_since(before));
                must(teachdrl_teacher_update(teacher, task, 2, task[0] * (count % 1000) / 1000));
            }
            pairs[i] = count;
            longest[i] = wait;
        });
    for (auto &worker : workers)
        worker.join();
    teachdrl_teacher_destroy(teacher);
    const auto ends = std::minmax_element(pairs.begin(), pairs.end());
    return {*ends.first, *ends.second, *std::max_element(longest.begin(), longest.end())};
}

void share() {
    const int counts[] = {2, 8, 32};
    std::vector<double> one, many[3], ratios[3];
    for (int run = 0; run < 15; run++) {
        one.push_back(throughput(1));
        for (int k = 0; k < 3; k++) {
            many[k].push_back(throughput(counts[k]));
            ratios[k].push_back(many[k].back() / one.back());
        }
    }
    std::printf("one ALP-GMM in 2 dimensions, sample and update, medians of 15 interleaved runs:\n");
    std::printf("  1 thread %.0f pairs/s\n", median(one));
    for (int k = 0; k < 3; k++) {
        const Shares each = shares(counts[k]);
        std::printf(
            "  %d threads %.0f pairs/s, ratio %.2f; in one second %ld to %ld each, the longest sample %.1f ms\n",
            counts[k], median(many[k]), median(ratios[k]), each.fewest, each.most, each.longest);
    }
}

} // namespace

int main() {
    save_and_load();
    share();
}
