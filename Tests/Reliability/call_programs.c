/* Sixty programs of calls on a teacher, made from their numbers: any teacher, any options and bounds, samples, updates that
 * come late, twice or for other tasks, slots, and copies through saved states. Prints what all that is written comes to,
 * task by task. It calls only what was in the header before there were outcomes and kinds of parameters, so that it runs on
 * libraries from then too: call_programs [FIRST [COUNT]]. */
#include <math.h>

#include "mixing.h"

enum { programs = 60, calls = 500, most_dimensions = 5, most_rows = 8, remembered = 32, slots = 12 };

typedef struct program {
    uint32_t state;
    uint64_t sum;
    size_t dimension;
    double low[most_dimensions], high[most_dimensions];
    teachdrl_teacher *teacher;
    double tasks[remembered][most_dimensions]; /* the newest tasks that were proposed, in a ring */
    size_t proposed;
    bool is_busy[slots];
} program;

static size_t pick(program *p, size_t count) {
    return (size_t)(chance(&p->state) * (double)count);
}

static void note(program *p, const void *bytes, size_t size) {
    p->sum = mixed_in(p->sum, bytes, size);
}

/* ------------------------------------------------------------------------------------------------------------- creating */

typedef struct choice {
    const char *name;
    const char *values[4];
} choice;

static const choice of_all[] = {{"normalize", {"true", "false"}},
                                {"reward_range", {"auto", "off", "-1,3", "-150,350"}},
                                {"history", {"0", "1", "5", "1000"}},
                                {NULL, {NULL}}};
static const choice of_alp_gmm[] = {
    {"fit_rate", {"7", "20", "50", "90"}},   {"max_k", {"2", "3", "5"}}, {"random_task_ratio", {"0", "0.3", "1"}},
    {"gmm_fitness", {"aic", "bic", "aicc"}}, {"nb_em_init", {"1", "2"}}, {"warm_start", {"true", "false"}},
    {"alp_max_size", {"off", "40", "200"}},  {"threads", {"1", "2"}},    {NULL, {NULL}}};
static const choice of_covar_gmm[] = {
    {"fit_rate", {"20", "50", "90"}},   {"max_k", {"2", "3", "5"}}, {"random_task_ratio", {"0", "0.3", "1"}},
    {"absolute_lp", {"true", "false"}}, {"threads", {"1", "2"}},    {NULL, {NULL}}};
static const choice of_riac[] = {{"max_region_size", {"10", "30", "80"}},
                                 {"alp_window_size", {"off", "8", "20"}},
                                 {"nb_split_attempts", {"5", "50"}},
                                 {"sampling_in_leaves_only", {"true", "false"}},
                                 {"split_score", {"difference", "cardinality"}},
                                 {"discard_ratio", {"0.25", "0.5"}},
                                 {NULL, {NULL}}};
static const choice of_oracle[] = {{"reward_threshold", {"0", "0.5", "-20"}},
                                   {"step_rate", {"3", "10", "40"}},
                                   {"window_fraction", {"0.1", "0.5"}},
                                   {NULL, {NULL}}};
static const choice of_random[] = {{NULL, {NULL}}};

static const struct {
    const char *name;
    const choice *choices;
} teachers[] = {{"ALP-GMM", of_alp_gmm}, {"RIAC", of_riac},     {"Covar-GMM", of_covar_gmm},
                {"Oracle", of_oracle},   {"Random", of_random}, {"ALP-GMM", of_alp_gmm}};

/* Half of the options, each with one of its values. */
static size_t choose_options(program *p, const choice *choices, teachdrl_option *options) {
    size_t count = 0;
    for (; choices->name != NULL; choices++) {
        size_t values = 0;
        while (values < 4 && choices->values[values] != NULL)
            values++;
        if (pick(p, 2) == 0)
            continue;
        options[count].name = choices->name;
        options[count++].value = choices->values[pick(p, values)];
    }
    return count;
}

