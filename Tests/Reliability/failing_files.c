/* Functions of the C library that fail on demand (failing_files.h). As a shared object for LD_PRELOAD it takes its orders
 * from the environment: FAIL_AFTER_BYTES, or FAIL_OPEN, FAIL_WRITE, FAIL_FSYNC or FAIL_RENAME, the number of the call, and
 * FAIL_FATAL. */
#include "failing_files.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

file_faults faults = {.bytes_left = -1};

static __thread int was_interrupted;

__attribute__((constructor)) static void take_orders(void) {
    static const char *const names[] = {"FAIL_OPEN", "FAIL_WRITE", "FAIL_FSYNC", "FAIL_CLOSE", "FAIL_RENAME"};
    const char *bytes = getenv("FAIL_AFTER_BYTES");
    if (bytes != NULL)
        faults.bytes_left = atol(bytes);
    for (int i = 0; i < (int)(sizeof names / sizeof names[0]); i++)
        if (getenv(names[i]) != NULL)
            faults.failing[i] = atoi(getenv(names[i]));
    faults.reason = ENOSPC;
    faults.fatal = getenv("FAIL_FATAL") != NULL;
}

static int is_regular(int file) {
    struct stat status;
    return fstat(file, &status) == 0 && S_ISREG(status.st_mode);
}

/* Whether this call is the one that fails; errno says why. */
static int fails(enum file_call call, const char *path) {
    if (faults.before[call] > 0 && __atomic_sub_fetch(&faults.before[call], 1, __ATOMIC_SEQ_CST) == 0)
        faults.pull(path);
    if (faults.failing[call] <= 0 || __atomic_sub_fetch(&faults.failing[call], 1, __ATOMIC_SEQ_CST) > 0)
        return 0;
    if (faults.fatal)
        syscall(SYS_exit_group, 0);
    errno = faults.reason;
    return 1;
}

static int is_interrupted(void) {
    was_interrupted = faults.interrupted && !was_interrupted;
    errno = was_interrupted ? EINTR : errno;
    return was_interrupted;
}

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    unsigned mode = (flags & O_CREAT) != 0 ? va_arg(rest, unsigned) : 0;
    va_end(rest);
    if ((flags & O_ACCMODE) != O_RDONLY && fails(open_call, path))
        return -1;
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

/* Writes at a place, or where the file stands: -1. */
static ssize_t write_at(off_t place, int file, const void *bytes, size_t count) {
    return place < 0 ? syscall(SYS_write, file, bytes, count) : syscall(SYS_pwrite64, file, bytes, count, place);
}

static ssize_t write_some(off_t place, int file, const void *bytes, size_t count) {
    if (!is_regular(file))
        return write_at(place, file, bytes, count);
    if (fails(write_call, NULL) || is_interrupted())
        return -1;
    if (faults.piece > 0 && count > (size_t)faults.piece)
        count = (size_t)faults.piece;
    if (faults.bytes_left >= 0 && count > (size_t)faults.bytes_left) {
        count = (size_t)faults.bytes_left;
        if (count == 0 || faults.fatal) {
            write_at(place, file, bytes, count);
            if (faults.fatal)
                syscall(SYS_exit_group, 0);
            errno = ENOSPC;
            return -1;
        }
    }
    ssize_t written = write_at(place, file, bytes, count);
    if (faults.bytes_left >= 0 && written > 0)
        faults.bytes_left -= written;
    return written;
}

ssize_t write(int file, const void *bytes, size_t count) {
    return write_some(-1, file, bytes, count);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t place) {
    return write_some(place, file, bytes, count);
}

ssize_t read(int file, void *bytes, size_t count) {
    if (!is_regular(file))
        return syscall(SYS_read, file, bytes, count);
    if (fails(read_call, NULL) || is_interrupted())
        return -1;
    return syscall(SYS_read, file, bytes,
                   faults.piece > 0 && count > (size_t)faults.piece ? (size_t)faults.piece : count);
}

int fsync(int file) {
    return fails(fsync_call, NULL) ? -1 : (int)syscall(SYS_fsync, file);
}

int fdatasync(int file) {
    return fails(fsync_call, NULL) ? -1 : (int)syscall(SYS_fdatasync, file);
}

int close(int file) {
    /* What cannot be closed is closed nevertheless, as on Linux. */
    int failed = is_regular(file) && fails(close_call, NULL), reason = errno;
    int result = (int)syscall(SYS_close, file);
    errno = failed ? reason : errno;
    return failed ? -1 : result;
}

int rename(const char *from, const char *to) {
    return fails(rename_call, from) ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

char *realpath(const char *path, char *resolved) {
    char *(*system_realpath)(const char *, char *) = NULL;
    *(void **)&system_realpath = dlsym(RTLD_NEXT, "realpath");
    return fails(resolve_call, path) ? NULL : system_realpath(path, resolved);
}
