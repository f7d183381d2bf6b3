// What the student needs from C: oneDNN, and three things that Swift cannot say.
#ifndef TEACHDRL_STUDENT_SHIM_H
#define TEACHDRL_STUDENT_SHIM_H

#include <immintrin.h>
#include <oneapi/dnnl/dnnl.h>
#include <stddef.h>

// From oneDNN's OpenMP runtime: how many threads the calling thread's parallel regions may use.
void omp_set_num_threads(int count);

// Sixteen floats, which Swift sees as SIMD16<Float>.
typedef float student_lanes __attribute__((ext_vector_type(16)));

// The square root of each lane. Swift's own goes through sqrtf, lane by lane.
static inline student_lanes student_square_root(student_lanes x) {
    return __builtin_elementwise_sqrt(x);
}

// Makes the calling thread treat subnormal numbers as zero (bits 6 and 15 of the control register) and returns the
// register's former value, which student_restore_subnormals() puts back.
static inline unsigned student_flush_subnormals(void) {
    unsigned former = _mm_getcsr();
    _mm_setcsr(former | 0x8040u);
    return former;
}

static inline void student_restore_subnormals(unsigned former) {
    _mm_setcsr(former);
}

// Linux's functions that Swift's Glibc does not show, under names of our own: which processors a thread may use, as a set
// of bits; giving back a part of a file's room on the disk; what happens to a process.
int student_get_processors(int thread, size_t size, void *bits) __asm__("sched_getaffinity");
int student_set_processors(int thread, size_t size, const void *bits) __asm__("sched_setaffinity");
int student_allocate_file(int descriptor, int mode, long offset, long length) __asm__("fallocate");
int student_control_process(int option, unsigned long a, unsigned long b, unsigned long c,
                            unsigned long d) __asm__("prctl");

// Tells the processor that the calling thread waits in a loop.
static inline void student_pause(void) {
    _mm_pause();
}

#endif
