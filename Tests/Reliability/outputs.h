/* Work for every part of the library, each piece with a number that all its outputs go into, bit for bit. What is passed
 * in is made of whole numbers and of sums and products, which every processor computes alike. */
#ifndef OUTPUTS_H
#define OUTPUTS_H

#include "mixing.h"

/* One piece of work. */
typedef struct work {
    const char *name;
    const char *kind;    /* the teacher or environment */
    const char *options; /* "name=value name=value" */
    size_t dimension;    /* a teacher's task */
    int length;          /* episodes or steps */
} work;

typedef struct option_list {
    char text[256];
    teachdrl_option options[8];
    size_t count;
} option_list;

static void read_options(const char *text, option_list *list) {
    char *next = list->text;
    list->count = 0;
    snprintf(list->text, sizeof list->text, "%s", text);
    while (*next != 0) {
        char *value = strchr(next, '='), *end = strchr(next, ' ');
        *value = 0;
        list->options[list->count].name = next;
        list->options[list->count++].value = value + 1;
        if (end == NULL)
            break;
        *end = 0;
        next = end + 1;
    }
}

/* A curriculum, with late and unordered updates, a copy made through a saved state halfway, and looks inside. */
static uint64_t teach(const work *w, int threads) {
    double low[16], high[16], task[16], other[16], density, numbers[4096];
    bool flags[1024];
    size_t i, count, d = w->dimension, size = 0;
    uint64_t sum = nothing_yet;
    uint32_t state = 7;
    int episode;
    option_list list;
    teachdrl_teacher *teacher, *copy;
    teachdrl_mixture means = {.struct_size = sizeof means, .capacity = 64}, covariances = means;
    const teachdrl_regions regions = {
        .struct_size = sizeof regions, .progress = numbers, .is_leaf = flags, .capacity = 1024};
    char thread_text[16];
    read_options(w->options, &list);
    if (strstr(w->kind, "GMM") != NULL) {
        snprintf(thread_text, sizeof thread_text, "%d", threads);
        list.options[list.count].name = "threads";
        list.options[list.count++].value = thread_text;
    }
    for (i = 0; i < d; i++) {
        low[i] = -(double)i;
        high[i] = 1.5 + 2 * (double)i;
    }
    MUST(teachdrl_teacher_create(w->kind, d, low, high, list.options, list.count, 42, &teacher));
    memcpy(other, low, sizeof other);
    for (episode = 0; episode < w->length; episode++) {
        double episode_return = 0;
        MUST(teachdrl_teacher_sample_task(teacher, task, d));
        sum = mixed_in(sum, task, d * sizeof *task);
        for (i = 0; i < d; i++)
            episode_return += (task[i] - low[i]) * (high[i] - task[i]) * episode / w->length;
        episode_return += chance(&state) / 8;
        MUST(teachdrl_teacher_update(teacher, episode % 3 == 0 ? other : task, d, episode_return));
        memcpy(other, task, sizeof other);
        if (episode % 97 == 0) {
            MUST(teachdrl_teacher_log_density(teacher, task, 1, d, &density));
            sum = mixed_in(sum, &density, sizeof density);
        }
        if (episode == w->length / 2) {
            void *bytes;
            MUST(teachdrl_teacher_save_to_memory(teacher, NULL, 0, &size));
            bytes = malloc(size);
            MUST(teachdrl_teacher_save_to_memory(teacher, bytes, size, &size));
            MUST(teachdrl_teacher_load_from_memory(bytes, size, &copy));
            free(bytes);
            teachdrl_teacher_destroy(teacher);
            teacher = copy;
        }
    }
    MUST(teachdrl_teacher_mixture_dimension(teacher, &size));
    means.means = covariances.covariances = numbers;
    covariances.capacity = 4096 / (size * size + 1);
    MUST(teachdrl_teacher_mixture(teacher, 0, &means, &count));
    sum = mixed_in(sum, numbers, count * size * sizeof *numbers);
    MUST(teachdrl_teacher_mixture(teacher, 0, &covariances, &count));
    sum = mixed_in(sum, numbers, count * size * size * sizeof *numbers);
    MUST(teachdrl_teacher_regions(teacher, 0, &regions, &count));
    sum = mixed_in(sum, numbers, count * sizeof *numbers);
    sum = mixed_in(sum, flags, count * sizeof *flags);
    teachdrl_teacher_destroy(teacher);
    return sum;
}

