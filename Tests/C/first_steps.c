/* What a newcomer does with each part of the library, checked against figures from outside it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <teachdrl.h>

#include "expectations.h"

static void read_versions(void) {
    EXPECT(teachdrl_version() == TEACHDRL_VERSION_NUMBER);
    char text[32];
    snprintf(text, sizeof text, "%d.%d.%d", TEACHDRL_VERSION_MAJOR, TEACHDRL_VERSION_MINOR, TEACHDRL_VERSION_PATCH);
    EXPECT(strcmp(teachdrl_version_string(), text) == 0);
    EXPECT(strcmp(teachdrl_status_name(TEACHDRL_OK), "TEACHDRL_OK") == 0);
    EXPECT(strcmp(teachdrl_status_name(TEACHDRL_NOT_FOUND), "TEACHDRL_NOT_FOUND") == 0);
#ifndef __cplusplus /* in which a value beyond those of an enumeration is undefined */
    EXPECT(strcmp(teachdrl_status_name((teachdrl_status)(TEACHDRL_MISMATCH + 1)), "unknown status") == 0);
#endif
    EXPECT(strcmp(teachdrl_last_error(), "") == 0);
}

/* Every default is a value that the option accepts, and every description is complete. */
static void read_description(const teachdrl_description *description) {
    EXPECT(strlen(description->name) > 0 && strlen(description->documentation) > 10);
    for (size_t i = 0; i < description->option_count; i++) {
        const teachdrl_option_description *option = description->options[i];
        EXPECT(strlen(option->name) > 0 && strlen(option->documentation) > 10 && strlen(option->range) > 0);
        EXPECT(option->type != TEACHDRL_OPTION_CHOICE || option->choices != NULL);
        EXPECT(strcmp(option->default_value, "off") != 0 || option->accepts_off);
    }
}

static void read_listings(void) {
    const double low[] = {0, 0}, high[] = {1, 1};
    const teachdrl_description *description;
    EXPECT(teachdrl_teacher_count() >= 2);
    for (size_t i = 0; i < teachdrl_teacher_count(); i++) {
        OK(teachdrl_teacher_describe(i, &description));
        read_description(description);
        for (size_t o = 0; o < description->option_count; o++) {
            teachdrl_option given = {description->options[o]->name, description->options[o]->default_value};
            teachdrl_teacher *teacher = NULL;
            if (strcmp(description->name, "Oracle") == 0)
                continue; /* needs a step vector for this task space */
            OK(teachdrl_teacher_create(description->name, 2, low, high, &given, 1, 1, &teacher));
            teachdrl_teacher_destroy(teacher);
        }
    }
    EXPECT(teachdrl_environment_count() >= 1);
    for (size_t i = 0; i < teachdrl_environment_count(); i++) {
        OK(teachdrl_environment_describe(i, &description));
        read_description(description);
        for (size_t o = 0; o < description->option_count; o++) {
            teachdrl_option given = {description->options[o]->name, description->options[o]->default_value};
            teachdrl_environment *environment = NULL;
            OK(teachdrl_environment_create(description->name, &given, 1, 1, &environment));
            teachdrl_environment_destroy(environment);
        }
    }
    OK(teachdrl_toy_describe(&description));
    read_description(description);
}

/* ALP-GMM masters far more of the toy environment than Random: the published implementation reaches 35.2 % and 4.2 %
 * (means of 30 seeds) after 20,000 episodes. */
