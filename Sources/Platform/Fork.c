#include "Fork.h"

#include "Platform.h"

#include <pthread.h>
#include <stdatomic.h>

bool platform_is_prepared = false;

static _Atomic uint32_t generation = 0;
static pthread_once_t watching = PTHREAD_ONCE_INIT;
/// Held by the thread that prepares, and during a fork.
static pthread_mutex_t preparing = PTHREAD_MUTEX_INITIALIZER;

static void before_fork(void) {
    (void)pthread_mutex_lock(&preparing);
}

static void enter_parent(void) {
    (void)pthread_mutex_unlock(&preparing);
}

static void enter_child(void) {
    atomic_fetch_add_explicit(&generation, 1, memory_order_relaxed);
    (void)pthread_mutex_unlock(&preparing);
}

static void watch_forks(void) {
    (void)pthread_atfork(before_fork, enter_parent, enter_child);
}

uint32_t platform_fork_generation(void) {
    (void)pthread_once(&watching, watch_forks);
    return atomic_load_explicit(&generation, memory_order_relaxed);
}

void platform_prepare_now(void (*prepare)(void)) {
    static _Thread_local bool is_preparing = false;
    if (is_preparing)
        return;
    is_preparing = true;
    (void)pthread_once(&watching, watch_forks);
    (void)pthread_mutex_lock(&preparing);
    if (!__atomic_load_n(&platform_is_prepared, __ATOMIC_RELAXED)) {
        prepare();
        __atomic_store_n(&platform_is_prepared, true, __ATOMIC_RELEASE);
    }
    (void)pthread_mutex_unlock(&preparing);
    is_preparing = false;
}
