/* Many environments in one call: beside the same loop over single environments, for every number of threads, however
 * they are divided, whoever sets their tasks, and through a fork. */
#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif
#include <fenv.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <teachdrl.h>
#include <unistd.h>

#include "expectations.h"

enum { most = 12, observation_size = 24, action_size = 4, steps = 150 };

static const teachdrl_option options[] = {{"walker", "short"}, {"max_episode_steps", "60"}};
enum { option_count = sizeof options / sizeof options[0] };
static const uint64_t seed = 40;

/* --------------------------------------------------------------------------------------------------- what was played */

/* Everything that a step gives, by environment, folded into one number each. */
typedef struct record {
    uint64_t seen[most];
    int episodes[most];
    int by_source[4];
} record;

static void fold(uint64_t *into, const void *bytes, size_t count) {
    const unsigned char *byte = (const unsigned char *)bytes;
    for (size_t i = 0; i < count; i++)
        *into = (*into ^ byte[i]) * 1099511628211u;
}

typedef struct rows {
    float observations[most * observation_size], last_observations[most * observation_size];
    double rewards[most], returns[most], tasks[most * 2];
    bool terminated[most], truncated[most];
    uint64_t lengths[most];
    int32_t sources[most];
} rows;

static void note(record *all, size_t environment, const rows *seen, size_t row) {
    uint64_t *into = &all->seen[environment];
    fold(into, seen->observations + row * observation_size, observation_size * sizeof(float));
    fold(into, &seen->rewards[row], sizeof(double));
    fold(into, &seen->terminated[row], sizeof(bool));
    fold(into, &seen->truncated[row], sizeof(bool));
    if (!seen->terminated[row] && !seen->truncated[row])
        return;
    fold(into, seen->last_observations + row * observation_size, observation_size * sizeof(float));
    fold(into, &seen->returns[row], sizeof(double));
    fold(into, &seen->lengths[row], sizeof(uint64_t));
    if (isfinite(seen->tasks[2 * row]))
        fold(into, seen->tasks + 2 * row, 2 * sizeof(double));
    fold(into, &seen->sources[row], sizeof(int32_t));
    all->episodes[environment]++;
    if (seen->sources[row] >= 0)
        all->by_source[seen->sources[row]]++;
}

static int same(const record *one, const record *other) {
    return memcmp(one, other, sizeof *one) == 0;
}

/* The action of an environment's next step, whatever it is played with. */
static void choose(uint64_t *state, float *action) {
    for (int i = 0; i < action_size; i++) {
        *state = *state * 6364136223846793005u + 1442695040888963407u;
        action[i] = (float)(*state >> 40) / (float)(1 << 23) - 1;
    }
}

/* A teacher that fits, splits or moves within a few episodes. */
static teachdrl_teacher *ranged_teacher(const char *name, uint64_t teacher_seed, const char *range) {
    const double low[] = {0, 0}, high[] = {3, 6};
    const char *brief[][2] = {
        {"ALP-GMM", "fit_rate"}, {"Covar-GMM", "fit_rate"}, {"RIAC", "max_region_size"}, {"Oracle", "step_rate"}};
    /* A caller who tells the return alone says nothing of the success; nor shall an environment. */
    teachdrl_option given[4] = {{"success_return", "off"}};
    size_t count = 1;
    teachdrl_teacher *teacher = NULL;
    for (size_t i = 0; i < sizeof brief / sizeof brief[0]; i++)
        if (strcmp(name, brief[i][0]) == 0) {
            given[count].name = brief[i][1];
            given[count++].value = "10";
        }
    if (strcmp(name, "Oracle") == 0) {
        given[count].name = "reward_threshold";
        given[count++].value = "-120";
    }
    if (range != NULL) {
        given[count].name = "reward_range";
        given[count++].value = range;
    }
    OK(teachdrl_teacher_create(name, 2, low, high, given, count, teacher_seed, &teacher));
    return teacher;
}

static teachdrl_teacher *new_teacher(const char *name, uint64_t teacher_seed) {
    return ranged_teacher(name, teacher_seed, NULL);
}

static teachdrl_vector_environment *new_vector(size_t count, size_t threads, teachdrl_autoreset mode, uint64_t first) {
    teachdrl_vector_environment *vector = NULL;
    const teachdrl_vector_environment_definition definition = {
        sizeof definition, "stump-tracks", options, option_count, count, threads, mode, first};
    OK(teachdrl_vector_environment_create(&definition, &vector));
    return vector;
}