static double play_toy(const char *teacher_name, uint64_t seed) {
    const double low[] = {0, 0}, high[] = {1, 1};
    teachdrl_teacher *teacher;
    teachdrl_toy *toy;
    double task[2], reward, share = -1;
    OK(teachdrl_teacher_create(teacher_name, 2, low, high, NULL, 0, seed, &teacher));
    OK(teachdrl_toy_create(NULL, 0, &toy));
    for (int episode = 0; episode < 20000; episode++) {
        if (teachdrl_teacher_sample_task(teacher, task, 2) != TEACHDRL_OK ||
            teachdrl_toy_play(toy, task, 2, &reward) != TEACHDRL_OK ||
            teachdrl_teacher_update(teacher, task, 2, reward) != TEACHDRL_OK) {
            EXPECT(!"an episode of the toy environment fails");
            break;
        }
    }
    OK(teachdrl_toy_mastered_share(toy, &share));
    uint64_t count = 0;
    OK(teachdrl_teacher_episode_count(teacher, &count));
    EXPECT(count == 20000);
    teachdrl_teacher_destroy(teacher);
    teachdrl_toy_destroy(toy);
    return share;
}

static void batches_equal_single_calls(void) {
    const double low[] = {-1, 0, 5}, high[] = {1, 10, 6};
    teachdrl_teacher *one, *other;
    double tasks[600], row[3], returns[200];
    OK(teachdrl_teacher_create("ALP-GMM", 3, low, high, NULL, 0, 9, &one));
    OK(teachdrl_teacher_create("ALP-GMM", 3, low, high, NULL, 0, 9, &other));
    for (int batch = 0; batch < 5; batch++) {
        OK(teachdrl_teacher_sample_tasks(one, tasks, 200, 3));
        for (int i = 0; i < 200; i++) {
            OK(teachdrl_teacher_sample_task(other, row, 3));
            EXPECT(memcmp(row, tasks + 3 * i, sizeof row) == 0);
            returns[i] = row[0] * row[1];
            for (int d = 0; d < 3; d++)
                EXPECT(row[d] >= low[d] && row[d] <= high[d]);
        }
        OK(teachdrl_teacher_update_tasks(one, tasks, 200, 3, returns));
        for (int i = 0; i < 200; i++)
            OK(teachdrl_teacher_update(other, tasks + 3 * i, 3, returns[i]));
    }
    OK(teachdrl_teacher_sample_tasks(one, NULL, 0, 3));
    OK(teachdrl_teacher_update_tasks(one, NULL, 0, 3, NULL));
    teachdrl_teacher_destroy(one);
    teachdrl_teacher_destroy(other);
}

static void walk(const char *walker, size_t observation_size, size_t action_size) {
    const teachdrl_option options[] = {{"walker", walker}};
    teachdrl_environment *environment;
    const teachdrl_parameter *height = NULL, *spacing = NULL, *named = NULL;
    teachdrl_step step = {sizeof step, 0, false, false};
    double low[2], high[2], tasks[100], mastered = 0, total = 0;
    float observation[34], minimum[34], maximum[34], action[8] = {0};
    size_t size = 0, count = 0;
    const char *window = NULL;
    OK(teachdrl_environment_create("stump-tracks", options, 1, 3, &environment));
    OK(teachdrl_environment_observation_size(environment, &size));
    EXPECT(size == observation_size);
    OK(teachdrl_environment_action_size(environment, &size));
    EXPECT(size == action_size);
    OK(teachdrl_environment_task_dimension(environment, &size));
    EXPECT(size == 2);
    OK(teachdrl_environment_task_parameter(environment, 0, &height));
    EXPECT(strcmp(height->name, "stump_height") == 0 && height->low == 0 && height->high == 3);
    OK(teachdrl_environment_task_parameter(environment, 1, &spacing));
    EXPECT(strcmp(spacing->name, "obstacle_spacing") == 0 && spacing->kind == TEACHDRL_PARAMETER_NUMBER);
    OK(teachdrl_environment_parameter_count(environment, &count));
    EXPECT(count == 2);
    OK(teachdrl_environment_parameter(environment, 1, &named));
    EXPECT(strcmp(named->name, spacing->name) == 0);
    OK(teachdrl_environment_task_space(environment, low, high, 2));
    EXPECT(low[0] == 0 && high[0] == 3 && low[1] == 0 && high[1] == 6);
    OK(teachdrl_environment_return_range(environment, low, high));
    EXPECT(low[0] == -150 && high[0] == 350);
    OK(teachdrl_environment_mastered_return(environment, &mastered));
    EXPECT(mastered == 230);
    OK(teachdrl_environment_window_step_vector(environment, &window));
    EXPECT(strcmp(window, "0.1,-0.2") == 0);
    OK(teachdrl_environment_test_set(environment, NULL, 0, &count));
    EXPECT(count == 50);
    OK(teachdrl_environment_test_set(environment, tasks, 100, &count));
    EXPECT(tasks[0] == 0.31214771245198125 && tasks[1] == 3.8609874944904026 && tasks[2] == 2.3617377350888598);
    OK(teachdrl_environment_observation_bounds(environment, minimum, maximum, observation_size));
    for (int episode = 0; episode < 3; episode++) {
        OK(teachdrl_environment_set_task(environment, tasks + 2 * episode, 2));
        OK(teachdrl_environment_reset(environment, observation, observation_size));
        step.terminated = step.truncated = false;
        for (int played = 0; !step.terminated && !step.truncated; played++) {
            for (size_t i = 0; i < action_size; i++)
                action[i] = (float)sin(0.1 * played + (double)i);
            OK(teachdrl_environment_step(environment, action, action_size, observation, observation_size, &step));
            total += step.reward;
            for (size_t i = 0; i < observation_size; i++)
                EXPECT(observation[i] >= minimum[i] && observation[i] <= maximum[i]);
        }
    }
    EXPECT(isfinite(total));
    OK(teachdrl_environment_seed(environment, 3));
    OK(teachdrl_environment_set_parameter(environment, "stump_height", tasks, 1));
    teachdrl_environment_destroy(environment);
}

