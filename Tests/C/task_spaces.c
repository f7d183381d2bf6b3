/* Tasks over parameters of every kind: what is proposed, what teachers make of it, and what their states say of it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <teachdrl.h>

#include "expectations.h"

static const char *const grounds[] = {"grass", "ice", "mud", NULL};
static const char *const learning[] = {"ALP-GMM", "RIAC", "Covar-GMM", "Oracle"};
static const char *const all[] = {"ALP-GMM", "RIAC", "Covar-GMM", "Oracle", "Random"};
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static teachdrl_parameter parameter(const char *name, teachdrl_parameter_kind kind, double low, double high) {
    teachdrl_parameter made;
    memset(&made, 0, sizeof made);
    made.struct_size = sizeof made;
    made.name = name;
    made.kind = kind;
    made.low = low;
    made.high = high;
    if (kind == TEACHDRL_PARAMETER_CATEGORY)
        made.categories = grounds;
    return made;
}

enum { four = 4 };

/* A number, a log-scaled one, an integer and a category. */
static void four_kinds(teachdrl_parameter *parameters) {
    parameters[0] = parameter("friction", TEACHDRL_PARAMETER_NUMBER, -1, 3);
    parameters[1] = parameter("gravity", TEACHDRL_PARAMETER_LOG_NUMBER, 0.01, 100);
    parameters[2] = parameter("legs", TEACHDRL_PARAMETER_INTEGER, -2, 3);
    parameters[3] = parameter("ground", TEACHDRL_PARAMETER_CATEGORY, 0, 0);
}

/* The options with which a teacher changes what it proposes within a hundred episodes. */
static size_t quick_options(const char *name, size_t dimension, teachdrl_option *options) {
    static const char *const steps[] = {"0.2", "0.2,0.2", "0.2,0.2,0.2", "0.2,0.2,0.2,0.2"};
    const teachdrl_option fit = {"fit_rate", "25"}, region = {"max_region_size", "20"}, move = {"step_rate", "10"};
    const teachdrl_option step = {"window_step_vector", steps[dimension - 1]}, threshold = {"reward_threshold", "0"};
    if (strstr(name, "GMM") != NULL) {
        options[0] = fit;
        return 1;
    }
    if (strcmp(name, "RIAC") == 0) {
        options[0] = region;
        return 1;
    }
    if (strcmp(name, "Oracle") != 0)
        return 0;
    options[0] = move;
    options[1] = step;
    options[2] = threshold;
    return 3;
}

static teachdrl_teacher *teacher_over(const char *name, const teachdrl_parameter *parameters, size_t count,
                                      const teachdrl_option *options, size_t option_count) {
    teachdrl_teacher_definition definition;
    teachdrl_teacher *teacher = NULL;
    memset(&definition, 0, sizeof definition);
    definition.struct_size = sizeof definition;
    definition.name = name;
    definition.parameters = parameters;
    definition.parameter_count = count;
    definition.options = options;
    definition.option_count = option_count;
    definition.seed = 9;
    OK(teachdrl_teacher_create_from(&definition, &teacher));
    return teacher;
}

static int same_text(const char *one, const char *other) {
    return one == other || (one != NULL && other != NULL && strcmp(one, other) == 0);
}

static void expect_alike(const teachdrl_parameter *one, const teachdrl_parameter *other) {
    EXPECT(other->struct_size == sizeof *other && same_text(one->name, other->name) && one->kind == other->kind);
    EXPECT(one->low == other->low && same_text(one->group, other->group) && same_text(one->unit, other->unit));
    EXPECT(same_text(one->documentation, other->documentation) && one->has_default == other->has_default);
    EXPECT(!one->has_default || one->default_value == other->default_value);
    EXPECT((one->categories == NULL) == (other->categories == NULL));
    EXPECT(one->kind == TEACHDRL_PARAMETER_CATEGORY || one->high == other->high);
    for (size_t i = 0; one->categories != NULL && (i == 0 || one->categories[i - 1] != NULL); i++)
        EXPECT(same_text(one->categories[i], other->categories[i]));
}

