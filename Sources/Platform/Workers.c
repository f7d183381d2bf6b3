#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "Fork.h"
#include "Platform.h"
#include "Relax.h"

// All work is numbered in the order in which it is posted, for ever. Threads claim the number `next` while it is below
// `limit`; `body` and `context` change only while nothing is unfinished, so whoever holds a claim reads the right ones.
//
// Counters that different threads write lie apart, two cache lines being fetched together.
enum { separation = 128 };

struct platform_workers {
    // Written by the caller.
    _Alignas(separation) _Atomic uint64_t limit;
    platform_work body;
    void *context;
    // The number that is the body's index 0.
    uint64_t base;
    int thread_count;
    int started;
    bool tried_to_start;
    _Atomic uint32_t generation;
    bool lost;
    pthread_t *threads;
    atomic_bool stopping;

    _Alignas(separation) _Atomic uint64_t next;
    _Alignas(separation) _Atomic uint64_t finished;

    // How many threads sleep until there is work, and whether the caller sleeps until work is finished.
    _Alignas(separation) atomic_int sleeping;
    atomic_bool caller_sleeps;
    pthread_mutex_t mutex;
    pthread_cond_t work_to_do;
    pthread_cond_t work_done;
};

// ------------------------------------------------------------------------------------------------------------- waiting

// Some tens of microseconds, in which the next call often comes: waking a thread takes as long.
enum { patience = 1000 };
// Sufficient for the deepest body with room to spare; only what is touched is ever there.
enum { stack_size = 4 << 20 };

static bool has_work(platform_workers *workers) {
    return atomic_load(&workers->next) < atomic_load(&workers->limit);
}

/// Whoever sleeps says so before the last look at the counters, whoever changes them looks for sleepers after: one of
/// the two sees the other.
static void sleep_until_work(platform_workers *workers) {
    for (int i = 0; i < patience; i++) {
        if (has_work(workers) || atomic_load_explicit(&workers->stopping, memory_order_relaxed))
            return;
        relax();
    }
    pthread_mutex_lock(&workers->mutex);
    atomic_fetch_add(&workers->sleeping, 1);
    while (!has_work(workers) && !atomic_load(&workers->stopping))
        pthread_cond_wait(&workers->work_to_do, &workers->mutex);
    atomic_fetch_sub(&workers->sleeping, 1);
    pthread_mutex_unlock(&workers->mutex);
}

static void wake(platform_workers *workers, size_t count) {
    if (count == 0 || atomic_load(&workers->sleeping) == 0)
        return;
    pthread_mutex_lock(&workers->mutex);
    if (count >= (size_t)atomic_load(&workers->sleeping))
        pthread_cond_broadcast(&workers->work_to_do);
    else
        for (size_t i = 0; i < count; i++)
            pthread_cond_signal(&workers->work_to_do);
    pthread_mutex_unlock(&workers->mutex);
}

void platform_workers_wait(platform_workers *workers, uint64_t seen) {
    for (int i = 0; i < patience; i++) {
        if (atomic_load(&workers->finished) != seen)
            return;
        relax();
    }
    pthread_mutex_lock(&workers->mutex);
    atomic_store(&workers->caller_sleeps, true);
    while (atomic_load(&workers->finished) == seen)
        pthread_cond_wait(&workers->work_done, &workers->mutex);
    atomic_store(&workers->caller_sleeps, false);
    pthread_mutex_unlock(&workers->mutex);
}

// ------------------------------------------------------------------------------------------------------------- threads

/// Makes one call if one is left.
static bool work_once(platform_workers *workers) {
    uint64_t number = atomic_load(&workers->next);
    do {
        if (number >= atomic_load(&workers->limit))
            return false;
    } while (!atomic_compare_exchange_weak(&workers->next, &number, number + 1));
    workers->body(workers->context, (size_t)(number - workers->base));
    atomic_fetch_add(&workers->finished, 1);
    if (atomic_load(&workers->caller_sleeps)) {
        pthread_mutex_lock(&workers->mutex);
        pthread_cond_signal(&workers->work_done);
        pthread_mutex_unlock(&workers->mutex);
    }
    return true;
}

static void *live(void *argument) {
    platform_workers *workers = argument;
    (void)platform_enter_default_float_environment();
    while (!atomic_load(&workers->stopping))
        if (!work_once(workers))
            sleep_until_work(workers);
    return NULL;
}

static void start(platform_workers *workers) {
    if (workers->tried_to_start)
        return;
    workers->tried_to_start = true;
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0)
        return;
    sigset_t all, usual;
    sigfillset(&all);
    (void)pthread_attr_setstacksize(&attributes, stack_size);
    (void)pthread_sigmask(SIG_SETMASK, &all, &usual);
    while (workers->started < workers->thread_count - 1 &&
           pthread_create(&workers->threads[workers->started], &attributes, live, workers) == 0)
        workers->started++;
    (void)pthread_sigmask(SIG_SETMASK, &usual, NULL);
    pthread_attr_destroy(&attributes);
}

