// What Swift cannot say itself: the thread's last error, locks and threads that know of fork(), the floating-point
// environment, the processor, files.
#ifndef TEACHDRL_PLATFORM_H
#define TEACHDRL_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Bytes in the calling thread's message buffer, the NUL included.
enum { platform_message_capacity = 1024 };

/// The calling thread's message buffer; lives as long as the thread.
char *platform_message_buffer(void);

/// Whether this processor has what the library is compiled for. Callable on any processor.
bool platform_processor_is_supported(void);

/// Whether `platform_prepare` has done what it does.
extern bool platform_is_prepared;

/// What `platform_prepare` does at the first call.
void platform_prepare_now(void (*prepare)(void));

/// Calls a function at the first call, for what a process makes once and keeps. No fork comes in the middle of that: a child
/// finds all of it done, or nothing begun, instead of waiting for ever for a thread that is not there. Calls from within the
/// function do nothing.
static inline void platform_prepare(void (*prepare)(void)) {
    if (!__atomic_load_n(&platform_is_prepared, __ATOMIC_ACQUIRE))
        platform_prepare_now(prepare);
}

/// A mutual exclusion that knows of fork(): what another thread held at the fork is lost in the child, and says so.
typedef struct platform_lock platform_lock;

typedef enum platform_lock_result {
    platform_lock_acquired,
    /// Another thread holds it (`platform_lock_try` only).
    platform_lock_busy,
    /// A thread that a fork left behind held it: what it guards may be half changed, for ever.
    platform_lock_lost,
} platform_lock_result;

/// Threads that help one caller at a time; below.
typedef struct platform_workers platform_workers;

/// A new lock that nobody holds; NULL where there is no memory.
platform_lock *platform_lock_create(void);

/// Destroys a lock that nobody waits for.
void platform_lock_destroy(platform_lock *lock);

/// Waits until the lock is free and takes it. Rather than wait, makes calls that the holder has given to `workers` and
/// nobody has begun; NULL where there are none.
platform_lock_result platform_lock_wait(platform_lock *lock, platform_workers *workers);

/// Takes the lock if it is free.
platform_lock_result platform_lock_try(platform_lock *lock);

/// Whether a thread that a fork left behind held it.
bool platform_lock_is_lost(platform_lock *lock);

/// Gives an acquired lock back.
void platform_lock_release(platform_lock *lock);

/// CRC-32C (Castagnoli) of bytes, going on from that of the bytes before them; 0 before the first.
uint32_t platform_crc32c(uint32_t checksum, const void *bytes, size_t count);

/// Replaces a file's content such that whoever reads it, even after a crash, finds the old content or the new: writes a
/// temporary file in the same folder, waits until it is on the disk, and renames it. A link stays one, and the new file
/// allows what the old one did. On failure the old file is as it was, the temporary one is gone, `errno` says why, and the step that failed is returned ("create", "write", "replace"
/// or "synchronize the folder of"); NULL on success.
const char *platform_replace_file(const char *path, const void *bytes, size_t count);

/// Reads a whole regular file into memory that the caller frees; *count receives its length. NULL on failure: `errno` says
/// why, and is EINVAL for what is not a regular file.
void *platform_read_file(const char *path, size_t *count);

// Workers are threads that help one caller at a time. They start at the first call that has work for them, receive no
// signals, and sleep between calls. In a child of a fork they are found missing and are started again.

/// A piece of work. Which thread does which index, and when, is left to chance.
typedef void (*platform_work)(void *context, size_t index);

/// Workers for `thread_count` threads, the caller among them: 0 and 1 start none. NULL where there is no memory.
platform_workers *platform_workers_create(int thread_count);

/// Waits for what the threads are doing, leaves undone what nobody has begun, and ends them.
void platform_workers_destroy(platform_workers *workers);

/// Calls body(context, index) for every index below `count`, on the caller and the other threads, and returns when all
/// calls have. What the caller wrote before is seen by every call, what they write is seen by the caller after. Where no
/// thread can be started, the caller does it all. Not for two callers at once, and not from within a body.
void platform_workers_run(platform_workers *workers, platform_work body, void *context, size_t count);

// The same in parts, for a caller that has something else to do meanwhile.

/// Sets what the next posts are about, their indices counted from 0. Waits until all that was posted before is finished.
void platform_workers_begin(platform_workers *workers, platform_work body, void *context);

/// Has the body called by other threads for the `count` next indices. Returns at once.
void platform_workers_post(platform_workers *workers, size_t count);

/// Makes one of the calls that nobody has begun; false where there is none. For the caller.
bool platform_workers_help(platform_workers *workers);

/// The same for any thread, at any time while the workers live: it computes in the default floating-point environment.
bool platform_workers_assist(platform_workers *workers);

/// How many calls have ever returned.
uint64_t platform_workers_finished(platform_workers *workers);

/// Waits until `platform_workers_finished` gives another number than `seen`. There must be calls under way.
void platform_workers_wait(platform_workers *workers, uint64_t seen);

/// Waits until all that was posted is finished; makes calls that nobody has begun.
void platform_workers_drain(platform_workers *workers);

/// Whether a fork has left calls behind, begun and for ever unfinished.
bool platform_workers_lost(platform_workers *workers);

/// Puts the control word of the default floating-point environment in place (round to nearest, no traps, no flushing of
/// subnormals) and returns the caller's.
static inline uint64_t platform_enter_default_float_environment(void) {
#if defined(__x86_64__)
    uint32_t saved;
    uint32_t standard = 0x1F80;
    __asm__ volatile("stmxcsr %0" : "=m"(saved));
    __asm__ volatile("ldmxcsr %0" : : "m"(standard) : "memory");
    return saved;
#elif defined(__aarch64__)
    uint64_t saved;
    __asm__ volatile("mrs %0, fpcr" : "=r"(saved));
    __asm__ volatile("msr fpcr, %0" : : "r"((uint64_t)0) : "memory");
    return saved;
#else
    return 0;
#endif
}

/// Gives the caller's control word back.
static inline void platform_leave_default_float_environment(uint64_t saved) {
#if defined(__x86_64__)
    uint32_t word = (uint32_t)saved;
    __asm__ volatile("ldmxcsr %0" : : "m"(word) : "memory");
#elif defined(__aarch64__)
    __asm__ volatile("msr fpcr, %0" : : "r"(saved) : "memory");
#else
    (void)saved;
#endif
}

#endif
