/* What environments say of their parameters, lower bounds, and what teachers that are attached to them are told. */
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <teachdrl.h>

#include "expectations.h"
#include "telling.h"

enum { observation_size = 24, action_size = 4, count = 4, most_parameters = 64 };

static const teachdrl_option brief[] = {{"walker", "short"}, {"max_episode_steps", "40"}};
static const uint64_t seed = 11;

static teachdrl_environment *environment(const char *name, const teachdrl_option *options, size_t option_count) {
    teachdrl_environment *made = NULL;
    OK(teachdrl_environment_create(name, options, option_count, seed, &made));
    return made;
}

/* Whether the last failed call's message has a text in it. */
static int says(const char *text) {
    return strstr(teachdrl_last_error(), text) != NULL;
}

static int same_text(const char *one, const char *other) {
    return one == other || (one != NULL && other != NULL && strcmp(one, other) == 0);
}

static int same(const teachdrl_parameter *one, const teachdrl_parameter *other) {
    return same_text(one->name, other->name) && one->kind == other->kind && one->low == other->low &&
           one->high == other->high && same_text(one->group, other->group) && same_text(one->unit, other->unit) &&
           same_text(one->documentation, other->documentation) && one->has_default == other->has_default &&
           one->default_value == other->default_value;
}

/* ---------------------------------------------------------------------------------------------------------- listings */

/* With the default options, an environment has the parameters of its description, and its task is those that are on. */
static void test_listings(void) {
    size_t kinds = teachdrl_environment_count();
    for (size_t kind = 0; kind < kinds; kind++) {
        const teachdrl_description *description;
        const teachdrl_parameter *parameter = NULL, *listed = NULL;
        size_t parameter_count = 0, dimension = 0;
        double low[most_parameters], high[most_parameters];
        OK(teachdrl_environment_describe(kind, &description));
        teachdrl_environment *made = environment(description->name, NULL, 0);
        OK(teachdrl_environment_parameter_count(made, &parameter_count));
        EXPECT(parameter_count == description->parameter_count);
        size_t next = 0;
        OK(teachdrl_environment_task_dimension(made, &dimension));
        if (dimension > 0)
            OK(teachdrl_environment_task_space(made, low, high, dimension));
        for (size_t i = 0; i < parameter_count; i++) {
            OK(teachdrl_environment_parameter(made, i, &listed));
            EXPECT(same(listed, description->parameters[i]));
            EXPECT(listed->struct_size == sizeof *listed);
            EXPECT(listed->kind == TEACHDRL_PARAMETER_NUMBER || listed->kind == TEACHDRL_PARAMETER_INTEGER);
            EXPECT(listed->categories == NULL && listed->documentation != NULL);
            if (next == dimension)
                continue;
            OK(teachdrl_environment_task_parameter(made, next, &parameter));
            if (same(parameter, listed)) {
                EXPECT(parameter->low == low[next] && parameter->high == high[next]);
                next++;
            }
        }
        EXPECT(next == dimension);
        listed = NULL;
        EXPECT(teachdrl_environment_parameter(made, parameter_count, &listed) == TEACHDRL_INVALID_ARGUMENT &&
               says("'index'") && listed == NULL);
        EXPECT(teachdrl_environment_task_parameter(made, dimension, &listed) == TEACHDRL_INVALID_ARGUMENT &&
               says("'index'") && listed == NULL);
        EXPECT(teachdrl_environment_parameter(made, 0, NULL) == TEACHDRL_INVALID_ARGUMENT && says("'parameter'"));
        EXPECT(teachdrl_environment_parameter(NULL, 0, &listed) == TEACHDRL_INVALID_ARGUMENT && says("'environment'"));
        EXPECT(teachdrl_environment_parameter_count(made, NULL) == TEACHDRL_INVALID_ARGUMENT && says("'count'"));
        teachdrl_environment_destroy(made);
    }
}

