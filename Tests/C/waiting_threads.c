/* Threads that wait for a teacher help with its fits: what it becomes is what it would have become alone. */
#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif
#include <fenv.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "expectations.h"

static const double low[] = {0, 0, 0}, high[] = {1, 1, 1};
enum { dimension = 3, watchers = 6, episodes = 3000 };

static teachdrl_teacher *teacher;
static int stopping;

/* Asks again and again all that can be asked, and so is there at every fit, with a rounding of its own. */
static void *watch(void *rounding) {
    const int mode = *(const int *)rounding;
    uint64_t count, last = 0;
    size_t size, components;
    double bounds[2][dimension], density;
    const char *text;
    int i;
    EXPECT(fesetround(mode) == 0);
    while (!__atomic_load_n(&stopping, __ATOMIC_RELAXED)) {
        OK(teachdrl_teacher_episode_count(teacher, &count));
        EXPECT(count >= last && fegetround() == mode);
        last = count;
        OK(teachdrl_teacher_dimension(teacher, &size));
        for (i = 0; i < 100; i++)
            OK(teachdrl_teacher_mixture_dimension(teacher, &size));
        OK(teachdrl_teacher_task_space(teacher, bounds[0], bounds[1], dimension));
        OK(teachdrl_teacher_name(teacher, &text));
        OK(teachdrl_teacher_option(teacher, "fit_rate", &text));
        OK(teachdrl_teacher_mixture(teacher, 0, NULL, &components));
        OK(teachdrl_teacher_history(teacher, NULL, 0, &components));
        OK(teachdrl_teacher_busy_slots(teacher, NULL, 0, &components));
        OK(teachdrl_teacher_log_density(teacher, bounds[0], 1, dimension, &density));
        OK(teachdrl_teacher_save_to_memory(teacher, NULL, 0, &size));
    }
    return NULL;
}

/* The state after so many episodes; its size in *size. */
static unsigned char *trained_state(const char *name, int watched, size_t *size) {
    static const int roundings[] = {FE_TONEAREST, FE_TOWARDZERO, FE_UPWARD};
    const teachdrl_option options[] = {{"fit_rate", "50"}, {"max_k", "8"}};
    pthread_t threads[watchers];
    double task[dimension];
    unsigned char *state;
    int i;

    OK(teachdrl_teacher_create(name, dimension, low, high, options, 2, 11, &teacher));
    stopping = 0;
    for (i = 0; i < watched; i++)
        EXPECT(pthread_create(&threads[i], NULL, watch, (void *)&roundings[i % 3]) == 0);
    for (i = 0; i < episodes; i++) {
        OK(teachdrl_teacher_sample_task(teacher, task, dimension));
        OK(teachdrl_teacher_update(teacher, task, dimension, task[0] * (i % 700) / 700));
    }
    __atomic_store_n(&stopping, 1, __ATOMIC_RELAXED);
    for (i = 0; i < watched; i++)
        pthread_join(threads[i], NULL);
    OK(teachdrl_teacher_save_to_memory(teacher, NULL, 0, size));
    state = (unsigned char *)malloc(*size);
    OK(teachdrl_teacher_save_to_memory(teacher, state, *size, size));
    teachdrl_teacher_destroy(teacher);
    return state;
}

int main(void) {
    static const char *const names[] = {"ALP-GMM", "Covar-GMM"};
    int i;
    for (i = 0; i < 2; i++) {
        size_t size, size_watched;
        unsigned char *alone = trained_state(names[i], 0, &size);
        unsigned char *watched = trained_state(names[i], watchers, &size_watched);
        EXPECT(size == size_watched && memcmp(alone, watched, size) == 0);
        free(alone);
        free(watched);
    }
    return report_expectations();
}