/* Every track that there is: its task space, its test set, a few steps on its first task, and what they look like. */
static void see_tracks(void) {
    static const struct {
        const char *name;
        size_t dimension;
        double greatest, first;
        const char *first_name;
    } tracks[] = {{"stump-tracks", 2, 3, 0.31214771245198125, "stump_height"},
                  {"hexagon-tracks", 12, 4, 0.416196949935975, "poly_shape_x1"},
                  {"stump-sequence", 10, 6, 0.6242954249039625, "stump_seq_height1"}};
    static teachdrl_shape shapes[4000], again[4000];
    for (size_t t = 0; t < sizeof tracks / sizeof *tracks; t++) {
        teachdrl_environment *drawn, *control;
        teachdrl_step step = {sizeof step, 0, false, false};
        const teachdrl_parameter *parameter = NULL;
        double low[12], high[12], tasks[600];
        float observation[24], expected[24], action[4] = {0.5F, -0.5F, 0.25F, 1};
        size_t dimension = 0, count = 0, again_count = 0;
        teachdrl_view view;
        OK(teachdrl_environment_create(tracks[t].name, NULL, 0, 3, &drawn));
        OK(teachdrl_environment_create(tracks[t].name, NULL, 0, 3, &control));
        OK(teachdrl_environment_task_dimension(drawn, &dimension));
        EXPECT(dimension == tracks[t].dimension);
        OK(teachdrl_environment_task_space(drawn, low, high, dimension));
        EXPECT(low[0] == 0 && high[0] == tracks[t].greatest);
        OK(teachdrl_environment_task_parameter(drawn, 0, &parameter));
        EXPECT(strcmp(parameter->name, tracks[t].first_name) == 0);
        OK(teachdrl_environment_test_set(drawn, tasks, 600, &count));
        EXPECT(count == 50 && tasks[0] == tracks[t].first);
        OK(teachdrl_environment_set_task(drawn, tasks, dimension));
        OK(teachdrl_environment_set_task(control, tasks, dimension));
        OK(teachdrl_environment_reset(drawn, observation, 24));
        OK(teachdrl_environment_reset(control, expected, 24));
        for (int played = 0; played < 20; played++) {
            OK(teachdrl_environment_scene(drawn, &view, NULL, 0, &count));
            EXPECT(count > 30 && count <= 4000);
            memset(shapes, 0, sizeof shapes);
            memset(again, 0, sizeof again);
            OK(teachdrl_environment_scene(drawn, NULL, shapes, 4000, &count));
            OK(teachdrl_environment_scene(drawn, &view, again, count, &again_count));
            EXPECT(count == again_count && memcmp(shapes, again, sizeof shapes) == 0);
            /* The sky first, over all of the view; the hull last, at a fifth of it. */
            EXPECT(shapes[0].kind == TEACHDRL_SHAPE_POLYGON && shapes[0].x[0] == (float)view.left &&
                   shapes[0].blue == 1);
            float left = shapes[count - 2].x[0], right = left;
            for (uint32_t p = 0; p < shapes[count - 2].point_count; p++) {
                left = fminf(left, shapes[count - 2].x[p]);
                right = fmaxf(right, shapes[count - 2].x[p]);
            }
            EXPECT(left < view.left + view.width / 5 && right > view.left + view.width / 5);
            size_t circles = 0;
            for (size_t s = 0; s < count; s++) {
                EXPECT(shapes[s].point_count <= TEACHDRL_SHAPE_MAX_POINTS);
                EXPECT(shapes[s].red >= 0 && shapes[s].green >= 0 && shapes[s].blue >= 0 && shapes[s].red <= 1 &&
                       shapes[s].green <= 1 && shapes[s].blue <= 1);
                circles += shapes[s].kind == TEACHDRL_SHAPE_CIRCLE;
            }
            /* A circle where each ray of the lidar ends on the ground. */
            size_t hits = 0;
            for (size_t i = 14; i < 24; i++)
                hits += observation[i] < 1;
            EXPECT(circles == hits);
            OK(teachdrl_environment_step(drawn, action, 4, observation, 24, &step));
            OK(teachdrl_environment_step(control, action, 4, expected, 24, &step));
            EXPECT(memcmp(observation, expected, sizeof expected) == 0);
        }
        teachdrl_environment_destroy(drawn);
        teachdrl_environment_destroy(control);
    }
}

