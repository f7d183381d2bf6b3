/* A host that forks while a thread is inside the library, that traps on floating-point exceptions, and that uses one
 * teacher from many threads. */
#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif
#include <fenv.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <teachdrl.h>
#include <unistd.h>

#include "expectations.h"

enum { rows = 100000, threads = 32, updates = 500 };

static const double low[] = {0, 0}, high[] = {1, 1};
static double tasks[2 * rows], returns[rows];
static teachdrl_teacher *shared;
static volatile int inside = 0;

static void *update_at_length(void *unused) {
    (void)unused;
    inside = 1;
    teachdrl_teacher_update_tasks(shared, tasks, rows, 2, returns);
    return NULL;
}

/* The child of a fork in the middle of another thread's call gets an error for that teacher, at once, and can use every
 * other. The parent notices nothing. */
static void fork_in_the_middle(void) {
    teachdrl_teacher *idle;
    pthread_t thread;
    for (int i = 0; i < rows; i++) {
        tasks[2 * i] = (double)(i % 997) / 997;
        tasks[2 * i + 1] = (double)(i % 1009) / 1009;
        returns[i] = tasks[2 * i] * 10;
    }
    OK(teachdrl_teacher_create("ALP-GMM", 2, low, high, NULL, 0, 1, &shared));
    OK(teachdrl_teacher_create("ALP-GMM", 2, low, high, NULL, 0, 2, &idle));
    EXPECT(pthread_create(&thread, NULL, update_at_length, NULL) == 0);
    while (!inside)
        usleep(100);
    /* On a busy machine the thread may not have come as far as it should. */
    int found = 2;
    for (int attempt = 0; attempt < 100 && found == 2; attempt++) {
        usleep(20000);
        pid_t child = fork();
        if (child == 0) {
            double task[2];
            alarm(20); /* a deadlock ends the child by a signal */
            if (teachdrl_teacher_sample_task(shared, task, 2) != TEACHDRL_INVALID_STATE)
                _exit(2);
            if (strstr(teachdrl_last_error(), "fork") == NULL)
                _exit(3);
            if (teachdrl_teacher_sample_task(idle, task, 2) != TEACHDRL_OK)
                _exit(4);
            if (teachdrl_teacher_create("ALP-GMM", 2, low, high, NULL, 0, 1, &shared) != TEACHDRL_OK)
                _exit(5);
            _exit(0);
        }
        int status = -1;
        EXPECT(waitpid(child, &status, 0) == child);
        EXPECT(WIFEXITED(status));
        found = WEXITSTATUS(status);
    }
    EXPECT(found == 0);
    pthread_join(thread, NULL);
    uint64_t count = 0;
    OK(teachdrl_teacher_episode_count(shared, &count));
    EXPECT(count == rows);
    teachdrl_teacher_destroy(shared);
    teachdrl_teacher_destroy(idle);
}

static void *sample_and_update(void *unused) {
    double task[2];
    (void)unused;
    for (int i = 0; i < updates; i++)
        if (teachdrl_teacher_sample_task(shared, task, 2) != TEACHDRL_OK ||
            teachdrl_teacher_update(shared, task, 2, task[0]) != TEACHDRL_OK)
            return (void *)1;
    return NULL;
}

static void share_a_teacher(void) {
    pthread_t workers[threads];
    void *failed;
    uint64_t count = 0;
    OK(teachdrl_teacher_create("ALP-GMM", 2, low, high, NULL, 0, 1, &shared));
    for (int i = 0; i < threads; i++)
        EXPECT(pthread_create(&workers[i], NULL, sample_and_update, NULL) == 0);
    for (int i = 0; i < threads; i++) {
        pthread_join(workers[i], &failed);
        EXPECT(failed == NULL);
    }
    OK(teachdrl_teacher_episode_count(shared, &count));
    EXPECT(count == threads * updates);
    teachdrl_teacher_destroy(shared);
}

