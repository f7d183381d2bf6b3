/* Tasks that their owner keeps as `float` come back rounded: 0.3 as 0.300000012. Wherever a task comes in, a coordinate
 * within one unit in the last place of a `float` from a bound counts as the bound. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <teachdrl.h>

#include "expectations.h"

enum { dimension = 2, episodes = 5000 };
static const double low[dimension] = {0.1, -0.3}, high[dimension] = {0.3, 1e-50};

/* What a caller gets back who keeps tasks as floats. */
static double rounded(double coordinate) {
    return (double)(float)coordinate;
}

static double clamped(double coordinate, int i) {
    return coordinate < low[i] ? low[i] : coordinate > high[i] ? high[i] : coordinate;
}

/* Random numbers inside, every eighth on a bound. */
static double draw(int i) {
    int which = rand() % 16;
    double share = (double)rand() / RAND_MAX;
    return which == 0 ? low[i] : which == 1 ? high[i] : clamped(low[i] + share * (high[i] - low[i]), i);
}

static int same_state(teachdrl_teacher *one, teachdrl_teacher *other) {
    size_t size = 0, other_size = 0;
    OK(teachdrl_teacher_save_to_memory(one, NULL, 0, &size));
    OK(teachdrl_teacher_save_to_memory(other, NULL, 0, &other_size));
    if (size != other_size)
        return 0;
    char *bytes = (char *)malloc(2 * size);
    OK(teachdrl_teacher_save_to_memory(one, bytes, size, &size));
    OK(teachdrl_teacher_save_to_memory(other, bytes + size, size, &size));
    int equal = memcmp(bytes, bytes + size, size) == 0;
    free(bytes);
    return equal;
}

/* A teacher that hears of rounded tasks is the same, bit for bit, as one that hears of tasks moved to the bounds. */
static void teach(const char *name) {
    static double tasks[episodes * dimension], inside[episodes * dimension], returns[episodes];
    /* What Oracle and DORAEMON cannot do without. */
    const teachdrl_option window = {"window_step_vector", "0.01,0.01"}, success = {"success_return", "0.5"};
    const teachdrl_option *needed = strcmp(name, "DORAEMON") == 0 ? &success : &window;
    size_t options = strcmp(name, "Oracle") == 0 || strcmp(name, "DORAEMON") == 0, moved = 0;
    teachdrl_teacher *teacher[3];
    for (int i = 0; i < 3; i++)
        OK(teachdrl_teacher_create(name, dimension, low, high, needed, options, 7, &teacher[i]));
    srand(3);
    for (int episode = 0; episode < episodes; episode++) {
        double *task = tasks + episode * dimension, *its_inside = inside + episode * dimension;
        for (int i = 0; i < dimension; i++) {
            task[i] = rounded(draw(i));
            its_inside[i] = clamped(task[i], i);
            moved += task[i] != its_inside[i];
        }
        returns[episode] = task[0] * (episode % 7);
        OK(teachdrl_teacher_update(teacher[0], task, dimension, returns[episode]));
        OK(teachdrl_teacher_update(teacher[1], its_inside, dimension, returns[episode]));
    }
    EXPECT(moved > 500);
    OK(teachdrl_teacher_update_tasks(teacher[2], tasks, episodes, dimension, returns));
    EXPECT(same_state(teacher[0], teacher[1]) && same_state(teacher[0], teacher[2]));
    static double densities[episodes], its_densities[episodes];
    OK(teachdrl_teacher_log_density(teacher[0], tasks, episodes, dimension, densities));
    OK(teachdrl_teacher_log_density(teacher[0], inside, episodes, dimension, its_densities));
    EXPECT(memcmp(densities, its_densities, sizeof densities) == 0);
    for (int i = 0; i < 3; i++)
        teachdrl_teacher_destroy(teacher[i]);
}