static teachdrl_finished_episodes finished(rows *seen) {
    teachdrl_finished_episodes episodes;
    memset(&episodes, 0, sizeof episodes);
    episodes.struct_size = sizeof episodes;
    episodes.observations = seen->last_observations;
    episodes.returns = seen->returns;
    episodes.lengths = seen->lengths;
    episodes.tasks = seen->tasks;
    episodes.sources = seen->sources;
    return episodes;
}

static teachdrl_step_rows step_rows(rows *seen, const teachdrl_finished_episodes *episodes) {
    const teachdrl_step_rows given = {sizeof given,     seen->observations, observation_size, seen->rewards,
                                      seen->terminated, seen->truncated,    episodes};
    return given;
}

/* ------------------------------------------------------------------------------------------------------ three players */

/* Environments `first` to `first + count` of the seed, one by one, as a caller would write it. */
static void play_singly(record *all, size_t first, size_t count, teachdrl_autoreset mode, teachdrl_teacher *teacher) {
    teachdrl_environment *environments[most];
    rows seen;
    double next[2];
    uint64_t states[most], lengths[most];
    double returns[most], playing[most * 2];
    bool ended[most];
    for (size_t i = 0; i < count; i++) {
        OK(teachdrl_environment_create("stump-tracks", options, option_count, seed + first + i, &environments[i]));
        states[i] = first + i;
        playing[2 * i] = NAN;
    }
    for (size_t i = 0; i < count; i++) {
        if (teacher != NULL) {
            OK(teachdrl_teacher_sample_task(teacher, &playing[2 * i], 2));
            OK(teachdrl_environment_set_task(environments[i], &playing[2 * i], 2));
        }
        OK(teachdrl_environment_reset(environments[i], seen.observations + i * observation_size, observation_size));
        fold(&all->seen[first + i], seen.observations + i * observation_size, observation_size * sizeof(float));
        returns[i] = 0;
        lengths[i] = 0;
        ended[i] = false;
    }
    for (int step = 0; step < steps; step++)
        for (size_t i = 0; i < count; i++) {
            float action[action_size], *observation = seen.observations + i * observation_size;
            choose(&states[i], action);
            seen.rewards[i] = 0;
            seen.terminated[i] = seen.truncated[i] = false;
            if (ended[i]) {
                OK(teachdrl_environment_reset(environments[i], observation, observation_size));
                ended[i] = false;
            } else {
                teachdrl_step led_to = {sizeof led_to, 0, false, false};
                OK(teachdrl_environment_step(environments[i], action, action_size, observation, observation_size,
                                             &led_to));
                seen.rewards[i] = led_to.reward;
                seen.terminated[i] = led_to.terminated;
                seen.truncated[i] = led_to.truncated;
                returns[i] += seen.rewards[i];
                lengths[i]++;
                ended[i] = seen.terminated[i] || seen.truncated[i];
            }
            if (ended[i]) {
                memcpy(seen.last_observations + i * observation_size, observation, observation_size * sizeof(float));
                seen.returns[i] = returns[i];
                seen.lengths[i] = lengths[i];
                memcpy(&seen.tasks[2 * i], &playing[2 * i], 2 * sizeof(double));
                seen.sources[i] = teacher == NULL ? TEACHDRL_NO_TEACHER : 0;
                if (teacher != NULL) {
                    OK(teachdrl_teacher_update(teacher, &playing[2 * i], 2, returns[i]));
                    OK(teachdrl_teacher_sample_task(teacher, next, 2));
                    OK(teachdrl_environment_set_task(environments[i], next, 2));
                    memcpy(&playing[2 * i], next, sizeof next);
                }
                returns[i] = 0;
                lengths[i] = 0;
                if (mode == TEACHDRL_AUTORESET_SAME_STEP) {
                    OK(teachdrl_environment_reset(environments[i], observation, observation_size));
                    ended[i] = false;
                }
            }
            note(all, first + i, &seen, i);
        }
    for (size_t i = 0; i < count; i++)
        teachdrl_environment_destroy(environments[i]);
}

static void reset_and_note(teachdrl_vector_environment *vector, record *all, size_t first, size_t count, rows *seen) {
    OK(teachdrl_vector_environment_reset(vector, NULL, seen->observations, count, observation_size));
    for (size_t i = 0; i < count; i++)
        fold(&all->seen[first + i], seen->observations + i * observation_size, observation_size * sizeof(float));
}

