/* Counts what holds and what does not, on any thread, and goes on. */
#ifndef EXPECTATIONS_H
#define EXPECTATIONS_H

#include <stdio.h>
#include <teachdrl.h>

static int checks = 0, failures = 0;

static void expect(int holds, const char *what, int line) {
    __atomic_fetch_add(&checks, 1, __ATOMIC_RELAXED);
    if (!holds) {
        __atomic_fetch_add(&failures, 1, __ATOMIC_RELAXED);
        printf("line %d: %s does not hold; last error: %s\n", line, what, teachdrl_last_error());
    }
}

#define EXPECT(condition) expect((condition), #condition, __LINE__)
#define OK(call) expect((call) == TEACHDRL_OK, #call, __LINE__)

/* Whether a child may allocate if another thread was allocating at the fork. glibc's allocator allows that; GCC 12's
 * AddressSanitizer keeps the lock of its own allocator taken in the child, which then waits forever. */
#if defined(__SANITIZE_ADDRESS__) && !defined(__clang__)
enum { forks_leave_the_allocator_whole = 0 };
#else
enum { forks_leave_the_allocator_whole = 1 };
#endif

/* Prints the counts; the program's exit code. */
static int report_expectations(void) {
    printf("%d passed, %d failed\n", checks - failures, failures);
    return failures == 0 ? 0 : 1;
}

#endif