/* The nearest task that is refused, and what may not be changed by it. */
static void refuse_what_lies_farther_outside(void) {
    teachdrl_teacher *teacher, *twin;
    OK(teachdrl_teacher_create("ALP-GMM", dimension, low, high, NULL, 0, 7, &teacher));
    OK(teachdrl_teacher_create("ALP-GMM", dimension, low, high, NULL, 0, 7, &twin));
    const float above = nextafterf(nextafterf(0.3f, 1), 1), below = nextafterf(nextafterf(0.1f, 0), 0);
    const double outside[][dimension] = {{above, 0},   {below, 0}, {0.2, -0.30001},
                                         {0.2, 1e-44}, {0.2, NAN}, {0.2, INFINITY}};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        const double rows[] = {0.2, 0, outside[i][0], outside[i][1]}, returns[] = {1, 2};
        double densities[2];
        EXPECT(teachdrl_teacher_update(teacher, outside[i], dimension, 1) == TEACHDRL_INVALID_ARGUMENT);
        EXPECT(strstr(teachdrl_last_error(), i < 2 ? "'task[0]' is" : "'task[1]' is") != NULL);
        EXPECT(teachdrl_teacher_update_tasks(teacher, rows, 2, dimension, returns) == TEACHDRL_INVALID_ARGUMENT);
        EXPECT(teachdrl_teacher_log_density(teacher, rows, 2, dimension, densities) == TEACHDRL_INVALID_ARGUMENT);
        EXPECT(strstr(teachdrl_last_error(), "in row 1") != NULL);
    }
    EXPECT(same_state(teacher, twin));
    teachdrl_teacher_destroy(teacher);
    teachdrl_teacher_destroy(twin);
}

/* Bounds without a float that is as large are compared as they are; differences of numbers may overflow. */
static void meet_extreme_bounds(void) {
    const double lowest[] = {-1e300}, highest[] = {7e307}, ends[] = {-1e300, 7e307, 0, 1e39};
    const double outside[] = {nextafter(-1e300, -INFINITY), nextafter(7e307, INFINITY), -1.7e308};
    teachdrl_teacher *teacher;
    OK(teachdrl_teacher_create("ALP-GMM", 1, lowest, highest, NULL, 0, 7, &teacher));
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        OK(teachdrl_teacher_update(teacher, ends + i, 1, 1));
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
        EXPECT(teachdrl_teacher_update(teacher, outside + i, 1, 1) == TEACHDRL_INVALID_ARGUMENT);
    teachdrl_teacher_destroy(teacher);

    /* Closer together than floats are. */
    const double narrow_low[] = {0.1}, narrow_high[] = {nextafter(0.1, 1)}, task[] = {rounded(0.1)};
    double density;
    OK(teachdrl_teacher_create("RIAC", 1, narrow_low, narrow_high, NULL, 0, 7, &teacher));
    OK(teachdrl_teacher_update(teacher, task, 1, 1));
    OK(teachdrl_teacher_log_density(teacher, task, 1, 1, &density));
    teachdrl_teacher_destroy(teacher);
}

/* Stumps up to 0.3 m: 0.300000012 is what a float makes of it. */
static const teachdrl_option low_stumps[] = {{"max_stump_height", "0.3"}, {"max_obstacle_spacing", "off"}};

static void set_tracks(void) {
    const double task[] = {rounded(0.3)}, outside[] = {0.3001}, tasks[] = {rounded(0.3), 0.1, 0.3001};
    const bool mask[] = {true, true, false};
    float observation[24], expected[24], observations[3 * 24];
    double running[3];
    teachdrl_environment *environment, *twin;
    OK(teachdrl_environment_create("stump-tracks", low_stumps, 2, 1, &environment));
    OK(teachdrl_environment_create("stump-tracks", low_stumps, 2, 1, &twin));
    const double bound = 0.3;
    OK(teachdrl_environment_set_task(twin, &bound, 1));
    OK(teachdrl_environment_reset(twin, expected, 24));
    OK(teachdrl_environment_set_task(environment, task, 1));
    OK(teachdrl_environment_reset(environment, observation, 24));
    EXPECT(memcmp(observation, expected, sizeof expected) == 0);
    EXPECT(teachdrl_environment_set_task(environment, outside, 1) == TEACHDRL_INVALID_ARGUMENT);
    OK(teachdrl_environment_set_parameter(environment, "stump_height", task, 1));
    EXPECT(teachdrl_environment_set_parameter(environment, "stump_height", outside, 1) == TEACHDRL_INVALID_ARGUMENT);
    teachdrl_environment_destroy(environment);
    teachdrl_environment_destroy(twin);

    teachdrl_vector_environment *vector;
    const teachdrl_vector_environment_definition three = {
        sizeof three, "stump-tracks", low_stumps, 2, 3, 0, TEACHDRL_AUTORESET_NEXT_STEP, 1};
    OK(teachdrl_vector_environment_create(&three, &vector));
    OK(teachdrl_vector_environment_set_tasks(vector, mask, tasks, 3, 1));
    EXPECT(teachdrl_vector_environment_set_tasks(vector, NULL, tasks, 3, 1) == TEACHDRL_INVALID_ARGUMENT);
    EXPECT(strstr(teachdrl_last_error(), "in row 2") != NULL);
    OK(teachdrl_vector_environment_reset(vector, NULL, observations, 3, 24));
    OK(teachdrl_vector_environment_running_tasks(vector, running, NULL, 3, 1));
    EXPECT(running[0] == 0.3 && running[1] == 0.1 && isnan(running[2]));
    teachdrl_vector_environment_destroy(vector);
}