/* Everything in the listing can be set by its name, or by its group's, at both bounds. */
static void test_listed_names(void) {
    teachdrl_environment *made = environment("walker-tracks", NULL, 0);
    size_t parameter_count = 0, i = 0;
    OK(teachdrl_environment_parameter_count(made, &parameter_count));
    while (i < parameter_count) {
        const teachdrl_parameter *parameter = NULL;
        double lowest[most_parameters], highest[most_parameters];
        size_t alike = 0;
        OK(teachdrl_environment_parameter(made, i, &parameter));
        const char *group = parameter->group, *name = group != NULL ? group : parameter->name;
        do {
            lowest[alike] = parameter->low;
            highest[alike] = parameter->high;
            alike++;
            if (i + alike == parameter_count)
                break;
            OK(teachdrl_environment_parameter(made, i + alike, &parameter));
        } while (group != NULL && same_text(parameter->group, group));
        OK(teachdrl_environment_set_parameter(made, name, lowest, alike));
        OK(teachdrl_environment_set_parameter(made, name, highest, alike));
        highest[alike - 1] += 1;
        EXPECT(teachdrl_environment_set_parameter(made, name, highest, alike) == TEACHDRL_INVALID_ARGUMENT &&
               says(name));
        i += alike;
    }
    teachdrl_environment_destroy(made);
}

/* A deviation belongs to its mean. */
static void test_deviations(void) {
    teachdrl_environment *made = environment("walker-tracks", NULL, 0);
    const double number = 1;
    OK(teachdrl_environment_set_parameter(made, "stump_rot_deviation", NULL, 0));
    EXPECT(teachdrl_environment_set_parameter(made, "stump_rot_deviation", &number, 1) == TEACHDRL_INVALID_STATE &&
           says("'stump_rot'"));
    OK(teachdrl_environment_set_parameter(made, "stump_rot", &number, 1));
    OK(teachdrl_environment_set_parameter(made, "stump_rot_deviation", &number, 1));
    EXPECT(teachdrl_environment_set_parameter(made, "stump_rot_deviation", &number, 2) == TEACHDRL_INVALID_ARGUMENT &&
           says("'count'"));
    teachdrl_environment_destroy(made);
}

/* ------------------------------------------------------------------------------------------------------ lower bounds */

static void test_lower_bounds(void) {
    const teachdrl_option options[] = {{"min_stump_height", "1"}, {"min_obstacle_spacing", "0.5"}};
    teachdrl_environment *made = environment("stump-tracks", options, 2);
    const teachdrl_parameter *parameter = NULL;
    double low[2], high[2];
    OK(teachdrl_environment_task_space(made, low, high, 2));
    EXPECT(low[0] == 1 && low[1] == 0.5 && high[0] == 3 && high[1] == 6);
    OK(teachdrl_environment_task_parameter(made, 1, &parameter));
    EXPECT(parameter->low == 0.5 && strcmp(parameter->unit, "m") == 0);
    const double task[] = {0.5, 2}, inside[] = {1, 0.5};
    EXPECT(teachdrl_environment_set_task(made, task, 2) == TEACHDRL_INVALID_ARGUMENT &&
           says("parameter 'stump_height' is 0.5; it must lie from 1 to 3"));
    EXPECT(teachdrl_environment_set_parameter(made, "stump_height", task, 1) == TEACHDRL_INVALID_ARGUMENT &&
           says("from 1 to 3"));
    OK(teachdrl_environment_set_task(made, inside, 2));
    teachdrl_environment_destroy(made);

    const teachdrl_option crossed[] = {{"min_stump_height", "2"}, {"max_stump_height", "1.5"}};
    const teachdrl_option alone[] = {{"min_stump_height", "2"}, {"max_stump_height", "off"}};
    made = NULL;
    EXPECT(teachdrl_environment_create("stump-tracks", crossed, 2, seed, &made) == TEACHDRL_INVALID_ARGUMENT &&
           says("'min_stump_height' is 2") && says("'max_stump_height' is 1.5"));
    EXPECT(teachdrl_environment_create("stump-tracks", alone, 2, seed, &made) == TEACHDRL_INVALID_ARGUMENT &&
           says("'min_stump_height'") && says("'max_stump_height' is off"));
    EXPECT(made == NULL);
}

/* -------------------------------------------------------------------------------------------------------------- steps */

