/*
 * Where the time of a training run goes, measured on the command line as it is: this library is loaded before oneDNN and
 * libteachdrl, and takes the time of their calls. From one environment step to another it adds up
 *
 *     matrix products     dnnl_sgemm
 *     physics             teachdrl_environment_step and _reset
 *     teacher             teachdrl_teacher_sample_task and _update
 *
 * and prints them with their shares of the wall time; then it ends the process. For runs on one thread.
 *
 *     PROFILE_FROM=10000 PROFILE_TO=60000 LD_PRELOAD=build/training_profile.so teachdrl train --threads 1 ...
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <oneapi/dnnl/dnnl.h>
#include <stdio.h>
#include <stdlib.h>
#include <teachdrl.h>
#include <time.h>
#include <unistd.h>

static double products, physics, teacher, start;
static long steps;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static long number(const char *name, long otherwise) {
    const char *text = getenv(name);
    return text ? atol(text) : otherwise;
}

static void report(void) {
    const double wall = now() - start;
    const double other = wall - products - physics - teacher;
    printf("\nsteps %ld to %ld: %.1f s of wall time, %.0f steps/s\n", number("PROFILE_FROM", 10000), steps, wall,
           (double)(steps - number("PROFILE_FROM", 10000)) / wall);
    printf("  matrix products  %7.1f s  %5.1f %%\n", products, 100 * products / wall);
    printf("  physics          %7.1f s  %5.1f %%\n", physics, 100 * physics / wall);
    printf("  teacher          %7.1f s  %5.1f %%\n", teacher, 100 * teacher / wall);
    printf("  everything else  %7.1f s  %5.1f %%\n", other, 100 * other / wall);
    printf("  matrix products and physics: %.1f %%\n", 100 * (products + physics) / wall);
    fflush(stdout);
    _exit(0);
}

static void count_step(void) {
    static long from, to;
    if (to == 0) {
        from = number("PROFILE_FROM", 10000);
        to = number("PROFILE_TO", 60000);
    }
    steps++;
    if (steps == from) {
        products = physics = teacher = 0;
        start = now();
    }
    if (steps == to)
        report();
}

/* The function of that name that comes after this library's. */
static void *original(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) {
        fprintf(stderr, "training_profile: there is no %s\n", name);
        _exit(1);
    }
    return found;
}

#define ORIGINAL(name)                                                                                                 \
    static __typeof__(&name) next;                                                                                     \
    if (!next)                                                                                                         \
        *(void **)&next = original(#name);                                                                             \
    const double begin = now()

dnnl_status_t dnnl_sgemm(char a, char b, dnnl_dim_t m, dnnl_dim_t n, dnnl_dim_t k, float alpha, const float *left,
                         dnnl_dim_t left_stride, const float *right, dnnl_dim_t right_stride, float beta, float *result,
                         dnnl_dim_t result_stride) {
    ORIGINAL(dnnl_sgemm);
    const dnnl_status_t status =
        next(a, b, m, n, k, alpha, left, left_stride, right, right_stride, beta, result, result_stride);
    products += now() - begin;
    return status;
}

teachdrl_status teachdrl_environment_step(teachdrl_environment *environment, const float *action, size_t action_size,
                                          float *observation, size_t observation_size, teachdrl_step *step) {
    ORIGINAL(teachdrl_environment_step);
    const teachdrl_status status = next(environment, action, action_size, observation, observation_size, step);
    physics += now() - begin;
    count_step();
    return status;
}

teachdrl_status teachdrl_environment_reset(teachdrl_environment *environment, float *observation, size_t size) {
    ORIGINAL(teachdrl_environment_reset);
    const teachdrl_status status = next(environment, observation, size);
    physics += now() - begin;
    return status;
}

teachdrl_status teachdrl_teacher_sample_task(teachdrl_teacher *handle, double *task, size_t dimension) {
    ORIGINAL(teachdrl_teacher_sample_task);
    const teachdrl_status status = next(handle, task, dimension);
    teacher += now() - begin;
    return status;
}

teachdrl_status teachdrl_teacher_update(teachdrl_teacher *handle, const double *task, size_t dimension,
                                        double episode_return) {
    ORIGINAL(teachdrl_teacher_update);
    const teachdrl_status status = next(handle, task, dimension, episode_return);
    teacher += now() - begin;
    return status;
}