/* The same episode whatever the host's floating-point environment, which the library gives back as it was. */
static double play(void) {
    teachdrl_environment *environment;
    teachdrl_teacher *teacher;
    float observation[24], action[4] = {0.3F, -0.7F, 1.0F, -1.0F};
    teachdrl_step step = {sizeof step, 0, false, false};
    double task[2], sum = 0;
    OK(teachdrl_environment_create("stump-tracks", NULL, 0, 3, &environment));
    OK(teachdrl_teacher_create("ALP-GMM", 2, low, high, NULL, 0, 1, &teacher));
    for (int i = 0; i < 600; i++) {
        OK(teachdrl_teacher_sample_task(teacher, task, 2));
        OK(teachdrl_teacher_update(teacher, task, 2, 1e-310 * i));
    }
    OK(teachdrl_teacher_sample_task(teacher, task, 2));
    sum += task[0] + task[1];
    OK(teachdrl_environment_set_task(environment, task, 2));
    OK(teachdrl_environment_reset(environment, observation, 24));
    for (int i = 0; i < 200 && !step.terminated; i++) {
        OK(teachdrl_environment_step(environment, action, 4, observation, 24, &step));
        sum += step.reward;
        for (int k = 0; k < 24; k++)
            sum += (double)observation[k];
    }
    teachdrl_environment_destroy(environment);
    teachdrl_teacher_destroy(teacher);
    return sum;
}

static void compute_in_a_strange_environment(void) {
    double usual = play();
#ifdef __GLIBC__
    feenableexcept(FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW);
    double trapping = play();
    EXPECT((fegetexcept() & FE_DIVBYZERO) != 0);
    fedisableexcept(FE_ALL_EXCEPT);
    EXPECT(memcmp(&usual, &trapping, sizeof usual) == 0);
#endif
    fesetround(FE_UPWARD);
    double upward = play();
    EXPECT(fegetround() == FE_UPWARD);
    fesetround(FE_TONEAREST);
    /* The host's own sums are rounded upward too, so only what the library gave may be compared: nearly equal. */
    EXPECT(upward - usual < 1e-6 && usual - upward < 1e-6);
}

/* Numbers that trap when they are as much as compared, in a host that traps on everything, are refused or used like any
 * others by every function that takes a double. */
static void pass_numbers_that_trap(void) {
#if defined(__GLIBC__) && defined(__x86_64__)
    const uint64_t patterns[] = {0x7FF0000000000001u, 1u}; /* a signalling NaN, the smallest subnormal */
    teachdrl_environment *environment;
    teachdrl_teacher *teacher, *other = NULL;
    teachdrl_toy *toy;
    OK(teachdrl_environment_create("stump-tracks", NULL, 0, 3, &environment));
    OK(teachdrl_teacher_create("RIAC", 2, low, high, NULL, 0, 1, &teacher));
    OK(teachdrl_toy_create(NULL, 0, &toy));
    for (int i = 0; i < 2; i++) {
        double values[2], reward = 0;
        memcpy(&values[0], &patterns[i], sizeof(double));
        memcpy(&values[1], &patterns[i], sizeof(double));
        teachdrl_status expected = i == 0 ? TEACHDRL_INVALID_ARGUMENT : TEACHDRL_OK;
        /* All exceptions unmasked, the one for subnormals too, which feenableexcept cannot. */
        uint32_t trapping = 0, usual;
        __asm__ volatile("stmxcsr %0" : "=m"(usual));
        __asm__ volatile("ldmxcsr %0" : : "m"(trapping));
        teachdrl_status set_task = teachdrl_environment_set_task(environment, values, 2);
        teachdrl_status set = teachdrl_environment_set_parameter(environment, "stump_height", values, 1);
        teachdrl_status update = teachdrl_teacher_update(teacher, values, 2, 1);
        teachdrl_status updates = teachdrl_teacher_update_tasks(teacher, values, 1, 2, values);
        teachdrl_status play = teachdrl_toy_play(toy, values, 2, &reward);
        teachdrl_status create = teachdrl_teacher_create("Random", 2, values, high, NULL, 0, 1, &other);
        __asm__ volatile("ldmxcsr %0" : : "m"(usual));
        EXPECT(set_task == expected);
        EXPECT(set == expected);
        EXPECT(update == expected);
        EXPECT(updates == expected);
        EXPECT(play == expected);
        EXPECT(create == expected);
        teachdrl_teacher_destroy(other);
        other = NULL;
    }
    teachdrl_environment_destroy(environment);
    teachdrl_teacher_destroy(teacher);
    teachdrl_toy_destroy(toy);
#endif
}

int main(void) {
    if (forks_leave_the_allocator_whole && getenv("TEACHDRL_NO_FORKS") == NULL)
        fork_in_the_middle();
    share_a_teacher();
    compute_in_a_strange_environment();
    pass_numbers_that_trap();
    return report_expectations();
}