/* Nothing is needed of a definition once the teacher is there; a saved state has all of it. */
static void say_what_they_were_given(void) {
    static unsigned char state[1 << 16];
    teachdrl_parameter given[6];
    char name[] = "gravity", unit[] = "m/s2", documentation[] = "pulls down", group[] = "box";
    const teachdrl_parameter *told = NULL;
    teachdrl_teacher *both[2] = {NULL, NULL};
    double low[6], high[6];
    size_t size = 0;
    four_kinds(given);
    given[1].name = name;
    given[1].unit = unit;
    given[1].documentation = documentation;
    given[1].has_default = true;
    given[1].default_value = 9.81;
    given[4] = parameter("width", TEACHDRL_PARAMETER_NUMBER, 0, 1);
    given[5] = parameter("height", TEACHDRL_PARAMETER_NUMBER, 0, 1);
    given[4].group = given[5].group = group;
    both[0] = teacher_over("Random", given, 6, NULL, 0);
    memset(name, 0, sizeof name);
    memset(unit, 0, sizeof unit);
    memset(documentation, 0, sizeof documentation);
    memset(group, 0, sizeof group);
    given[1].name = "gravity";
    given[1].unit = "m/s2";
    given[1].documentation = "pulls down";
    given[4].group = given[5].group = "box";
    OK(teachdrl_teacher_save_to_memory(both[0], state, sizeof state, &size));
    OK(teachdrl_teacher_load_from_memory(state, size, &both[1]));
    for (int which = 0; which < 2; which++) {
        for (size_t i = 0; i < 6; i++) {
            OK(teachdrl_teacher_parameter(both[which], i, &told));
            expect_alike(&given[i], told);
        }
        OK(teachdrl_teacher_task_space(both[which], low, high, 6));
        EXPECT(low[1] == 0.01 && high[1] == 100 && low[2] == -2 && high[2] == 3 && low[3] == 0 && high[3] == 2);
        teachdrl_teacher_destroy(both[which]);
    }
    /* Plain bounds give parameters too. */
    OK(teachdrl_teacher_create("Random", 2, low, high, NULL, 0, 1, &both[0]));
    given[0] = parameter("task[1]", TEACHDRL_PARAMETER_NUMBER, 0.01, 100);
    OK(teachdrl_teacher_parameter(both[0], 1, &told));
    expect_alike(&given[0], told);
    teachdrl_teacher_destroy(both[0]);
}

/* ---------------------------------------------------------------------------------------------------- beside plain numbers */

/* The place of a value of `four_kinds` on a line of plain numbers. */
static void lay_out(const double *task, double *line) {
    line[0] = task[0];
    line[1] = log10(task[1]);
    line[2] = task[2];
    line[3] = task[3];
}

/* A teacher over all kinds does what one over plain numbers does: over the logarithms, and over a part of length 1 for each
 * whole number. What it proposes is that, rounded; what it is told is what was played. */
static void lay_out_all_kinds(const char *name, const char *normalize) {
    const double low[] = {-1, -2, -2.5, -0.5}, high[] = {3, 2, 3.5, 2.5}, greatest[] = {3, 100, 3, 2};
    teachdrl_parameter parameters[four];
    teachdrl_option options[4];
    size_t count = quick_options(name, four, options), changes = 0;
    teachdrl_teacher *twin = NULL, *teacher;
    int alike = 0;
    options[count].name = "normalize";
    options[count].value = normalize;
    count += strcmp(name, "Random") != 0;
    four_kinds(parameters);
    teacher = teacher_over(name, parameters, four, options, count);
    OK(teachdrl_teacher_create(name, four, low, high, options, count, 9, &twin));
    for (int episode = 0; episode < 400; episode++) {
        double task[four], line[four];
        OK(teachdrl_teacher_sample_task(teacher, task, four));
        OK(teachdrl_teacher_sample_task(twin, line, four));
        alike += task[0] == line[0] && fabs(log10(task[1]) - line[1]) < 1e-12 &&
                 task[2] == fmin(floor(line[2] + 0.5), greatest[2]) &&
                 task[3] == fmin(floor(line[3] + 0.5), greatest[3]);
        lay_out(task, line);
        const double reached = line[1] + task[2] / 2 + (task[3] == 1) + episode / 100.0 - task[0];
        OK(teachdrl_teacher_update(teacher, task, four, reached));
        OK(teachdrl_teacher_update(twin, line, four, reached));
    }
    EXPECT(alike == 400);
    OK(teachdrl_teacher_history(teacher, NULL, 0, &changes));
    EXPECT(changes > 2 || strcmp(name, "Random") == 0);
    teachdrl_teacher_destroy(teacher);
    teachdrl_teacher_destroy(twin);
}