/* A step's structure of a size that no version has: nothing is stepped. */
static void test_step_sizes(void) {
    const size_t wrong[] = {0, 8, 16, sizeof(teachdrl_step) - 1, sizeof(teachdrl_step) + 8, (size_t)-1};
    teachdrl_environment *one = environment("stump-tracks", brief, 2), *other = environment("stump-tracks", brief, 2);
    float action[action_size] = {1, -1, 0.5, 0}, seen[observation_size], expected[observation_size];
    teachdrl_step step, twin;
    memset(&step, 0, sizeof step);
    step.struct_size = twin.struct_size = sizeof step;
    OK(teachdrl_environment_reset(one, seen, observation_size));
    OK(teachdrl_environment_reset(other, expected, observation_size));
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        step.struct_size = wrong[i];
        EXPECT(teachdrl_environment_step(one, action, action_size, seen, observation_size, &step) ==
                   TEACHDRL_INVALID_ARGUMENT &&
               says("'step.struct_size'"));
    }
    EXPECT(teachdrl_environment_step(one, action, action_size, seen, observation_size, NULL) ==
               TEACHDRL_INVALID_ARGUMENT &&
           says("'step'"));
    step.struct_size = sizeof step;
    OK(teachdrl_environment_step(one, action, action_size, seen, observation_size, &step));
    OK(teachdrl_environment_step(other, action, action_size, expected, observation_size, &twin));
    EXPECT(memcmp(seen, expected, sizeof seen) == 0 && step.reward == twin.reward && step.struct_size == sizeof step);
    teachdrl_environment_destroy(one);
    teachdrl_environment_destroy(other);
}

/* ------------------------------------------------------------------------------------------------------ many of them */

typedef struct rows {
    teachdrl_step_rows steps;
    teachdrl_finished_episodes episodes;
    float observations[count * observation_size];
    double rewards[count], returns[count], tasks[count * 2], successes[count];
    bool terminated[count], truncated[count], are_for_learning[count];
    uint64_t lengths[count], levels[count];
    int32_t sources[count];
} rows;

static void prepare(rows *all) {
    memset(all, 0, sizeof *all);
    all->steps.struct_size = sizeof all->steps;
    all->steps.observations = all->observations;
    all->steps.observation_size = observation_size;
    all->steps.rewards = all->rewards;
    all->steps.terminated = all->terminated;
    all->steps.truncated = all->truncated;
    all->steps.episodes = &all->episodes;
    all->episodes.struct_size = sizeof all->episodes;
    all->episodes.returns = all->returns;
    all->episodes.lengths = all->lengths;
    all->episodes.tasks = all->tasks;
    all->episodes.sources = all->sources;
    all->episodes.successes = all->successes;
    all->episodes.levels = all->levels;
    all->episodes.are_for_learning = all->are_for_learning;
}

static teachdrl_vector_environment_definition definition(void) {
    teachdrl_vector_environment_definition made;
    memset(&made, 0, sizeof made);
    made.struct_size = sizeof made;
    made.name = "stump-tracks";
    made.options = brief;
    made.option_count = 2;
    made.count = count;
    made.thread_count = 2;
    made.autoreset = TEACHDRL_AUTORESET_SAME_STEP;
    made.seed = seed;
    return made;
}

static teachdrl_vector_environment *vector_environment(void) {
    teachdrl_vector_environment_definition made = definition();
    teachdrl_vector_environment *vector = NULL;
    OK(teachdrl_vector_environment_create(&made, &vector));
    return vector;
}

static void refuse(const teachdrl_vector_environment_definition *wrong, teachdrl_status status, const char *text) {
    teachdrl_vector_environment *vector = NULL;
    EXPECT(teachdrl_vector_environment_create(wrong, &vector) == status);
    EXPECT(says(text) && vector == NULL);
}

