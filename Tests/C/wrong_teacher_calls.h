/* Part of wrong_calls.c: a teacher's saved state, slots, and what callers see inside. */
#ifndef WRONG_TEACHER_CALLS_H
#define WRONG_TEACHER_CALLS_H

#include <unistd.h>

static size_t state_of(teachdrl_teacher *teacher, unsigned char *bytes, size_t capacity) {
    size_t size = 0;
    MUST(teachdrl_teacher_save_to_memory(teacher, bytes, capacity, &size));
    return size;
}

/* The state before and after: no refused call may change it. */
#define UNCHANGED (state_of(teacher, after, sizeof after) == size && memcmp(before, after, size) == 0)

static void save_and_load(void) {
    static unsigned char before[65536], after[65536];
    const teachdrl_option fast = {"fit_rate", "20"};
    const char *paths[] = {"/no/such/folder/state", "/dev/null/state", "/tmp", "/proc/state", "/dev/full"};
    teachdrl_teacher *teacher, *loaded = NULL;
    double task[2];
    size_t size, got = 77, i, length;

    MUST(teachdrl_teacher_create("ALP-GMM", 2, low, high, &fast, 1, 7, &teacher));
    for (i = 0; i < 50; i++) {
        MUST(teachdrl_teacher_sample_task(teacher, task, 2));
        MUST(teachdrl_teacher_update(teacher, task, 2, task[0]));
    }
    size = state_of(teacher, before, sizeof before);
    REFUSED(teachdrl_teacher_save, (NULL, "x"), BAD, 1, "'teacher' is NULL");
    REFUSED(teachdrl_teacher_save, (teacher, NULL), BAD, 1, "'path' is NULL");
    REFUSED(teachdrl_teacher_save, (teacher, ""), BAD, 1, "'path' is empty");
    for (i = 0; i < COUNT(paths); i++)
        REFUSED(teachdrl_teacher_save, (teacher, paths[i]), TEACHDRL_IO_ERROR, UNCHANGED, paths[i]);
    REFUSED(teachdrl_teacher_load, (NULL, &loaded), BAD, loaded == NULL, "'path' is NULL");
    REFUSED(teachdrl_teacher_load, ("", &loaded), BAD, loaded == NULL, "'path' is empty");
    REFUSED(teachdrl_teacher_load, ("x", NULL), BAD, 1, "'teacher' is NULL");
    for (i = 1; i < COUNT(paths); i++)
        REFUSED(teachdrl_teacher_load, (paths[i], &loaded), i == 3 ? TEACHDRL_NOT_FOUND : TEACHDRL_IO_ERROR,
                loaded == NULL, paths[i]);
    REFUSED(teachdrl_teacher_load, (paths[0], &loaded), TEACHDRL_NOT_FOUND, loaded == NULL, "No such file");
    REFUSED(teachdrl_teacher_load, ("/dev/zero", &loaded), TEACHDRL_IO_ERROR, loaded == NULL, "not a regular file");
    REFUSED(teachdrl_teacher_load, ("/proc/self/exe", &loaded), TEACHDRL_INVALID_DATA, loaded == NULL,
            "not a saved teacher");
    REFUSED(teachdrl_teacher_save_to_memory, (NULL, after, sizeof after, &got), BAD, got == 77, "'teacher' is NULL");
    REFUSED(teachdrl_teacher_save_to_memory, (teacher, after, sizeof after, NULL), BAD, 1, "'size' is NULL");
    after[0] = 1;
    REFUSED(teachdrl_teacher_save_to_memory, (teacher, after, size - 1, &got), BAD, got == 77 && after[0] == 1,
            "'capacity' is");
    REFUSED(teachdrl_teacher_save_to_memory, (teacher, after, 0, &got), BAD, got == 77 && after[0] == 1,
            "'capacity' is 0");
    REFUSED(teachdrl_teacher_load_from_memory, (NULL, size, &loaded), BAD, loaded == NULL, "'bytes' is NULL");
    REFUSED(teachdrl_teacher_load_from_memory, (before, size, NULL), BAD, 1, "'teacher' is NULL");
    REFUSED(teachdrl_teacher_load_from_memory, (before, (size_t)-1, &loaded), BAD, loaded == NULL, "'size' is");
    REFUSED(teachdrl_teacher_load_from_memory, (before, 0, &loaded), TEACHDRL_INVALID_DATA, loaded == NULL,
            "not a saved teacher");
    for (length = 1; length < size; length += 97)
        REFUSED(teachdrl_teacher_load_from_memory, (before, length, &loaded), TEACHDRL_INVALID_DATA, loaded == NULL,
                "damaged");
    for (i = 8; i < size; i += 97) {
        before[i] ^= 1;
        REFUSED(teachdrl_teacher_load_from_memory, (before, size, &loaded), TEACHDRL_INVALID_DATA, loaded == NULL, "");
        before[i] ^= 1;
    }
    check("unchanged", __LINE__, BAD, BAD, UNCHANGED, "");
    teachdrl_teacher_destroy(teacher);
}