/* A teacher whose own bounds were kept as floats proposes inside the environment's, and hears of every episode. */
static void attach_teachers(void) {
    const double its_low[] = {rounded(0.29999)}, its_high[] = {rounded(0.3)}, too_high[] = {0.3001};
    const float actions[4] = {0};
    float observations[24];
    double reward, task;
    bool terminated = false, truncated = false;
    const teachdrl_step_rows rows = {sizeof rows, observations, 24, &reward, &terminated, &truncated, NULL};
    uint64_t count = 0;
    teachdrl_teacher *teacher, *reaching_out;
    teachdrl_vector_environment *vector;
    OK(teachdrl_teacher_create("Random", 1, its_low, its_high, NULL, 0, 7, &teacher));
    OK(teachdrl_teacher_create("Random", 1, its_low, too_high, NULL, 0, 7, &reaching_out));
    const teachdrl_vector_environment_definition one = {
        sizeof one, "stump-tracks", low_stumps, 2, 1, 0, TEACHDRL_AUTORESET_NEXT_STEP, 1};
    OK(teachdrl_vector_environment_create(&one, &vector));
    EXPECT(teachdrl_vector_environment_attach_teachers(vector, 0, &reaching_out, NULL, 1) == TEACHDRL_INVALID_ARGUMENT);
    OK(teachdrl_vector_environment_attach_teachers(vector, 0, &teacher, NULL, 1));
    OK(teachdrl_vector_environment_reset(vector, NULL, observations, 1, 24));
    for (int step = 0; step < 20000 && count < 20; step++) {
        OK(teachdrl_vector_environment_running_tasks(vector, &task, NULL, 1, 1));
        EXPECT(task <= 0.3);
        OK(teachdrl_vector_environment_step(vector, actions, 1, 4, &rows));
        OK(teachdrl_teacher_episode_count(teacher, &count));
    }
    EXPECT(count == 20);
    teachdrl_vector_environment_destroy(vector);
    teachdrl_teacher_destroy(teacher);
    teachdrl_teacher_destroy(reaching_out);
}

static void play_the_toy(void) {
    const double task[] = {-1e-45, nextafterf(1, 2)}, outside[] = {-1e-9, 1};
    double reward;
    teachdrl_toy *toy;
    OK(teachdrl_toy_create(NULL, 0, &toy));
    OK(teachdrl_toy_play(toy, task, 2, &reward));
    EXPECT(teachdrl_toy_play(toy, outside, 2, &reward) == TEACHDRL_INVALID_ARGUMENT);
    EXPECT(strstr(teachdrl_last_error(), "'task[0]' is") != NULL);
    teachdrl_toy_destroy(toy);
}

int main(void) {
    for (size_t i = 0; i < teachdrl_teacher_count(); i++) {
        const teachdrl_description *description;
        OK(teachdrl_teacher_describe(i, &description));
        teach(description->name);
    }
    refuse_what_lies_farther_outside();
    meet_extreme_bounds();
    set_tracks();
    attach_teachers();
    play_the_toy();
    return report_expectations();
}