static void test_definitions(void) {
    const size_t wrong[] = {0, 8, 56, sizeof(teachdrl_vector_environment_definition) + 8, (size_t)-1};
    teachdrl_vector_environment_definition made = definition();
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        made.struct_size = wrong[i];
        refuse(&made, TEACHDRL_INVALID_ARGUMENT, "'definition.struct_size'");
    }
    refuse(NULL, TEACHDRL_INVALID_ARGUMENT, "'definition'");
    made = definition();
    EXPECT(teachdrl_vector_environment_create(&made, NULL) == TEACHDRL_INVALID_ARGUMENT && says("'vector'"));
    made.name = NULL;
    refuse(&made, TEACHDRL_INVALID_ARGUMENT, "name");
    made.name = "stump-track";
    refuse(&made, TEACHDRL_UNKNOWN_NAME, "stump-tracks");
    made = definition();
    made.options = NULL;
    refuse(&made, TEACHDRL_INVALID_ARGUMENT, "options");
    made = definition();
    made.count = 0;
    refuse(&made, TEACHDRL_INVALID_ARGUMENT, "count");
    made.count = 65537;
    refuse(&made, TEACHDRL_INVALID_ARGUMENT, "count");
    made = definition();
    made.thread_count = 257;
    refuse(&made, TEACHDRL_INVALID_ARGUMENT, "thread_count");
    made = definition();
    int no_mode = 3;
    memcpy(&made.autoreset, &no_mode, sizeof made.autoreset);
    refuse(&made, TEACHDRL_INVALID_ARGUMENT, "autoreset");
}

/* Rows of wrong sizes, or of an earlier version, whose missing members are not touched. */
static void test_rows(void) {
    const size_t wrong_rows[] = {0, 48, sizeof(teachdrl_step_rows) + 8, (size_t)-1};
    const size_t wrong_episodes[] = {0, 40, 52, sizeof(teachdrl_finished_episodes) + 8, (size_t)-1};
    teachdrl_vector_environment *vector = vector_environment();
    float actions[count * action_size] = {0};
    rows *all = (rows *)malloc(sizeof *all);
    prepare(all);
    OK(teachdrl_vector_environment_reset(vector, NULL, all->observations, count, observation_size));
    for (size_t i = 0; i < sizeof wrong_rows / sizeof wrong_rows[0]; i++) {
        all->steps.struct_size = wrong_rows[i];
        EXPECT(teachdrl_vector_environment_step(vector, actions, count, action_size, &all->steps) ==
                   TEACHDRL_INVALID_ARGUMENT &&
               says("'rows.struct_size'"));
    }
    all->steps.struct_size = sizeof all->steps;
    for (size_t i = 0; i < sizeof wrong_episodes / sizeof wrong_episodes[0]; i++) {
        all->episodes.struct_size = wrong_episodes[i];
        EXPECT(teachdrl_vector_environment_step(vector, actions, count, action_size, &all->steps) ==
                   TEACHDRL_INVALID_ARGUMENT &&
               says("episodes.struct_size'"));
    }
    /* The first version had no successes, levels and flags: what is there is the caller's. */
    all->episodes.struct_size = offsetof(teachdrl_finished_episodes, successes);
    for (size_t i = 0; i < count; i++)
        all->successes[i] = -7;
    int finished = 0;
    for (int step = 0; step < 45; step++) {
        OK(teachdrl_vector_environment_step(vector, actions, count, action_size, &all->steps));
        for (size_t i = 0; i < count; i++)
            finished += all->terminated[i] || all->truncated[i];
    }
    EXPECT(finished >= count);
    for (size_t i = 0; i < count; i++)
        EXPECT(all->successes[i] == -7 && all->lengths[i] > 0 && all->sources[i] == TEACHDRL_NO_TEACHER);
    free(all);
    teachdrl_vector_environment_destroy(vector);
}