static void renew_waiting(platform_workers *workers) {
    pthread_mutex_init(&workers->mutex, NULL);
    pthread_cond_init(&workers->work_to_do, NULL);
    pthread_cond_init(&workers->work_done, NULL);
    atomic_init(&workers->sleeping, 0);
    atomic_init(&workers->caller_sleeps, false);
}

/// In the child of a fork, where there are no threads and perhaps a mutex that one of them held.
static void notice_fork(platform_workers *workers) {
    uint32_t generation = platform_fork_generation();
    if (atomic_load_explicit(&workers->generation, memory_order_relaxed) == generation)
        return;
    atomic_store_explicit(&workers->generation, generation, memory_order_relaxed);
    renew_waiting(workers);
    workers->started = 0;
    workers->tried_to_start = false;
    const uint64_t begun = atomic_load(&workers->next);
    if (atomic_load(&workers->finished) == begun)
        return;
    workers->lost = true;
    atomic_store(&workers->finished, begun);
    atomic_store(&workers->limit, begun);
}

platform_workers *platform_workers_create(int thread_count) {
    platform_workers *workers = aligned_alloc(separation, sizeof *workers);
    if (workers == NULL)
        return NULL;
    workers->thread_count = thread_count < 1 ? 1 : thread_count;
    workers->threads = calloc((size_t)workers->thread_count, sizeof *workers->threads);
    if (workers->threads == NULL) {
        free(workers);
        return NULL;
    }
    workers->body = NULL;
    workers->context = NULL;
    workers->base = 0;
    workers->started = 0;
    workers->tried_to_start = false;
    atomic_init(&workers->generation, platform_fork_generation());
    workers->lost = false;
    atomic_init(&workers->stopping, false);
    atomic_init(&workers->next, 0);
    atomic_init(&workers->limit, 0);
    atomic_init(&workers->finished, 0);
    renew_waiting(workers);
    return workers;
}

void platform_workers_destroy(platform_workers *workers) {
    notice_fork(workers);
    pthread_mutex_lock(&workers->mutex);
    atomic_store(&workers->stopping, true);
    pthread_cond_broadcast(&workers->work_to_do);
    pthread_mutex_unlock(&workers->mutex);
    for (int i = 0; i < workers->started; i++)
        pthread_join(workers->threads[i], NULL);
    pthread_cond_destroy(&workers->work_to_do);
    pthread_cond_destroy(&workers->work_done);
    pthread_mutex_destroy(&workers->mutex);
    free(workers->threads);
    free(workers);
}

// ---------------------------------------------------------------------------------------------------------------- work

void platform_workers_drain(platform_workers *workers) {
    notice_fork(workers);
    while (work_once(workers))
        ;
    const uint64_t limit = atomic_load(&workers->limit);
    uint64_t finished;
    while ((finished = atomic_load(&workers->finished)) != limit)
        platform_workers_wait(workers, finished);
}

void platform_workers_begin(platform_workers *workers, platform_work body, void *context) {
    platform_workers_drain(workers);
    workers->body = body;
    workers->context = context;
    workers->base = atomic_load(&workers->limit);
}

void platform_workers_post(platform_workers *workers, size_t count) {
    notice_fork(workers);
    start(workers);
    atomic_fetch_add(&workers->limit, count);
    wake(workers, count);
}

bool platform_workers_help(platform_workers *workers) {
    notice_fork(workers);
    return work_once(workers);
}

bool platform_workers_assist(platform_workers *workers) {
    // What was left behind at a fork is for the caller to notice.
    if (!has_work(workers) ||
        atomic_load_explicit(&workers->generation, memory_order_relaxed) != platform_fork_generation())
        return false;
    const uint64_t environment = platform_enter_default_float_environment();
    const bool assisted = work_once(workers);
    platform_leave_default_float_environment(environment);
    return assisted;
}

uint64_t platform_workers_finished(platform_workers *workers) {
    notice_fork(workers);
    return atomic_load(&workers->finished);
}

bool platform_workers_lost(platform_workers *workers) {
    notice_fork(workers);
    return workers->lost;
}

void platform_workers_run(platform_workers *workers, platform_work body, void *context, size_t count) {
    if (count <= 1) {
        for (size_t index = 0; index < count; index++)
            body(context, index);
        return;
    }
    platform_workers_begin(workers, body, context);
    start(workers);
    atomic_fetch_add(&workers->limit, count);
    wake(workers, count - 1);
    platform_workers_drain(workers);
}