/* The same in one call a step. */
static void step_together(teachdrl_vector_environment *vector, record *all, size_t first, size_t count) {
    rows seen;
    const teachdrl_finished_episodes episodes = finished(&seen);
    const teachdrl_step_rows given = step_rows(&seen, &episodes);
    float actions[most * action_size];
    uint64_t states[most];
    for (size_t i = 0; i < count; i++)
        states[i] = first + i;
    reset_and_note(vector, all, first, count, &seen);
    for (int step = 0; step < steps; step++) {
        for (size_t i = 0; i < count; i++)
            choose(&states[i], actions + i * action_size);
        OK(teachdrl_vector_environment_step(vector, actions, count, action_size, &given));
        for (size_t i = 0; i < count; i++)
            note(all, first + i, &seen, i);
    }
}

/* The same, some environments being stepped while others are received. */
static void send_and_receive(teachdrl_vector_environment *vector, record *all, size_t count, size_t batch) {
    rows seen;
    const teachdrl_finished_episodes episodes = finished(&seen);
    const teachdrl_step_rows given = step_rows(&seen, &episodes);
    float actions[most * action_size];
    uint64_t states[most];
    size_t indices[most];
    int left[most];
    for (size_t i = 0; i < count; i++) {
        states[i] = i;
        indices[i] = i;
        left[i] = steps - 1;
        choose(&states[i], actions + i * action_size);
    }
    reset_and_note(vector, all, 0, count, &seen);
    OK(teachdrl_vector_environment_send(vector, indices, actions, count, action_size));
    for (size_t under_way = count; under_way > 0;) {
        const size_t received = under_way < batch ? under_way : batch;
        size_t again = 0;
        OK(teachdrl_vector_environment_receive(vector, indices, received, &given));
        for (size_t row = 0; row < received; row++) {
            const size_t i = indices[row];
            note(all, i, &seen, row);
            if (left[i]-- > 0) {
                choose(&states[i], actions + again * action_size);
                indices[again++] = i;
            }
        }
        OK(teachdrl_vector_environment_send(vector, indices, actions, again, action_size));
        under_way = under_way - received + again;
    }
}

static record nothing_yet(void) {
    record all;
    memset(&all, 0, sizeof all);
    return all;
}

/* -------------------------------------------------------------------------------------------------------------- tests */

static pthread_barrier_t together;
static record of_threads[8];

static void *play_at_once(void *argument) {
    const size_t i = (size_t)((record *)argument - of_threads);
    pthread_barrier_wait(&together);
    play_singly(&of_threads[i], i, 1, TEACHDRL_AUTORESET_NEXT_STEP, NULL);
    return NULL;
}

/* Must come before anything else touches the physics: eight threads make the process's first contacts at once. */
static void first_contacts_on_many_threads(void) {
    pthread_t threads[8];
    pthread_barrier_init(&together, NULL, 8);
    for (int i = 0; i < 8; i++)
        EXPECT(pthread_create(&threads[i], NULL, play_at_once, &of_threads[i]) == 0);
    for (int i = 0; i < 8; i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 0; i < 8; i++) {
        record again = nothing_yet();
        play_singly(&again, i, 1, TEACHDRL_AUTORESET_NEXT_STEP, NULL);
        EXPECT(same(&again, &of_threads[i]));
        EXPECT(again.episodes[i] >= 1);
    }
}

static void equal_single_environments(teachdrl_autoreset mode) {
    record singly = nothing_yet();
    play_singly(&singly, 0, most, mode, NULL);
    for (size_t i = 0; i < most; i++)
        EXPECT(singly.episodes[i] >= 2);
    for (size_t threads = 0; threads <= 4; threads++) {
        record all = nothing_yet();
        teachdrl_vector_environment *vector = new_vector(most, threads, mode, seed);
        step_together(vector, &all, 0, most);
        EXPECT(same(&all, &singly));
        teachdrl_vector_environment_destroy(vector);
        for (size_t batch = 1; batch <= most; batch += 4) {
            all = nothing_yet();
            vector = new_vector(most, threads, mode, seed);
            send_and_receive(vector, &all, most, batch);
            EXPECT(same(&all, &singly));
            teachdrl_vector_environment_destroy(vector);
        }
    }
    const size_t divisions[][4] = {{1, 11, 0, 0}, {6, 6, 0, 0}, {2, 3, 4, 3}};
    for (int d = 0; d < 3; d++) {
        record all = nothing_yet();
        size_t first = 0;
        for (int part = 0; part < 4 && divisions[d][part] > 0; part++) {
            teachdrl_vector_environment *vector = new_vector(divisions[d][part], 2, mode, seed + first);
            step_together(vector, &all, first, divisions[d][part]);
            teachdrl_vector_environment_destroy(vector);
            first += divisions[d][part];
        }
        EXPECT(same(&all, &singly));
    }
}

