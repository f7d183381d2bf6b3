/* A long life: one teacher that is updated and one environment that is stepped, at constant memory and speed.
 *
 *     soak [UPDATES STEPS]
 *
 * Prints each tenth's speed and memory, and fails where memory has grown since the third. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <teachdrl.h>
#include <time.h>
#include <unistd.h>

enum { parts = 10, settled = 3, allowed_kilobytes = 2048 };

#define MUST(call) must((call), #call)
static void must(teachdrl_status status, const char *call) {
    if (status == TEACHDRL_OK)
        return;
    fprintf(stderr, "%s: %s\n", call, teachdrl_last_error());
    exit(1);
}

/* Of the processor: other programs do not count. */
static double seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static long resident_kilobytes(void) {
    long pages = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%ld %ld", &pages, &resident) != 2)
        exit(2);
    fclose(file);
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

/* The curriculum moves on: what can be learnt is another task all the time. */
static void teach(void *object, long first, long count) {
    teachdrl_teacher *teacher = (teachdrl_teacher *)object;
    double task[2];
    for (long i = first; i < first + count; i++) {
        double front = (double)(i / 1000 % 1000) / 1000;
        MUST(teachdrl_teacher_sample_task(teacher, task, 2));
        double distance = task[0] - front;
        MUST(teachdrl_teacher_update(teacher, task, 2, 1 / (1 + 50 * distance * distance) + task[1]));
    }
}

typedef struct walk {
    teachdrl_environment *environment;
    bool is_over;
    unsigned chance;
    double height;
} walk;

static void step(void *object, long first, long count) {
    walk *w = (walk *)object;
    float observation[24], action[4];
    teachdrl_step step = {.struct_size = sizeof step};
    (void)first;
    for (long i = 0; i < count; i++) {
        if (w->is_over) {
            const double task[] = {w->height, 6 - w->height};
            w->height = w->height < 2.99 ? w->height + 0.01 : 0;
            MUST(teachdrl_environment_set_task(w->environment, task, 2));
            MUST(teachdrl_environment_reset(w->environment, observation, 24));
        }
        for (int k = 0; k < 4; k++) {
            w->chance = w->chance * 1664525u + 1013904223u;
            action[k] = (float)(w->chance >> 8) / 8388608.0F - 1;
        }
        MUST(teachdrl_environment_step(w->environment, action, 4, observation, 24, &step));
        w->is_over = step.terminated || step.truncated;
    }
}

/* Does it all in ten parts; whether memory stayed what it was. */
static bool live(const char *what, void (*body)(void *, long, long), void *object, long count) {
    long settled_kilobytes = 0, kilobytes = 0;
    double settled_rate = 0, rate = 0;
    for (int part = 0; part < parts; part++) {
        double start = seconds();
        body(object, count / parts * part, count / parts);
        rate = (double)(count / parts) / (seconds() - start);
        kilobytes = resident_kilobytes();
        printf("%12ld %s  %8.0f a second  %8ld kB\n", count / parts * (part + 1), what, rate, kilobytes);
        fflush(stdout);
        if (part + 1 == settled) {
            settled_kilobytes = kilobytes;
            settled_rate = rate;
        }
    }
    long grown = kilobytes - settled_kilobytes;
    printf("%s: %+ld kB and %.2f times as fast in the last tenth as in the third\n", what, grown, rate / settled_rate);
    return grown <= allowed_kilobytes;
}

int main(int count, char **arguments) {
    const double low[] = {0, 0}, high[] = {1, 1};
    const teachdrl_option options[] = {{"alp_max_size", "20000"}, {"history", "100"}};
    long updates = count > 2 ? atol(arguments[1]) : 1000000, steps = count > 2 ? atol(arguments[2]) : 200000;
    teachdrl_teacher *teacher;
    walk w = {NULL, true, 1, 0};
    MUST(teachdrl_teacher_create("ALP-GMM", 2, low, high, options, 2, 1, &teacher));
    MUST(teachdrl_environment_create("stump-tracks", NULL, 0, 1, &w.environment));
    bool is_constant = live("updates", teach, teacher, updates);
    is_constant = live("steps", step, &w, steps) && is_constant;
    teachdrl_teacher_destroy(teacher);
    teachdrl_environment_destroy(w.environment);
    return is_constant ? 0 : 1;
}
