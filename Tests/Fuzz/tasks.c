/* Bytes as tasks, parameters of tracks and actions, possible and impossible. What is set is played: the engine must not
 * fail whatever the track, and what is seen must keep to its bounds. */
#include "input.h"

static const teachdrl_option quadru = {"walker", "quadru"}, short_legs = {"walker", "short"};

static teachdrl_environment *create(uint8_t kind, uint8_t seed) {
    static const teachdrl_option wide[] = {{"max_stump_height", "100"},
                                           {"max_stump_width", "100"},
                                           {"max_stump_rot", "6.283185307179586"},
                                           {"max_obstacle_spacing", "100"},
                                           {"max_poly_shape", "4"},
                                           {"max_stump_seq", "100"},
                                           {"track_noise", "1"},
                                           {"initial_push", "1000"}};
    teachdrl_environment *environment = NULL;
    const teachdrl_description *description;
    size_t index = kind % (teachdrl_environment_count() + 2);
    if (index >= teachdrl_environment_count()) {
        size_t count = index > teachdrl_environment_count() ? 8 : 6;
        HOLDS(teachdrl_environment_create("walker-tracks", wide, count, seed, &environment) == TEACHDRL_OK);
        return environment;
    }
    const teachdrl_option *walker = kind > 170 ? &quadru : kind > 85 ? &short_legs : NULL;
    HOLDS(teachdrl_environment_describe(index, &description) == TEACHDRL_OK);
    HOLDS(teachdrl_environment_create(description->name, walker, walker != NULL, seed, &environment) == TEACHDRL_OK);
    return environment;
}

/* Inside, or outside by no more than one unit in the last place of a float. */
static bool is_accepted(double value, double low, double high) {
    const float bound = (float)(value < low ? low : high), unit = nextafterf(fabsf(bound), INFINITY) - fabsf(bound);
    return (value >= low && value <= high) || fabs(value - (value < low ? low : high)) <= (double)unit;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    static const char *const names[] = {"stump_height", "stump_width",  "stump_rot", "obstacle_spacing",
                                        "roughness",    "poly_shape",   "stump_seq", "stump_width_deviation",
                                        "nothing",      "poly_shape_x1"};
    input in = {bytes, count};
    uint8_t kind = take_byte(&in);
    teachdrl_environment *environment = create(kind, take_byte(&in));
    size_t observation_size = 0, action_size = 0, dimension = 0, shapes = 0;
    float observation[64], least[64], most[64], action[16];
    double low[64], high[64], values[64];
    HOLDS(teachdrl_environment_observation_size(environment, &observation_size) == TEACHDRL_OK);
    HOLDS(teachdrl_environment_action_size(environment, &action_size) == TEACHDRL_OK);
    HOLDS(teachdrl_environment_task_dimension(environment, &dimension) == TEACHDRL_OK && dimension <= 64);
    HOLDS(teachdrl_environment_observation_bounds(environment, least, most, observation_size) == TEACHDRL_OK);
    if (dimension > 0)
        HOLDS(teachdrl_environment_task_space(environment, low, high, dimension) == TEACHDRL_OK);
    for (int episode = 0; episode < 3 && in.left > 0; episode++) {
        teachdrl_step step = {.struct_size = sizeof step};
        if (dimension > 0 && take_byte(&in) % 4 != 0) {
            bool is_inside = true;
            for (size_t i = 0; i < dimension; i++) {
                values[i] = take_double(&in, low[i], high[i]);
                is_inside = is_inside && is_accepted(values[i], low[i], high[i]);
            }
            teachdrl_status status = noted(teachdrl_environment_set_task(environment, values, dimension));
            HOLDS(status == (is_inside ? TEACHDRL_OK : TEACHDRL_INVALID_ARGUMENT));
        }
        for (int changes = take_byte(&in) % 4; changes > 0; changes--) {
            const char *name = names[take_byte(&in) % 10];
            size_t given = take_byte(&in) % 14;
            for (size_t i = 0; i < given; i++)
                values[i] = take_double(&in, -4, 12);
            noted(teachdrl_environment_set_parameter(environment, name, values, given));
        }
        HOLDS(teachdrl_environment_reset(environment, observation, observation_size) == TEACHDRL_OK);
        int steps = 1 + take_byte(&in) % 40;
        for (int played = 0; played < steps && !step.terminated && !step.truncated; played++) {
            bool is_finite = true;
            for (size_t i = 0; i < action_size; i++) {
                action[i] = (float)take_double(&in, -1.5, 1.5);
                is_finite = is_finite && isfinite(action[i]);
            }
            teachdrl_status status = noted(
                teachdrl_environment_step(environment, action, action_size, observation, observation_size, &step));
            HOLDS(status == (is_finite ? TEACHDRL_OK : TEACHDRL_INVALID_ARGUMENT));
            if (status != TEACHDRL_OK)
                continue;
            HOLDS(isfinite(step.reward));
            for (size_t i = 0; i < observation_size; i++)
                HOLDS(observation[i] >= least[i] && observation[i] <= most[i]);
        }
        teachdrl_view view;
        HOLDS(teachdrl_environment_scene(environment, &view, NULL, 0, &shapes) == TEACHDRL_OK);
        teachdrl_shape *drawn = (teachdrl_shape *)malloc((shapes + 1) * sizeof *drawn);
        HOLDS(teachdrl_environment_scene(environment, &view, drawn, shapes, &shapes) == TEACHDRL_OK);
        free(drawn);
    }
    teachdrl_environment_destroy(environment);
    return 0;
}
