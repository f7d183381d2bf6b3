/* A student and an environment of one's own, and a teacher that chooses what to train on.
 *
 *     cc gaps.c $(pkg-config --cflags --libs teachdrl) -lm -o gaps && ./gaps
 *
 * A runner jumps over gaps, from platform to platform. A task is the width of the gaps and the length of the platforms,
 * in metres: wide gaps need strong jumps, short platforms exact ones, and most tasks are beyond what legs can do. The
 * runner learns only where it succeeds now and then. So it matters on which tasks it is tried: ALP-GMM finds those on
 * which it is getting better, and Random, beside it, does not. ../cpp has the same program in C++. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <teachdrl.h>

enum { gaps = 5, episodes = 20000, rows = 10, seeds = 3, teacher_count = 2 };
static const double low[] = {0, 0.2}, high[] = {12, 3}; /* the task space */

/* ----------------------------------------------------------------------------------------------------- chance
 * Every runner has a generator of its own, so that a run can be repeated. */

static double uniform(uint64_t *generator) {
    *generator ^= *generator << 13;
    *generator ^= *generator >> 7;
    *generator ^= *generator << 17;
    return (double)(*generator >> 11) / 9007199254740992.0;
}

static double normal(uint64_t *generator) {
    double radius = sqrt(-2 * log(1 - uniform(generator)));
    return radius * cos(2 * 3.14159265358979323846 * uniform(generator));
}

/* ------------------------------------------------------------------------------------------------ environment */

/* Whether a jump with this upward speed, in m/s, ends on the next platform. */
static int lands(const double task[2], double jump) {
    const double strongest = 6, run = 4, gravity = 9.81, time_step = 0.01;
    double x = 0, y = 0, upward = jump < 0 ? 0 : jump > strongest ? strongest : jump;
    do {
        upward -= gravity * time_step;
        x += run * time_step;
        y += upward * time_step;
    } while (y > 0);
    return x >= task[0] && x <= task[0] + task[1];
}

/* ---------------------------------------------------------------------------------------------------- student
 * How strongly to jump is linear in features of the task: bumps on a grid, each of which knows its neighbourhood. What
 * is learnt on one task so helps on those beside it. */

enum { across = 12, along = 6, feature_count = across * along };

typedef struct runner {
    double weights[feature_count];
    uint64_t generator;
} runner;

static void look(const double task[2], double features[feature_count]) {
    double sum = 0;
    for (int i = 0; i < feature_count; i++) {
        double x = (task[0] - low[0]) / (high[0] - low[0]) * (across - 1) - i / along;
        double y = (task[1] - low[1]) / (high[1] - low[1]) * (along - 1) - i % along;
        features[i] = exp(-x * x - y * y);
        sum += features[i];
    }
    for (int i = 0; i < feature_count; i++)
        features[i] /= sum;
}

/* Plays an episode and gives its return, the number of gaps that were cleared. With noise the runner tries jumps around
 * the one it believes in, and believes more in those that succeed: the policy gradient where a failure is worth 0. */
static double play(runner *r, const double task[2], double noise) {
    const double first_jump = 0.5, rate = 0.1;
    double features[feature_count], belief = first_jump, square = 0;
    look(task, features);
    for (int i = 0; i < feature_count; i++) {
        belief += r->weights[i] * features[i];
        square += features[i] * features[i];
    }
    for (int gap = 0; gap < gaps; gap++) {
        double jump = noise > 0 ? belief + noise * normal(&r->generator) : belief;
        if (!lands(task, jump))
            return gap;
        for (int i = 0; i < feature_count; i++)
            r->weights[i] += rate * (jump - belief) * features[i] / square;
    }
    return gaps;
}

/* The share of tasks, in percent, on which every gap is cleared. */
static double mastered(runner *r) {
    int count = 0;
    for (int i = 0; i < 60 * 20; i++) {
        const double task[] = {low[0] + (high[0] - low[0]) * (i / 20 + 0.5) / 60,
                               low[1] + (high[1] - low[1]) * (i % 20 + 0.5) / 20};
        count += play(r, task, 0) == gaps;
    }
    return 100.0 * count / (60 * 20);
}

/* --------------------------------------------------------------------------------------------------- training */

static void must(teachdrl_status status) {
    if (status == TEACHDRL_OK)
        return;
    fprintf(stderr, "%s\n", teachdrl_last_error());
    exit(1);
}

/* Trains a new runner and adds what it has mastered, now and then, to a column of the table. */
static void train(const char *name, unsigned seed, double column[rows + 1]) {
    runner r = {{0}, 88172645463325252u + seed};
    teachdrl_teacher *teacher;
    must(teachdrl_teacher_create(name, 2, low, high, NULL, 0, seed, &teacher));
    for (int episode = 0; episode <= episodes; episode++) {
        double task[2];
        if (episode % (episodes / rows) == 0)
            column[episode / (episodes / rows)] += mastered(&r);
        must(teachdrl_teacher_sample_task(teacher, task, 2));
        must(teachdrl_teacher_update(teacher, task, 2, play(&r, task, 0.2)));
    }
    teachdrl_teacher_destroy(teacher);
}

int main(void) {
    const char *teachers[teacher_count] = {"ALP-GMM", "Random"};
    double table[teacher_count][rows + 1] = {{0}};
    for (int i = 0; i < teacher_count; i++)
        for (unsigned seed = 0; seed < seeds; seed++)
            train(teachers[i], seed, table[i]);

    printf("Tasks mastered, in %%, mean of %d runs\n\n%10s%10s%10s\n", seeds, "episodes", teachers[0], teachers[1]);
    for (int row = 0; row <= rows; row++)
        printf("%10d%10.1f%10.1f\n", row * (episodes / rows), table[0][row] / seeds, table[1][row] / seeds);
    return 0;
}