static void use_slots(void) {
    static unsigned char before[4096], after[4096];
    const size_t twice[] = {3, 4, 3}, far[] = {3, 1000000}, slots[] = {5, 6}, half_busy[] = {6, 5};
    const size_t wrong_slots[] = {1000000, (size_t)-1};
    teachdrl_teacher *teacher;
    double tasks[6] = {NEVER}, returns[] = {1, NAN};
    size_t size, got = 77, i;

    MUST(teachdrl_teacher_create("Random", 2, low, high, NULL, 0, 7, &teacher));
    MUST(teachdrl_teacher_begin_episode(teacher, 5, tasks, 2));
    tasks[0] = NEVER;
    size = state_of(teacher, before, sizeof before);
#define SLOTS_REFUSED(function, arguments, expected, fragment)                                                         \
    REFUSED(function, arguments, expected, tasks[0] == NEVER && got == 77 && UNCHANGED, fragment)
    SLOTS_REFUSED(teachdrl_teacher_begin_episode, (NULL, 1, tasks, 2), BAD, "'teacher' is NULL");
    SLOTS_REFUSED(teachdrl_teacher_begin_episode, (teacher, 1, NULL, 2), BAD, "'tasks' is NULL");
    SLOTS_REFUSED(teachdrl_teacher_begin_episode, (teacher, 1, tasks, 3), BAD, "'dimension' is 3");
    SLOTS_REFUSED(teachdrl_teacher_begin_episode, (teacher, 5, tasks, 2), TEACHDRL_INVALID_STATE, "slot 5");
    SLOTS_REFUSED(teachdrl_teacher_begin_episodes, (NULL, slots, 2, tasks, 2), BAD, "'teacher' is NULL");
    SLOTS_REFUSED(teachdrl_teacher_begin_episodes, (teacher, NULL, 2, tasks, 2), BAD, "'slots' is NULL");
    SLOTS_REFUSED(teachdrl_teacher_begin_episodes, (teacher, slots, 2, NULL, 2), BAD, "'tasks' is NULL");
    SLOTS_REFUSED(teachdrl_teacher_begin_episodes, (teacher, slots, (size_t)-1, tasks, 2), BAD, "'count' is");
    SLOTS_REFUSED(teachdrl_teacher_begin_episodes, (teacher, twice, 3, tasks, 2), BAD, "'slots[2]' is 3");
    SLOTS_REFUSED(teachdrl_teacher_begin_episodes, (teacher, far, 2, tasks, 2), BAD, "'slots[1]' is 1000000");
    SLOTS_REFUSED(teachdrl_teacher_begin_episodes, (teacher, half_busy, 2, tasks, 2), TEACHDRL_INVALID_STATE, "slot 5");
    SLOTS_REFUSED(teachdrl_teacher_end_episode, (NULL, 5, 1), BAD, "'teacher' is NULL");
    SLOTS_REFUSED(teachdrl_teacher_end_episode, (teacher, 6, 1), TEACHDRL_INVALID_STATE, "slot 6");
    SLOTS_REFUSED(teachdrl_teacher_end_episode, (teacher, 5, NAN), BAD, "it must be a finite number");
    SLOTS_REFUSED(teachdrl_teacher_end_episodes, (NULL, slots, 2, returns), BAD, "'teacher' is NULL");
    SLOTS_REFUSED(teachdrl_teacher_end_episodes, (teacher, NULL, 2, returns), BAD, "'slots' is NULL");
    SLOTS_REFUSED(teachdrl_teacher_end_episodes, (teacher, slots, 2, NULL), BAD, "'episode_returns' is NULL");
    SLOTS_REFUSED(teachdrl_teacher_end_episodes, (teacher, slots, (size_t)-1, returns), BAD, "'count' is");
    SLOTS_REFUSED(teachdrl_teacher_end_episodes, (teacher, slots, 2, returns), BAD, "'episode_returns[1]' is");
    returns[1] = 1;
    SLOTS_REFUSED(teachdrl_teacher_end_episodes, (teacher, slots, 2, returns), TEACHDRL_INVALID_STATE, "slot 6");
    SLOTS_REFUSED(teachdrl_teacher_end_episodes, (teacher, twice, 3, tasks), BAD, "'slots[2]' is 3");
    SLOTS_REFUSED(teachdrl_teacher_abandon_episode, (NULL, 5), BAD, "'teacher' is NULL");
    SLOTS_REFUSED(teachdrl_teacher_abandon_episode, (teacher, 6), TEACHDRL_INVALID_STATE, "slot 6");
    SLOTS_REFUSED(teachdrl_teacher_task_in_slot, (NULL, 5, tasks, 2), BAD, "'teacher' is NULL");
    SLOTS_REFUSED(teachdrl_teacher_task_in_slot, (teacher, 5, NULL, 2), BAD, "'task' is NULL");
    SLOTS_REFUSED(teachdrl_teacher_task_in_slot, (teacher, 5, tasks, 1), BAD, "'dimension' is 1");
    SLOTS_REFUSED(teachdrl_teacher_task_in_slot, (teacher, 6, tasks, 2), TEACHDRL_INVALID_STATE, "slot 6");
    SLOTS_REFUSED(teachdrl_teacher_busy_slots, (NULL, NULL, 0, &got), BAD, "'teacher' is NULL");
    SLOTS_REFUSED(teachdrl_teacher_busy_slots, (teacher, NULL, 0, NULL), BAD, "'count' is NULL");
    SLOTS_REFUSED(teachdrl_teacher_busy_slots, (teacher, &got, 0, &got), BAD, "'capacity' is 0");
    for (i = 0; i < COUNT(wrong_slots); i++) {
        SLOTS_REFUSED(teachdrl_teacher_begin_episode, (teacher, wrong_slots[i], tasks, 2), BAD,
                      "must be below 1000000");
        SLOTS_REFUSED(teachdrl_teacher_end_episode, (teacher, wrong_slots[i], 1), BAD, "must be below 1000000");
        SLOTS_REFUSED(teachdrl_teacher_abandon_episode, (teacher, wrong_slots[i]), BAD, "must be below 1000000");
        SLOTS_REFUSED(teachdrl_teacher_task_in_slot, (teacher, wrong_slots[i], tasks, 2), BAD, "must be below 1000000");
    }
    teachdrl_teacher_destroy(teacher);
}

