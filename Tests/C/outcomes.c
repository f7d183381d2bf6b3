/* What teachers make of outcomes: which members count, what follows from a return, and that the rest does not matter. And
 * what is proposed beside a task. */
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <teachdrl.h>

#include "expectations.h"
#include "telling.h"

static const double low[] = {0, -1}, high[] = {3, 5};
static const char *const learning[] = {"ALP-GMM", "RIAC", "Covar-GMM", "Oracle"};
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

typedef enum told { as_return, as_success, as_score } told;

/* A teacher that changes what it proposes every few episodes, with up to two options more. */
static teachdrl_teacher *create(const char *name, const char *signal, const char *success_return) {
    const teachdrl_option fit = {"fit_rate", "25"}, region = {"max_region_size", "20"}, move = {"step_rate", "10"};
    const teachdrl_option steps = {"window_step_vector", "0.1,0.1"}, threshold = {"reward_threshold", "0.4"};
    teachdrl_option options[6];
    teachdrl_teacher *teacher = NULL;
    size_t count = 0;
    if (strstr(name, "GMM") != NULL)
        options[count++] = fit;
    if (strcmp(name, "RIAC") == 0)
        options[count++] = region;
    if (strcmp(name, "Oracle") == 0) {
        options[count++] = move;
        options[count++] = steps;
        options[count++] = threshold;
    }
    if (signal != NULL) {
        options[count].name = "signal";
        options[count++].value = signal;
    }
    if (success_return != NULL) {
        options[count].name = "success_return";
        options[count++].value = success_return;
    }
    OK(teachdrl_teacher_create(name, 2, low, high, options, count, 5, &teacher));
    return teacher;
}

static teachdrl_outcome outcome_of(told member, double value) {
    teachdrl_outcome outcome = nothing_known();
    *(member == as_return ? &outcome.episode_return : member == as_success ? &outcome.success : &outcome.score) = value;
    tell(&outcome);
    return outcome;
}

/* From 0 to 1, of a student that learns. */
static double reached(const double *task, int episode) {
    return fmax(0, fmin(1, episode / 200.0 - task[0] / 6 + 0.1 * sin(episode)));
}

static int refused(teachdrl_status status, const char *fragment) {
    return status == TEACHDRL_INVALID_ARGUMENT && strstr(teachdrl_last_error(), fragment) != NULL;
}

/* ---------------------------------------------------------------------------------------------------------------- signals */

/* Whatever the signal is taken from, a teacher does with it what one does with returns of that size. The other members are
 * of no account. */
static void learn_from(const char *name, const char *signal, told member) {
    teachdrl_teacher *teacher = create(name, signal, NULL), *twin = create(name, NULL, NULL);
    size_t changes = 0;
    int alike = 0;
    for (int episode = 0; episode < 300; episode++) {
        double task[2], expected[2];
        OK(teachdrl_teacher_sample_task(teacher, task, 2));
        OK(teachdrl_teacher_sample_task(twin, expected, 2));
        alike += memcmp(task, expected, sizeof task) == 0;
        const double value = reached(task, episode);
        teachdrl_outcome outcome = nothing_known();
        if (strcmp(signal, "auto") != 0 || member == as_score)
            outcome.episode_return = -3 * value;
        if (strcmp(signal, "return") == 0)
            outcome.score = 7 * value;
        outcome.success = 1 - value;
        outcome.value_estimate = episode;
        outcome.length = (uint64_t)episode;
        outcome.level = (uint64_t)episode;
        *(member == as_return    ? &outcome.episode_return
          : member == as_success ? &outcome.success
                                 : &outcome.score) = value;
        OK(teachdrl_teacher_update_outcomes(teacher, task, 1, 2, tell(&outcome)));
        OK(teachdrl_teacher_update(twin, task, 2, value));
    }
    EXPECT(alike == 300);
    OK(teachdrl_teacher_history(teacher, NULL, 0, &changes));
    EXPECT(changes > 2);
    teachdrl_teacher_destroy(teacher);
    teachdrl_teacher_destroy(twin);
}

/* With signal=auto the score counts where there is one, else the return. */
static void learn_from_what_there_is(void) {
    teachdrl_teacher *teacher = create("ALP-GMM", "auto", NULL), *twin = create("ALP-GMM", NULL, NULL);
    double task[2], expected[2];
    for (int episode = 0; episode < 300; episode++) {
        OK(teachdrl_teacher_sample_task(teacher, task, 2));
        OK(teachdrl_teacher_sample_task(twin, expected, 2));
        EXPECT(memcmp(task, expected, sizeof task) == 0);
        const double value = reached(task, episode);
        teachdrl_outcome outcome = outcome_of(as_return, episode % 3 == 0 ? -value : value);
        if (episode % 3 == 0)
            outcome.score = value;
        OK(teachdrl_teacher_update_outcomes(teacher, task, 1, 2, tell(&outcome)));
        OK(teachdrl_teacher_update(twin, task, 2, value));
    }
    teachdrl_teacher_destroy(teacher);
    teachdrl_teacher_destroy(twin);
}

