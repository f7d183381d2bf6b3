/* Bytes as a sequence of calls on a few handles, in any order, with sizes that are right or wrong and pointers that may be
 * NULL. What fails must leave its outputs as they were. */
#include "definition.h"

enum { kept = 3, most = 1024, threads = 2, environments = 4 };

static teachdrl_teacher *teachers[kept];
static teachdrl_environment *walkers[kept];
static teachdrl_vector_environment *vectors[2];
static teachdrl_toy *toy;
static size_t dimensions[kept];

/* Outputs are as large as any call may write, and full of a pattern that a failed call must leave. */
typedef union output {
    double doubles[most];
    float floats[2 * most];
    uint64_t words[most];
    size_t sizes[most];
    bool flags[8 * most];
    int32_t ints[2 * most];
    uint8_t bytes[8 * most];
    void *pointer;
} output;
static output outputs[4];
static const uint8_t pattern = 0x5A;

/* Outputs that are structures, whose struct_size is the caller's: what they must still be after a call that failed. */
typedef struct structures {
    teachdrl_proposal proposals[16];
    teachdrl_step step;
} structures;
static structures written, before;

static void prepare(void) {
    memset(outputs, pattern, sizeof outputs);
    memcpy(&before, &written, sizeof before);
}

static void prepare_structures(input *in) {
    memset(&written, pattern, sizeof written);
    for (size_t i = 0; i < 16; i++)
        written.proposals[i].struct_size = sizeof(teachdrl_proposal);
    if (take_byte(in) < 8)
        written.proposals[take_byte(in) % 4].struct_size = take_size(in, 0);
    written.step.struct_size = take_struct_size(in, sizeof(teachdrl_step));
    memcpy(&before, &written, sizeof before);
}

static void check_outputs(teachdrl_status status) {
    if (noted(status) == TEACHDRL_OK)
        return;
    const uint8_t *bytes = (const uint8_t *)outputs;
    /* The first bytes say most, and a look at all of them every time would take all the time. */
    for (size_t k = 0; k < 4; k++)
        for (size_t i = 0; i < 256; i++)
            HOLDS(bytes[k * sizeof(output) + i] == pattern);
    HOLDS(memcmp(&written, &before, sizeof before) == 0);
}

#define TRY(call) check_outputs(call)
/* A pointer that is NULL at times. */
#define MAYBE(pointer) (take_byte(in) < 8 ? NULL : (pointer))
#define ANY_TEACHER teachers[take_byte(in) % kept]
#define ANY_WALKER walkers[take_byte(in) % kept]
#define ANY_VECTOR vectors[take_byte(in) % 2]

static double numbers[4 * most];
static float actions[4 * most];
static size_t slots[64];

static void take_numbers(input *in, size_t count) {
    for (size_t i = 0; i < count && i < 4 * most; i++)
        numbers[i] = i < 64 ? take_double(in, 0, 1) : 0.5;
}

static void take_actions(input *in, size_t count) {
    for (size_t i = 0; i < count; i++)
        actions[i] = i < 16 ? (float)take_double(in, -1, 1) : 0.25F;
}

static void take_outcomes(input *in, teachdrl_outcome *outcomes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const teachdrl_outcome zero = {.struct_size = take_struct_size(in, sizeof zero)};
        outcomes[i] = zero;
        outcomes[i].known = take_byte(in);
        outcomes[i].episode_return = take_double(in, -1, 1);
        outcomes[i].success = take_double(in, 0, 1);
        outcomes[i].value_estimate = outcomes[i].score = take_double(in, -1, 1);
        outcomes[i].length = outcomes[i].level = take_size(in, 3);
    }
}

static void keep_teacher(size_t slot, teachdrl_teacher *made, size_t dimension) {
    teachdrl_teacher_destroy(teachers[slot]);
    teachers[slot] = made;
    dimensions[slot] = dimension;
}

static void define_teacher(input *in) {
    size_t slot = take_byte(in) % kept;
    teachdrl_teacher *made = NULL;
    const definition *given = take_definition(in);
    teachdrl_status status = noted(teachdrl_teacher_create_from(MAYBE(&given->teacher), &made));
    HOLDS((status == TEACHDRL_OK) == (made != NULL));
    if (made != NULL)
        keep_teacher(slot, made, given->teacher.parameter_count);
}