static void look_inside(void) {
    const teachdrl_option fast = {"fit_rate", "20"};
    teachdrl_teacher *teacher;
    double numbers[512] = {NEVER}, task[2] = {1, 1};
    bool leaf = true;
    teachdrl_mixture mixture = {sizeof mixture, numbers, NULL, NULL, NULL, 64};
    teachdrl_regions regions = {sizeof regions, numbers, NULL, NULL, &leaf, 1};
    uint64_t episodes[4] = {77};
    const teachdrl_progress_number *said[1];
    const teachdrl_warning *warnings[1];
    size_t count = 77, i, b;
    const char *text = NULL;

    MUST(teachdrl_teacher_create("ALP-GMM", 2, low, high, &fast, 1, 7, &teacher));
    for (i = 0; i < 50; i++) {
        MUST(teachdrl_teacher_sample_task(teacher, task, 2));
        MUST(teachdrl_teacher_update(teacher, task, 2, task[0]));
    }
    REFUSED(teachdrl_teacher_name, (NULL, &text), BAD, text == NULL, "'teacher' is NULL");
    REFUSED(teachdrl_teacher_name, (teacher, NULL), BAD, 1, "'name' is NULL");
    REFUSED(teachdrl_teacher_option, (NULL, "fit_rate", &text), BAD, text == NULL, "'teacher' is NULL");
    REFUSED(teachdrl_teacher_option, (teacher, NULL, &text), BAD, text == NULL, "'name' is NULL");
    REFUSED(teachdrl_teacher_option, (teacher, "fit_rate", NULL), BAD, 1, "'value' is NULL");
    REFUSED(teachdrl_teacher_option, (teacher, "fit_rat", &text), TEACHDRL_UNKNOWN_NAME, text == NULL,
            "did you mean 'fit_rate'?");
#define INSIDE_REFUSED(function, arguments, fragment)                                                                  \
    REFUSED(function, arguments, BAD, count == 77 && numbers[0] == NEVER && leaf && episodes[0] == 77, fragment)
    INSIDE_REFUSED(teachdrl_teacher_history, (NULL, episodes, 4, &count), "'teacher' is NULL");
    INSIDE_REFUSED(teachdrl_teacher_history, (teacher, episodes, 4, NULL), "'count' is NULL");
    INSIDE_REFUSED(teachdrl_teacher_history, (teacher, episodes, 1, &count), "'capacity' is 1");
    INSIDE_REFUSED(teachdrl_teacher_mixture_dimension, (NULL, &count), "'teacher' is NULL");
    INSIDE_REFUSED(teachdrl_teacher_mixture_dimension, (teacher, NULL), "'dimension' is NULL");
    INSIDE_REFUSED(teachdrl_teacher_mixture, (NULL, 0, &mixture, &count), "'teacher' is NULL");
    INSIDE_REFUSED(teachdrl_teacher_mixture, (teacher, 0, &mixture, NULL), "'count' is NULL");
    INSIDE_REFUSED(teachdrl_teacher_mixture, (teacher, 39, &mixture, &count), "'episode' is 39");
    mixture.capacity = 1;
    INSIDE_REFUSED(teachdrl_teacher_mixture, (teacher, 0, &mixture, &count), "'capacity' is 1");
    mixture.capacity = 0;
    mixture.covariances = mixture.weights;
    mixture.weights = NULL;
    INSIDE_REFUSED(teachdrl_teacher_mixture, (teacher, 0, &mixture, &count), "'capacity' is 0");
    mixture.capacity = 64;
    INSIDE_REFUSED(teachdrl_teacher_regions, (NULL, 0, &regions, &count), "'teacher' is NULL");
    INSIDE_REFUSED(teachdrl_teacher_regions, (teacher, 0, &regions, NULL), "'count' is NULL");
    INSIDE_REFUSED(teachdrl_teacher_regions, (teacher, 39, &regions, &count), "'episode' is 39");
    for (i = 0; i < COUNT(wrong_structures); i++) {
        mixture.struct_size = sizeof mixture + wrong_structures[i];
        INSIDE_REFUSED(teachdrl_teacher_mixture, (teacher, 0, &mixture, &count), "'mixture.struct_size' is");
        regions.struct_size = sizeof regions + wrong_structures[i];
        INSIDE_REFUSED(teachdrl_teacher_regions, (teacher, 0, &regions, &count), "'regions.struct_size' is");
    }
    INSIDE_REFUSED(teachdrl_teacher_progress, (NULL, NULL, numbers, 99, &count), "'teacher' is NULL");
    INSIDE_REFUSED(teachdrl_teacher_progress, (teacher, NULL, numbers, 99, NULL), "'count' is NULL");
    INSIDE_REFUSED(teachdrl_teacher_progress, (teacher, NULL, numbers, 47, &count), "'capacity' is 47; it must be at");
    INSIDE_REFUSED(teachdrl_teacher_progress, (teacher, said, NULL, 0, &count), "'capacity' is 0");
    INSIDE_REFUSED(teachdrl_teacher_warnings, (NULL, warnings, 1, &count), "'teacher' is NULL");
    INSIDE_REFUSED(teachdrl_teacher_warnings, (teacher, warnings, 1, NULL), "'count' is NULL");
    INSIDE_REFUSED(teachdrl_permutation_test, (NULL, 1, task, 2, 0, numbers), "'first' is NULL");
    INSIDE_REFUSED(teachdrl_permutation_test, (task, 1, NULL, 2, 0, numbers), "'second' is NULL");
    INSIDE_REFUSED(teachdrl_permutation_test, (task, 1, task, 2, 0, NULL), "'p_value' is NULL");
    INSIDE_REFUSED(teachdrl_permutation_test, (task, 0, task, 2, 0, numbers), "'first_count' is 0; it must be from 1");
    INSIDE_REFUSED(teachdrl_permutation_test, (task, 1, task, 1000001, 0, numbers), "'second_count' is 1000001");
    INSIDE_REFUSED(teachdrl_permutation_test, (task, 1, task, (size_t)-1, 0, numbers), "'second_count' is");
    for (b = 0; b < 4; b++) {
        const double wrong[] = {NAN, INFINITY, -INFINITY, 1.1e100};
        const double group[] = {1, wrong[b]};
        INSIDE_REFUSED(teachdrl_permutation_test, (group, 2, task, 2, 0, numbers), "'first[1]' is");
    }
    INSIDE_REFUSED(teachdrl_teacher_learning_progress, (NULL, numbers), "'teacher' is NULL");
    INSIDE_REFUSED(teachdrl_teacher_learning_progress, (teacher, NULL), "'progress' is NULL");
    INSIDE_REFUSED(teachdrl_teacher_log_density, (NULL, task, 1, 2, numbers), "'teacher' is NULL");
    INSIDE_REFUSED(teachdrl_teacher_log_density, (teacher, NULL, 1, 2, numbers), "'tasks' is NULL");
    INSIDE_REFUSED(teachdrl_teacher_log_density, (teacher, task, 1, 2, NULL), "'log_densities' is NULL");
    INSIDE_REFUSED(teachdrl_teacher_log_density, (teacher, task, (size_t)-1, 2, numbers), "'count' is");
    for (i = 0; i < COUNT(wrong_dimensions); i++)
        INSIDE_REFUSED(teachdrl_teacher_log_density, (teacher, task, 1, wrong_dimensions[i], numbers), "it must be 2");
    for (b = 0; b < 5; b++) {
        const double outside[] = {NAN, INFINITY, -INFINITY, -1e-9, 6.000001};
        const double tasks[] = {1, 1, outside[b], 1};
        INSIDE_REFUSED(teachdrl_teacher_log_density, (teacher, tasks, 2, 2, numbers), "in row 1: 'task[0]' is");
    }
    teachdrl_teacher_destroy(teacher);

    MUST(teachdrl_teacher_create("RIAC", 2, low, high, NULL, 0, 7, &teacher));
    regions.struct_size = sizeof regions;
    regions.capacity = 0;
    INSIDE_REFUSED(teachdrl_teacher_regions, (teacher, 0, &regions, &count), "'capacity' is 0");
    MUST(teachdrl_teacher_update(teacher, task, 2, 1));
    INSIDE_REFUSED(teachdrl_teacher_warnings, (teacher, warnings, 0, &count), "'capacity' is 0; it must be at least 1");
    regions.low = NULL;
    INSIDE_REFUSED(teachdrl_teacher_regions, (teacher, 0, &regions, &count), "'capacity' is 0");
    teachdrl_teacher_destroy(teacher);
}

#endif
