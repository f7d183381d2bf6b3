#define _GNU_SOURCE
#include "Platform.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/// Tells apart the temporary files of threads that save to the same place.
static atomic_uint saves;

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

static bool synchronize_folder(const char *path) {
    const char *slash = strrchr(path, '/');
    char *folder = !slash ? strdup(".") : slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
    if (!folder)
        return false;
    int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (descriptor < 0)
        return false;
    bool is_done = fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS;
    close(descriptor);
    return is_done;
}

/// Replaces a file whose path has no links. `mode` is what a file that was there allows, or -1.
static const char *replace(const char *path, int mode, const void *bytes, size_t count) {
    char *temporary;
    unsigned number = atomic_fetch_add(&saves, 1);
    if (asprintf(&temporary, "%s.%ld-%u.temporary", path, (long)getpid(), number) < 0) {
        errno = ENOMEM;
        return "create";
    }
    const char *failed = NULL;
    int file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode < 0 ? 0666 : 0600);
    if (file < 0) {
        failed = "create";
    } else {
        bool is_written = (mode < 0 || fchmod(file, (mode_t)mode) == 0) && write_all(file, bytes, count);
        int reason = errno;
        if (close(file) != 0 && is_written) {
            is_written = false;
            reason = errno;
        }
        errno = reason;
        if (!is_written)
            failed = "write";
        else if (rename(temporary, path) != 0)
            failed = "replace";
        if (failed) {
            reason = errno;
            unlink(temporary);
            errno = reason;
        } else if (!synchronize_folder(path)) {
            failed = "synchronize the folder of";
        }
    }
    int reason = errno;
    free(temporary);
    errno = reason;
    return failed;
}

const char *platform_replace_file(const char *path, const void *bytes, size_t count) {
    struct stat status;
    if (stat(path, &status) != 0)
        return replace(path, -1, bytes, count);
    // Not to take the place of a device or a folder.
    if (!S_ISREG(status.st_mode)) {
        errno = EINVAL;
        return "replace";
    }
    char *target = realpath(path, NULL);
    if (!target)
        return "replace";
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