/* Every value of an integer and of a category is as likely as any other. */
static void draw_every_value(void) {
    enum { draws = 60000 };
    teachdrl_parameter parameters[four];
    teachdrl_teacher *teacher;
    int counts[6][3] = {{0}};
    four_kinds(parameters);
    teacher = teacher_over("Random", parameters, four, NULL, 0);
    for (int i = 0; i < draws; i++) {
        double task[four];
        OK(teachdrl_teacher_sample_task(teacher, task, four));
        EXPECT(task[0] >= -1 && task[0] <= 3 && task[1] >= 0.01 && task[1] <= 100);
        EXPECT(task[2] == floor(task[2]) && task[3] == floor(task[3]));
        EXPECT(task[2] >= -2 && task[2] <= 3 && task[3] >= 0 && task[3] <= 2);
        counts[(int)task[2] + 2][(int)task[3]]++;
    }
    const double share = 1.0 / 18, deviation = sqrt(draws * share * (1 - share));
    for (int legs = 0; legs < 6; legs++)
        for (int ground = 0; ground < 3; ground++)
            EXPECT(fabs(counts[legs][ground] - draws * share) < 5 * deviation);
    teachdrl_teacher_destroy(teacher);
}

/* -------------------------------------------------------------------------------------------------------- probabilities */

static void train(teachdrl_teacher *teacher, size_t dimension, int episodes) {
    double task[four];
    for (int i = 0; i < episodes; i++) {
        double reached = 0;
        OK(teachdrl_teacher_sample_task(teacher, task, dimension));
        for (size_t d = 0; d < dimension; d++)
            reached += (double)(d + 1) * task[d];
        OK(teachdrl_teacher_update(teacher, task, dimension, reached * (i % 90) / 30));
    }
}

/* Over integers and categories alone, log_density is a probability: of all values 1, of each how often it is drawn. */
static void weigh_values(const char *name) {
    enum { draws = 40000, values = 12 };
    const teachdrl_parameter parameters[] = {parameter("legs", TEACHDRL_PARAMETER_INTEGER, 1, 4),
                                             parameter("ground", TEACHDRL_PARAMETER_CATEGORY, 0, 0)};
    static double tasks[2 * draws];
    double every[2 * values], densities[values], sum = 0;
    int counts[values] = {0};
    teachdrl_option options[4];
    teachdrl_teacher *teacher = teacher_over(name, parameters, 2, options, quick_options(name, 2, options));
    train(teacher, 2, 230);
    for (int i = 0; i < values; i++) {
        every[2 * i] = 1 + i / 3;
        every[2 * i + 1] = i % 3;
    }
    OK(teachdrl_teacher_log_density(teacher, every, values, 2, densities));
    OK(teachdrl_teacher_sample_tasks(teacher, tasks, draws, 2));
    for (int i = 0; i < draws; i++)
        counts[3 * ((int)tasks[2 * i] - 1) + (int)tasks[2 * i + 1]]++;
    for (int i = 0; i < values; i++) {
        const double share = exp(densities[i]);
        sum += share;
        EXPECT(fabs(counts[i] - draws * share) <= 5 * sqrt(draws * share * (1 - share)) + 1);
    }
    EXPECT(fabs(sum - 1) < 1e-6);
    teachdrl_teacher_destroy(teacher);
}