/* Without teachers, and with today's, there are no levels, and every episode is for learning. */
static void test_running_proposals(void) {
    teachdrl_vector_environment *vector = vector_environment();
    float observations[count * observation_size];
    teachdrl_proposal proposals[count];
    memset(proposals, 0xee, sizeof proposals);
    for (size_t i = 0; i < count; i++)
        proposals[i].struct_size = sizeof proposals[i];
    OK(teachdrl_vector_environment_reset(vector, NULL, observations, count, observation_size));
    EXPECT(teachdrl_vector_environment_running_proposals(vector, NULL, count) == TEACHDRL_INVALID_ARGUMENT &&
           says("'proposals'"));
    EXPECT(teachdrl_vector_environment_running_proposals(vector, proposals, count - 1) == TEACHDRL_INVALID_ARGUMENT &&
           says("'count'"));
    proposals[2].struct_size = 8;
    EXPECT(teachdrl_vector_environment_running_proposals(vector, proposals, count) == TEACHDRL_INVALID_ARGUMENT &&
           says("'proposals[2].struct_size'"));
    proposals[2].struct_size = sizeof proposals[2];
    EXPECT(proposals[0].level == 0xeeeeeeeeeeeeeeeeu);
    OK(teachdrl_vector_environment_running_proposals(vector, proposals, count));
    for (size_t i = 0; i < count; i++) {
        EXPECT(proposals[i].struct_size == sizeof proposals[i] && proposals[i].level == TEACHDRL_NO_LEVEL);
        EXPECT(!proposals[i].has_seed && proposals[i].is_for_learning && proposals[i].seed == 0);
    }
    /* What has been sent is left as it is. */
    const size_t sent = 1;
    const float action[action_size] = {0};
    OK(teachdrl_vector_environment_send(vector, &sent, action, 1, action_size));
    for (size_t i = 0; i < count; i++)
        proposals[i].level = 5;
    OK(teachdrl_vector_environment_running_proposals(vector, proposals, count));
    for (size_t i = 0; i < count; i++)
        EXPECT(proposals[i].level == (i == sent ? 5 : TEACHDRL_NO_LEVEL));
    teachdrl_vector_environment_destroy(vector);
}

/* ---------------------------------------------------------------------------------------------------------- teachers */

static teachdrl_teacher *teacher(const teachdrl_option *options, size_t option_count) {
    const double low[] = {0, 0}, high[] = {3, 6};
    teachdrl_teacher *made = NULL;
    OK(teachdrl_teacher_create("ALP-GMM", 2, low, high, options, option_count, seed, &made));
    return made;
}

static int same_state(teachdrl_teacher *one, teachdrl_teacher *other) {
    size_t size = 0, other_size = 0;
    OK(teachdrl_teacher_save_to_memory(one, NULL, 0, &size));
    OK(teachdrl_teacher_save_to_memory(other, NULL, 0, &other_size));
    if (size != other_size)
        return 0;
    char *bytes = (char *)malloc(size), *other_bytes = (char *)malloc(size);
    OK(teachdrl_teacher_save_to_memory(one, bytes, size, &size));
    OK(teachdrl_teacher_save_to_memory(other, other_bytes, size, &size));
    int equal = memcmp(bytes, other_bytes, size) == 0;
    free(bytes);
    free(other_bytes);
    return equal;
}

/* A teacher that is attached is told what a loop by hand tells its twin. `told` is the success that the twin is told for
 * a return that is not above `threshold`, and `told_above` for one that is; NAN for none. */
