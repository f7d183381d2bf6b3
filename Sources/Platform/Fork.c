#include "Fork.h"

#include <pthread.h>
#include <stdatomic.h>

static _Atomic uint32_t generation = 0;
static pthread_once_t counting = PTHREAD_ONCE_INIT;

static void enter_child(void) {
    atomic_fetch_add_explicit(&generation, 1, memory_order_relaxed);
}

static void count_forks(void) {
    (void)pthread_atfork(NULL, NULL, enter_child);
}

uint32_t platform_fork_generation(void) {
    (void)pthread_once(&counting, count_forks);
    return atomic_load_explicit(&generation, memory_order_relaxed);
}
