#include "Platform.h"

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
