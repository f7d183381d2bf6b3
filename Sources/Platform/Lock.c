#include "Platform.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "Fork.h"
#include "Relax.h"

// Held while a child looks at a lock for the first time after a fork.
static pthread_mutex_t adopting = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t renewing = PTHREAD_ONCE_INIT;

struct platform_lock {
    pthread_mutex_t mutex;
    // The generation in which the mutex was last known to be whole.
    _Atomic uint32_t generation;
    // Whether a fork left the mutex locked by a thread that is gone.
    atomic_bool lost;
};

// Looks at a lock before a thread sleeps, and how long it waits between two: a few microseconds in all.
enum { patience = 40, spins_between = 8 };

static void enter_child(void) {
    pthread_mutex_init(&adopting, NULL);
}

static void renew_in_children(void) {
    (void)pthread_atfork(NULL, NULL, enter_child);
}

platform_lock *platform_lock_create(void) {
    (void)pthread_once(&renewing, renew_in_children);
    platform_lock *lock = malloc(sizeof *lock);
    if (lock == NULL)
        return NULL;
    pthread_mutex_init(&lock->mutex, NULL);
    atomic_init(&lock->generation, platform_fork_generation());
    atomic_init(&lock->lost, false);
    return lock;
}

void platform_lock_destroy(platform_lock *lock) {
    pthread_mutex_destroy(&lock->mutex);
    free(lock);
}

/// Finds out, once a generation, whether the mutex was held at the fork. Whoever holds it in the child has passed here
/// before, so a mutex found locked was locked by a thread that is gone.
static bool survived_fork(platform_lock *lock) {
    uint32_t current = platform_fork_generation();
    if (atomic_load_explicit(&lock->generation, memory_order_acquire) != current) {
        pthread_mutex_lock(&adopting);
        if (atomic_load_explicit(&lock->generation, memory_order_relaxed) != current) {
            if (pthread_mutex_trylock(&lock->mutex) == 0)
                pthread_mutex_unlock(&lock->mutex);
            else
                atomic_store_explicit(&lock->lost, true, memory_order_relaxed);
            atomic_store_explicit(&lock->generation, current, memory_order_release);
        }
        pthread_mutex_unlock(&adopting);
    }
    return !atomic_load_explicit(&lock->lost, memory_order_relaxed);
}

platform_lock_result platform_lock_wait(platform_lock *lock, platform_workers *workers) {
    if (!survived_fork(lock))
        return platform_lock_lost;
    // Most calls take less time than putting a thread to sleep and waking it.
    for (int i = 0; i < patience; i++) {
        if (pthread_mutex_trylock(&lock->mutex) == 0)
            return platform_lock_acquired;
        while (workers != NULL && platform_workers_assist(workers))
            i = 0;
        for (int k = 0; k < spins_between; k++)
            relax();
    }
    pthread_mutex_lock(&lock->mutex);
    return platform_lock_acquired;
}

platform_lock_result platform_lock_try(platform_lock *lock) {
    if (!survived_fork(lock))
        return platform_lock_lost;
    return pthread_mutex_trylock(&lock->mutex) == 0 ? platform_lock_acquired : platform_lock_busy;
}

bool platform_lock_is_lost(platform_lock *lock) {
    return !survived_fork(lock);
}

void platform_lock_release(platform_lock *lock) {
    pthread_mutex_unlock(&lock->mutex);
}