/* What a teacher does not only with the returns of an attached environment, but also with those of a caller. */
static void update_by_hand(teachdrl_teacher *teacher) {
    for (int i = 0; i < 25; i++) {
        const double task[] = {0.1 * i, 6 - 0.2 * i};
        OK(teachdrl_teacher_update(teacher, task, 2, 7.0 * (i % 6) - 100));
    }
}

/* Whatever a return means to a teacher, it means the same from an attached environment as from a caller: a teacher that
 * is attached does what a loop around single environments does with it, before and after updates by hand. */
static void hear_one_scale(const char *name, const char *range) {
    record outside = nothing_yet(), all = nothing_yet();
    teachdrl_teacher *told = ranged_teacher(name, 5, range), *attached = ranged_teacher(name, 5, range);
    teachdrl_vector_environment *vector = new_vector(most, 2, TEACHDRL_AUTORESET_SAME_STEP, seed);
    uint64_t updates = 0;
    size_t changes = 0, sizes[2] = {0, 0};
    static unsigned char states[2][1 << 20];
    OK(teachdrl_vector_environment_attach_teachers(vector, TEACHDRL_ALL_ENVIRONMENTS, &attached, NULL, 1));
    play_singly(&outside, 0, most, TEACHDRL_AUTORESET_SAME_STEP, told);
    step_together(vector, &all, 0, most);
    EXPECT(same(&all, &outside));
    OK(teachdrl_teacher_history(attached, NULL, 0, &changes));
    EXPECT(changes > 0 || strcmp(name, "Random") == 0);
    update_by_hand(told);
    update_by_hand(attached);
    /* All that they know is the same. */
    OK(teachdrl_teacher_save_to_memory(told, states[0], sizeof states[0], &sizes[0]));
    OK(teachdrl_teacher_save_to_memory(attached, states[1], sizeof states[1], &sizes[1]));
    /* The attached one has proposed the tasks that are being played, and so has the other. */
    EXPECT(sizes[0] == sizes[1] && memcmp(states[0], states[1], sizes[0]) == 0);
    OK(teachdrl_teacher_episode_count(attached, &updates));
    EXPECT(updates > 25 + most);
    teachdrl_vector_environment_destroy(vector);
    teachdrl_teacher_destroy(told);
    teachdrl_teacher_destroy(attached);
}

static void hear_one_scale_with_every_teacher(void) {
    const char *ranges[] = {NULL, "auto", "off", "-150,350", "-1000,-50"};
    const teachdrl_description *description;
    /* The published ones, which the listing has first and which learn from returns alone. */
    for (size_t i = 0; i < 5; i++) {
        OK(teachdrl_teacher_describe(i, &description));
        for (size_t r = 0; r < sizeof ranges / sizeof ranges[0]; r++)
            hear_one_scale(description->name, ranges[r]);
    }
}

/* A teacher that is attached does what a loop around single environments does with it. */
static void attach_a_teacher(teachdrl_autoreset mode) {
    record outside = nothing_yet();
    teachdrl_teacher *loop_teacher = new_teacher("ALP-GMM", 5);
    double expected[2], task[2];
    uint64_t updates = 0, expected_updates = 0;
    play_singly(&outside, 0, most, mode, loop_teacher);
    OK(teachdrl_teacher_sample_task(loop_teacher, expected, 2));
    OK(teachdrl_teacher_episode_count(loop_teacher, &expected_updates));
    EXPECT(expected_updates >= 2 * most);
    for (size_t threads = 0; threads <= 4; threads += 2) {
        record all = nothing_yet();
        teachdrl_teacher *teacher = new_teacher("ALP-GMM", 5);
        teachdrl_vector_environment *vector = new_vector(most, threads, mode, seed);
        OK(teachdrl_vector_environment_attach_teachers(vector, TEACHDRL_ALL_ENVIRONMENTS, &teacher, NULL, 1));
        step_together(vector, &all, 0, most);
        EXPECT(same(&all, &outside));
        OK(teachdrl_teacher_sample_task(teacher, task, 2));
        EXPECT(memcmp(task, expected, sizeof task) == 0);
        OK(teachdrl_teacher_episode_count(teacher, &updates));
        EXPECT(updates == expected_updates);
        /* The vector environment keeps its teacher alive. */
        teachdrl_teacher_destroy(teacher);
        step_together(vector, &all, 0, most);
        teachdrl_vector_environment_destroy(vector);
    }
    /* Received in the order of sending: the same for every number of threads. */
    record received[3];
    for (size_t threads = 0; threads < 3; threads++) {
        received[threads] = nothing_yet();
        teachdrl_teacher *teacher = new_teacher("ALP-GMM", 5);
        teachdrl_vector_environment *vector = new_vector(most, 2 * threads, mode, seed);
        OK(teachdrl_vector_environment_attach_teachers(vector, TEACHDRL_ALL_ENVIRONMENTS, &teacher, NULL, 1));
        send_and_receive(vector, &received[threads], most, 5);
        EXPECT(same(&received[threads], &received[0]));
        teachdrl_vector_environment_destroy(vector);
        teachdrl_teacher_destroy(teacher);
    }
    teachdrl_teacher_destroy(loop_teacher);
}