static void make_teacher(input *in) {
    static const char *const names[] = {"ALP-GMM", "RIAC", "Covar-GMM", "Oracle", "Random", "nobody"};
    static const teachdrl_option few[] = {{"fit_rate", "5"}, {"max_k", "3"}};
    static const teachdrl_option small[] = {{"max_region_size", "6"}, {"history", "2"}};
    static const teachdrl_option window[] = {{"window_step_vector", "0.1,0.1"}, {"reward_threshold", "0.5"}};
    static const teachdrl_option *const options[] = {few, small, few, window, NULL, NULL};
    size_t slot = take_byte(in) % kept, name = take_byte(in) % 6, dimension = 1 + take_byte(in) % 3;
    double low[4] = {0, 0, 0, 0}, high[4] = {1, 2, 3, 4};
    size_t count = options[name] == NULL ? 0 : take_byte(in) % 3;
    if (name == 3)
        dimension = count = 2;
    teachdrl_teacher *made = NULL;
    if (noted(teachdrl_teacher_create(names[name], dimension, low, MAYBE(high), options[name], count, take_byte(in),
                                      &made)) != TEACHDRL_OK) {
        HOLDS(made == NULL);
        return;
    }
    keep_teacher(slot, made, dimension);
}

static void call_teacher(input *in) {
    size_t slot = take_byte(in) % kept, d = dimensions[slot];
    teachdrl_teacher *teacher = teachers[slot];
    output *o = outputs;
    if (teacher == NULL)
        d = 2;
    size_t dimension = take_size(in, d), rows = 1 + take_byte(in) % 8, capacity = take_size(in, most / 64);
    if (capacity > most / 64 && capacity < SIZE_MAX / 16)
        capacity = 0;
    /* Room for that many is the caller's word. */
    size_t room = capacity > most / 64 ? most / 64 : capacity;
    for (size_t i = 0; i < rows; i++)
        slots[i] = take_byte(in) % 12 == 0 ? take_size(in, 999999) : take_byte(in) % 16;
    prepare();
    prepare_structures(in);
    switch (take_byte(in) % 26) {
    case 0:
        TRY(teachdrl_teacher_sample_task(teacher, MAYBE(o->doubles), dimension));
        break;
    case 1:
        TRY(teachdrl_teacher_sample_tasks(teacher, MAYBE(o->doubles), rows, dimension));
        break;
    case 2:
        take_numbers(in, d);
        TRY(teachdrl_teacher_update(teacher, MAYBE(numbers), dimension, take_double(in, -1, 1)));
        break;
    case 3:
        take_numbers(in, d * rows);
        TRY(teachdrl_teacher_update_tasks(teacher, MAYBE(numbers), rows, dimension, MAYBE(numbers + 100)));
        break;
    case 4:
        TRY(teachdrl_teacher_begin_episode(teacher, slots[0], MAYBE(o->doubles), dimension));
        break;
    case 5:
        TRY(teachdrl_teacher_begin_episodes(teacher, MAYBE(slots), rows, MAYBE(o->doubles), dimension));
        break;
    case 6:
        TRY(teachdrl_teacher_end_episode(teacher, slots[0], take_double(in, -1, 1)));
        break;
    case 7:
        take_numbers(in, rows);
        TRY(teachdrl_teacher_end_episodes(teacher, MAYBE(slots), rows, MAYBE(numbers)));
        break;
    case 8:
        TRY(teachdrl_teacher_abandon_episode(teacher, slots[0]));
        break;
    case 9:
        TRY(teachdrl_teacher_busy_slots(teacher, MAYBE(o->sizes), room, MAYBE(o[1].sizes)));
        break;
    case 10:
        TRY(teachdrl_teacher_task_in_slot(teacher, slots[0], MAYBE(o->doubles), dimension));
        break;
    case 11:
        TRY(teachdrl_teacher_history(teacher, MAYBE(o->words), room, MAYBE(o[1].sizes)));
        break;
    case 12: {
        const teachdrl_mixture mixture = {take_struct_size(in, sizeof mixture),
                                          MAYBE(o->doubles),
                                          MAYBE(o[1].doubles),
                                          MAYBE(o[2].doubles),
                                          NULL,
                                          room};
        TRY(teachdrl_teacher_mixture(teacher, take_byte(in), MAYBE(&mixture), MAYBE(o[3].sizes)));
        break;
    }
    case 13: {
        const teachdrl_regions regions = {take_struct_size(in, sizeof regions),
                                          MAYBE(o->doubles),
                                          MAYBE(o[1].doubles),
                                          NULL,
                                          MAYBE(o[2].flags),
                                          room};
        TRY(teachdrl_teacher_regions(teacher, take_byte(in), MAYBE(&regions), MAYBE(o[3].sizes)));
        break;
    }
    case 14:
        take_numbers(in, d * rows);
        TRY(teachdrl_teacher_log_density(teacher, MAYBE(numbers), rows, dimension, MAYBE(o->doubles)));
        break;
    case 15:
        TRY(teachdrl_teacher_episode_count(teacher, MAYBE(o->words)));
        prepare();
        TRY(teachdrl_teacher_learning_progress(teacher, MAYBE(o->doubles)));
        break;
    case 16: {
        size_t size = 0;
        static uint8_t state[1 << 16];
        teachdrl_teacher *restored = NULL;
        if (noted(teachdrl_teacher_save_to_memory(teacher, state, sizeof state, &size)) != TEACHDRL_OK)
            break;
        HOLDS(teachdrl_teacher_load_from_memory(state, size, &restored) == TEACHDRL_OK);
        teachdrl_teacher_destroy(teacher);
        teachers[slot] = restored;
        restored = NULL;
        teachdrl_teacher **wanted = MAYBE(&restored);
        teachdrl_status status =
            noted(teachdrl_teacher_load_from_memory_as(state, size, MAYBE(&take_definition(in)->teacher), wanted));
        HOLDS((restored != NULL) == (status == TEACHDRL_OK && wanted != NULL));
        teachdrl_teacher_destroy(restored);
        break;
    }
    case 17:
        TRY(teachdrl_teacher_task_space(teacher, MAYBE(o->doubles), MAYBE(o[1].doubles), dimension));
        break;
    case 18:
        TRY(teachdrl_teacher_mixture_dimension(teacher, MAYBE(o->sizes)));
        break;
    case 19:
        TRY(teachdrl_teacher_propose(teacher, MAYBE(o->doubles), dimension, MAYBE(written.proposals)));
        break;
    case 20:
        TRY(teachdrl_teacher_proposal_in_slot(teacher, slots[0], MAYBE(written.proposals)));
        break;
    case 21:
    case 22: {
        teachdrl_outcome outcomes[8];
        take_numbers(in, d * rows);
        take_outcomes(in, outcomes, rows);
        TRY(teachdrl_teacher_update_outcomes(teacher, MAYBE(numbers), rows, dimension, MAYBE(outcomes)));
        break;
    }
    case 23: {
        teachdrl_outcome outcomes[8];
        take_outcomes(in, outcomes, rows);
        TRY(teachdrl_teacher_end_episodes_with_outcomes(teacher, MAYBE(slots), rows, MAYBE(outcomes)));
        break;
    }
    case 24: {
        const teachdrl_parameter *parameter = NULL;
        uint32_t needs = 0, uses = 0;
        if (noted(teachdrl_teacher_parameter(teacher, dimension, MAYBE(&parameter))) == TEACHDRL_OK)
            HOLDS(dimension < d && parameter->name[0] != 0 && parameter->low <= parameter->high);
        if (noted(teachdrl_teacher_outcome_members(teacher, &needs, MAYBE(&uses))) == TEACHDRL_OK)
            HOLDS(uses == 0 || (needs & ~uses) == 0);
        break;
    }
    default:
        teachdrl_teacher_destroy(teacher);
        teachers[slot] = NULL;
    }
}

