/* Hosts of every kind: the library gives the same outputs, bit for bit, on 32 threads, on a small stack, with signals
 * blocked, with a floating-point unit that traps or flushes, under a locale with a decimal comma, and in the processes
 * that a fork makes. Run with LOCPATH naming a folder that has the locale de_DE.UTF-8. */
#include "../C/expectations.h"
#include "outputs.h"

#include <dirent.h>
#include <fenv.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static uint64_t usual;

/* --------------------------------------------------------------------------------------------------------- 32 threads */

enum { many = 32 };
static uint64_t expected[work_count];

static void *work_twice(void *number) {
    for (size_t i = 0; i < 2; i++) {
        int index = (int)(((size_t)number + i * 5) % work_count);
        EXPECT(outputs_of(index, 2) == expected[index]);
    }
    return NULL;
}

static void on_many_threads(void) {
    pthread_t threads[many];
    for (int i = 0; i < work_count; i++)
        expected[i] = outputs_of(i, 1);
    for (size_t i = 0; i < many; i++)
        EXPECT(pthread_create(&threads[i], NULL, work_twice, (void *)i) == 0);
    for (int i = 0; i < many; i++)
        pthread_join(threads[i], NULL);
}

/* ------------------------------------------------------------------------------------------------------- a small stack */

enum { stack_size = 256 * 1024, untouched = 0xA5 };

/* What takes most: as many dimensions as there may be, deep trees, errors, and everything else. */
static void *work_on_a_small_stack(void *unused) {
    static const work large[] = {{"", "ALP-GMM", "fit_rate=130 max_k=4", 16, 400},
                                 {"", "RIAC", "max_region_size=2 min_dims_range_ratio=0", 1, 3000}};
    double low[64], high[64], task[64];
    const teachdrl_option quick = {"fit_rate", "70"};
    teachdrl_teacher *teacher;
    (void)unused;
    EXPECT(outputs_of_all(3) == usual);
    teach(&large[0], 4);
    for (int i = 0; i < 64; i++) {
        low[i] = 0;
        high[i] = 1;
    }
    MUST(teachdrl_teacher_create("ALP-GMM", 64, low, high, &quick, 1, 1, &teacher));
    for (int i = 0; i < 150; i++) {
        MUST(teachdrl_teacher_sample_task(teacher, task, 64));
        MUST(teachdrl_teacher_update(teacher, task, 64, task[3]));
    }
    task[5] = 7;
    EXPECT(teachdrl_teacher_update(teacher, task, 64, 1) == TEACHDRL_INVALID_ARGUMENT);
    teachdrl_teacher_destroy(teacher);
    MUST(teachdrl_teacher_create("RIAC", 1, low, high, NULL, 0, 1, &teacher));
    for (int i = 0; i < 4000; i++) {
        MUST(teachdrl_teacher_sample_task(teacher, task, 1));
        MUST(teachdrl_teacher_update(teacher, task, 1, task[0] * task[0] * i));
    }
    teachdrl_teacher_destroy(teacher);
    EXPECT(teachdrl_teacher_load("/nowhere/at/all", &teacher) == TEACHDRL_NOT_FOUND);
    EXPECT(teachdrl_teacher_create("ALP-GNM", 1, low, high, NULL, 0, 1, &teacher) == TEACHDRL_UNKNOWN_NAME);
    return NULL;
}

