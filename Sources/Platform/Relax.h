// What a thread does between two looks at a word that another thread is about to change.
#ifndef TEACHDRL_RELAX_H
#define TEACHDRL_RELAX_H

static inline void relax(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

#endif
