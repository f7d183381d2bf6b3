/* What a sample and an update cost with one build of the library beside another: the same calls on twins, in blocks that
 * take turns, and the median of the blocks' ratios. The tasks must be the same.
 *
 *     make bench-pairs BEFORE=/path/to/libteachdrl.so.0 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <teachdrl.h>
#include <time.h>

enum { dimension = 2, pairs_a_block = 250, blocks = 601, warm_blocks = 4 };

/* A build of the library, and the teacher that it runs. */
typedef struct build {
    __typeof__(teachdrl_teacher_create) *create;
    __typeof__(teachdrl_teacher_destroy) *destroy;
    __typeof__(teachdrl_teacher_sample_task) *sample;
    __typeof__(teachdrl_teacher_update) *update;
    __typeof__(teachdrl_last_error) *last_error;
    teachdrl_teacher *teacher;
    double task[dimension];
} build;

static build open_build(const char *path) {
    build b;
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        exit(1);
    }
    *(void **)&b.create = dlsym(library, "teachdrl_teacher_create");
    *(void **)&b.destroy = dlsym(library, "teachdrl_teacher_destroy");
    *(void **)&b.sample = dlsym(library, "teachdrl_teacher_sample_task");
    *(void **)&b.update = dlsym(library, "teachdrl_teacher_update");
    *(void **)&b.last_error = dlsym(library, "teachdrl_last_error");
    b.teacher = NULL;
    return b;
}

static void must(const build *b, teachdrl_status status) {
    if (status == TEACHDRL_OK)
        return;
    fprintf(stderr, "%s\n", b->last_error());
    exit(1);
}

static double nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return 1e9 * (double)now.tv_sec + (double)now.tv_nsec;
}

/* Nanoseconds a pair. */
static double time_block(build *b, int block) {
    const double start = nanoseconds();
    for (int pair = 0; pair < pairs_a_block; pair++) {
        must(b, b->sample(b->teacher, b->task, dimension));
        must(b, b->update(b->teacher, b->task, dimension, b->task[0] * (block % 40)));
    }
    return (nanoseconds() - start) / pairs_a_block;
}

static int is_above(const void *one, const void *other) {
    const double difference = *(const double *)one - *(const double *)other;
    return (difference > 0) - (difference < 0);
}

static double median(double *values) {
    qsort(values, blocks, sizeof *values, is_above);
    return values[blocks / 2];
}

/* Returns the ratio. */
static double compare(build *both, const char *name, const teachdrl_option *options, size_t count) {
    static double times[2][blocks], ratios[blocks];
    const double low[] = {0, -1}, high[] = {3, 6};
    for (int which = 0; which < 2; which++)
        must(&both[which], both[which].create(name, dimension, low, high, options, count, 1, &both[which].teacher));
    for (int block = -warm_blocks; block < blocks; block++) {
        double took[2];
        for (int turn = 0; turn < 2; turn++) {
            const int which = (turn + block) & 1;
            took[which] = time_block(&both[which], block);
        }
        if (memcmp(both[0].task, both[1].task, sizeof both[0].task) != 0) {
            fprintf(stderr, "%s: the two builds propose different tasks\n", name);
            exit(1);
        }
        if (block < 0)
            continue;
        times[0][block] = took[0];
        times[1][block] = took[1];
        ratios[block] = took[1] / took[0];
    }
    const double ratio = median(ratios);
    printf("%-36s%12.1f%12.1f%10.3f\n", name, median(times[0]), median(times[1]), ratio);
    fflush(stdout);
    for (int which = 0; which < 2; which++)
        both[which].destroy(both[which].teacher);
    return ratio;
}

int main(int count, char **arguments) {
    static const teachdrl_option bounded[] = {{"alp_max_size", "2000"}, {"fit_rate", "100000"}};
    static const teachdrl_option window[] = {{"window_step_vector", "0.1,0.1"}};
    if (count != 3) {
        fprintf(stderr, "usage: pairs LIBRARY_BEFORE LIBRARY_NOW\n");
        return 2;
    }
    build both[] = {open_build(arguments[1]), open_build(arguments[2])};
    double largest = 0;
    static const struct {
        const char *name;
        const teachdrl_option *options;
        size_t count;
    } teachers[] = {
        {"Random", NULL, 0}, {"Oracle", window, 1}, {"RIAC", NULL, 0}, {"ALP-GMM", bounded, 2}, {"Covar-GMM", NULL, 0}};
    printf("%-36s%12s%12s%10s\n", "ns a sample and an update, medians", "before", "now", "ratio");
    for (size_t i = 0; i < sizeof teachers / sizeof *teachers; i++) {
        const double ratio = compare(both, teachers[i].name, teachers[i].options, teachers[i].count);
        largest = ratio > largest ? ratio : largest;
    }
    printf("at most %.3f times as long as before\n", largest);
    return 0;
}