static void create(program *p, size_t number) {
    static const double widths[] = {1, 1, 3, 0.001, 1e6};
    static const char *const steps[] = {"0.1", "0.1,-0.2", "0.1,0.1,0.1", "0,0,0.1,0.1", "1,0,0,0,0"};
    const size_t kind = number % (sizeof teachers / sizeof *teachers);
    teachdrl_option options[16];
    p->dimension = 1 + pick(p, most_dimensions);
    for (size_t i = 0; i < p->dimension; i++) {
        p->low[i] = floor(16 * chance(&p->state) - 8);
        p->high[i] = p->low[i] + widths[pick(p, 5)] * (1 + chance(&p->state));
    }
    size_t count = 0;
    if (teachers[kind].choices == of_oracle) {
        options[count].name = "window_step_vector";
        options[count++].value = steps[p->dimension - 1];
    }
    count += choose_options(p, of_all, options + count);
    count += choose_options(p, teachers[kind].choices, options + count);
    /* Options that do not go together are left out, the last first. */
    while (teachdrl_teacher_create(teachers[kind].name, p->dimension, p->low, p->high, options, count, number,
                                   &p->teacher) != TEACHDRL_OK)
        if (count-- == 0)
            abort();
    note(p, &count, sizeof count);
}

/* ---------------------------------------------------------------------------------------------------------------- calls */

static void remember(program *p, const double *task) {
    note(p, task, p->dimension * sizeof *task);
    memcpy(p->tasks[p->proposed++ % remembered], task, p->dimension * sizeof *task);
}

/* A task that was proposed lately or, at times, any other: inside, on a bound, or as a float keeps it. */
static void take_task(program *p, double *task) {
    const size_t known = p->proposed < remembered ? p->proposed : remembered;
    if (known > 0 && pick(p, 4) != 0) {
        memcpy(task, p->tasks[pick(p, known)], p->dimension * sizeof *task);
        return;
    }
    for (size_t i = 0; i < p->dimension; i++)
        switch (pick(p, 8)) {
        case 0:
            task[i] = p->low[i];
            break;
        case 1:
            task[i] = (double)(float)p->high[i];
            break;
        default:
            task[i] = p->low[i] + (p->high[i] - p->low[i]) * chance(&p->state);
        }
}

/* What a student that learns the lower parts first would reach. */
static double reach(program *p, const double *task) {
    double share = 0;
    for (size_t i = 0; i < p->dimension; i++)
        share += (task[i] - p->low[i]) / (p->high[i] - p->low[i]);
    const double skill = (double)p->proposed / (2 * calls);
    return 4 * (skill - share / (double)p->dimension) + chance(&p->state) / 2;
}

static void sample_and_update(program *p) {
    double task[most_dimensions];
    MUST(teachdrl_teacher_sample_task(p->teacher, task, p->dimension));
    remember(p, task);
    MUST(teachdrl_teacher_update(p->teacher, task, p->dimension, reach(p, task)));
}

static void sample_many(program *p) {
    double tasks[most_rows * most_dimensions];
    const size_t count = pick(p, most_rows + 1);
    MUST(teachdrl_teacher_sample_tasks(p->teacher, tasks, count, p->dimension));
    for (size_t row = 0; row < count; row++)
        remember(p, tasks + row * p->dimension);
}

static void update_many(program *p) {
    double tasks[most_rows * most_dimensions], returns[most_rows];
    const size_t count = pick(p, most_rows + 1);
    for (size_t row = 0; row < count; row++) {
        take_task(p, tasks + row * p->dimension);
        returns[row] = reach(p, tasks + row * p->dimension);
    }
    MUST(teachdrl_teacher_update_tasks(p->teacher, tasks, count, p->dimension, returns));
}