/* ------------------------------------------------------------------------------------------------------ derived successes */

/* A success that is not known is 1 if the return is above the threshold, else 0; one that is known stays as it is. */
static void derive_successes(const char *name) {
    teachdrl_teacher *teacher = create(name, "success", "0.5"), *twin = create(name, "success", NULL);
    double task[2], expected[2];
    int above = 0;
    for (int episode = 0; episode < 300; episode++) {
        OK(teachdrl_teacher_sample_task(teacher, task, 2));
        OK(teachdrl_teacher_sample_task(twin, expected, 2));
        EXPECT(memcmp(task, expected, sizeof task) == 0);
        const double value = episode % 5 == 0 ? 0.5 : reached(task, episode);
        teachdrl_outcome plain = outcome_of(as_return, value), with_success = outcome_of(as_success, value > 0.5);
        above += value > 0.5;
        switch (episode % 4) {
        case 0:
            OK(teachdrl_teacher_update(teacher, task, 2, value));
            break;
        case 1:
            OK(teachdrl_teacher_update_outcomes(teacher, task, 1, 2, tell(&plain)));
            break;
        case 2: /* known, and not what would follow from the return */
            plain.success = with_success.success = 0.25;
            OK(teachdrl_teacher_update_outcomes(teacher, task, 1, 2, tell(&plain)));
            break;
        default: /* known, and no return */
            OK(teachdrl_teacher_update_outcomes(teacher, task, 1, 2, tell(&with_success)));
        }
        OK(teachdrl_teacher_update_outcomes(twin, task, 1, 2, tell(&with_success)));
    }
    EXPECT(above > 30 && above < 270);
    teachdrl_teacher_destroy(teacher);
    teachdrl_teacher_destroy(twin);
}

/* A teacher that is attached to nothing derives no success, unless it is told the threshold. */
static void miss_what_is_needed(void) {
    static const char *const thresholds[] = {NULL, "auto", "off"};
    const double task[] = {1, 1};
    teachdrl_outcome outcome;
    uint64_t updates = 77;
    for (size_t i = 0; i < COUNT(thresholds); i++) {
        teachdrl_teacher *teacher = create("RIAC", "success", thresholds[i]);
        outcome = outcome_of(as_return, 1);
        EXPECT(refused(teachdrl_teacher_update(teacher, task, 2, 1), "success"));
        EXPECT(refused(teachdrl_teacher_update_outcomes(teacher, task, 1, 2, tell(&outcome)), "success"));
        outcome.success = 0;
        OK(teachdrl_teacher_update_outcomes(teacher, task, 1, 2, tell(&outcome)));
        OK(teachdrl_teacher_episode_count(teacher, &updates));
        EXPECT(updates == 1);
        teachdrl_teacher_destroy(teacher);
    }
    teachdrl_teacher *teacher = create("RIAC", "success", "-1e3");
    OK(teachdrl_teacher_update(teacher, task, 2, 1));
    outcome = nothing_known();
    EXPECT(teachdrl_teacher_update_outcomes(teacher, task, 1, 2, tell(&outcome)) == TEACHDRL_INVALID_ARGUMENT);
    teachdrl_teacher_destroy(teacher);

    /* Random needs nothing. */
    OK(teachdrl_teacher_create("Random", 2, low, high, NULL, 0, 5, &teacher));
    OK(teachdrl_teacher_update_outcomes(teacher, task, 1, 2, tell(&outcome)));
    OK(teachdrl_teacher_episode_count(teacher, &updates));
    EXPECT(updates == 1);
    teachdrl_teacher_destroy(teacher);
}