static void attached_is_as_by_hand(const teachdrl_option *options, size_t option_count, double threshold, double told,
                                   double told_above, int *above, int *below) {
    teachdrl_vector_environment *vector = vector_environment();
    teachdrl_teacher *attached = teacher(options, option_count), *twin = teacher(options, option_count);
    float actions[count * action_size];
    rows *all = (rows *)malloc(sizeof *all);
    double task[2], mastered = 0;
    uint32_t random = 1;
    teachdrl_environment *first = NULL;
    OK(teachdrl_vector_environment_at(vector, 0, &first));
    OK(teachdrl_environment_mastered_return(first, &mastered));
    prepare(all);
    OK(teachdrl_vector_environment_attach_teachers(vector, TEACHDRL_ALL_ENVIRONMENTS, &attached, NULL, 1));
    OK(teachdrl_vector_environment_reset(vector, NULL, all->observations, count, observation_size));
    for (int i = 0; i < count; i++)
        OK(teachdrl_teacher_sample_task(twin, task, 2));
    for (int step = 0; step < 400; step++) {
        for (size_t i = 0; i < count * action_size; i++) {
            random = random * 1664525u + 1013904223u;
            actions[i] = (float)(random >> 8) / (float)(1 << 23) - 1;
        }
        OK(teachdrl_vector_environment_step(vector, actions, count, action_size, &all->steps));
        for (size_t i = 0; i < count; i++) {
            if (!all->terminated[i] && !all->truncated[i])
                continue;
            EXPECT(all->successes[i] == (all->returns[i] > mastered ? 1 : 0));
            EXPECT(all->levels[i] == TEACHDRL_NO_LEVEL && all->are_for_learning[i] && all->sources[i] == 0);
            teachdrl_outcome outcome = nothing_known();
            outcome.episode_return = all->returns[i];
            outcome.length = all->lengths[i];
            outcome.success = all->returns[i] > threshold ? told_above : told;
            *(all->returns[i] > threshold ? above : below) += 1;
            OK(teachdrl_teacher_update_outcomes(twin, all->tasks + 2 * i, 1, 2, tell(&outcome)));
            OK(teachdrl_teacher_sample_task(twin, task, 2));
        }
    }
    EXPECT(same_state(attached, twin));
    free(all);
    teachdrl_vector_environment_destroy(vector);
    teachdrl_teacher_destroy(attached);
    teachdrl_teacher_destroy(twin);
}

static void test_outcomes(void) {
    const teachdrl_option by_return[] = {{"fit_rate", "10"}};
    const teachdrl_option by_mastered[] = {{"fit_rate", "10"}, {"signal", "success"}};
    const teachdrl_option by_number[] = {{"fit_rate", "10"}, {"signal", "success"}, {"success_return", "-102"}};
    const teachdrl_option by_score[] = {{"signal", "score"}};
    const teachdrl_option off[] = {{"signal", "success"}, {"success_return", "off"}};
    int above = 0, below = 0;
    attached_is_as_by_hand(by_return, 1, 230, 0, 1, &above, &below);
    EXPECT(above == 0 && below > 20);
    /* With auto, the environment's mastered return decides; with a number, that. */
    attached_is_as_by_hand(by_mastered, 2, 230, 0, 1, &above, &below);
    above = below = 0;
    attached_is_as_by_hand(by_number, 3, -102, 0, 1, &above, &below);
    EXPECT(above > 5 && below > 5);
    attached_is_as_by_hand(by_number, 3, -102, NAN, NAN, &above, &below);

    teachdrl_vector_environment *vector = vector_environment();
    teachdrl_teacher *needs_score = teacher(by_score, 1), *needs_success = teacher(off, 2);
    EXPECT(teachdrl_vector_environment_attach_teachers(vector, 0, &needs_score, NULL, 1) == TEACHDRL_INVALID_ARGUMENT &&
           says("'teachers[0]'") && says("'score'"));
    EXPECT(teachdrl_vector_environment_attach_teachers(vector, 0, &needs_success, NULL, 1) ==
               TEACHDRL_INVALID_ARGUMENT &&
           says("'success'"));
    teachdrl_teacher_destroy(needs_score);
    teachdrl_teacher_destroy(needs_success);
    teachdrl_vector_environment_destroy(vector);
}

/* A teacher over parameters of its own, created for `stump-tracks` with one coordinate changed. */
static teachdrl_teacher *teacher_over(const teachdrl_parameter *height) {
    teachdrl_parameter parameters[2];
    teachdrl_teacher_definition made;
    teachdrl_teacher *result = NULL;
    memset(parameters, 0, sizeof parameters);
    memset(&made, 0, sizeof made);
    parameters[0] = *height;
    parameters[0].struct_size = parameters[1].struct_size = sizeof parameters[0];
    parameters[0].name = "height";
    parameters[1].name = "spacing";
    parameters[1].high = 6;
    made.struct_size = sizeof made;
    made.name = "Random";
    made.parameters = parameters;
    made.parameter_count = 2;
    OK(teachdrl_teacher_create_from(&made, &result));
    return result;
}