/* A teacher for each environment: each does what it does with that environment alone. */
static void attach_one_each(void) {
    record all = nothing_yet(), singly = nothing_yet();
    for (size_t i = 0; i < most; i++) {
        teachdrl_teacher *teacher = new_teacher("RIAC", i);
        play_singly(&singly, i, 1, TEACHDRL_AUTORESET_NEXT_STEP, teacher);
        teachdrl_teacher_destroy(teacher);
    }
    teachdrl_vector_environment *vector = new_vector(most, 3, TEACHDRL_AUTORESET_NEXT_STEP, seed);
    for (size_t i = 0; i < most; i++) {
        teachdrl_teacher *teacher = new_teacher("RIAC", i);
        OK(teachdrl_vector_environment_attach_teachers(vector, i, &teacher, NULL, 1));
        teachdrl_teacher_destroy(teacher);
    }
    step_together(vector, &all, 0, most);
    EXPECT(same(&all, &singly));
    teachdrl_vector_environment_destroy(vector);
}

/* With resets by hand too, a teacher proposes once for each episode: what a second one like it proposes is played. */
static void propose_once_an_episode(void) {
    teachdrl_vector_environment *vector = new_vector(1, 0, TEACHDRL_AUTORESET_DISABLED, seed);
    teachdrl_teacher *teacher = new_teacher("Random", 3), *same_teacher = new_teacher("Random", 3);
    rows seen;
    const teachdrl_step_rows given = step_rows(&seen, NULL);
    float actions[action_size] = {0};
    OK(teachdrl_vector_environment_attach_teachers(vector, TEACHDRL_ALL_ENVIRONMENTS, &teacher, NULL, 1));
    for (int episode = 0; episode < 4; episode++) {
        double expected[2], task[2];
        OK(teachdrl_teacher_sample_task(same_teacher, expected, 2));
        OK(teachdrl_vector_environment_reset(vector, NULL, seen.observations, 1, observation_size));
        OK(teachdrl_vector_environment_running_tasks(vector, task, NULL, 1, 2));
        EXPECT(memcmp(task, expected, sizeof task) == 0);
        do
            OK(teachdrl_vector_environment_step(vector, actions, 1, action_size, &given));
        while (!seen.terminated[0] && !seen.truncated[0]);
    }
    teachdrl_teacher_destroy(teacher);
    teachdrl_teacher_destroy(same_teacher);
    teachdrl_vector_environment_destroy(vector);
}