/* All kinds of obstacles on one track, set by name. */
static void mix_obstacles(void) {
    const double one[] = {1}, width[] = {2, 0.5}, shape[12] = {0.5, 1, 0.5, 1}, sizes[10] = {1, 0.5, 2, 0.5};
    teachdrl_environment *environment;
    float observation[24], before[24];
    size_t dimension = 77;
    OK(teachdrl_environment_create("walker-tracks", NULL, 0, 3, &environment));
    OK(teachdrl_environment_task_dimension(environment, &dimension));
    EXPECT(dimension == 0);
    OK(teachdrl_environment_reset(environment, before, 24));
    OK(teachdrl_environment_set_parameter(environment, "stump_height", one, 1));
    OK(teachdrl_environment_set_parameter(environment, "stump_width", width, 2));
    OK(teachdrl_environment_set_parameter(environment, "stump_rot", one, 1));
    OK(teachdrl_environment_set_parameter(environment, "poly_shape", shape, 12));
    OK(teachdrl_environment_set_parameter(environment, "stump_seq", sizes, 10));
    OK(teachdrl_environment_set_parameter(environment, "roughness", one, 1));
    OK(teachdrl_environment_set_parameter(environment, "stump_rot", NULL, 0));
    OK(teachdrl_environment_reset(environment, observation, 24));
    teachdrl_environment_destroy(environment);
}

int main(void) {
    read_versions();
    read_listings();
    double curriculum = 0, uniform = 0;
    for (uint64_t seed = 0; seed < 3; seed++) {
        curriculum += play_toy("ALP-GMM", seed) / 3;
        uniform += play_toy("Random", seed) / 3;
    }
    printf("toy environment, 20,000 episodes: ALP-GMM %.0f %%, Random %.0f %%\n", curriculum, uniform);
    EXPECT(curriculum > uniform + 15);
    batches_equal_single_calls();
    walk("short", 24, 4);
    walk("default", 24, 4);
    walk("quadru", 34, 8);
    see_tracks();
    mix_obstacles();
    return report_expectations();
}
