/* Whatever a teacher is made of, it goes on as the header says. */
#ifndef TEACHER_USE_H
#define TEACHER_USE_H

#include "input.h"

/* The value of an option that counts how much work there is. */
static inline double option_of(teachdrl_teacher *teacher, const char *name) {
    const char *value;
    return teachdrl_teacher_option(teacher, name, &value) == TEACHDRL_OK ? strtod(value, NULL) : 1;
}

/* A number of a task is a value of its parameter. */
static inline void hold_value(teachdrl_teacher *teacher, size_t index, double value) {
    const teachdrl_parameter *parameter = NULL;
    HOLDS(teachdrl_teacher_parameter(teacher, index, &parameter) == TEACHDRL_OK);
    HOLDS(value >= parameter->low && value <= parameter->high);
    if (parameter->kind == TEACHDRL_PARAMETER_INTEGER || parameter->kind == TEACHDRL_PARAMETER_CATEGORY)
        HOLDS(value == floor(value));
}

static inline void use_teacher(teachdrl_teacher *teacher, input *in, int episodes) {
    /* The fuzzer is after crashes, not after what is asked to take long. */
    if (option_of(teacher, "nb_em_init") * option_of(teacher, "max_k") > 200 ||
        option_of(teacher, "nb_split_attempts") > 500)
        episodes = 0;
    size_t d = 0, count = 0, size = 0, again = 0;
    HOLDS(teachdrl_teacher_dimension(teacher, &d) == TEACHDRL_OK && d > 0);
    double *low = (double *)calloc(4 * d, sizeof *low), *high = low + d, *task = high + d, *other = task + d, density;
    HOLDS(teachdrl_teacher_task_space(teacher, low, high, d) == TEACHDRL_OK);
    uint32_t needs = 0;
    HOLDS(teachdrl_teacher_outcome_members(teacher, &needs, NULL) == TEACHDRL_OK);
    for (int i = 0; i < episodes; i++) {
        HOLDS(teachdrl_teacher_sample_task(teacher, task, d) == TEACHDRL_OK);
        for (size_t k = 0; k < d; k++)
            hold_value(teacher, k, task[k]);
        double value = take_double(in, -200, 350);
        if ((needs & ~(uint32_t)TEACHDRL_OUTCOME_RETURN) == 0) {
            teachdrl_status status = noted(teachdrl_teacher_update(teacher, task, d, value));
            HOLDS((status == TEACHDRL_OK) == (isfinite(value) != 0));
        }
        teachdrl_outcome outcome = {.struct_size = sizeof outcome};
        outcome.known = TEACHDRL_OUTCOME_RETURN | TEACHDRL_OUTCOME_SUCCESS | TEACHDRL_OUTCOME_SCORE;
        outcome.score = outcome.episode_return = value;
        outcome.success = i % 2;
        teachdrl_status status = noted(teachdrl_teacher_update_outcomes(teacher, task, 1, d, &outcome));
        HOLDS((status == TEACHDRL_OK) == (isfinite(value) != 0));
        for (size_t k = 0; k < d; k++)
            task[k] = take_double(in, low[k], high[k]);
        noted(teachdrl_teacher_update(teacher, task, d, take_double(in, 0, 1)));
        if (noted(teachdrl_teacher_log_density(teacher, task, 1, d, &density)) == TEACHDRL_OK)
            HOLDS(!isnan(density));
    }
    /* Nothing that can be looked at is more than it says. */
    HOLDS(teachdrl_teacher_mixture_dimension(teacher, &size) == TEACHDRL_OK);
    HOLDS(teachdrl_teacher_mixture(teacher, 0, NULL, &count) == TEACHDRL_OK);
    if (count > 0) {
        double *numbers = (double *)malloc((2 + size + size * size) * count * sizeof *numbers);
        const teachdrl_mixture mixture = {sizeof mixture,  numbers, numbers + 2 * count, numbers + (2 + size) * count,
                                          numbers + count, count};
        HOLDS(teachdrl_teacher_mixture(teacher, 0, &mixture, &count) == TEACHDRL_OK);
        free(numbers);
    }
    HOLDS(teachdrl_teacher_regions(teacher, 0, NULL, &count) == TEACHDRL_OK);
    if (count > 0) {
        double *numbers = (double *)malloc((2 * d + 1) * count * sizeof *numbers);
        bool *flags = (bool *)malloc(count);
        const teachdrl_regions regions = {sizeof regions,          numbers, numbers + d * count,
                                          numbers + 2 * d * count, flags,   count};
        HOLDS(teachdrl_teacher_regions(teacher, 0, &regions, &count) == TEACHDRL_OK);
        free(numbers);
        free(flags);
    }
    HOLDS(teachdrl_teacher_history(teacher, NULL, 0, &count) == TEACHDRL_OK);
    uint64_t *episodes_kept = (uint64_t *)malloc((count + 1) * sizeof *episodes_kept);
    HOLDS(teachdrl_teacher_history(teacher, episodes_kept, count, &count) == TEACHDRL_OK);
    if (count > 0) {
        HOLDS(teachdrl_teacher_mixture(teacher, episodes_kept[0], NULL, &size) == TEACHDRL_OK);
        HOLDS(teachdrl_teacher_regions(teacher, episodes_kept[count - 1], NULL, &size) == TEACHDRL_OK);
    }
    free(episodes_kept);
    /* Its state is one that can be restored, and that goes on alike. */
    HOLDS(teachdrl_teacher_save_to_memory(teacher, NULL, 0, &size) == TEACHDRL_OK);
    void *state = malloc(size), *same = malloc(size);
    teachdrl_teacher *restored = NULL;
    HOLDS(teachdrl_teacher_save_to_memory(teacher, state, size, &size) == TEACHDRL_OK);
    HOLDS(teachdrl_teacher_load_from_memory(state, size, &restored) == TEACHDRL_OK);
    HOLDS(teachdrl_teacher_save_to_memory(restored, same, size, &again) == TEACHDRL_OK && again == size);
    HOLDS(memcmp(state, same, size) == 0);
    for (int i = 0; i < 3; i++) {
        HOLDS(teachdrl_teacher_sample_task(teacher, task, d) == TEACHDRL_OK);
        HOLDS(teachdrl_teacher_sample_task(restored, other, d) == TEACHDRL_OK);
        HOLDS(memcmp(task, other, d * sizeof *task) == 0);
    }
    teachdrl_teacher_destroy(restored);
    free(state);
    free(same);
    free(low);
}

#endif