/* Over log-scaled numbers it is the density of their logarithms, divided by how fast those grow. */
static void weigh_logarithms(const char *name) {
    const teachdrl_parameter parameters[] = {parameter("gravity", TEACHDRL_PARAMETER_LOG_NUMBER, 0.001, 1000),
                                             parameter("friction", TEACHDRL_PARAMETER_NUMBER, 0, 2)};
    const double low[] = {-3, 0}, high[] = {3, 2};
    teachdrl_option options[4];
    const size_t count = quick_options(name, 2, options);
    teachdrl_teacher *teacher = teacher_over(name, parameters, 2, options, count), *twin = NULL;
    OK(teachdrl_teacher_create(name, 2, low, high, options, count, 9, &twin));
    for (int i = 0; i < 230; i++) {
        double task[2], line[2], density, of_twin;
        OK(teachdrl_teacher_sample_task(teacher, task, 2));
        OK(teachdrl_teacher_sample_task(twin, line, 2));
        line[0] = log10(task[0]);
        OK(teachdrl_teacher_log_density(teacher, task, 1, 2, &density));
        OK(teachdrl_teacher_log_density(twin, line, 1, 2, &of_twin));
        EXPECT(fabs(density - (of_twin - log(task[0] * log(10)))) < 1e-9);
        OK(teachdrl_teacher_update(teacher, task, 2, line[0] * i));
        OK(teachdrl_teacher_update(twin, line, 2, line[0] * i));
    }
    teachdrl_teacher_destroy(teacher);
    teachdrl_teacher_destroy(twin);
}

/* --------------------------------------------------------------------------------------------------------------- limits */

static void reach_the_limits(void) {
    static const char *const one[] = {"alone", NULL};
    static char names[10001][8];
    static teachdrl_parameter many[10001];
    static const struct {
        const char *teacher;
        size_t most;
    } limits[] = {{"ALP-GMM", 64}, {"Covar-GMM", 64}, {"RIAC", 256}, {"Random", 10000}};
    double task[4];
    teachdrl_parameter parameters[] = {
        parameter("one", TEACHDRL_PARAMETER_INTEGER, 7, 7), parameter("alone", TEACHDRL_PARAMETER_CATEGORY, 0, 0),
        parameter("wide", TEACHDRL_PARAMETER_LOG_NUMBER, 1e-300, 1e300),
        parameter("huge", TEACHDRL_PARAMETER_INTEGER, -2251799813685248.0, 2251799813685248.0)};
    parameters[1].categories = one;
    for (size_t t = 0; t < COUNT(all); t++) {
        teachdrl_option options[4];
        teachdrl_teacher *teacher = teacher_over(all[t], parameters, 4, options, quick_options(all[t], 4, options));
        for (int i = 0; i < 120; i++) {
            OK(teachdrl_teacher_sample_task(teacher, task, 4));
            EXPECT(task[0] == 7 && task[1] == 0 && task[2] >= 1e-300 && task[2] <= 1e300);
            EXPECT(fabs(task[3]) <= 2251799813685248.0 && task[3] == floor(task[3]));
            OK(teachdrl_teacher_update(teacher, task, 4, log10(task[2]) * i));
        }
        teachdrl_teacher_destroy(teacher);
    }
    /* A bound that was kept as a float is the bound; a whole number is not rounded to. */
    const float rounded = 0.1F;
    const teachdrl_parameter tenth = parameter("tenth", TEACHDRL_PARAMETER_LOG_NUMBER, 0.01, 0.1);
    teachdrl_teacher *teacher = teacher_over("Random", &tenth, 1, NULL, 0), *none = NULL;
    task[0] = (double)rounded;
    EXPECT(task[0] > 0.1);
    OK(teachdrl_teacher_update(teacher, task, 1, 1));
    task[0] = 0.1001;
    EXPECT(teachdrl_teacher_update(teacher, task, 1, 1) == TEACHDRL_INVALID_ARGUMENT);
    EXPECT(strstr(teachdrl_last_error(), "parameter 'tenth' is 0.1001; it must lie from 0.01 to 0.1") != NULL);
    teachdrl_teacher_destroy(teacher);

    for (size_t i = 0; i < COUNT(many); i++) {
        many[i] = parameters[0];
        snprintf(names[i], sizeof names[i], "p%u", (unsigned)i % 100000u);
        many[i].name = names[i];
    }
    for (size_t t = 0; t < COUNT(limits); t++) {
        teachdrl_teacher_definition definition;
        char fragment[64];
        teachdrl_teacher_destroy(teacher_over(limits[t].teacher, many, limits[t].most, NULL, 0));
        memset(&definition, 0, sizeof definition);
        definition.struct_size = sizeof definition;
        definition.name = limits[t].teacher;
        definition.parameters = many;
        definition.parameter_count = limits[t].most + 1;
        EXPECT(teachdrl_teacher_create_from(&definition, &none) == TEACHDRL_INVALID_ARGUMENT && none == NULL);
        snprintf(fragment, sizeof fragment, "'%sparameter_count' is %u", limits[t].most == 10000 ? "" : "definition.",
                 (unsigned)limits[t].most + 1);
        EXPECT(strstr(teachdrl_last_error(), fragment) != NULL);
    }
}