/* Nine episodes in ten from a curriculum, one from anywhere, and each says which. */
static void mix_distributions(void) {
    const double shares[] = {9, 1}, all_of_the_second[] = {0, 2};
    record mixed[2], divided = nothing_yet();
    int32_t sources[most];
    double tasks[2 * most];
    for (size_t t = 0; t < 2; t++) {
        teachdrl_teacher *teachers[] = {new_teacher("ALP-GMM", 5), new_teacher("Random", 6)};
        teachdrl_vector_environment *vector = new_vector(most, 2 * t, TEACHDRL_AUTORESET_NEXT_STEP, seed);
        OK(teachdrl_vector_environment_attach_teachers(vector, TEACHDRL_ALL_ENVIRONMENTS, teachers, shares, 2));
        mixed[t] = nothing_yet();
        for (int round = 0; round < 8; round++)
            step_together(vector, &mixed[t], 0, most);
        EXPECT(same(&mixed[t], &mixed[0]));
        uint64_t counts[2] = {0, 0};
        for (int k = 0; k < 2; k++)
            OK(teachdrl_teacher_episode_count(teachers[k], &counts[k]));
        EXPECT(counts[0] == (uint64_t)mixed[t].by_source[0] && counts[1] == (uint64_t)mixed[t].by_source[1]);
        /* Of n episodes a tenth, give or take five standard deviations. */
        const double episodes = (double)(counts[0] + counts[1]);
        EXPECT(episodes > 200);
        EXPECT(fabs((double)counts[1] / episodes - 0.1) < 5 * sqrt(0.09 / episodes));

        OK(teachdrl_vector_environment_attach_teachers(vector, 3, teachers, all_of_the_second, 2));
        OK(teachdrl_vector_environment_attach_teachers(vector, 4, NULL, NULL, 0));
        step_together(vector, &divided, 0, most);
        OK(teachdrl_vector_environment_running_tasks(vector, tasks, sources, most, 2));
        EXPECT(sources[3] == 1 && sources[4] == TEACHDRL_NO_TEACHER && sources[5] >= 0);
        for (int k = 0; k < 2; k++) {
            EXPECT(tasks[6 + k] >= 0 && tasks[6 + k] <= 6);
            teachdrl_teacher_destroy(teachers[k]);
        }
        teachdrl_vector_environment_destroy(vector);
    }
}

/* Threads that start in a strange floating-point environment compute in the usual one. */
static void start_threads_in_a_strange_environment(void) {
    record usual = nothing_yet(), upward = nothing_yet();
    teachdrl_vector_environment *vector = new_vector(most, 3, TEACHDRL_AUTORESET_NEXT_STEP, seed);
    step_together(vector, &usual, 0, most);
    teachdrl_vector_environment_destroy(vector);
    vector = new_vector(most, 3, TEACHDRL_AUTORESET_NEXT_STEP, seed);
    fesetround(FE_UPWARD);
    step_together(vector, &upward, 0, most);
    EXPECT(fegetround() == FE_UPWARD);
    fesetround(FE_TONEAREST);
    EXPECT(same(&usual, &upward));
    teachdrl_vector_environment_destroy(vector);
}

/* Seeds, tasks and resets of some environments only; the parts that a vector environment gives. */
static void treat_some_differently(void) {
    teachdrl_vector_environment *vector = new_vector(3, 2, TEACHDRL_AUTORESET_DISABLED, seed);
    teachdrl_environment *single, *part;
    rows seen;
    const teachdrl_finished_episodes episodes = finished(&seen);
    const teachdrl_step_rows given = step_rows(&seen, &episodes);
    const bool second[] = {false, true, false};
    const uint64_t seeds[] = {0, 1000, 0};
    const double tasks[] = {NAN, NAN, 1, 2, NAN, NAN};
    double running[6];
    float expected[observation_size], actions[3 * action_size] = {0}, other[observation_size];
    size_t size = 0, count = 0;
    OK(teachdrl_environment_create("stump-tracks", options, option_count, 1000, &single));
    OK(teachdrl_environment_set_task(single, tasks + 2, 2));
    OK(teachdrl_environment_reset(single, expected, observation_size));
    OK(teachdrl_vector_environment_reset(vector, NULL, seen.observations, 3, observation_size));
    memcpy(other, seen.observations, sizeof other);
    OK(teachdrl_vector_environment_seed(vector, second, seeds, 3));
    OK(teachdrl_vector_environment_set_tasks(vector, second, tasks, 3, 2));
    OK(teachdrl_vector_environment_reset(vector, second, seen.observations, 3, observation_size));
    EXPECT(memcmp(seen.observations + observation_size, expected, sizeof expected) == 0);
    EXPECT(memcmp(seen.observations, other, sizeof other) == 0);
    OK(teachdrl_vector_environment_running_tasks(vector, running, NULL, 3, 2));
    EXPECT(running[2] == 1 && running[3] == 2 && running[0] != running[0]);

    /* Without automatic resets an episode that has ended stays so. */
    bool ended[3] = {false, false, false};
    while (!ended[0] && !ended[1] && !ended[2]) {
        OK(teachdrl_vector_environment_step(vector, actions, 3, action_size, &given));
        for (int i = 0; i < 3; i++)
            ended[i] = seen.terminated[i] || seen.truncated[i];
    }
    EXPECT(teachdrl_vector_environment_step(vector, actions, 3, action_size, &given) == TEACHDRL_INVALID_STATE);
    OK(teachdrl_vector_environment_reset(vector, ended, seen.observations, 3, observation_size));
    OK(teachdrl_vector_environment_step(vector, actions, 3, action_size, &given));

    OK(teachdrl_vector_environment_at(vector, 2, &part));
    OK(teachdrl_environment_action_size(part, &size));
    EXPECT(size == action_size);
    OK(teachdrl_environment_scene(part, NULL, NULL, 0, &count));
    EXPECT(count > 30);
    OK(teachdrl_environment_set_parameter(part, "stump_height", tasks + 2, 1));
    EXPECT(teachdrl_environment_reset(part, expected, observation_size) == TEACHDRL_INVALID_STATE);
    teachdrl_environment_destroy(part);
    teachdrl_environment_destroy(single);
    teachdrl_vector_environment_destroy(vector);
}