static void make_walker(input *in) {
    static const char *const names[] = {
        "stump-tracks",   "hexagon-tracks",          "stump-sequence",           "walker-tracks",
        "bipedal-walker", "bipedal-walker-hardcore", "parametric-bipedal-walker"};
    static const teachdrl_option options[] = {{"max_episode_steps", "5"}, {"walker", "short"}};
    size_t slot = take_byte(in) % kept;
    teachdrl_environment *made = NULL;
    prepare();
    TRY(teachdrl_environment_create(names[take_byte(in) % 7], MAYBE(options), take_byte(in) % 3, take_byte(in), &made));
    if (made == NULL)
        return;
    teachdrl_environment_destroy(walkers[slot]);
    walkers[slot] = made;
}

static void call_walker(input *in, teachdrl_environment *walker) {
    static const char *const names[] = {"stump_height", "obstacle_spacing", "poly_shape",
                                        "stump_seq",    "roughness",        "x"};
    output *o = outputs;
    size_t observation_size = 24, action_size = 4, dimension = 2;
    if (walker != NULL) {
        teachdrl_environment_observation_size(walker, &observation_size);
        teachdrl_environment_action_size(walker, &action_size);
        teachdrl_environment_task_dimension(walker, &dimension);
    }
    size_t size = take_size(in, observation_size), actions_given = take_size(in, action_size),
           given = take_size(in, dimension);
    const teachdrl_parameter *parameter = NULL;
    prepare();
    prepare_structures(in);
    switch (take_byte(in) % 12) {
    case 0:
        TRY(teachdrl_environment_reset(walker, MAYBE(o->floats), size));
        break;
    case 1:
    case 2:
    case 3:
        take_actions(in, action_size);
        TRY(teachdrl_environment_step(walker, MAYBE(actions), actions_given, MAYBE(o->floats), size,
                                      MAYBE(&written.step)));
        break;
    case 4:
        take_numbers(in, dimension);
        TRY(teachdrl_environment_set_task(walker, MAYBE(numbers), given));
        break;
    case 5: {
        size_t count = take_byte(in) % 14;
        take_numbers(in, count);
        TRY(teachdrl_environment_set_parameter(walker, names[take_byte(in) % 6], MAYBE(numbers), count));
        break;
    }
    case 6:
        TRY(teachdrl_environment_seed(walker, take_byte(in)));
        break;
    case 7: {
        static teachdrl_shape shapes[512];
        teachdrl_view view;
        size_t count = 0;
        if (noted(teachdrl_environment_scene(walker, MAYBE(&view), NULL, 0, &count)) == TEACHDRL_OK && count <= 512)
            HOLDS(teachdrl_environment_scene(walker, NULL, shapes, count, &count) == TEACHDRL_OK);
        break;
    }
    case 8:
        if (noted(teachdrl_environment_task_parameter(walker, given, MAYBE(&parameter))) == TEACHDRL_OK)
            HOLDS(given < dimension && parameter->low <= parameter->high);
        break;
    case 9:
        TRY(teachdrl_environment_parameter_count(walker, MAYBE(o->sizes)));
        if (noted(teachdrl_environment_parameter(walker, given, MAYBE(&parameter))) == TEACHDRL_OK)
            HOLDS(parameter->name[0] != 0 && parameter->low <= parameter->high);
        break;
    case 10:
        TRY(teachdrl_environment_test_set(walker, MAYBE(o->doubles), take_byte(in) % most, MAYBE(o[1].sizes)));
        break;
    default:
        TRY(teachdrl_environment_task_space(walker, MAYBE(o->doubles), MAYBE(o[1].doubles), given));
        break;
    }
}