static void on_a_small_stack(void) {
    pthread_attr_t attributes;
    pthread_t thread;
    const size_t guard = 1 << 16;
    unsigned char *stack = mmap(NULL, guard + stack_size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    EXPECT(stack != MAP_FAILED && mprotect(stack + guard, stack_size, PROT_READ | PROT_WRITE) == 0);
    memset(stack + guard, untouched, stack_size);
    pthread_attr_init(&attributes);
    EXPECT(pthread_attr_setstack(&attributes, stack + guard, stack_size) == 0);
    EXPECT(pthread_create(&thread, &attributes, work_on_a_small_stack, NULL) == 0);
    pthread_join(thread, NULL);
    size_t free_bytes = 0;
    while (stack[guard + free_bytes] == untouched)
        free_bytes++;
    printf("stack: %zu of %d KiB used\n", (stack_size - free_bytes) / 1024, stack_size / 1024);
    munmap(stack, guard + stack_size);
    pthread_attr_destroy(&attributes);
}

/* ---------------------------------------------------------------------------------------------------- blocked signals */

/* The signals that every other thread of this process blocks. */
static uint64_t blocked_elsewhere(int *others) {
    DIR *tasks = opendir("/proc/self/task");
    uint64_t all = ~(uint64_t)0;
    for (struct dirent *entry; (entry = readdir(tasks)) != NULL;) {
        char path[64], line[256];
        unsigned long long blocked;
        int id = atoi(entry->d_name);
        if (id == 0 || id == (int)gettid())
            continue;
        snprintf(path, sizeof path, "/proc/self/task/%d/status", id);
        FILE *status = fopen(path, "r");
        while (status != NULL && fgets(line, sizeof line, status) != NULL)
            if (sscanf(line, "SigBlk: %llx", &blocked) == 1) {
                all &= blocked;
                ++*others;
            }
        if (status != NULL)
            fclose(status);
    }
    closedir(tasks);
    return all;
}

static void with_signals_blocked(void) {
    sigset_t all, before, after;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_sigmask(SIG_SETMASK, NULL, &all); /* without those that cannot be blocked */
    EXPECT(outputs_of_all(3) == usual);
    pthread_sigmask(SIG_SETMASK, &before, &after);
    for (int number = 1; number <= SIGRTMAX; number++)
        EXPECT(sigismember(&after, number) == sigismember(&all, number));
}

static const teachdrl_vector_environment_definition eight_environments = {
    .struct_size = sizeof eight_environments, .name = "stump-tracks", .count = 8, .thread_count = 3, .seed = 1};

/* Nor do the library's threads take a signal that is meant for the host. */
static void leave_signals_to_the_host(void) {
    /* ThreadSanitizer, under which no test forks, has a thread of its own that does not do as ours do. */
    if (getenv("TEACHDRL_NO_FORKS") != NULL)
        return;
    float observations[8 * 24];
    teachdrl_vector_environment *vector;
    int others = 0;
    MUST(teachdrl_vector_environment_create(&eight_environments, &vector));
    MUST(teachdrl_vector_environment_reset(vector, NULL, observations, 8, 24));
    uint64_t blocked = blocked_elsewhere(&others);
    EXPECT(others >= 1);
    for (int number = 1; number <= SIGRTMAX; number++)
        /* 32 and 33 are the C library's own; faults cannot wait. */
        if (number != SIGKILL && number != SIGSTOP && number != 32 && number != 33 && number != SIGSEGV &&
            number != SIGBUS && number != SIGILL && number != SIGFPE && number != SIGTRAP && number != SIGABRT &&
            number != SIGSYS)
            EXPECT((blocked >> (number - 1) & 1) == 1);
    teachdrl_vector_environment_destroy(vector);
}

/* ------------------------------------------------------------------------------------- floating-point units and locales */

static void with_floating_point_traps(void) {
    const int traps = FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW | FE_UNDERFLOW;
    feenableexcept(traps);
    EXPECT(outputs_of_all(3) == usual);
    EXPECT((fegetexcept() & traps) == traps);
    fedisableexcept(FE_ALL_EXCEPT);
}

static void with_subnormals_flushed(void) {
#ifdef __x86_64__
    const unsigned flushing = 0x1F80 | 0x8040;
    __builtin_ia32_ldmxcsr(flushing);
    EXPECT(outputs_of_all(3) == usual);
    EXPECT((__builtin_ia32_stmxcsr() & ~0x3Fu) == flushing);
    __builtin_ia32_ldmxcsr(0x1F80);
#endif
}

static void under_a_decimal_comma(void) {
    const double low[] = {0, 0}, high[] = {1, 1};
    const teachdrl_option point = {"random_task_ratio", "0.25"}, comma = {"random_task_ratio", "0,25"};
    teachdrl_teacher *teacher = NULL;
    const char *value;
    char text[16];
    EXPECT(setlocale(LC_ALL, "de_DE.UTF-8") != NULL);
    snprintf(text, sizeof text, "%.1f", 0.5);
    EXPECT(strcmp(text, "0,5") == 0);
    EXPECT(outputs_of_all(3) == usual);
    EXPECT(teachdrl_teacher_create("ALP-GMM", 2, low, high, &comma, 1, 1, &teacher) == TEACHDRL_INVALID_ARGUMENT);
    OK(teachdrl_teacher_create("ALP-GMM", 2, low, high, &point, 1, 1, &teacher));
    OK(teachdrl_teacher_option(teacher, "random_task_ratio", &value));
    EXPECT(strcmp(value, "0.25") == 0);
    const double outside[] = {0.5, 1.5};
    EXPECT(teachdrl_teacher_update(teacher, outside, 2, 1) == TEACHDRL_INVALID_ARGUMENT);
    EXPECT(strstr(teachdrl_last_error(), "1.5") != NULL);
    teachdrl_teacher_destroy(teacher);
    EXPECT(strcmp(setlocale(LC_NUMERIC, NULL), "de_DE.UTF-8") == 0);
    setlocale(LC_ALL, "C");
}

/* --------------------------------------------------------------------------------------------------------------- forks */

static int exit_code_of(pid_t child) {
    int status = -1;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* What was made before a fork goes on alike in parent and child, and in the child's child. */
typedef struct belongings {
    teachdrl_teacher *teacher;
    teachdrl_environment *environment;
    teachdrl_vector_environment *vector;
    teachdrl_toy *toy;
} belongings;

static uint64_t use(const belongings *b, int steps) {
    float observation[24], action[4] = {0.5F, -0.5F, 0.25F, 1}, observations[8 * 24], actions[8 * 4] = {0};
    double task[2], reward, rewards[8];
    bool ends[8], cuts[8];
    teachdrl_step step = {.struct_size = sizeof step};
    const teachdrl_step_rows rows = {.struct_size = sizeof rows,
                                     .observations = observations,
                                     .observation_size = 24,
                                     .rewards = rewards,
                                     .terminated = ends,
                                     .truncated = cuts};
    uint64_t sum = nothing_yet;
    for (int i = 0; i < steps; i++) {
        MUST(teachdrl_teacher_sample_task(b->teacher, task, 2));
        MUST(teachdrl_teacher_update(b->teacher, task, 2, task[0]));
        sum = mixed_in(sum, task, sizeof task);
        MUST(teachdrl_toy_play(b->toy, task, 2, &reward));
        sum = mixed_in(sum, &reward, sizeof reward);
        if (teachdrl_environment_step(b->environment, action, 4, observation, 24, &step))
            MUST(teachdrl_environment_reset(b->environment, observation, 24));
        sum = mixed_in(sum, observation, sizeof observation);
        MUST(teachdrl_vector_environment_step(b->vector, actions, 8, 4, &rows));
        sum = mixed_in(sum, observations, sizeof observations);
    }
    return sum;
}

static belongings make_belongings(void) {
    belongings b;
    const double low[] = {0, 0}, high[] = {1, 1};
    float observations[8 * 24];
    MUST(teachdrl_teacher_create("ALP-GMM", 2, low, high, NULL, 0, 3, &b.teacher));
    MUST(teachdrl_toy_create(NULL, 0, &b.toy));
    MUST(teachdrl_environment_create("stump-tracks", NULL, 0, 3, &b.environment));
    MUST(teachdrl_environment_reset(b.environment, observations, 24));
    MUST(teachdrl_vector_environment_create(&eight_environments, &b.vector));
    MUST(teachdrl_vector_environment_reset(b.vector, NULL, observations, 8, 24));
    return b;
}

static void dispose_of(const belongings *b) {
    teachdrl_teacher_destroy(b->teacher);
    teachdrl_toy_destroy(b->toy);
    teachdrl_environment_destroy(b->environment);
    teachdrl_vector_environment_destroy(b->vector);
}

static void after_a_fork(void) {
    belongings undisturbed = make_belongings(), b = make_belongings();
    use(&undisturbed, 300);
    use(&b, 300);
    uint64_t next = use(&undisturbed, 300);
    pid_t child = fork();
    if (child == 0) {
        alarm(100);
        pid_t grandchild = fork();
        bool same = use(&b, 300) == next && outputs_of_all(3) == usual;
        dispose_of(&b);
        if (grandchild == 0)
            _exit(same ? 0 : 1);
        _exit(same && exit_code_of(grandchild) == 0 ? 0 : 1);
    }
    EXPECT(use(&b, 300) == next);
    EXPECT(outputs_of_all(3) == usual);
    EXPECT(exit_code_of(child) == 0);
    dispose_of(&b);
    dispose_of(&undisturbed);
}

int main(void) {
    alarm(500);
    usual = outputs_of_all(1);
    on_many_threads();
    on_a_small_stack();
    with_signals_blocked();
    leave_signals_to_the_host();
    with_floating_point_traps();
    with_subnormals_flushed();
    under_a_decimal_comma();
    if (getenv("TEACHDRL_NO_FORKS") == NULL)
        after_a_fork();
    return report_expectations();
}
