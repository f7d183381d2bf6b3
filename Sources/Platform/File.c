#define _GNU_SOURCE
#include "Platform.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/// Tells apart the temporary files of threads that save to the same place.
static atomic_uint saves;

/// Keeps SIGXFSZ, by which the system ends a process that writes beyond RLIMIT_FSIZE, from the calling thread, so that
/// `write` fails with EFBIG instead. What the host does about the signal stays as it is. `before` receives the thread's
/// signals; returns whether a SIGXFSZ of somebody else's was waiting.
static bool hold_size_signal(sigset_t *before) {
    sigset_t signals, pending;
    sigemptyset(&signals);
    sigaddset(&signals, SIGXFSZ);
    sigpending(&pending);
    pthread_sigmask(SIG_BLOCK, &signals, before);
    return sigismember(&pending, SIGXFSZ) == 1;
}

/// Takes back the signal that a failed `write` has sent, unless one was waiting before, and restores the thread's signals.
static void release_size_signal(const sigset_t *before, bool was_pending) {
    sigset_t signals;
    int reason = errno;
    sigemptyset(&signals);
    sigaddset(&signals, SIGXFSZ);
    if (!was_pending)
        while (sigtimedwait(&signals, NULL, &(struct timespec){0}) < 0 && errno == EINTR)
            ;
    pthread_sigmask(SIG_SETMASK, before, NULL);
    errno = reason;
}

static bool write_all(int file, const unsigned char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(file, bytes, count < (1u << 30) ? count : (1u << 30));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes += written;
        count -= (size_t)written;
    }
    return fsync(file) == 0;
}

/// The folder that a path leads to, with its slash.
static char *folder_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? strndup(path, (size_t)(slash - path) + 1) : strdup("./");
}

/// Makes a new file in a folder, of a name that nobody else has. Returns its descriptor; *path is the caller's to free.
static int create_temporary(const char *folder, mode_t mode, char **path) {
    for (int attempt = 0; attempt < 100; attempt++) {
        uint64_t random = (uint64_t)atomic_fetch_add(&saves, 1);
        // Where there is no chance, the number and the process tell files apart.
        (void)!getrandom(&random, sizeof random, GRND_NONBLOCK);
        if (asprintf(path, "%s.teachdrl-%ld-%016llx.temporary", folder, (long)getpid(), (unsigned long long)random) <
            0) {
            *path = NULL;
            errno = ENOMEM;
            return -1;
        }
        int file = open(*path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (file >= 0)
            return file;
        int reason = errno;
        free(*path);
        *path = NULL;
        errno = reason;
        if (reason != EEXIST)
            break;
    }
    return -1;
}

/// Fills a new file and gives it a name. Returns the step that failed, or NULL.
static const char *fill_and_rename(int file, const char *temporary, const char *path, int mode, const void *bytes,
                                   size_t count) {
    sigset_t signals;
    bool was_pending = hold_size_signal(&signals);
    bool is_written = (mode < 0 || fchmod(file, (mode_t)mode) == 0) && write_all(file, bytes, count);
    release_size_signal(&signals, was_pending);
    int reason = errno;
    if (close(file) != 0 && is_written) {
        is_written = false;
        reason = errno;
    }
    const char *failed = !is_written ? "write" : NULL;
    if (!failed && rename(temporary, path) != 0) {
        failed = "replace";
        reason = errno;
    }
    if (failed)
        unlink(temporary);
    errno = reason;
    return failed;
}

/// Replaces a file whose path has no links. `mode` is what a file that was there allows, or -1.
static const char *replace(const char *path, int mode, const void *bytes, size_t count) {
    char *folder = folder_of(path), *temporary = NULL;
    const char *failed = "create";
    int reason = ENOMEM;
    if (folder) {
        // Opened first: what cannot be told to the disk must be known before anything is replaced. A folder that may be
        // written to but not read cannot be told.
        int directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        int file = directory < 0 && errno != EACCES ? -1 : create_temporary(folder, mode < 0 ? 0666 : 0600, &temporary);
        reason = errno;
        if (file >= 0) {
            failed = fill_and_rename(file, temporary, path, mode, bytes, count);
            reason = errno;
        }
        if (!failed && directory >= 0 && fsync(directory) != 0 && errno != EINVAL && errno != EROFS) {
            failed = "synchronize the folder of";
            reason = errno;
        }
        if (directory >= 0)
            close(directory);
    }
    free(folder);
    free(temporary);
    errno = reason;
    return failed;
}

const char *platform_replace_file(const char *path, const void *bytes, size_t count) {
    struct stat status;
    char *target = NULL;
    if (stat(path, &status) == 0) {
        // Not to take the place of a device or a folder.
        if (!S_ISREG(status.st_mode)) {
            errno = EINVAL;
            return "replace";
        }
        target = realpath(path, NULL);
    }
    if (!target) {
        // There is nothing, perhaps only since a moment ago. A link to nowhere would be lost.
        if (errno != ENOENT || lstat(path, &status) == 0)
            return "replace";
        return replace(path, -1, bytes, count);
    }
    const char *failed = replace(target, (int)(status.st_mode & 07777), bytes, count);
    int reason = errno;
    free(target);
    errno = reason;
    return failed;
}

void *platform_read_file(const char *path, size_t *count) {
    // Not to wait where nobody writes to a pipe.
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return NULL;
    struct stat status;
    unsigned char *bytes = NULL;
    int reason = 0;
    if (fstat(file, &status) != 0) {
        reason = errno;
    } else if (!S_ISREG(status.st_mode)) {
        reason = EINVAL;
    } else {
        size_t size = (size_t)status.st_size;
        size_t done = 0;
        bytes = malloc(size > 0 ? size : 1);
        if (!bytes)
            reason = ENOMEM;
        while (bytes && done < size) {
            ssize_t got = read(file, bytes + done, size - done);
            if (got < 0 && errno == EINTR)
                continue;
            if (got < 0) {
                reason = errno;
                free(bytes);
                bytes = NULL;
            }
            if (got <= 0)
                break;
            done += (size_t)got;
        }
        *count = done;
    }
    close(file);
    errno = reason;
    return bytes;
}