/* ------------------------------------------------------------------------------------------------------------- forking */

static teachdrl_vector_environment *shared;
static int inside = 0;

static void *step_for_long(void *argument) {
    record ignored = nothing_yet();
    for (int i = 0; i < 20; i++) {
        step_together(shared, &ignored, 0, most);
        __atomic_store_n(&inside, 1, __ATOMIC_RELEASE);
    }
    (void)argument;
    return NULL;
}

static int wait_for(pid_t child) {
    int status = -1;
    EXPECT(waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static teachdrl_teacher *busy;
enum { updates = 20000 };

static void *teach_for_long(void *argument) {
    static double tasks[2 * updates], returns[updates];
    for (int i = 0; i < updates; i++) {
        tasks[2 * i] = (double)(i % 97) / 97;
        tasks[2 * i + 1] = (double)(i % 101) / 101;
        returns[i] = 10 * tasks[2 * i];
    }
    __atomic_store_n(&inside, 1, __ATOMIC_RELEASE);
    OK(teachdrl_teacher_update_tasks(busy, tasks, updates, 2, returns));
    (void)argument;
    return NULL;
}

/* An attached teacher that another thread was using at the fork: the child hears of it before anything is stepped. */
static void fork_while_the_teacher_is_busy(void) {
    rows seen, expected;
    const teachdrl_step_rows given = step_rows(&seen, NULL);
    float actions[most * action_size] = {0};
    pthread_t thread;
    teachdrl_vector_environment *vector = new_vector(most, 2, TEACHDRL_AUTORESET_NEXT_STEP, seed);
    busy = new_teacher("ALP-GMM", 5);
    OK(teachdrl_vector_environment_attach_teachers(vector, TEACHDRL_ALL_ENVIRONMENTS, &busy, NULL, 1));
    OK(teachdrl_vector_environment_reset(vector, NULL, seen.observations, most, observation_size));
    memset(&seen, 1, sizeof seen);
    memset(&expected, 1, sizeof expected);
    __atomic_store_n(&inside, 0, __ATOMIC_RELAXED);
    EXPECT(pthread_create(&thread, NULL, teach_for_long, NULL) == 0);
    while (!__atomic_load_n(&inside, __ATOMIC_ACQUIRE))
        usleep(100);
    /* On a busy machine the thread may not have come as far as it should. */
    int found = 1;
    for (int attempt = 0; attempt < 100 && found == 1; attempt++) {
        usleep(20000);
        const pid_t child = fork();
        if (child == 0) {
            alarm(20);
            if (teachdrl_vector_environment_step(vector, actions, most, action_size, &given) != TEACHDRL_INVALID_STATE)
                _exit(1);
            if (strstr(teachdrl_last_error(), "this teacher when the process was forked") == NULL)
                _exit(2);
            if (memcmp(&seen, &expected, sizeof seen) != 0)
                _exit(3);
            _exit(0);
        }
        found = wait_for(child);
    }
    EXPECT(found == 0);
    pthread_join(thread, NULL);
    OK(teachdrl_vector_environment_step(vector, actions, most, action_size, &given));
    teachdrl_vector_environment_destroy(vector);
    teachdrl_teacher_destroy(busy);
}

/* Between two calls: parent and child go on alike, both with threads. */
static void fork_between_two_calls(void) {
    record expected = nothing_yet(), all = nothing_yet();
    teachdrl_vector_environment *vector = new_vector(most, 3, TEACHDRL_AUTORESET_NEXT_STEP, seed);
    teachdrl_vector_environment *control = new_vector(most, 0, TEACHDRL_AUTORESET_NEXT_STEP, seed);
    step_together(control, &expected, 0, most);
    step_together(control, &expected, 0, most);
    step_together(vector, &all, 0, most);
    pid_t child = fork();
    if (child == 0) {
        alarm(20); /* a deadlock ends the child by a signal */
        step_together(vector, &all, 0, most);
        const int differs = !same(&all, &expected);
        teachdrl_vector_environment_destroy(vector);
        _exit(differs);
    }
    step_together(vector, &all, 0, most);
    EXPECT(same(&all, &expected));
    EXPECT(wait_for(child) == 0);
    teachdrl_vector_environment_destroy(control);
    teachdrl_vector_environment_destroy(vector);
}

/* While steps are under way: an error or, if all had been made, the right numbers; never a deadlock. */
static void fork_while_steps_are_under_way(void) {
    teachdrl_vector_environment *vector = new_vector(most, 3, TEACHDRL_AUTORESET_NEXT_STEP, seed);
    record ignored = nothing_yet();
    step_together(vector, &ignored, 0, most);
    size_t indices[most];
    float actions[most * action_size] = {0};
    rows seen;
    const teachdrl_step_rows given = step_rows(&seen, NULL);
    for (size_t i = 0; i < most; i++)
        indices[i] = i;
    OK(teachdrl_vector_environment_send(vector, indices, actions, most, action_size));
    const pid_t child = fork();
    if (child == 0) {
        alarm(20);
        const teachdrl_status status = teachdrl_vector_environment_receive(vector, indices, most, &given);
        const int told = status == TEACHDRL_INVALID_STATE && strstr(teachdrl_last_error(), "fork") != NULL;
        teachdrl_vector_environment_destroy(vector);
        _exit(status == TEACHDRL_OK || told ? 0 : 1);
    }
    OK(teachdrl_vector_environment_receive(vector, indices, most, &given));
    EXPECT(wait_for(child) == 0);
    teachdrl_vector_environment_destroy(vector);
}

/* While another thread steps it. */
static void fork_while_another_thread_steps(void) {
    pthread_t thread;
    rows seen;
    size_t indices[most];
    float actions[most * action_size] = {0};
    for (size_t i = 0; i < most; i++)
        indices[i] = i;
    __atomic_store_n(&inside, 0, __ATOMIC_RELAXED);
    shared = new_vector(most, 2, TEACHDRL_AUTORESET_NEXT_STEP, seed);
    EXPECT(pthread_create(&thread, NULL, step_for_long, NULL) == 0);
    while (!__atomic_load_n(&inside, __ATOMIC_ACQUIRE))
        usleep(100);
    const pid_t child = fork();
    if (child == 0) {
        alarm(20);
        record ignored = nothing_yet();
        const int before = failures;
        teachdrl_vector_environment *vector = new_vector(most, 2, TEACHDRL_AUTORESET_SAME_STEP, 1);
        step_together(vector, &ignored, 0, most);
        if (failures > before)
            _exit(2);
        /* Between two of the thread's calls the fork has lost nothing. */
        const teachdrl_status status =
            teachdrl_vector_environment_reset(shared, NULL, seen.observations, most, observation_size);
        _exit(status == TEACHDRL_OK || strstr(teachdrl_last_error(), "fork") != NULL ? 0 : 3);
    }
    EXPECT(wait_for(child) == 0);
    pthread_join(thread, NULL);
    /* Destroyed with steps under way. */
    OK(teachdrl_vector_environment_reset(shared, NULL, seen.observations, most, observation_size));
    OK(teachdrl_vector_environment_send(shared, indices, actions, most, action_size));
    teachdrl_vector_environment_destroy(shared);
}

int main(void) {
    first_contacts_on_many_threads();
    equal_single_environments(TEACHDRL_AUTORESET_NEXT_STEP);
    equal_single_environments(TEACHDRL_AUTORESET_SAME_STEP);
    attach_a_teacher(TEACHDRL_AUTORESET_NEXT_STEP);
    attach_a_teacher(TEACHDRL_AUTORESET_SAME_STEP);
    attach_one_each();
    hear_one_scale_with_every_teacher();
    propose_once_an_episode();
    mix_distributions();
    treat_some_differently();
    start_threads_in_a_strange_environment();
    if (getenv("TEACHDRL_NO_FORKS") == NULL) {
        fork_between_two_calls();
        if (forks_leave_the_allocator_whole) {
            fork_while_steps_are_under_way();
            fork_while_another_thread_steps();
            fork_while_the_teacher_is_busy();
        }
    }
    return report_expectations();
}
