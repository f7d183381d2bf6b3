/* Bytes as options: what they are for, then lines of NAME=VALUE. A name that starts with a digit is the option of that
 * number, so that the fuzzer need not guess names. What could be created is used. */
#include "teacher_use.h"

/* Options at most, and what a task of the toy has at most: 16 dimensions that matter and 1000 that do not. */
enum { most = 12, toy_dimensions = 16 + 1000 };
static char text[most][2][160];
static teachdrl_option options[most];

/* Reads the options for what is described; how many there are. */
static size_t read_options(input *in, const teachdrl_description *description) {
    size_t count = 0;
    while (in->left > 0 && count < most) {
        char line[160];
        take_text(in, line, sizeof line);
        char *value = strchr(line, '=');
        if (value == NULL)
            value = line + strlen(line);
        else
            *value++ = 0;
        if (line[0] >= '0' && line[0] <= '9')
            snprintf(text[count][0], sizeof text[count][0], "%s",
                     description->options[(size_t)atoi(line) % description->option_count]->name);
        else
            snprintf(text[count][0], sizeof text[count][0], "%s", line);
        snprintf(text[count][1], sizeof text[count][1], "%s", value);
        options[count].name = text[count][0];
        options[count].value = text[count][1];
        count++;
    }
    return count;
}

static void play(teachdrl_environment *environment, input *in) {
    size_t observation_size = 0, action_size = 0, dimension = 0;
    float observation[64], action[16];
    double low[64], high[64], task[64];
    teachdrl_step step = {.struct_size = sizeof step};
    HOLDS(teachdrl_environment_observation_size(environment, &observation_size) == TEACHDRL_OK);
    HOLDS(teachdrl_environment_action_size(environment, &action_size) == TEACHDRL_OK);
    HOLDS(teachdrl_environment_task_dimension(environment, &dimension) == TEACHDRL_OK && dimension <= 64);
    if (dimension > 0) {
        HOLDS(teachdrl_environment_task_space(environment, low, high, dimension) == TEACHDRL_OK);
        for (size_t i = 0; i < dimension; i++)
            task[i] = low[i] + (high[i] - low[i]) * take_byte(in) / 255;
        HOLDS(teachdrl_environment_set_task(environment, task, dimension) == TEACHDRL_OK);
    }
    HOLDS(teachdrl_environment_reset(environment, observation, observation_size) == TEACHDRL_OK);
    for (int played = 0; played < 8 && !step.terminated && !step.truncated; played++) {
        for (size_t i = 0; i < action_size; i++)
            action[i] = (float)take_byte(in) / 100 - 1;
        HOLDS(teachdrl_environment_step(environment, action, action_size, observation, observation_size, &step) ==
              TEACHDRL_OK);
        HOLDS(isfinite(step.reward));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    input in = {bytes, count}, rest;
    const teachdrl_description *description;
    size_t teachers = teachdrl_teacher_count(), environments = teachdrl_environment_count();
    size_t kind = take_byte(&in) % (teachers + environments + 1);
    rest = in;
    if (kind < teachers) {
        double low[3], high[3];
        size_t dimension = 1 + take_byte(&in) % 3;
        teachdrl_teacher *teacher = NULL;
        for (int i = 0; i < 3; i++) {
            low[i] = take_double(&in, -3, 0);
            high[i] = take_double(&in, 0, 3);
        }
        HOLDS(teachdrl_teacher_describe(kind, &description) == TEACHDRL_OK);
        size_t option_count = read_options(&in, description);
        teachdrl_status status = noted(
            teachdrl_teacher_create(description->name, dimension, low, high, options, option_count, count, &teacher));
        HOLDS((status == TEACHDRL_OK) == (teacher != NULL));
        if (teacher != NULL)
            use_teacher(teacher, &rest, 20);
        teachdrl_teacher_destroy(teacher);
    } else if (kind < teachers + environments) {
        teachdrl_environment *environment = NULL;
        HOLDS(teachdrl_environment_describe(kind - teachers, &description) == TEACHDRL_OK);
        size_t option_count = read_options(&in, description);
        teachdrl_status status =
            noted(teachdrl_environment_create(description->name, options, option_count, count, &environment));
        HOLDS((status == TEACHDRL_OK) == (environment != NULL));
        if (environment != NULL)
            play(environment, &rest);
        teachdrl_environment_destroy(environment);
    } else {
        teachdrl_toy *toy = NULL;
        HOLDS(teachdrl_toy_describe(&description) == TEACHDRL_OK);
        size_t option_count = read_options(&in, description), dimension = 0;
        teachdrl_status status = noted(teachdrl_toy_create(options, option_count, &toy));
        HOLDS((status == TEACHDRL_OK) == (toy != NULL));
        if (toy != NULL) {
            double task[toy_dimensions], reward;
            HOLDS(teachdrl_toy_task_dimension(toy, &dimension) == TEACHDRL_OK && dimension <= toy_dimensions);
            for (size_t i = 0; i < dimension; i++)
                task[i] = (double)take_byte(&rest) / 255;
            HOLDS(teachdrl_toy_play(toy, task, dimension, &reward) == TEACHDRL_OK && reward >= 0 && reward <= 1);
        }
        teachdrl_toy_destroy(toy);
    }
    return 0;
}