/* Episodes on four tasks; of some steps the picture too. */
static uint64_t walk(const work *w, int threads) {
    static const double shares[] = {0, 0.25, 0.6, 1};
    float observation[64], action[16];
    double task[64], low[64], high[64];
    teachdrl_shape *shapes;
    teachdrl_view view;
    size_t i, observation_size, action_size, dimension, count;
    const teachdrl_parameter *parameter;
    uint64_t sum = nothing_yet;
    uint32_t state = 11;
    int episode, played;
    option_list list;
    teachdrl_environment *environment;
    (void)threads;
    read_options(w->options, &list);
    MUST(teachdrl_environment_create(w->kind, list.options, list.count, 42, &environment));
    MUST(teachdrl_environment_observation_size(environment, &observation_size));
    MUST(teachdrl_environment_action_size(environment, &action_size));
    MUST(teachdrl_environment_task_dimension(environment, &dimension));
    if (dimension > 0)
        MUST(teachdrl_environment_task_space(environment, low, high, dimension));
    for (episode = 0; episode < 4; episode++) {
        teachdrl_step step = {.struct_size = sizeof step};
        for (i = 0; i < dimension; i++) {
            task[i] = low[i] + (high[i] - low[i]) * (i % 2 == 0 ? shares[episode] : 1 - shares[episode]);
            MUST(teachdrl_environment_task_parameter(environment, i, &parameter));
            if (parameter->kind == TEACHDRL_PARAMETER_INTEGER)
                task[i] = (double)(long)task[i];
        }
        if (dimension > 0)
            MUST(teachdrl_environment_set_task(environment, task, dimension));
        MUST(teachdrl_environment_reset(environment, observation, observation_size));
        sum = mixed_in(sum, observation, observation_size * sizeof *observation);
        for (played = 0; played < w->length && !step.terminated && !step.truncated; played++) {
            for (i = 0; i < action_size; i++)
                action[i] = (float)(2.5 * chance(&state) - 1.25);
            MUST(teachdrl_environment_step(environment, action, action_size, observation, observation_size, &step));
            sum = mixed_in(sum, observation, observation_size * sizeof *observation);
            sum = mixed_in(sum, &step.reward, sizeof step.reward);
            if (played % 100 == 0) {
                MUST(teachdrl_environment_scene(environment, &view, NULL, 0, &count));
                shapes = (teachdrl_shape *)malloc((count + 1) * sizeof *shapes);
                MUST(teachdrl_environment_scene(environment, &view, shapes, count, &count));
                sum = mixed_in(sum, &view, sizeof view);
                sum = mixed_in(sum, shapes, count * sizeof *shapes);
                free(shapes);
            }
        }
    }
    teachdrl_environment_destroy(environment);
    return sum;
}

/* Twelve environments stepped by some threads, their tasks chosen by two teachers. */
static uint64_t walk_together(const work *w, int threads) {
    enum { environments = 12, observation_size = 24, action_size = 4 };
    float observations[environments * observation_size], actions[environments * action_size];
    double rewards[environments], low[2], high[2], tasks[2 * environments];
    bool terminated[environments], truncated[environments];
    const teachdrl_option quick = {"fit_rate", "20"};
    const double shares[] = {0.75, 0.25};
    teachdrl_teacher *teachers[2];
    teachdrl_environment *one;
    teachdrl_vector_environment *vector;
    teachdrl_vector_environment_definition definition = {.struct_size = sizeof definition,
                                                         .name = w->kind,
                                                         .count = environments,
                                                         .thread_count = (size_t)threads,
                                                         .autoreset = TEACHDRL_AUTORESET_SAME_STEP,
                                                         .seed = 42};
    const teachdrl_step_rows rows = {.struct_size = sizeof rows,
                                     .observations = observations,
                                     .observation_size = observation_size,
                                     .rewards = rewards,
                                     .terminated = terminated,
                                     .truncated = truncated};
    uint64_t sum = nothing_yet;
    uint32_t state = 13;
    int step, i;
    option_list list;
    read_options(w->options, &list);
    definition.options = list.options;
    definition.option_count = list.count;
    MUST(teachdrl_vector_environment_create(&definition, &vector));
    MUST(teachdrl_vector_environment_at(vector, 0, &one));
    MUST(teachdrl_environment_task_space(one, low, high, 2));
    MUST(teachdrl_teacher_create("ALP-GMM", 2, low, high, &quick, 1, 1, &teachers[0]));
    MUST(teachdrl_teacher_create("Random", 2, low, high, NULL, 0, 2, &teachers[1]));
    MUST(teachdrl_vector_environment_attach_teachers(vector, TEACHDRL_ALL_ENVIRONMENTS, teachers, shares, 2));
    MUST(teachdrl_vector_environment_reset(vector, NULL, observations, environments, observation_size));
    for (step = 0; step < w->length; step++) {
        for (i = 0; i < environments * action_size; i++)
            actions[i] = (float)(2.5 * chance(&state) - 1.25);
        MUST(teachdrl_vector_environment_step(vector, actions, environments, action_size, &rows));
        sum = mixed_in(sum, observations, sizeof observations);
        sum = mixed_in(sum, rewards, sizeof rewards);
        sum = mixed_in(sum, terminated, sizeof terminated);
    }
    MUST(teachdrl_vector_environment_running_tasks(vector, tasks, NULL, environments, 2));
    sum = mixed_in(sum, tasks, sizeof tasks);
    teachdrl_vector_environment_destroy(vector);
    teachdrl_teacher_destroy(teachers[0]);
    teachdrl_teacher_destroy(teachers[1]);
    return sum;
}