/* What a teacher says that it needs is what it refuses to be without, and it uses that too. */
static void say_what_is_needed(void) {
    static const uint32_t members[] = {TEACHDRL_OUTCOME_RETURN, TEACHDRL_OUTCOME_SUCCESS, TEACHDRL_OUTCOME_SCORE};
    static const char *const signals[] = {"return", "success", "score", "auto"};
    const double task[] = {1, 1};
    for (size_t t = 0; t < COUNT(learning); t++)
        for (size_t s = 0; s < COUNT(signals); s++) {
            teachdrl_teacher *teacher = create(learning[t], signals[s], NULL);
            uint32_t needs = 77, uses = 77;
            OK(teachdrl_teacher_outcome_members(teacher, &needs, NULL));
            OK(teachdrl_teacher_outcome_members(teacher, NULL, &uses));
            EXPECT(needs == members[s % 3] && (needs & ~uses) == 0);
            for (int without = 0; without < 3; without++) {
                teachdrl_outcome outcome = outcome_of(as_return, 1);
                outcome.success = outcome.score = 1;
                *(without == 0 ? &outcome.episode_return : without == 1 ? &outcome.success : &outcome.score) = NAN;
                const teachdrl_status status = teachdrl_teacher_update_outcomes(teacher, task, 1, 2, tell(&outcome));
                /* With signal=auto a score will do for the return. */
                EXPECT(signals[s][0] == 'a' || (status == TEACHDRL_OK) == ((needs & members[without]) == 0));
            }
            teachdrl_teacher_destroy(teacher);
        }
    for (size_t i = 0; i < teachdrl_teacher_count(); i++) {
        const teachdrl_description *description = NULL;
        OK(teachdrl_teacher_describe(i, &description));
        /* The published teachers are listed first; they learn from returns by default, and from what they are told to. */
        const int is_random = strcmp(description->name, "Random") == 0;
        EXPECT(i >= 5 || description->needs == (is_random ? 0 : TEACHDRL_OUTCOME_RETURN));
        EXPECT(i >= 5 || is_random || description->uses == (members[0] | members[1] | members[2]));
        EXPECT((description->needs & ~description->uses) == 0);
        EXPECT(description->parameters == NULL && description->parameter_count == 0);
    }
}

/* -------------------------------------------------------------------------------------------------- many, late, repeated */

static size_t state_of(teachdrl_teacher *teacher, unsigned char *bytes, size_t capacity) {
    size_t size = 0;
    OK(teachdrl_teacher_save_to_memory(teacher, bytes, capacity, &size));
    return size;
}

/* Many outcomes are the same as one after the other, whatever their order, for tasks of any age, and in slots. */
static void many_are_one_by_one(const char *name) {
    enum { rounds = 40, rows = 6 };
    static unsigned char states[2][1 << 18];
    teachdrl_teacher *together = create(name, "score", NULL), *singly = create(name, "score", NULL);
    double tasks[2 * rows], same[2 * rows];
    teachdrl_outcome outcomes[rows];
    const size_t slots[rows] = {9, 2, 700000, 1, 0, 5};
    for (int round = 0; round < rounds; round++) {
        OK(teachdrl_teacher_sample_tasks(together, tasks, rows, 2));
        for (int row = 0; row < rows; row++) {
            OK(teachdrl_teacher_sample_task(singly, same + 2 * row, 2));
            /* Rows 4 and 5 are about the task of row 0 again. */
            if (row > 3)
                memcpy(tasks + 2 * row, tasks, 2 * sizeof *tasks);
            outcomes[row] = outcome_of(as_score, reached(tasks + 2 * row, 5 * round + row));
        }
        EXPECT(memcmp(tasks, same, 8 * sizeof *tasks) == 0);
        OK(teachdrl_teacher_update_outcomes(together, tasks, rows, 2, outcomes));
        for (int row = 0; row < rows; row++)
            OK(teachdrl_teacher_update_outcomes(singly, tasks + 2 * row, 1, 2, &outcomes[row]));
        OK(teachdrl_teacher_begin_episodes(together, slots, rows, tasks, 2));
        for (int row = 0; row < rows; row++)
            OK(teachdrl_teacher_begin_episode(singly, slots[row], same + 2 * row, 2));
        EXPECT(memcmp(tasks, same, sizeof tasks) == 0);
        OK(teachdrl_teacher_end_episodes_with_outcomes(together, slots, rows, outcomes));
        for (int row = 0; row < rows; row++)
            OK(teachdrl_teacher_end_episodes_with_outcomes(singly, slots + row, 1, &outcomes[row]));
    }
    const size_t size = state_of(together, states[0], sizeof states[0]);
    EXPECT(size == state_of(singly, states[1], sizeof states[1]) && memcmp(states[0], states[1], size) == 0);
    /* One that is wrong among many, and nothing of them is learnt. */
    outcomes[rows - 1].known = 0;
    EXPECT(refused(teachdrl_teacher_update_outcomes(together, tasks, rows, 2, outcomes), "'outcomes[5]'"));
    EXPECT(size == state_of(together, states[1], sizeof states[1]) && memcmp(states[0], states[1], size) == 0);
    /* Restored, a teacher still learns from the same member. */
    teachdrl_teacher *restored = NULL;
    OK(teachdrl_teacher_load_from_memory(states[0], size, &restored));
    EXPECT(refused(teachdrl_teacher_update(restored, tasks, 2, 1), "score"));
    for (int row = 0; row < rows - 1; row++) {
        OK(teachdrl_teacher_update_outcomes(restored, tasks + 2 * row, 1, 2, &outcomes[row]));
        OK(teachdrl_teacher_update_outcomes(singly, tasks + 2 * row, 1, 2, &outcomes[row]));
        OK(teachdrl_teacher_sample_task(restored, tasks + 2 * row, 2));
        OK(teachdrl_teacher_sample_task(singly, same + 2 * row, 2));
        EXPECT(memcmp(tasks + 2 * row, same + 2 * row, 2 * sizeof *tasks) == 0);
    }
    teachdrl_teacher_destroy(together);
    teachdrl_teacher_destroy(singly);
    teachdrl_teacher_destroy(restored);
}