static void call_vector(input *in) {
    size_t which = take_byte(in) % 2, index = take_size(in, take_byte(in) % environments);
    teachdrl_vector_environment *vector = vectors[which];
    output *o = outputs;
    const size_t count = environments;
    size_t given = take_size(in, count), size = take_size(in, 24), actions_given = take_size(in, 4);
    bool mask[environments];
    uint64_t seeds[environments];
    size_t indices[environments];
    for (size_t i = 0; i < environments; i++) {
        mask[i] = take_byte(in) % 2 == 0;
        seeds[i] = take_byte(in);
        indices[i] = take_byte(in) < 240 ? (i + which) % environments : take_byte(in);
    }
    const teachdrl_finished_episodes ends = {.struct_size = take_struct_size(in, sizeof ends),
                                             .returns = o[3].doubles,
                                             .successes = MAYBE(o[3].doubles + 256),
                                             .levels = MAYBE(o[3].words + 512),
                                             .are_for_learning = MAYBE(o[2].flags + 128)};
    const teachdrl_step_rows steps = {take_struct_size(in, sizeof steps),
                                      MAYBE(o->floats),
                                      size,
                                      MAYBE(o[1].doubles),
                                      MAYBE(o[2].flags),
                                      MAYBE(o[2].flags + 64),
                                      take_byte(in) % 2 == 0 ? &ends : NULL};
    prepare();
    prepare_structures(in);
    switch (take_byte(in) % 13) {
    case 0: {
        static const teachdrl_option brief = {"max_episode_steps", "3"};
        teachdrl_vector_environment *made = NULL;
        const teachdrl_vector_environment_definition definition = {take_struct_size(in, sizeof definition),
                                                                   MAYBE("stump-tracks"),
                                                                   MAYBE(&brief),
                                                                   1,
                                                                   environments,
                                                                   take_byte(in) % (threads + 1),
                                                                   (teachdrl_autoreset)(take_byte(in) % 4),
                                                                   take_byte(in)};
        TRY(teachdrl_vector_environment_create(MAYBE(&definition), &made));
        if (made == NULL)
            break;
        teachdrl_vector_environment_destroy(vector);
        vectors[which] = made;
        break;
    }
    case 1:
        TRY(teachdrl_vector_environment_reset(vector, MAYBE(mask), MAYBE(o->floats), given, size));
        break;
    case 2:
    case 3:
    case 4:
        take_actions(in, 4 * count);
        TRY(teachdrl_vector_environment_step(vector, MAYBE(actions), given, actions_given, MAYBE(&steps)));
        break;
    case 5:
        take_actions(in, 4 * count);
        TRY(teachdrl_vector_environment_send(vector, MAYBE(indices), MAYBE(actions), take_byte(in) % (environments + 1),
                                             actions_given));
        break;
    case 6:
        TRY(teachdrl_vector_environment_receive(vector, MAYBE(o[2].sizes + 64), take_byte(in) % (environments + 1),
                                                MAYBE(&steps)));
        break;
    case 7: {
        teachdrl_teacher *attached[kept];
        double shares[kept];
        size_t number = take_byte(in) % (kept + 1);
        for (size_t i = 0; i < kept; i++) {
            attached[i] = ANY_TEACHER;
            shares[i] = take_double(in, 0, 1);
        }
        TRY(teachdrl_vector_environment_attach_teachers(vector,
                                                        take_byte(in) % 2 == 0 ? TEACHDRL_ALL_ENVIRONMENTS : index,
                                                        MAYBE(attached), MAYBE(shares), number));
        break;
    }
    case 8:
        take_numbers(in, 2 * count);
        TRY(teachdrl_vector_environment_set_tasks(vector, MAYBE(mask), MAYBE(numbers), given, take_size(in, 2)));
        break;
    case 9: {
        teachdrl_environment *one = NULL;
        if (noted(teachdrl_vector_environment_at(vector, index, &one)) == TEACHDRL_OK)
            call_walker(in, one);
        break;
    }
    case 10:
        TRY(teachdrl_vector_environment_running_proposals(vector, MAYBE(written.proposals), given));
        break;
    case 11:
        TRY(teachdrl_vector_environment_seed(vector, MAYBE(mask), MAYBE(seeds), given));
        break;
    default:
        if (take_byte(in) % 4 == 0) {
            teachdrl_vector_environment_destroy(vector);
            vectors[which] = NULL;
        } else {
            TRY(teachdrl_vector_environment_running_tasks(vector, MAYBE(o->doubles), MAYBE(o[1].ints), given,
                                                          take_size(in, 2)));
        }
    }
}