static uint64_t play(const work *w, int threads) {
    teachdrl_toy *toy;
    double task[2], reward, share;
    uint64_t sum = nothing_yet;
    uint32_t state = 17;
    int episode;
    (void)threads;
    MUST(teachdrl_toy_create(NULL, 0, &toy));
    for (episode = 0; episode < w->length; episode++) {
        task[0] = chance(&state) / 2;
        task[1] = chance(&state) / 2;
        MUST(teachdrl_toy_play(toy, task, 2, &reward));
        sum = mixed_in(sum, &reward, sizeof reward);
    }
    MUST(teachdrl_toy_mastered_share(toy, &share));
    sum = mixed_in(sum, &share, sizeof share);
    teachdrl_toy_destroy(toy);
    return sum;
}

#define QUICK "fit_rate=60 max_k=5 "
#define PUBLISHED "normalize=false reward_range=off"
static const struct {
    uint64_t (*function)(const work *, int);
    work what;
} works[] = {
    {teach, {"ALP-GMM", "ALP-GMM", "", 2, 1300}},
    {teach, {"ALP-GMM-6", "ALP-GMM", QUICK "alp_max_size=300 nb_em_init=2 gmm_fitness=aicc", 6, 700}},
    {teach, {"ALP-GMM-scaled", "ALP-GMM", QUICK "normalize=true warm_start=true reward_range=-1,3", 3, 700}},
    {teach, {"Covar-GMM", "Covar-GMM", "", 2, 1300}},
    {teach, {"Covar-GMM-5", "Covar-GMM", QUICK "absolute_lp=true", 5, 700}},
    {teach, {"RIAC", "RIAC", "", 2, 1300}},
    {teach, {"RIAC-7", "RIAC", "max_region_size=40 alp_window_size=20 split_score=cardinality", 7, 1300}},
    {teach, {"ALP-GMM-published", "ALP-GMM", PUBLISHED, 2, 1300}},
    {teach, {"Covar-GMM-published", "Covar-GMM", PUBLISHED, 2, 1300}},
    {teach, {"RIAC-published", "RIAC", PUBLISHED, 2, 1300}},
    {teach, {"Oracle", "Oracle", "window_step_vector=0.1,0.1 reward_threshold=0.5", 2, 700}},
    {teach, {"Random", "Random", "", 12, 700}},
    {walk, {"stump-tracks", "stump-tracks", "", 0, 300}},
    {walk, {"stump-tracks-short", "stump-tracks", "walker=short", 0, 300}},
    {walk, {"stump-tracks-quadru", "stump-tracks", "walker=quadru", 0, 300}},
    {walk, {"hexagon-tracks", "hexagon-tracks", "walker=quadru", 0, 300}},
    {walk, {"stump-sequence", "stump-sequence", "roughness=2", 0, 300}},
    {walk, {"walker-tracks", "walker-tracks", "max_stump_rot=3 max_stump_width=2 max_obstacle_spacing=5", 0, 300}},
    {walk, {"stump-tracks-published", "stump-tracks", "walker=quadru contacts=published lidar=published", 0, 300}},
    {walk, {"bipedal-walker", "bipedal-walker", "contacts=published", 0, 300}},
    {walk, {"bipedal-walker-hardcore", "bipedal-walker-hardcore", "", 0, 300}},
    {walk, {"parametric-bipedal-walker", "parametric-bipedal-walker", "", 0, 300}},
    {walk, {"parametric-bipedal-walker-world", "parametric-bipedal-walker", "world=hardcore", 0, 300}},
    {walk_together, {"vector", "stump-tracks", "max_episode_steps=60", 0, 300}},
    {teach, {"ADR", "ADR", "grow_threshold=0.5 shrink_threshold=0.1 queue_len=5", 3, 700}},
    {teach, {"ExpandingBox", "ExpandingBox", "grow_threshold=0.5 shrink_threshold=0.1", 3, 700}},
    {teach, {"Stages", "Stages", "thresholds=0.3", 3, 700}},
    {teach, {"Annealing", "Annealing", "duration=500", 3, 700}},
    {teach, {"DORAEMON", "DORAEMON", "update_rate=50 success_return=0.3", 3, 700}},
    {teach, {"SPDL", "SPDL", "update_rate=50 update_offset=100 alpha_offset=3", 3, 700}},
    {play, {"toy", "", "", 2, 5000}},
};
enum { work_count = sizeof works / sizeof works[0] };

/* What all outputs of a piece of work come to. */
static uint64_t outputs_of(int index, int threads) {
    return works[index].function(&works[index].what, threads);
}

/* What all outputs of all of it come to. */
static inline uint64_t outputs_of_all(int threads) {
    uint64_t sum = nothing_yet, one;
    int i;
    for (i = 0; i < work_count; i++) {
        one = outputs_of(i, threads);
        sum = mixed_in(sum, &one, sizeof one);
    }
    return sum;
}

#endif