/* A few slots, from one that is drawn on: begun if they are free; ended, now and then given up, if not. */
static void use_slots(program *p) {
    size_t chosen[3] = {0}, count = 0;
    double tasks[3 * most_dimensions], returns[3] = {0};
    const size_t first = pick(p, slots);
    const bool is_busy = p->is_busy[first];
    for (size_t slot = first; slot < slots && count < 3; slot++)
        if (p->is_busy[slot] == is_busy) {
            chosen[count++] = slot;
            p->is_busy[slot] = !is_busy;
        }
    if (!is_busy) {
        MUST(teachdrl_teacher_begin_episodes(p->teacher, chosen, count, tasks, p->dimension));
        for (size_t row = 0; row < count; row++)
            remember(p, tasks + row * p->dimension);
        return;
    }
    for (size_t row = 0; row < count; row++) {
        MUST(teachdrl_teacher_task_in_slot(p->teacher, chosen[row], tasks, p->dimension));
        returns[row] = reach(p, tasks);
        note(p, tasks, p->dimension * sizeof *tasks);
    }
    if (pick(p, 5) > 0) {
        MUST(teachdrl_teacher_end_episodes(p->teacher, chosen, count, returns));
        return;
    }
    for (size_t row = 0; row < count; row++)
        MUST(teachdrl_teacher_abandon_episode(p->teacher, chosen[row]));
}

static void save_and_load(program *p) {
    size_t size = 0;
    MUST(teachdrl_teacher_save_to_memory(p->teacher, NULL, 0, &size));
    void *bytes = malloc(size);
    MUST(teachdrl_teacher_save_to_memory(p->teacher, bytes, size, &size));
    teachdrl_teacher_destroy(p->teacher);
    MUST(teachdrl_teacher_load_from_memory(bytes, size, &p->teacher));
    free(bytes);
}

static void look(program *p) {
    static uint64_t episodes[calls * most_rows];
    double task[most_dimensions], density, progress;
    uint64_t updates;
    size_t count;
    take_task(p, task);
    MUST(teachdrl_teacher_log_density(p->teacher, task, 1, p->dimension, &density));
    MUST(teachdrl_teacher_learning_progress(p->teacher, &progress));
    MUST(teachdrl_teacher_episode_count(p->teacher, &updates));
    MUST(teachdrl_teacher_history(p->teacher, episodes, calls * most_rows, &count));
    note(p, &density, sizeof density);
    if (!isnan(progress)) /* a NaN has many forms */
        note(p, &progress, sizeof progress);
    note(p, &updates, sizeof updates);
    note(p, episodes, count * sizeof *episodes);
}

/* What the caller does wrong leaves no trace. */
static void fail(program *p) {
    double task[most_dimensions + 1] = {0};
    for (size_t i = 0; i < p->dimension; i++)
        task[i] = p->high[i] + 1;
    const teachdrl_status status[] = {
        teachdrl_teacher_update(p->teacher, task, p->dimension, 1),
        teachdrl_teacher_sample_task(p->teacher, task, p->dimension + 1),
        teachdrl_teacher_end_episode(p->teacher, slots, 1),
    };
    note(p, status, sizeof status);
}

static uint64_t run(size_t number) {
    static void (*const others[])(program *) = {sample_many, update_many, update_many, use_slots, use_slots, use_slots};
    program p;
    memset(&p, 0, sizeof p);
    p.state = (uint32_t)number * 2654435761u + 1;
    p.sum = nothing_yet;
    create(&p, number);
    for (int call = 0; call < calls; call++) {
        const size_t kind = pick(&p, 200);
        if (kind < 100)
            sample_and_update(&p);
        else if (kind < 190)
            others[kind % 6](&p);
        else if (kind < 192)
            save_and_load(&p);
        else if (kind < 198)
            look(&p);
        else
            fail(&p);
    }
    look(&p);
    teachdrl_teacher_destroy(p.teacher);
    return p.sum;
}

int main(int count, char **arguments) {
    const size_t first = count > 1 ? (size_t)atol(arguments[1]) : 0;
    const size_t end = first + (count > 2 ? (size_t)atol(arguments[2]) : programs);
    for (size_t number = first; number < end; number++)
        printf("%016llx %zu %s\n", (unsigned long long)run(number), number, teachers[number % 6].name);
    return 0;
}