static void call_toy(input *in) {
    output *o = outputs;
    prepare();
    switch (take_byte(in) % 4) {
    case 0: {
        static const teachdrl_option options[] = {{"nb_dims", "1"}, {"nb_cubes", "4"}};
        teachdrl_toy *made = NULL;
        TRY(teachdrl_toy_create(MAYBE(options), take_byte(in) % 3, &made));
        if (made == NULL)
            break;
        teachdrl_toy_destroy(toy);
        toy = made;
        break;
    }
    case 1:
        take_numbers(in, 2);
        TRY(teachdrl_toy_play(toy, MAYBE(numbers), take_size(in, 2), MAYBE(o->doubles)));
        break;
    case 2:
        TRY(teachdrl_toy_competences(toy, MAYBE(o->bytes), take_byte(in) * 16, MAYBE(o[1].sizes)));
        break;
    default:
        TRY(teachdrl_toy_mastered_share(toy, MAYBE(o->doubles)));
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    input whole = {bytes, count}, *in = &whole;
    for (int calls = 0; in->left > 0 && calls < 200; calls++)
        switch (take_byte(in) % 9) {
        case 0:
            make_teacher(in);
            break;
        case 8:
            define_teacher(in);
            break;
        case 1:
        case 2:
            call_teacher(in);
            break;
        case 3:
            make_walker(in);
            break;
        case 4:
            call_walker(in, ANY_WALKER);
            break;
        case 5:
        case 6:
            call_vector(in);
            break;
        default:
            call_toy(in);
            break;
        }
    for (int i = 0; i < kept; i++) {
        teachdrl_teacher_destroy(teachers[i]);
        teachdrl_environment_destroy(walkers[i]);
        teachers[i] = NULL;
        walkers[i] = NULL;
    }
    for (int i = 0; i < 2; i++) {
        teachdrl_vector_environment_destroy(vectors[i]);
        vectors[i] = NULL;
    }
    teachdrl_toy_destroy(toy);
    toy = NULL;
    return 0;
}
