/* A fork while another thread, of a small stack, makes a process's first calls of the library: the child can make all of
 * them, and gets what the parent gets, instead of waiting for the thread that it does not have. Each round is a process of
 * its own. */
#include "../C/expectations.h"
#include "outputs.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { rounds = 300, longest_wait = 3000000, patience = 20, stack_size = 96 * 1024 };

enum { same_in_child, child_hangs, child_differs };

static atomic_bool is_calling;

/* Of everything a little, as briefly as can be. */
static uint64_t call_everything(void) {
    static const work works[] = {{"", "ALP-GMM", "fit_rate=12 max_k=2", 2, 30},
                                 {"", "Covar-GMM", "fit_rate=12 max_k=2", 2, 30},
                                 {"", "RIAC", "max_region_size=6 nb_split_attempts=4", 2, 30},
                                 {"", "Random", "", 2, 3}};
    uint64_t sum = teachdrl_teacher_count() + teachdrl_environment_count();
    const teachdrl_description *description;
    for (size_t i = 0; i < sizeof works / sizeof works[0]; i++)
        sum = sum * 31 + teach(&works[i], 1);
    MUST(teachdrl_toy_describe(&description));
    for (size_t i = 0; i < teachdrl_environment_count(); i++) {
        float observation[24];
        teachdrl_environment *environment;
        MUST(teachdrl_environment_describe(i, &description));
        MUST(teachdrl_environment_create(description->name, NULL, 0, 1, &environment));
        MUST(teachdrl_environment_reset(environment, observation, 24));
        teachdrl_environment_destroy(environment);
        sum = mixed_in(sum, observation, sizeof observation);
    }
    return sum;
}

static void *make_first_calls(void *sum) {
    atomic_store(&is_calling, true);
    *(uint64_t *)sum = call_everything();
    return NULL;
}

static void wait_for(long nanoseconds) {
    struct timespec start, now;
    clock_gettime(CLOCK_MONOTONIC, &start);
    do
        clock_gettime(CLOCK_MONOTONIC, &now);
    while ((now.tv_sec - start.tv_sec) * 1000000000 + now.tv_nsec - start.tv_nsec < nanoseconds);
}

/* In a process that has not used the library. */
static int fork_amid_first_calls(long moment) {
    uint64_t sum = 0, *child_sum = mmap(NULL, sizeof sum, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_attr_t attributes;
    pthread_t thread;
    int status = 0;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, stack_size);
    if (child_sum == MAP_FAILED || pthread_create(&thread, &attributes, make_first_calls, &sum) != 0)
        abort();
    while (!atomic_load(&is_calling))
        ;
    wait_for(moment);
    pid_t child = fork();
    if (child == 0) {
        alarm(patience);
        *child_sum = call_everything();
        _exit(0);
    }
    waitpid(child, &status, 0);
    pthread_join(thread, NULL);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        return child_hangs;
    return status == 0 && *child_sum == sum ? same_in_child : child_differs;
}

int main(void) {
    uint32_t state = 1;
    int count[3] = {0, 0, 0};
    for (int i = 0; i < rounds; i++) {
        long moment = (long)(longest_wait * chance(&state));
        pid_t process = fork();
        if (process == 0)
            _exit(fork_amid_first_calls(moment));
        int status = -1;
        waitpid(process, &status, 0);
        EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == same_in_child);
        if (WIFEXITED(status) && WEXITSTATUS(status) <= child_differs)
            count[WEXITSTATUS(status)]++;
    }
    printf("forked amid first calls: %d children alike, %d hang, %d differ\n", count[0], count[1], count[2]);
    return report_expectations();
}
