#include "Platform.h"

#include <pthread.h>
#include <stdatomic.h>

char *platform_message_buffer(void) {
    static _Thread_local char buffer[platform_message_capacity];
    return buffer;
}

bool platform_processor_is_supported(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
#else
    return true;
#endif
}

static _Atomic uint32_t fork_generation = 0;
static pthread_once_t counting = PTHREAD_ONCE_INIT;

static void bump_fork_generation(void) { atomic_fetch_add_explicit(&fork_generation, 1, memory_order_relaxed); }

static void register_fork_handler(void) { (void)pthread_atfork(NULL, NULL, bump_fork_generation); }

uint32_t platform_fork_generation(void) { return atomic_load_explicit(&fork_generation, memory_order_relaxed); }

void platform_count_forks(void) { (void)pthread_once(&counting, register_fork_handler); }