enum { threads = 8, episodes = 300 };
static teachdrl_teacher *shared;

static void *play_in_a_slot(void *argument) {
    const size_t slot = *(const size_t *)argument;
    for (int episode = 0; episode < episodes; episode++) {
        double task[2];
        teachdrl_proposal proposal = {sizeof proposal, 0, true, false, 1};
        OK(teachdrl_teacher_begin_episode(shared, slot, task, 2));
        OK(teachdrl_teacher_proposal_in_slot(shared, slot, &proposal));
        EXPECT(proposal.level == TEACHDRL_NO_LEVEL && proposal.is_for_learning);
        teachdrl_outcome outcome = outcome_of(as_success, reached(task, episode));
        OK(teachdrl_teacher_end_episodes_with_outcomes(shared, &slot, 1, &outcome));
        OK(teachdrl_teacher_update_outcomes(shared, task, 1, 2, tell(&outcome)));
    }
    return NULL;
}

static void tell_from_many_threads(void) {
    pthread_t workers[threads];
    size_t slots[threads];
    uint64_t count = 0;
    shared = create("ALP-GMM", "success", NULL);
    for (size_t i = 0; i < threads; i++) {
        slots[i] = 100 * i;
        EXPECT(pthread_create(&workers[i], NULL, play_in_a_slot, &slots[i]) == 0);
    }
    for (int i = 0; i < threads; i++)
        pthread_join(workers[i], NULL);
    OK(teachdrl_teacher_episode_count(shared, &count));
    EXPECT(count == 2 * threads * episodes);
    teachdrl_teacher_destroy(shared);
}

/* ---------------------------------------------------------------------------------------------------------------- proposals */

static void expect_no_level(const teachdrl_proposal *proposal) {
    EXPECT(proposal->struct_size == sizeof *proposal && proposal->level == TEACHDRL_NO_LEVEL);
    EXPECT(!proposal->has_seed && proposal->seed == 0 && proposal->is_for_learning);
}

/* A proposal's task is the one that sample_task gives. Today's teachers give no level, and a slot says so, restored too. */
static void propose(const char *name) {
    static unsigned char state[1 << 18];
    teachdrl_teacher *teacher = create(name, NULL, NULL), *twin = create(name, NULL, NULL), *restored = NULL;
    double task[2], expected[2];
    for (int episode = 0; episode < 100; episode++) {
        teachdrl_proposal proposal = {sizeof proposal, 0, true, false, 1};
        OK(teachdrl_teacher_propose(teacher, task, 2, episode % 2 == 0 ? &proposal : NULL));
        OK(teachdrl_teacher_sample_task(twin, expected, 2));
        EXPECT(memcmp(task, expected, sizeof task) == 0);
        if (episode % 2 == 0)
            expect_no_level(&proposal);
        OK(teachdrl_teacher_update(teacher, task, 2, reached(task, episode)));
        OK(teachdrl_teacher_update(twin, task, 2, reached(task, episode)));
    }
    OK(teachdrl_teacher_begin_episode(teacher, 4, task, 2));
    const size_t size = state_of(teacher, state, sizeof state);
    OK(teachdrl_teacher_load_from_memory(state, size, &restored));
    teachdrl_teacher *both[] = {teacher, restored};
    for (int which = 0; which < 2; which++) {
        teachdrl_proposal proposal = {sizeof proposal, 0, true, false, 1};
        OK(teachdrl_teacher_proposal_in_slot(both[which], 4, &proposal));
        expect_no_level(&proposal);
        teachdrl_teacher_destroy(both[which]);
    }
    teachdrl_teacher_destroy(twin);
}

int main(void) {
    for (size_t t = 0; t < COUNT(learning); t++) {
        learn_from(learning[t], "return", as_return);
        learn_from(learning[t], "success", as_success);
        learn_from(learning[t], "score", as_score);
        learn_from(learning[t], "auto", as_return);
        learn_from(learning[t], "auto", as_score);
        derive_successes(learning[t]);
        many_are_one_by_one(learning[t]);
        propose(learning[t]);
    }
    learn_from_what_there_is();
    miss_what_is_needed();
    say_what_is_needed();
    tell_from_many_threads();
    return report_expectations();
}