/* --------------------------------------------------------------------------------------------------------- saved states */

/* A state fits what describes the same tasks. What it is loaded as says what the tasks are called. */
static void load_as_the_same(void) {
    static unsigned char state[1 << 16], again[1 << 16];
    const double low[] = {0, 0}, high[] = {3, 6};
    teachdrl_parameter named[] = {parameter("stump_height", TEACHDRL_PARAMETER_NUMBER, 0, 3),
                                  parameter("spacing", TEACHDRL_PARAMETER_NUMBER, 0, 6)};
    teachdrl_teacher_definition definition;
    const teachdrl_parameter *told = NULL;
    teachdrl_teacher *teacher = NULL, *loaded = NULL;
    double task[2], expected[2];
    size_t size = 0, size_again = 0;
    OK(teachdrl_teacher_create("ALP-GMM", 2, low, high, NULL, 0, 1, &teacher));
    train(teacher, 2, 300);
    OK(teachdrl_teacher_save_to_memory(teacher, state, sizeof state, &size));
    memset(&definition, 0, sizeof definition);
    definition.struct_size = sizeof definition;

    /* Anything at all. */
    OK(teachdrl_teacher_load_from_memory_as(state, size, &definition, NULL));
    OK(teachdrl_teacher_load_from_memory_as(state, size, &definition, &loaded));
    OK(teachdrl_teacher_save_to_memory(loaded, again, sizeof again, &size_again));
    EXPECT(size == size_again && memcmp(state, again, size) == 0);
    teachdrl_teacher_destroy(loaded);

    /* Parameters that have names now. */
    definition.parameters = named;
    definition.parameter_count = 2;
    OK(teachdrl_teacher_load_from_memory_as(state, size, &definition, &loaded));
    OK(teachdrl_teacher_parameter(loaded, 0, &told));
    expect_alike(&named[0], told);
    OK(teachdrl_teacher_sample_task(teacher, expected, 2));
    OK(teachdrl_teacher_sample_task(loaded, task, 2));
    EXPECT(memcmp(task, expected, sizeof task) == 0);
    OK(teachdrl_teacher_save_to_memory(loaded, state, sizeof state, &size));
    teachdrl_teacher_destroy(loaded);

    /* What is only said of them may differ, what they are called may not any more. */
    named[1].unit = "m";
    named[1].documentation = "from one stump to the next";
    named[1].has_default = true;
    named[1].default_value = 4;
    OK(teachdrl_teacher_load_from_memory_as(state, size, &definition, &loaded));
    OK(teachdrl_teacher_parameter(loaded, 1, &told));
    expect_alike(&named[1], told);
    teachdrl_teacher_destroy(loaded);
    named[1].name = "obstacle_spacing";
    EXPECT(teachdrl_teacher_load_from_memory_as(state, size, &definition, NULL) == TEACHDRL_MISMATCH);
    EXPECT(strstr(teachdrl_last_error(), "'spacing' there and 'obstacle_spacing' here") != NULL);
    teachdrl_teacher_destroy(teacher);
}

int main(void) {
    say_what_they_were_given();
    for (size_t t = 0; t < COUNT(all); t++) {
        lay_out_all_kinds(all[t], "true");
        weigh_values(all[t]);
        weigh_logarithms(all[t]);
    }
    for (size_t t = 0; t < COUNT(learning); t++)
        lay_out_all_kinds(learning[t], "false");
    draw_every_value();
    reach_the_limits();
    load_as_the_same();
    return report_expectations();
}
