/* Every function of the header, every argument, every value that it must refuse: the call fails with the status and a
 * message that names the argument, and changes nothing. Compiled as C99, C11, C17 and C++17. */
#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <teachdrl.h>

/* How many functions of the header return a status; the build counts them in the header. */
#ifndef STATUS_FUNCTIONS
#define STATUS_FUNCTIONS 0
#endif

static int cases = 0;
static int failures = 0;
static const char *tried[256];
static int tried_count = 0;

static void note_function(const char *name) {
    int i;
    for (i = 0; i < tried_count; i++)
        if (strcmp(tried[i], name) == 0)
            return;
    tried[tried_count++] = name;
}

static void check(const char *function, int line, teachdrl_status status, teachdrl_status expected, int unchanged,
                  const char *fragment) {
    cases++;
    note_function(function);
    if (status != expected || strstr(teachdrl_last_error(), fragment) == NULL || !unchanged) {
        failures++;
        printf("line %d: %s gave %s (expected %s)%s; message: %s (expected to hold: %s)\n", line, function,
               teachdrl_status_name(status), teachdrl_status_name(expected),
               unchanged ? "" : " and changed its outputs", teachdrl_last_error(), fragment);
    }
}

/* The call must fail like this; outputs are looked at by `intact`, an expression that is evaluated after it. */
#define REFUSED(function, arguments, expected, intact, fragment)                                                       \
    do {                                                                                                               \
        teachdrl_status status_ = function arguments;                                                                  \
        check(#function, __LINE__, status_, expected, intact, fragment);                                               \
    } while (0)

#define BAD TEACHDRL_INVALID_ARGUMENT
#define NEVER 12345.0

#define MUST(call)                                                                                                     \
    do {                                                                                                               \
        if ((call) != TEACHDRL_OK) {                                                                                   \
            printf("line %d: %s\n", __LINE__, teachdrl_last_error());                                                  \
            exit(1);                                                                                                   \
        }                                                                                                              \
    } while (0)

static const double low[] = {0, 0}, high[] = {3, 6};
static const double not_finite[] = {NAN, INFINITY, -INFINITY};
static const size_t wrong_dimensions[] = {0, 1, 3, 1000000, (size_t)-1};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What a structure's size is too much by. */
static const size_t wrong_structures[] = {(size_t)-8, (size_t)-1, 1, 8, 1000000};

#include "telling.h"
#include "wrong_definitions.h"
#include "wrong_outcomes.h"
#include "wrong_teacher_calls.h"

static void create_teacher(void) {
    teachdrl_teacher *teacher = NULL;
    const char *names[] = {"ALP-GMM", "Random"};
    size_t n, i, b;

    REFUSED(teachdrl_teacher_create, (NULL, 2, low, high, NULL, 0, 1, &teacher), BAD, teacher == NULL,
            "'name' is NULL");
    REFUSED(teachdrl_teacher_create, ("ALP-GNM", 2, low, high, NULL, 0, 1, &teacher), TEACHDRL_UNKNOWN_NAME,
            teacher == NULL, "did you mean 'ALP-GMM'?");
    REFUSED(teachdrl_teacher_create, ("", 2, low, high, NULL, 0, 1, &teacher), TEACHDRL_UNKNOWN_NAME, teacher == NULL,
            "there are:");
    REFUSED(teachdrl_teacher_create, ("\xff\xfe", 2, low, high, NULL, 0, 1, &teacher), TEACHDRL_UNKNOWN_NAME,
            teacher == NULL, "there are:");
    for (n = 0; n < COUNT(names); n++) {
        const char *name = names[n];
        double bounds[2], other[2];
        REFUSED(teachdrl_teacher_create, (name, 0, low, high, NULL, 0, 1, &teacher), BAD, teacher == NULL,
                "'dimension' is 0");
        REFUSED(teachdrl_teacher_create, (name, 10001, low, high, NULL, 0, 1, &teacher), BAD, teacher == NULL,
                "'dimension' is 10001");
        REFUSED(teachdrl_teacher_create, (name, (size_t)-1, low, high, NULL, 0, 1, &teacher), BAD, teacher == NULL,
                "'dimension' is 18446744073709551615");
        REFUSED(teachdrl_teacher_create, (name, 2, NULL, high, NULL, 0, 1, &teacher), BAD, teacher == NULL,
                "'low' is NULL");
        REFUSED(teachdrl_teacher_create, (name, 2, low, NULL, NULL, 0, 1, &teacher), BAD, teacher == NULL,
                "'high' is NULL");
        REFUSED(teachdrl_teacher_create, (name, 2, low, high, NULL, 0, 1, NULL), BAD, 1, "'teacher' is NULL");
        REFUSED(teachdrl_teacher_create, (name, 2, low, high, NULL, 1, 1, &teacher), BAD, teacher == NULL,
                "'options' is NULL");
        REFUSED(teachdrl_teacher_create, (name, 2, low, high, NULL, (size_t)-1, 1, &teacher), BAD, teacher == NULL,
                "'option_count' is 18446744073709551615");
        REFUSED(teachdrl_teacher_create, (name, 2, low, low, NULL, 0, 1, &teacher), BAD, teacher == NULL,
                "low must be below high");
        REFUSED(teachdrl_teacher_create, (name, 2, high, low, NULL, 0, 1, &teacher), BAD, teacher == NULL,
                "low must be below high");
        for (i = 0; i < 2; i++)
            for (b = 0; b < COUNT(not_finite); b++) {
                memcpy(bounds, low, sizeof bounds);
                bounds[i] = not_finite[b];
                REFUSED(teachdrl_teacher_create, (name, 2, bounds, high, NULL, 0, 1, &teacher), BAD, teacher == NULL,
                        i == 0 ? "'low[0]' is" : "'low[1]' is");
                memcpy(bounds, high, sizeof bounds);
                bounds[i] = not_finite[b];
                REFUSED(teachdrl_teacher_create, (name, 2, low, bounds, NULL, 0, 1, &teacher), BAD, teacher == NULL,
                        i == 0 ? "'high[0]' is" : "'high[1]' is");
            }
        bounds[0] = bounds[1] = -1.7e308;
        other[0] = other[1] = 1.7e308;
        REFUSED(teachdrl_teacher_create, (name, 2, bounds, other, NULL, 0, 1, &teacher), BAD, teacher == NULL,
                "must be finite");
    }
    REFUSED(teachdrl_teacher_create, ("ALP-GMM", 65, low, high, NULL, 0, 1, &teacher), BAD, teacher == NULL,
            "'dimension' is 65");
}

/* Values that an option's description says it cannot have. */
static size_t wrong_values(const teachdrl_option_description *option, char values[][64]) {
    size_t n = 0;
    strcpy(values[n++], "");
    strcpy(values[n++], "maybe");
    strcpy(values[n++], "nan");
    strcpy(values[n++], "inf");
    strcpy(values[n++], "1,5,x");
    strcpy(values[n++], "0x");
    if (!option->accepts_off)
        strcpy(values[n++], "off");
    if (option->type == TEACHDRL_OPTION_INTEGER) {
        strcpy(values[n++], "2.5");
        strcpy(values[n++], "99999999999999999999999999");
    }
    if (option->type == TEACHDRL_OPTION_INTEGER || option->type == TEACHDRL_OPTION_NUMBER) {
        snprintf(values[n++], 64, "%.17g", option->minimum - 1 - fabs(option->minimum));
        if (option->maximum < 1e300)
            snprintf(values[n++], 64, "%.17g", option->maximum * 2 + 1);
        strcpy(values[n++], "0,5");
    }
    return n;
}

static void give_wrong_options(void) {
    char values[16][64];
    size_t kinds = teachdrl_teacher_count(), k, o, v, wrong;
    const teachdrl_description *description = NULL;
    teachdrl_teacher *teacher = NULL;
    teachdrl_environment *environment = NULL;
    teachdrl_toy *toy = NULL;
    char fragment[128];

    for (k = 0; k < kinds; k++) {
        teachdrl_option twice[2], unknown = {"no_such_option", "1"}, no_name = {NULL, "1"}, no_value = {"x", NULL};
        MUST(teachdrl_teacher_describe(k, &description));
        REFUSED(teachdrl_teacher_create, (description->name, 2, low, high, &unknown, 1, 1, &teacher),
                TEACHDRL_UNKNOWN_NAME, teacher == NULL, "'no_such_option' is unknown");
        REFUSED(teachdrl_teacher_create, (description->name, 2, low, high, &no_name, 1, 1, &teacher), BAD,
                teacher == NULL, "'options[0].name' is NULL");
        REFUSED(teachdrl_teacher_create, (description->name, 2, low, high, &no_value, 1, 1, &teacher), BAD,
                teacher == NULL, "'options[0].value' is NULL");
        for (o = 0; o < description->option_count; o++) {
            const teachdrl_option_description *option = description->options[o];
            wrong = wrong_values(option, values);
            snprintf(fragment, sizeof fragment, "option '%s' is '", option->name);
            for (v = 0; v < wrong; v++) {
                teachdrl_option given;
                given.name = option->name;
                given.value = values[v];
                REFUSED(teachdrl_teacher_create, (description->name, 2, low, high, &given, 1, 1, &teacher), BAD,
                        teacher == NULL, fragment);
            }
            twice[0].name = twice[1].name = option->name;
            twice[0].value = twice[1].value = option->default_value;
            REFUSED(teachdrl_teacher_create, (description->name, 2, low, high, twice, 2, 1, &teacher), BAD,
                    teacher == NULL, "is given twice");
        }
    }
    for (k = 0; k < teachdrl_environment_count(); k++) {
        MUST(teachdrl_environment_describe(k, &description));
        for (o = 0; o < description->option_count; o++) {
            wrong = wrong_values(description->options[o], values);
            snprintf(fragment, sizeof fragment, "option '%s' is '", description->options[o]->name);
            for (v = 0; v < wrong; v++) {
                teachdrl_option given;
                given.name = description->options[o]->name;
                given.value = values[v];
                REFUSED(teachdrl_environment_create, (description->name, &given, 1, 1, &environment), BAD,
                        environment == NULL, fragment);
            }
        }
    }
    MUST(teachdrl_toy_describe(&description));
    for (o = 0; o < description->option_count; o++) {
        wrong = wrong_values(description->options[o], values);
        snprintf(fragment, sizeof fragment, "option '%s' is '", description->options[o]->name);
        for (v = 0; v < wrong; v++) {
            teachdrl_option given;
            given.name = description->options[o]->name;
            given.value = values[v];
            REFUSED(teachdrl_toy_create, (&given, 1, &toy), BAD, toy == NULL, fragment);
        }
    }
}

static void use_teacher(const char *name) {
    teachdrl_teacher *teacher, *control;
    double task[2] = {NEVER, NEVER}, tasks[4], expected[2], value[2], returns[2] = {1, 1};
    uint64_t count = 77;
    size_t dimension = 77, i, b;
    const teachdrl_option fast = {"fit_rate", "20"};
    size_t options = strcmp(name, "ALP-GMM") == 0 ? 1 : 0;

    MUST(teachdrl_teacher_create(name, 2, low, high, &fast, options, 7, &teacher));
    MUST(teachdrl_teacher_create(name, 2, low, high, &fast, options, 7, &control));
    for (i = 0; i < 30; i++) {
        MUST(teachdrl_teacher_sample_task(teacher, value, 2));
        MUST(teachdrl_teacher_update(teacher, value, 2, value[0]));
        MUST(teachdrl_teacher_sample_task(control, value, 2));
        MUST(teachdrl_teacher_update(control, value, 2, value[0]));
    }

    REFUSED(teachdrl_teacher_sample_task, (NULL, task, 2), BAD, task[0] == NEVER, "'teacher' is NULL");
    REFUSED(teachdrl_teacher_sample_task, (teacher, NULL, 2), BAD, 1, "'task' is NULL");
    REFUSED(teachdrl_teacher_sample_tasks, (NULL, task, 1, 2), BAD, task[0] == NEVER, "'teacher' is NULL");
    REFUSED(teachdrl_teacher_sample_tasks, (teacher, NULL, 1, 2), BAD, 1, "'tasks' is NULL");
    REFUSED(teachdrl_teacher_sample_tasks, (teacher, task, (size_t)-1, 2), BAD, task[0] == NEVER, "'count' is");
    REFUSED(teachdrl_teacher_sample_tasks, (teacher, task, (size_t)-1 / 4, 2), BAD, task[0] == NEVER, "'count' is");
    value[0] = value[1] = 1;
    REFUSED(teachdrl_teacher_update, (NULL, value, 2, 1), BAD, 1, "'teacher' is NULL");
    REFUSED(teachdrl_teacher_update, (teacher, NULL, 2, 1), BAD, 1, "'task' is NULL");
    REFUSED(teachdrl_teacher_update_tasks, (NULL, value, 1, 2, returns), BAD, 1, "'teacher' is NULL");
    REFUSED(teachdrl_teacher_update_tasks, (teacher, NULL, 1, 2, returns), BAD, 1, "'tasks' is NULL");
    REFUSED(teachdrl_teacher_update_tasks, (teacher, value, 1, 2, NULL), BAD, 1, "'episode_returns' is NULL");
    REFUSED(teachdrl_teacher_update_tasks, (teacher, value, (size_t)-1, 2, returns), BAD, 1, "'count' is");
    for (i = 0; i < COUNT(wrong_dimensions); i++) {
        size_t wrong = wrong_dimensions[i];
        REFUSED(teachdrl_teacher_sample_task, (teacher, task, wrong), BAD, task[0] == NEVER, "it must be 2");
        REFUSED(teachdrl_teacher_sample_tasks, (teacher, task, 1, wrong), BAD, task[0] == NEVER, "it must be 2");
        REFUSED(teachdrl_teacher_update, (teacher, value, wrong, 1), BAD, 1, "it must be 2");
        REFUSED(teachdrl_teacher_update_tasks, (teacher, value, 1, wrong, returns), BAD, 1, "it must be 2");
        REFUSED(teachdrl_teacher_task_space, (teacher, task, task, wrong), BAD, task[0] == NEVER, "it must be 2");
    }
    for (b = 0; b < 5; b++) {
        const double outside[] = {NAN, INFINITY, -INFINITY, -1e-9, 6.000001};
        for (i = 0; i < 2; i++) {
            value[0] = value[1] = 1;
            value[i] = outside[b];
            REFUSED(teachdrl_teacher_update, (teacher, value, 2, 1), BAD, 1, i == 0 ? "'task[0]' is" : "'task[1]' is");
            tasks[0] = tasks[1] = 1;
            tasks[2] = value[0];
            tasks[3] = value[1];
            REFUSED(teachdrl_teacher_update_tasks, (teacher, tasks, 2, 2, returns), BAD, 1, "in row 1");
        }
    }
    value[0] = value[1] = 1;
    tasks[0] = tasks[1] = tasks[2] = tasks[3] = 1;
    for (b = 0; b < COUNT(not_finite); b++) {
        REFUSED(teachdrl_teacher_update, (teacher, value, 2, not_finite[b]), BAD, 1, "'episode_return' is");
        returns[1] = not_finite[b];
        REFUSED(teachdrl_teacher_update_tasks, (teacher, tasks, 2, 2, returns), BAD, 1, "'episode_returns[1]' is");
    }
    REFUSED(teachdrl_teacher_dimension, (NULL, &dimension), BAD, dimension == 77, "'teacher' is NULL");
    REFUSED(teachdrl_teacher_dimension, (teacher, NULL), BAD, 1, "'dimension' is NULL");
    REFUSED(teachdrl_teacher_task_space, (NULL, task, task, 2), BAD, task[0] == NEVER, "'teacher' is NULL");
    REFUSED(teachdrl_teacher_task_space, (teacher, NULL, task, 2), BAD, task[0] == NEVER, "'low' is NULL");
    REFUSED(teachdrl_teacher_task_space, (teacher, task, NULL, 2), BAD, task[0] == NEVER, "'high' is NULL");
    REFUSED(teachdrl_teacher_episode_count, (NULL, &count), BAD, count == 77, "'teacher' is NULL");
    REFUSED(teachdrl_teacher_episode_count, (teacher, NULL), BAD, 1, "'count' is NULL");

    /* Nothing of all that left a trace: the next tasks, over several fits, are those of a teacher that was spared. */
    MUST(teachdrl_teacher_episode_count(teacher, &count));
    check("unchanged", __LINE__, BAD, BAD, count == 30, "");
    for (i = 0; i < 100; i++) {
        MUST(teachdrl_teacher_sample_task(teacher, value, 2));
        MUST(teachdrl_teacher_sample_task(control, expected, 2));
        check("unchanged", __LINE__, BAD, BAD, memcmp(value, expected, sizeof value) == 0, "");
        MUST(teachdrl_teacher_update(teacher, value, 2, value[1]));
        MUST(teachdrl_teacher_update(control, value, 2, value[1]));
    }
    teachdrl_teacher_destroy(teacher);
    teachdrl_teacher_destroy(control);
    teachdrl_teacher_destroy(NULL);
}

static void use_environment(void) {
    teachdrl_environment *environment = NULL, *control;
    teachdrl_option unknown = {"walkr", "short"}, no_value = {"walker", NULL};
    size_t size = 77, i, b, action_size, observation_size;
    float observation[64], expected[64], action[16], floats[64];
    double doubles[2] = {NEVER, NEVER}, task[2] = {1, 3}, tasks[100];
    teachdrl_step step = {sizeof step, NEVER, true, true}, other = step;
    const teachdrl_parameter *parameter = NULL;
    const char *name = NULL;
    const size_t wrong_sizes[] = {0, 1, 23, 25, 1000000, (size_t)-1};

    REFUSED(teachdrl_environment_create, (NULL, NULL, 0, 1, &environment), BAD, environment == NULL, "'name' is NULL");
    REFUSED(teachdrl_environment_create, ("stump-track", NULL, 0, 1, &environment), TEACHDRL_UNKNOWN_NAME,
            environment == NULL, "did you mean 'stump-tracks'?");
    REFUSED(teachdrl_environment_create, ("stump-tracks", NULL, 1, 1, &environment), BAD, environment == NULL,
            "'options' is NULL");
    REFUSED(teachdrl_environment_create, ("stump-tracks", NULL, 257, 1, &environment), BAD, environment == NULL,
            "'option_count' is 257");
    REFUSED(teachdrl_environment_create, ("stump-tracks", &unknown, 1, 1, &environment), TEACHDRL_UNKNOWN_NAME,
            environment == NULL, "did you mean 'walker'?");
    REFUSED(teachdrl_environment_create, ("stump-tracks", &no_value, 1, 1, &environment), BAD, environment == NULL,
            "'options[0].value' is NULL");
    REFUSED(teachdrl_environment_create, ("stump-tracks", NULL, 0, 1, NULL), BAD, 1, "'environment' is NULL");

    MUST(teachdrl_environment_create("stump-tracks", NULL, 0, 5, &environment));
    MUST(teachdrl_environment_create("stump-tracks", NULL, 0, 5, &control));
    MUST(teachdrl_environment_observation_size(environment, &observation_size));
    MUST(teachdrl_environment_action_size(environment, &action_size));
    observation[0] = 9;
    for (i = 0; i < COUNT(action); i++)
        action[i] = 0.5F;

#define STEP(e, a, n, o, m, s, status, fragment)                                                                       \
    REFUSED(teachdrl_environment_step, (e, a, n, o, m, s), status,                                                     \
            step.reward == NEVER && step.terminated && step.truncated && observation[0] > 8, fragment)
    STEP(environment, action, action_size, observation, observation_size, &step, TEACHDRL_INVALID_STATE,
         "teachdrl_environment_reset");
    REFUSED(teachdrl_environment_observation_size, (NULL, &size), BAD, size == 77, "'environment' is NULL");
    REFUSED(teachdrl_environment_observation_size, (environment, NULL), BAD, 1, "'size' is NULL");
    REFUSED(teachdrl_environment_action_size, (NULL, &size), BAD, size == 77, "'environment' is NULL");
    REFUSED(teachdrl_environment_action_size, (environment, NULL), BAD, 1, "'size' is NULL");
    REFUSED(teachdrl_environment_task_dimension, (NULL, &size), BAD, size == 77, "'environment' is NULL");
    REFUSED(teachdrl_environment_task_dimension, (environment, NULL), BAD, 1, "'dimension' is NULL");
    REFUSED(teachdrl_environment_observation_bounds, (NULL, floats, floats, observation_size), BAD, 1,
            "'environment' is NULL");
    REFUSED(teachdrl_environment_observation_bounds, (environment, NULL, floats, observation_size), BAD, 1,
            "'low' is NULL");
    REFUSED(teachdrl_environment_observation_bounds, (environment, floats, NULL, observation_size), BAD, 1,
            "'high' is NULL");
    REFUSED(teachdrl_environment_task_space, (NULL, doubles, doubles, 2), BAD, doubles[0] == NEVER,
            "'environment' is NULL");
    REFUSED(teachdrl_environment_task_space, (environment, NULL, doubles, 2), BAD, doubles[0] == NEVER,
            "'low' is NULL");
    REFUSED(teachdrl_environment_task_space, (environment, doubles, NULL, 2), BAD, doubles[0] == NEVER,
            "'high' is NULL");
    REFUSED(teachdrl_environment_task_parameter, (NULL, 0, &parameter), BAD, parameter == NULL,
            "'environment' is NULL");
    REFUSED(teachdrl_environment_task_parameter, (environment, 0, NULL), BAD, 1, "'parameter' is NULL");
    REFUSED(teachdrl_environment_parameter_count, (NULL, &size), BAD, size == 77, "'environment' is NULL");
    REFUSED(teachdrl_environment_parameter_count, (environment, NULL), BAD, 1, "'count' is NULL");
    REFUSED(teachdrl_environment_parameter, (NULL, 0, &parameter), BAD, parameter == NULL, "'environment' is NULL");
    REFUSED(teachdrl_environment_parameter, (environment, 0, NULL), BAD, 1, "'parameter' is NULL");
    for (i = 2; i != 1; i = i == 2 ? (size_t)-1 : 1) {
        REFUSED(teachdrl_environment_task_parameter, (environment, i, &parameter), BAD, parameter == NULL,
                "must be below 2");
        REFUSED(teachdrl_environment_parameter, (environment, i, &parameter), BAD, parameter == NULL,
                "must be below 2");
    }
    REFUSED(teachdrl_environment_return_range, (NULL, doubles, doubles), BAD, doubles[0] == NEVER,
            "'environment' is NULL");
    REFUSED(teachdrl_environment_return_range, (environment, NULL, doubles), BAD, doubles[0] == NEVER, "'low' is NULL");
    REFUSED(teachdrl_environment_return_range, (environment, doubles, NULL), BAD, doubles[0] == NEVER,
            "'high' is NULL");
    REFUSED(teachdrl_environment_window_step_vector, (NULL, &name), BAD, name == NULL, "'environment' is NULL");
    REFUSED(teachdrl_environment_window_step_vector, (environment, NULL), BAD, 1, "'value' is NULL");
    REFUSED(teachdrl_environment_mastered_return, (NULL, doubles), BAD, doubles[0] == NEVER, "'environment' is NULL");
    REFUSED(teachdrl_environment_mastered_return, (environment, NULL), BAD, 1, "'threshold' is NULL");
    REFUSED(teachdrl_environment_test_set, (NULL, tasks, 100, &size), BAD, size == 77, "'environment' is NULL");
    REFUSED(teachdrl_environment_test_set, (environment, tasks, 100, NULL), BAD, 1, "'count' is NULL");
    tasks[0] = NEVER;
    REFUSED(teachdrl_environment_test_set, (environment, tasks, 99, &size), BAD, size == 77 && tasks[0] == NEVER,
            "must be at least 100");
    REFUSED(teachdrl_environment_test_set, (environment, tasks, 0, &size), BAD, size == 77 && tasks[0] == NEVER,
            "must be at least 100");
    REFUSED(teachdrl_environment_seed, (NULL, 3), BAD, 1, "'environment' is NULL");
    REFUSED(teachdrl_environment_set_task, (NULL, task, 2), BAD, 1, "'environment' is NULL");
    REFUSED(teachdrl_environment_set_task, (environment, NULL, 2), BAD, 1, "'task' is NULL");
    for (i = 0; i < COUNT(wrong_dimensions); i++) {
        REFUSED(teachdrl_environment_set_task, (environment, task, wrong_dimensions[i]), BAD, 1, "it must be 2");
        REFUSED(teachdrl_environment_task_space, (environment, doubles, doubles, wrong_dimensions[i]), BAD,
                doubles[0] == NEVER, "it must be 2");
    }
    for (i = 0; i < 2; i++) {
        const char *named = i == 0 ? "stump_height" : "obstacle_spacing";
        const double wrong[] = {NAN, INFINITY, -INFINITY, -1e-9, 6.000001};
        for (b = 0; b < COUNT(wrong); b++) {
            task[0] = task[1] = 1;
            task[i] = wrong[b];
            REFUSED(teachdrl_environment_set_task, (environment, task, 2), BAD, 1, named);
            REFUSED(teachdrl_environment_set_parameter, (environment, named, wrong + b, 1), BAD, 1, named);
        }
    }
    REFUSED(teachdrl_environment_set_parameter, (NULL, "stump_height", task, 1), BAD, 1, "'environment' is NULL");
    REFUSED(teachdrl_environment_set_parameter, (environment, NULL, task, 1), BAD, 1, "'name' is NULL");
    REFUSED(teachdrl_environment_set_parameter, (environment, "stump_hight", task, 1), TEACHDRL_UNKNOWN_NAME, 1,
            "did you mean 'stump_height'?");
    REFUSED(teachdrl_environment_reset, (NULL, observation, observation_size), BAD, observation[0] > 8,
            "'environment' is NULL");
    REFUSED(teachdrl_environment_reset, (environment, NULL, observation_size), BAD, 1, "'observation' is NULL");
    for (i = 0; i < COUNT(wrong_sizes); i++) {
        REFUSED(teachdrl_environment_reset, (environment, observation, wrong_sizes[i]), BAD, observation[0] > 8,
                "'size' is");
        REFUSED(teachdrl_environment_observation_bounds, (environment, floats, floats, wrong_sizes[i]), BAD, 1,
                "'size' is");
    }

    MUST(teachdrl_environment_reset(environment, observation, observation_size));
    MUST(teachdrl_environment_reset(control, expected, observation_size));
    check("unchanged", __LINE__, BAD, BAD, memcmp(observation, expected, observation_size * sizeof(float)) == 0, "");
    observation[0] = 9;
    STEP(NULL, action, action_size, observation, observation_size, &step, BAD, "'environment' is NULL");
    STEP(environment, NULL, action_size, observation, observation_size, &step, BAD, "'action' is NULL");
    STEP(environment, action, action_size, NULL, observation_size, &step, BAD, "'observation' is NULL");
    STEP(environment, action, action_size, observation, observation_size, NULL, BAD, "'step' is NULL");
    for (i = 0; i < COUNT(wrong_structures); i++) {
        step.struct_size = sizeof step + wrong_structures[i];
        STEP(environment, action, action_size, observation, observation_size, &step, BAD, "'step.struct_size' is");
    }
    step.struct_size = sizeof step;
    for (i = 0; i < COUNT(wrong_sizes); i++) {
        STEP(environment, action, wrong_sizes[i], observation, observation_size, &step, BAD, "'action_size' is");
        STEP(environment, action, action_size, observation, wrong_sizes[i], &step, BAD, "'observation_size' is");
    }
    for (i = 0; i < action_size; i++)
        for (b = 0; b < COUNT(not_finite); b++) {
            float saved = action[i];
            action[i] = (float)not_finite[b];
            STEP(environment, action, action_size, observation, observation_size, &step, BAD,
                 "it must be a finite number");
            action[i] = saved;
        }
    /* The refused steps were none: the episode goes on as one without them, and when it is over a step is refused. */
    for (i = 0; i < 3000; i++) {
        MUST(teachdrl_environment_step(environment, action, action_size, observation, observation_size, &step));
        MUST(teachdrl_environment_step(control, action, action_size, expected, observation_size, &other));
        check("unchanged", __LINE__, BAD, BAD,
              memcmp(observation, expected, observation_size * sizeof(float)) == 0 &&
                  memcmp(&step.reward, &other.reward, sizeof step.reward) == 0,
              "");
        if (step.terminated || step.truncated)
            break;
    }
    check("the episode ends", __LINE__, BAD, BAD, step.terminated || step.truncated, "");
    REFUSED(teachdrl_environment_step, (environment, action, action_size, observation, observation_size, &step),
            TEACHDRL_INVALID_STATE, 1, "teachdrl_environment_reset");
    teachdrl_environment_destroy(environment);
    teachdrl_environment_destroy(control);
    teachdrl_environment_destroy(NULL);
}

static void draw(void) {
    teachdrl_environment *environment;
    teachdrl_view view;
    teachdrl_shape shapes[4];
    float observation[24];
    size_t count = 77;
    memset(&view, 0, sizeof view);
    memset(shapes, 0, sizeof shapes);
    view.left = NEVER;
    shapes[0].width = 9;
    MUST(teachdrl_environment_create("stump-tracks", NULL, 0, 5, &environment));
    REFUSED(teachdrl_environment_scene, (environment, &view, shapes, 4, &count), TEACHDRL_INVALID_STATE,
            count == 77 && view.left == NEVER, "teachdrl_environment_reset");
    MUST(teachdrl_environment_reset(environment, observation, 24));
    REFUSED(teachdrl_environment_scene, (NULL, &view, shapes, 4, &count), BAD, count == 77 && view.left == NEVER,
            "'environment' is NULL");
    REFUSED(teachdrl_environment_scene, (environment, &view, shapes, 4, NULL), BAD, view.left == NEVER,
            "'count' is NULL");
    REFUSED(teachdrl_environment_scene, (environment, &view, shapes, 4, &count), BAD,
            count == 77 && view.left == NEVER && shapes[0].width > 8, "'capacity' is 4");
    REFUSED(teachdrl_environment_scene, (environment, &view, shapes, 0, &count), BAD,
            count == 77 && view.left == NEVER && shapes[0].width > 8, "'capacity' is 0");
    teachdrl_environment_destroy(environment);
}

/* Parameters that are several numbers: every wrong count, every number out of its range. */
static void set_vectors(void) {
    static const struct {
        const char *name;
        size_t count;
        double limit;
    } vectors[] = {{"stump_height", 1, 100},     {"stump_width", 2, 10}, {"stump_rot", 2, 6.283},
                   {"obstacle_spacing", 1, 100}, {"roughness", 1, 10},   {"poly_shape", 12, 4},
                   {"stump_seq", 10, 100}};
    const size_t wrong_counts[] = {3, 9, 11, 13, 1000000, (size_t)-1};
    teachdrl_environment *environment;
    teachdrl_option stray = {"max_stump_rot_deviation", "1"};
    double values[16];
    size_t v, i, b;
    environment = NULL;
    REFUSED(teachdrl_environment_create, ("walker-tracks", &stray, 1, 5, &environment), BAD, environment == NULL,
            "'max_stump_rot' is off");
    MUST(teachdrl_environment_create("walker-tracks", NULL, 0, 5, &environment));
    for (v = 0; v < COUNT(vectors); v++) {
        for (i = 0; i < COUNT(values); i++)
            values[i] = 1;
        for (i = 0; i < COUNT(wrong_counts); i++)
            REFUSED(teachdrl_environment_set_parameter, (environment, vectors[v].name, values, wrong_counts[i]), BAD, 1,
                    "'count' is");
        REFUSED(teachdrl_environment_set_parameter, (environment, vectors[v].name, NULL, vectors[v].count), BAD, 1,
                "'values' is NULL");
        for (i = 0; i < vectors[v].count; i++)
            for (b = 0; b < 5; b++) {
                const double wrong[] = {NAN, INFINITY, -INFINITY, -1e-9, 100.0001};
                values[i] = wrong[b];
                REFUSED(teachdrl_environment_set_parameter, (environment, vectors[v].name, values, vectors[v].count),
                        BAD, 1, vectors[v].name);
                values[i] = 1;
            }
        for (i = 0; i < vectors[v].count; i++)
            values[i] = vectors[v].limit;
        MUST(teachdrl_environment_set_parameter(environment, vectors[v].name, values, vectors[v].count));
    }
    /* All at their greatest: still an episode. */
    for (v = 0; v < COUNT(vectors); v++) {
        float observation[24];
        MUST(teachdrl_environment_reset(environment, observation, 24));
        MUST(teachdrl_environment_set_parameter(environment, vectors[v].name, NULL, 0));
    }
    REFUSED(teachdrl_environment_set_parameter, (environment, "poly_shape_x1", values, 1), TEACHDRL_UNKNOWN_NAME, 1,
            "there are:");
    teachdrl_environment_destroy(environment);
}

static void use_flat_environment(void) {
    const teachdrl_option options[] = {{"max_stump_height", "off"}, {"max_obstacle_spacing", "off"}};
    teachdrl_environment *environment;
    double task[2] = {1, 1};
    size_t count = 77;
    MUST(teachdrl_environment_create("stump-tracks", options, 2, 5, &environment));
    REFUSED(teachdrl_environment_set_task, (environment, task, 2), TEACHDRL_INVALID_STATE, 1, "no task space");
    REFUSED(teachdrl_environment_task_space, (environment, task, task, 2), TEACHDRL_INVALID_STATE, task[0] == 1,
            "no task space");
    REFUSED(teachdrl_environment_test_set, (environment, NULL, 0, &count), TEACHDRL_INVALID_STATE, count == 77,
            "no task space");
    REFUSED(teachdrl_environment_set_parameter, (environment, "stump_height", task, 1), TEACHDRL_UNKNOWN_NAME, 1,
            "there is none");
    teachdrl_environment_destroy(environment);
}

/* What a vector environment's calls write, at a value that no call gives. */
static struct {
    float observations[3 * 24];
    double rewards[3], returns[3];
    double successes[3];
    uint64_t levels[3];
    bool terminated[3], truncated[3], are_for_learning[3];
    size_t indices[3];
} rows;

static void mark_rows(void) {
    size_t i;
    for (i = 0; i < COUNT(rows.observations); i++)
        rows.observations[i] = 9;
    for (i = 0; i < 3; i++) {
        rows.rewards[i] = rows.returns[i] = rows.successes[i] = NEVER;
        rows.terminated[i] = rows.truncated[i] = rows.are_for_learning[i] = true;
        rows.indices[i] = rows.levels[i] = 77;
    }
}

static int rows_untouched(void) {
    size_t i;
    int untouched = 1;
    for (i = 0; i < COUNT(rows.observations); i++)
        untouched &= rows.observations[i] > 8;
    for (i = 0; i < 3; i++)
        untouched &= rows.rewards[i] == NEVER && rows.returns[i] == NEVER && rows.successes[i] == NEVER &&
                     rows.levels[i] == 77 && rows.terminated[i] && rows.truncated[i] && rows.are_for_learning[i] &&
                     rows.indices[i] == 77;
    return untouched;
}

/* Where steps write, without or with what is known about episodes that end. */
static teachdrl_step_rows given_rows(const teachdrl_finished_episodes *episodes) {
    teachdrl_step_rows given;
    memset(&given, 0, sizeof given);
    given.struct_size = sizeof given;
    given.observations = rows.observations;
    given.observation_size = 24;
    given.rewards = rows.rewards;
    given.terminated = rows.terminated;
    given.truncated = rows.truncated;
    given.episodes = episodes;
    return given;
}

#define STEP_VECTOR(arguments, fragment)                                                                               \
    REFUSED(teachdrl_vector_environment_step, arguments, BAD, rows_untouched(), fragment)
#define RECEIVE(arguments, fragment)                                                                                   \
    REFUSED(teachdrl_vector_environment_receive, arguments, BAD, rows_untouched(), fragment)

static teachdrl_vector_environment *new_vector(teachdrl_autoreset mode) {
    const teachdrl_vector_environment_definition three = {sizeof three, "stump-tracks", NULL, 0, 3, 2, mode, 5};
    teachdrl_vector_environment *vector;
    MUST(teachdrl_vector_environment_create(&three, &vector));
    return vector;
}

static void create_vector(void) {
    teachdrl_vector_environment *vector = NULL;
    const teachdrl_option unknown = {"walkr", "short"};
    const size_t wrong_counts[] = {0, 65537, (size_t)-1}, wrong_threads[] = {257, (size_t)-1};
    teachdrl_vector_environment_definition usual = {
        sizeof usual, "stump-tracks", NULL, 0, 3, 2, TEACHDRL_AUTORESET_NEXT_STEP, 5};
    teachdrl_vector_environment_definition given = usual;
    size_t i;
#define CREATE(member, value, status, fragment)                                                                        \
    do {                                                                                                               \
        given = usual;                                                                                                 \
        given.member = value;                                                                                          \
        REFUSED(teachdrl_vector_environment_create, (&given, &vector), status, vector == NULL, fragment);              \
    } while (0)
    REFUSED(teachdrl_vector_environment_create, (NULL, &vector), BAD, vector == NULL, "'definition' is NULL");
    REFUSED(teachdrl_vector_environment_create, (&usual, NULL), BAD, 1, "'vector' is NULL");
    CREATE(name, NULL, BAD, "name' is NULL");
    CREATE(name, "stump-track", TEACHDRL_UNKNOWN_NAME, "did you mean 'stump-tracks'?");
    CREATE(option_count, 1, BAD, "'options' is NULL");
    CREATE(option_count, (size_t)-1, BAD, "'option_count' is");
    CREATE(autoreset, (teachdrl_autoreset)3, BAD, "autoreset' is 3");
    for (i = 0; i < COUNT(wrong_structures); i++)
        CREATE(struct_size, sizeof usual + wrong_structures[i], BAD, "'definition.struct_size' is");
    for (i = 0; i < COUNT(wrong_counts); i++)
        CREATE(count, wrong_counts[i], BAD, "count' is");
    for (i = 0; i < COUNT(wrong_threads); i++)
        CREATE(thread_count, wrong_threads[i], BAD, "thread_count' is");
    usual.options = &unknown;
    CREATE(option_count, 1, TEACHDRL_UNKNOWN_NAME, "did you mean 'walker'?");
    teachdrl_vector_environment_destroy(NULL);
}

static void set_up_vector(teachdrl_vector_environment *vector) {
    teachdrl_environment *part = NULL;
    teachdrl_step step = {sizeof step, NEVER, true, true};
    teachdrl_proposal proposals[3];
    teachdrl_teacher *teacher, *large, *flat, *list[2] = {NULL, NULL};
    const double wide[] = {4, 6}, one[] = {1}, zeros[] = {0, 0};
    double tasks[6] = {1, 1, 1, 1, 1, 1}, shares[2] = {1, 1};
    int32_t sources[3] = {77, 77, 77};
    const uint64_t seeds[] = {1, 2, 3};
    const size_t wrong_counts[] = {0, 2, 4, (size_t)-1};
    const double wrong[] = {NAN, INFINITY, -INFINITY, -1e-9, 6.000001};
    size_t i, b;

    REFUSED(teachdrl_vector_environment_at, (NULL, 0, &part), BAD, part == NULL, "'vector' is NULL");
    REFUSED(teachdrl_vector_environment_at, (vector, 0, NULL), BAD, 1, "'environment' is NULL");
    REFUSED(teachdrl_vector_environment_at, (vector, 3, &part), BAD, part == NULL, "'index' is 3");
    REFUSED(teachdrl_vector_environment_at, (vector, (size_t)-1, &part), BAD, part == NULL, "must be below 3");
    MUST(teachdrl_vector_environment_at(vector, 1, &part));
    REFUSED(teachdrl_environment_seed, (part, 1), TEACHDRL_INVALID_STATE, 1, "part of a vector environment");
    REFUSED(teachdrl_environment_set_task, (part, tasks, 2), TEACHDRL_INVALID_STATE, 1, "part of a vector environment");
    REFUSED(teachdrl_environment_reset, (part, rows.observations, 24), TEACHDRL_INVALID_STATE, rows_untouched(),
            "part of a vector environment");
    REFUSED(teachdrl_environment_step, (part, rows.observations, 4, rows.observations, 24, &step),
            TEACHDRL_INVALID_STATE, rows_untouched() && step.reward == NEVER, "part of a vector environment");
    teachdrl_environment_destroy(part);

    REFUSED(teachdrl_vector_environment_seed, (NULL, NULL, seeds, 3), BAD, 1, "'vector' is NULL");
    REFUSED(teachdrl_vector_environment_seed, (vector, NULL, NULL, 3), BAD, 1, "'seeds' is NULL");
    REFUSED(teachdrl_vector_environment_set_tasks, (NULL, NULL, tasks, 3, 2), BAD, 1, "'vector' is NULL");
    REFUSED(teachdrl_vector_environment_set_tasks, (vector, NULL, NULL, 3, 2), BAD, 1, "'tasks' is NULL");
    REFUSED(teachdrl_vector_environment_running_tasks, (NULL, tasks, sources, 3, 2), BAD,
            sources[0] == 77 && tasks[0] == 1, "'vector' is NULL");
    for (i = 0; i < 3; i++)
        proposals[i] = marked_proposal();
    REFUSED(teachdrl_vector_environment_running_proposals, (NULL, proposals, 3), BAD, is_marked(&proposals[0]),
            "'vector' is NULL");
    REFUSED(teachdrl_vector_environment_running_proposals, (vector, NULL, 3), BAD, 1, "'proposals' is NULL");
    for (i = 0; i < COUNT(wrong_structures); i++) {
        proposals[2].struct_size = sizeof *proposals + wrong_structures[i];
        REFUSED(teachdrl_vector_environment_running_proposals, (vector, proposals, 3), BAD, is_marked(&proposals[0]),
                "'proposals[2].struct_size' is");
    }
    for (i = 0; i < COUNT(wrong_counts); i++) {
        REFUSED(teachdrl_vector_environment_running_proposals, (vector, proposals, wrong_counts[i]), BAD,
                is_marked(&proposals[0]), "'count' is");
        REFUSED(teachdrl_vector_environment_seed, (vector, NULL, seeds, wrong_counts[i]), BAD, 1, "'count' is");
        REFUSED(teachdrl_vector_environment_set_tasks, (vector, NULL, tasks, wrong_counts[i], 2), BAD, 1, "'count' is");
        REFUSED(teachdrl_vector_environment_running_tasks, (vector, tasks, sources, wrong_counts[i], 2), BAD,
                sources[0] == 77 && tasks[0] == 1, "'count' is");
        REFUSED(teachdrl_vector_environment_reset, (vector, NULL, rows.observations, wrong_counts[i], 24), BAD,
                rows_untouched(), "'count' is");
    }
    for (i = 0; i < COUNT(wrong_dimensions); i++) {
        REFUSED(teachdrl_vector_environment_set_tasks, (vector, NULL, tasks, 3, wrong_dimensions[i]), BAD, 1,
                "it must be 2");
        REFUSED(teachdrl_vector_environment_running_tasks, (vector, tasks, sources, 3, wrong_dimensions[i]), BAD,
                sources[0] == 77 && tasks[0] == 1, "it must be 2");
        REFUSED(teachdrl_vector_environment_reset, (vector, NULL, rows.observations, 3, wrong_dimensions[i]), BAD,
                rows_untouched(), "it must be 24");
    }
    for (i = 0; i < 6; i++)
        for (b = 0; b < COUNT(wrong); b++) {
            tasks[i] = wrong[b];
            REFUSED(teachdrl_vector_environment_set_tasks, (vector, NULL, tasks, 3, 2), BAD, 1,
                    i < 2   ? "in row 0"
                    : i < 4 ? "in row 1"
                            : "in row 2");
            tasks[i] = 1;
        }
    REFUSED(teachdrl_vector_environment_reset, (NULL, NULL, rows.observations, 3, 24), BAD, rows_untouched(),
            "'vector' is NULL");
    REFUSED(teachdrl_vector_environment_reset, (vector, NULL, NULL, 3, 24), BAD, rows_untouched(),
            "'observations' is NULL");

    MUST(teachdrl_teacher_create("Random", 2, low, high, NULL, 0, 1, &teacher));
    MUST(teachdrl_teacher_create("Random", 2, low, wide, NULL, 0, 1, &large));
    MUST(teachdrl_teacher_create("Random", 1, low, one, NULL, 0, 1, &flat));
#define ATTACH(v, i, t, s, n, fragment)                                                                                \
    REFUSED(teachdrl_vector_environment_attach_teachers, (v, i, t, s, n), BAD, 1, fragment)
    list[0] = teacher;
    ATTACH(NULL, 0, list, NULL, 1, "'vector' is NULL");
    ATTACH(vector, 3, list, NULL, 1, "'index' is 3");
    ATTACH(vector, (size_t)-2, list, NULL, 1, "must be below 3");
    ATTACH(vector, 0, NULL, NULL, 1, "'teachers' is NULL");
    ATTACH(vector, 0, list, NULL, 2, "'teachers[1]' is NULL");
    ATTACH(vector, 0, list, NULL, 65, "'teacher_count' is 65");
    ATTACH(vector, 0, list, NULL, (size_t)-1, "'teacher_count' is");
    list[1] = large;
    ATTACH(vector, 0, list, NULL, 2, "'teachers[1]' proposes from 0");
    list[1] = flat;
    ATTACH(vector, 0, list, NULL, 2, "'teachers[1]' proposes tasks of 1 numbers");
    list[1] = teacher;
    ATTACH(vector, 0, list, zeros, 2, "'shares' are 0");
    for (b = 0; b < 4; b++) {
        shares[1] = wrong[b];
        ATTACH(vector, 0, list, shares, 2, "'shares[1]' is");
    }
    MUST(teachdrl_vector_environment_attach_teachers(vector, 1, list, NULL, 2));
    REFUSED(teachdrl_vector_environment_set_tasks, (vector, NULL, tasks, 3, 2), TEACHDRL_INVALID_STATE, 1,
            "environment 1 has teachers");
    MUST(teachdrl_vector_environment_attach_teachers(vector, 1, NULL, NULL, 0));
    teachdrl_teacher_destroy(teacher);
    teachdrl_teacher_destroy(large);
    teachdrl_teacher_destroy(flat);
}

static void use_vector(void) {
    teachdrl_vector_environment *vector = new_vector(TEACHDRL_AUTORESET_NEXT_STEP);
    teachdrl_vector_environment *control = new_vector(TEACHDRL_AUTORESET_NEXT_STEP);
    teachdrl_finished_episodes episodes;
    const teachdrl_step_rows plain = given_rows(NULL), with_episodes = given_rows(&episodes);
    teachdrl_step_rows given = plain, of_control = plain;
    teachdrl_environment *part;
    float actions[12], expected[3 * 24];
    double rewards[3];
    bool terminated[3], truncated[3];
    size_t indices[3] = {2, 0, 1}, i, b;
    const size_t wrong_sizes[] = {0, 1, 5, 23, 25, (size_t)-1}, wrong_counts[] = {0, 2, 4, (size_t)-1};
    for (i = 0; i < COUNT(actions); i++)
        actions[i] = 0.5F;
    memset(&episodes, 0, sizeof episodes);
    episodes.struct_size = sizeof episodes;
    episodes.returns = rows.returns;
    episodes.successes = rows.successes;
    episodes.levels = rows.levels;
    episodes.are_for_learning = rows.are_for_learning;
    of_control.observations = expected;
    of_control.rewards = rewards;
    of_control.terminated = terminated;
    of_control.truncated = truncated;
    mark_rows();
    set_up_vector(vector);
    REFUSED(teachdrl_vector_environment_step, (vector, actions, 3, 4, &with_episodes), TEACHDRL_INVALID_STATE,
            rows_untouched(), "teachdrl_vector_environment_reset");
    REFUSED(teachdrl_vector_environment_send, (vector, indices, actions, 3, 4), TEACHDRL_INVALID_STATE, 1,
            "teachdrl_vector_environment_reset");
    MUST(teachdrl_vector_environment_reset(vector, NULL, rows.observations, 3, 24));
    MUST(teachdrl_vector_environment_reset(control, NULL, expected, 3, 24));
    check("unchanged", __LINE__, BAD, BAD, memcmp(rows.observations, expected, sizeof expected) == 0, "");
    mark_rows();

    STEP_VECTOR((NULL, actions, 3, 4, &plain), "'vector' is NULL");
    STEP_VECTOR((vector, NULL, 3, 4, &plain), "'actions' is NULL");
    STEP_VECTOR((vector, actions, 3, 4, NULL), "'rows' is NULL");
/* The same for a step and for receiving: a member of the rows that is wrong. */
#define WITH(member, value, fragment)                                                                                  \
    do {                                                                                                               \
        given = plain;                                                                                                 \
        given.member = value;                                                                                          \
        WRONG_ROWS(fragment);                                                                                          \
    } while (0)
#define WRONG_ROWS(fragment) STEP_VECTOR((vector, actions, 3, 4, &given), fragment)
#define EVERY_WRONG_MEMBER                                                                                             \
    WITH(observations, NULL, "observations' is NULL");                                                                 \
    WITH(rewards, NULL, "rewards' is NULL");                                                                           \
    WITH(terminated, NULL, "terminated' is NULL");                                                                     \
    WITH(truncated, NULL, "truncated' is NULL");                                                                       \
    for (i = 0; i < COUNT(wrong_sizes); i++) {                                                                         \
        WITH(observation_size, wrong_sizes[i], "observation_size' is");                                                \
    }                                                                                                                  \
    for (i = 0; i < COUNT(wrong_structures); i++) {                                                                    \
        WITH(struct_size, sizeof given + wrong_structures[i], "'rows.struct_size' is");                                \
        episodes.struct_size = i == 0 ? 8 : sizeof episodes + wrong_structures[i];                                     \
        WITH(episodes, &episodes, "episodes.struct_size' is");                                                         \
        episodes.struct_size = sizeof episodes;                                                                        \
    }
    EVERY_WRONG_MEMBER
    for (i = 0; i < COUNT(wrong_sizes); i++) {
        STEP_VECTOR((vector, actions, 3, wrong_sizes[i], &plain), "'action_size' is");
        REFUSED(teachdrl_vector_environment_send, (vector, indices, actions, 3, wrong_sizes[i]), BAD, 1,
                "'action_size' is");
    }
    for (i = 0; i < COUNT(wrong_counts); i++)
        STEP_VECTOR((vector, actions, wrong_counts[i], 4, &plain), "'count' is");
    for (i = 0; i < COUNT(actions); i++)
        for (b = 0; b < COUNT(not_finite); b++) {
            actions[i] = (float)not_finite[b];
            STEP_VECTOR((vector, actions, 3, 4, &with_episodes), "it must be a finite number");
            REFUSED(teachdrl_vector_environment_send, (vector, indices, actions, 3, 4), BAD, 1,
                    "it must be a finite number");
            actions[i] = 0.5F;
        }

    REFUSED(teachdrl_vector_environment_send, (NULL, indices, actions, 3, 4), BAD, 1, "'vector' is NULL");
    REFUSED(teachdrl_vector_environment_send, (vector, NULL, actions, 3, 4), BAD, 1, "'indices' is NULL");
    REFUSED(teachdrl_vector_environment_send, (vector, indices, NULL, 3, 4), BAD, 1, "'actions' is NULL");
    REFUSED(teachdrl_vector_environment_send, (vector, indices, actions, 4, 4), BAD, 1, "'count' is 4");
    REFUSED(teachdrl_vector_environment_send, (vector, indices, actions, (size_t)-1, 4), BAD, 1, "'count' is");
    indices[2] = 3;
    REFUSED(teachdrl_vector_environment_send, (vector, indices, actions, 3, 4), BAD, 1, "'indices[2]' is 3");
    indices[2] = 2;
    REFUSED(teachdrl_vector_environment_send, (vector, indices, actions, 3, 4), BAD, 1, "given twice");
    indices[2] = 1;
    RECEIVE((NULL, rows.indices, 1, &plain), "'vector' is NULL");
    RECEIVE((vector, rows.indices, 1, &plain), "must be at most 0");
    MUST(teachdrl_vector_environment_send(vector, indices, actions, 2, 4));
    MUST(teachdrl_vector_environment_send(vector, NULL, NULL, 0, 4));
    REFUSED(teachdrl_vector_environment_send, (vector, indices, actions, 1, 4), BAD, 1, "sent already");
    RECEIVE((vector, rows.indices, 3, &plain), "must be at most 2");
    RECEIVE((vector, rows.indices, (size_t)-1, &plain), "must be at most 2");
    RECEIVE((vector, NULL, 2, &plain), "'indices' is NULL");
    RECEIVE((vector, rows.indices, 2, NULL), "'rows' is NULL");
#undef WRONG_ROWS
#define WRONG_ROWS(fragment) RECEIVE((vector, rows.indices, 2, &given), fragment)
    EVERY_WRONG_MEMBER

    /* While steps are under way. */
    REFUSED(teachdrl_vector_environment_step, (vector, actions, 3, 4, &plain), TEACHDRL_INVALID_STATE, rows_untouched(),
            "2 environments have been sent");
    REFUSED(teachdrl_vector_environment_reset, (vector, NULL, rows.observations, 3, 24), TEACHDRL_INVALID_STATE,
            rows_untouched(), "2 environments have been sent");
    {
        const uint64_t seeds[] = {1, 1, 1};
        const double tasks[] = {1, 1, 1, 1, 1, 1};
        const bool all[] = {true, true, true};
        size_t count = 77;
        REFUSED(teachdrl_vector_environment_seed, (vector, all, seeds, 3), TEACHDRL_INVALID_STATE, 1,
                "environment 0 has been sent");
        REFUSED(teachdrl_vector_environment_set_tasks, (vector, NULL, tasks, 3, 2), TEACHDRL_INVALID_STATE, 1,
                "environment 0 has been sent");
        REFUSED(teachdrl_vector_environment_attach_teachers, (vector, 2, NULL, NULL, 0), TEACHDRL_INVALID_STATE, 1,
                "environment 2 has been sent");
        MUST(teachdrl_vector_environment_at(vector, 1, &part));
        REFUSED(teachdrl_environment_scene, (part, NULL, NULL, 0, &count), TEACHDRL_INVALID_STATE, count == 77,
                "have been sent");
        REFUSED(teachdrl_environment_set_parameter, (part, "stump_height", tasks, 1), TEACHDRL_INVALID_STATE, 1,
                "have been sent");
    }
    MUST(teachdrl_vector_environment_send(vector, indices + 2, actions, 1, 4));
    MUST(teachdrl_vector_environment_receive(vector, rows.indices, 3, &plain));
    given = plain;
    given.observations = NULL;
    given.rewards = NULL;
    given.terminated = given.truncated = NULL;
    MUST(teachdrl_vector_environment_receive(vector, NULL, 0, &given));

    /* Nothing of all that left a trace. */
    MUST(teachdrl_vector_environment_step(control, actions, 3, 4, &of_control));
    for (i = 0; i < 3; i++)
        check("unchanged", __LINE__, BAD, BAD,
              rows.indices[i] == indices[i] && rows.rewards[i] == rewards[indices[i]] &&
                  memcmp(rows.observations + 24 * i, expected + 24 * indices[i], 24 * sizeof(float)) == 0,
              "");
    MUST(teachdrl_vector_environment_step(vector, actions, 3, 4, &plain));
    MUST(teachdrl_vector_environment_step(control, actions, 3, 4, &of_control));
    check("unchanged", __LINE__, BAD, BAD, memcmp(rows.observations, expected, sizeof expected) == 0, "");
    teachdrl_vector_environment_destroy(vector);
    teachdrl_vector_environment_destroy(control);
}

static void use_flat_vector(void) {
    const teachdrl_option options[] = {{"max_stump_height", "off"}, {"max_obstacle_spacing", "off"}};
    teachdrl_vector_environment *vector;
    teachdrl_teacher *teacher;
    double tasks[2] = {1, 1};
    const teachdrl_vector_environment_definition one = {
        sizeof one, "stump-tracks", options, 2, 1, 0, TEACHDRL_AUTORESET_NEXT_STEP, 5};
    MUST(teachdrl_vector_environment_create(&one, &vector));
    MUST(teachdrl_teacher_create("Random", 2, low, high, NULL, 0, 1, &teacher));
    REFUSED(teachdrl_vector_environment_set_tasks, (vector, NULL, tasks, 1, 2), TEACHDRL_INVALID_STATE, 1,
            "no task space");
    REFUSED(teachdrl_vector_environment_attach_teachers, (vector, 0, &teacher, NULL, 1), TEACHDRL_INVALID_STATE, 1,
            "no task space");
    MUST(teachdrl_vector_environment_running_tasks(vector, tasks, NULL, 1, 0));
    teachdrl_teacher_destroy(teacher);
    teachdrl_vector_environment_destroy(vector);
}

static void use_toy(void) {
    teachdrl_toy *toy = NULL, *control;
    const teachdrl_option unknown = {"nb_cube", "10"};
    const teachdrl_option huge[] = {{"nb_dims", "20"}, {"nb_cubes", "100"}};
    double task[2] = {0.5, 0.5}, reward = NEVER, percent = NEVER, expected;
    uint8_t cells[100], other_cells[100];
    size_t size = 77, i, b;

    REFUSED(teachdrl_toy_create, (NULL, 1, &toy), BAD, toy == NULL, "'options' is NULL");
    REFUSED(teachdrl_toy_create, (&unknown, 1, &toy), TEACHDRL_UNKNOWN_NAME, toy == NULL, "did you mean 'nb_cubes'?");
    REFUSED(teachdrl_toy_create, (huge, 2, &toy), BAD, toy == NULL, "nb_");
    REFUSED(teachdrl_toy_create, (NULL, 0, NULL), BAD, 1, "'toy' is NULL");
    MUST(teachdrl_toy_create(NULL, 0, &toy));
    MUST(teachdrl_toy_create(NULL, 0, &control));
    REFUSED(teachdrl_toy_task_dimension, (NULL, &size), BAD, size == 77, "'toy' is NULL");
    REFUSED(teachdrl_toy_task_dimension, (toy, NULL), BAD, 1, "'dimension' is NULL");
    REFUSED(teachdrl_toy_play, (NULL, task, 2, &reward), BAD, reward == NEVER, "'toy' is NULL");
    REFUSED(teachdrl_toy_play, (toy, NULL, 2, &reward), BAD, reward == NEVER, "'task' is NULL");
    REFUSED(teachdrl_toy_play, (toy, task, 2, NULL), BAD, 1, "'reward' is NULL");
    for (i = 0; i < COUNT(wrong_dimensions); i++)
        REFUSED(teachdrl_toy_play, (toy, task, wrong_dimensions[i], &reward), BAD, reward == NEVER, "it must be 2");
    for (i = 0; i < 2; i++)
        for (b = 0; b < 5; b++) {
            const double wrong[] = {NAN, INFINITY, -INFINITY, -1e-9, 1.000001};
            task[0] = task[1] = 0.01;
            task[i] = wrong[b];
            REFUSED(teachdrl_toy_play, (toy, task, 2, &reward), BAD, reward == NEVER,
                    i == 0 ? "'task[0]' is" : "'task[1]' is");
        }
    REFUSED(teachdrl_toy_mastered_share, (NULL, &percent), BAD, percent == NEVER, "'toy' is NULL");
    REFUSED(teachdrl_toy_mastered_share, (toy, NULL), BAD, 1, "'percent' is NULL");
    REFUSED(teachdrl_toy_competences, (NULL, cells, 100, &size), BAD, size == 77, "'toy' is NULL");
    REFUSED(teachdrl_toy_competences, (toy, cells, 100, NULL), BAD, 1, "'count' is NULL");
    REFUSED(teachdrl_toy_competences, (toy, cells, 99, &size), BAD, size == 77, "must be at least 100");
    task[0] = task[1] = 0.01;
    MUST(teachdrl_toy_play(toy, task, 2, &reward));
    MUST(teachdrl_toy_play(control, task, 2, &expected));
    MUST(teachdrl_toy_competences(toy, cells, 100, &size));
    MUST(teachdrl_toy_competences(control, other_cells, 100, &size));
    check("unchanged", __LINE__, BAD, BAD, memcmp(&reward, &expected, sizeof reward) == 0 && size == 100, "");
    check("unchanged", __LINE__, BAD, BAD, memcmp(cells, other_cells, sizeof cells) == 0, "");
    teachdrl_toy_destroy(toy);
    teachdrl_toy_destroy(control);
    teachdrl_toy_destroy(NULL);
}

static void describe(void) {
    const teachdrl_description *description = NULL;
    REFUSED(teachdrl_teacher_describe, (0, NULL), BAD, 1, "'description' is NULL");
    REFUSED(teachdrl_teacher_describe, (teachdrl_teacher_count(), &description), BAD, description == NULL,
            "must be below");
    REFUSED(teachdrl_teacher_describe, ((size_t)-1, &description), BAD, description == NULL, "must be below");
    REFUSED(teachdrl_environment_describe, (0, NULL), BAD, 1, "'description' is NULL");
    REFUSED(teachdrl_environment_describe, (teachdrl_environment_count(), &description), BAD, description == NULL,
            "must be below");
    REFUSED(teachdrl_environment_describe, ((size_t)-1, &description), BAD, description == NULL, "must be below");
    REFUSED(teachdrl_toy_describe, (NULL), BAD, 1, "'description' is NULL");
}

int main(void) {
    int i, functions = 0;
    describe();
    create_teacher();
    give_wrong_options();
    define_teacher();
    define_parameters();
    load_as();
    give_wrong_outcomes();
    propose();
    use_teacher("ALP-GMM");
    use_teacher("Random");
    save_and_load();
    use_slots();
    look_inside();
    use_environment();
    draw();
    set_vectors();
    use_flat_environment();
    create_vector();
    use_vector();
    use_flat_vector();
    use_toy();
    for (i = 0; i < tried_count; i++)
        functions += strncmp(tried[i], "teachdrl_", 9) == 0;
    if (functions != STATUS_FUNCTIONS) {
        failures++;
        printf("%d functions were tried, but the header has %d that can fail\n", functions, STATUS_FUNCTIONS);
    }
    printf("wrong calls: %d cases over %d functions\n%d passed, %d failed\n", cases, functions, cases - failures,
           failures);
    return failures == 0 ? 0 : 1;
}