static void test_kinds_of_teachers(void) {
    const char *const names[] = {"none", "low", "high", NULL};
    teachdrl_vector_environment *vector = vector_environment();
    teachdrl_parameter height;
    for (int i = 0; i < 4; i++) {
        memset(&height, 0, sizeof height);
        height.high = 3;
        if (i == 0)
            height.kind = TEACHDRL_PARAMETER_INTEGER;
        if (i == 1) {
            height.kind = TEACHDRL_PARAMETER_CATEGORY;
            height.categories = names;
        }
        if (i == 2) {
            height.kind = TEACHDRL_PARAMETER_LOG_NUMBER;
            height.low = 0.1;
        }
        teachdrl_teacher *made = teacher_over(&height);
        teachdrl_status status = teachdrl_vector_environment_attach_teachers(vector, 0, &made, NULL, 1);
        EXPECT(status == (i < 2 ? TEACHDRL_INVALID_ARGUMENT : TEACHDRL_OK));
        if (i < 2)
            EXPECT(says("'teachers[0]'") && says("'stump_height'"));
        teachdrl_teacher_destroy(made);
    }
    teachdrl_vector_environment_destroy(vector);

    /* Bounds of an environment with lower ones. */
    const teachdrl_option options[] = {{"min_stump_height", "1"}};
    teachdrl_vector_environment_definition bounded = definition();
    bounded.options = options;
    bounded.option_count = 1;
    OK(teachdrl_vector_environment_create(&bounded, &vector));
    teachdrl_teacher *made = teacher(NULL, 0);
    EXPECT(teachdrl_vector_environment_attach_teachers(vector, 0, &made, NULL, 1) == TEACHDRL_INVALID_ARGUMENT &&
           says("from 0 to 3") && says("from 1 to 3"));
    teachdrl_teacher_destroy(made);
    teachdrl_vector_environment_destroy(vector);
}

/* A teacher created from an environment's parameters is the one over its bounds, and fits. */
static void test_teacher_from_parameters(void) {
    teachdrl_vector_environment *vector = vector_environment();
    teachdrl_environment *first = NULL;
    teachdrl_parameter parameters[2];
    teachdrl_teacher_definition made;
    teachdrl_teacher *named = NULL, *plain = teacher(NULL, 0);
    OK(teachdrl_vector_environment_at(vector, 0, &first));
    for (size_t i = 0; i < 2; i++) {
        const teachdrl_parameter *parameter = NULL;
        OK(teachdrl_environment_task_parameter(first, i, &parameter));
        parameters[i] = *parameter;
    }
    memset(&made, 0, sizeof made);
    made.struct_size = sizeof made;
    made.name = "ALP-GMM";
    made.parameters = parameters;
    made.parameter_count = 2;
    made.seed = seed;
    OK(teachdrl_teacher_create_from(&made, &named));
    OK(teachdrl_vector_environment_attach_teachers(vector, 0, &named, NULL, 1));
    for (int i = 0; i < 20; i++) {
        double task[2], other[2];
        OK(teachdrl_teacher_sample_task(named, task, 2));
        OK(teachdrl_teacher_sample_task(plain, other, 2));
        EXPECT(task[0] == other[0] && task[1] == other[1]);
    }
    teachdrl_teacher_destroy(named);
    /* The same parameters in another order, with bounds that fit both. */
    const teachdrl_parameter height = parameters[0];
    parameters[0] = parameters[1];
    parameters[1] = height;
    parameters[0].high = 3;
    parameters[0].has_default = parameters[1].has_default = false;
    OK(teachdrl_teacher_create_from(&made, &named));
    EXPECT(teachdrl_vector_environment_attach_teachers(vector, 0, &named, NULL, 1) == TEACHDRL_INVALID_ARGUMENT &&
           says("parameter 'obstacle_spacing' at place 0; in this environment it is at 1"));
    teachdrl_teacher_destroy(named);
    teachdrl_teacher_destroy(plain);
    teachdrl_vector_environment_destroy(vector);
}

int main(void) {
    test_listings();
    test_listed_names();
    test_deviations();
    test_lower_bounds();
    test_step_sizes();
    test_definitions();
    test_rows();
    test_running_proposals();
    test_outcomes();
    test_kinds_of_teachers();
    test_teacher_from_parameters();
    return report_expectations();
}
