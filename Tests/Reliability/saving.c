/* Saving a teacher where anything may go wrong: the old state stays whole, the error says what was wrong, and nothing is
 * left behind. Run as root it also fills a real disk. */
#include "../C/expectations.h"
#include "failing_files.h"
#include "outputs.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/teachdrl-XXXXXX", path[64];
static teachdrl_teacher *old_teacher, *new_teacher;
static unsigned char *old_state, *new_state;
static size_t old_size, new_size;

static const file_faults none = {.bytes_left = -1};

static teachdrl_teacher *trained(int episodes) {
    const double low[] = {0, 0}, high[] = {1, 1};
    const teachdrl_option options[] = {{"fit_rate", "40"}, {"max_k", "3"}};
    double task[2];
    teachdrl_teacher *teacher;
    MUST(teachdrl_teacher_create("ALP-GMM", 2, low, high, options, 2, 1, &teacher));
    for (int i = 0; i < episodes; i++) {
        MUST(teachdrl_teacher_sample_task(teacher, task, 2));
        MUST(teachdrl_teacher_update(teacher, task, 2, task[0] * i));
    }
    return teacher;
}

static unsigned char *state_of(teachdrl_teacher *teacher, size_t *size) {
    MUST(teachdrl_teacher_save_to_memory(teacher, NULL, 0, size));
    unsigned char *bytes = malloc(*size);
    MUST(teachdrl_teacher_save_to_memory(teacher, bytes, *size, size));
    return bytes;
}

static int entries(void) {
    DIR *open = opendir(folder);
    int count = -2;
    while (open != NULL && readdir(open) != NULL)
        count++;
    closedir(open);
    return count;
}

static bool holds(const unsigned char *state, size_t size) {
    static unsigned char bytes[1 << 20];
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return false;
    size_t count = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    return count == size && memcmp(bytes, state, size) == 0;
}

/* The save that was asked to fail did: nothing has changed, and the message names the file and the reason. */
static void expect_refusal(const char *reason) {
    teachdrl_status status = teachdrl_teacher_save(new_teacher, path);
    faults = none;
    EXPECT(status == TEACHDRL_IO_ERROR);
    EXPECT(strstr(teachdrl_last_error(), path) != NULL);
    if (strstr(teachdrl_last_error(), reason) == NULL)
        printf("%s: %s\n", reason, teachdrl_last_error());
    EXPECT(strstr(teachdrl_last_error(), reason) != NULL);
    EXPECT(holds(old_state, old_size));
    EXPECT(entries() == 1);
}

/* A disk that is full after every number of bytes, a state's last one included. */
static void run_out_of_space(void) {
    for (size_t bytes = 0; bytes < new_size; bytes++) {
        faults.bytes_left = (long)bytes;
        expect_refusal("No space left on device");
    }
    printf("cut at each of %zu bytes\n", new_size);
}

static void have_calls_refused(void) {
    static const int reasons[] = {EIO, EDQUOT, EROFS, EACCES, EMFILE, ENOMEM};
    /* The second fsync is the folder's: the new state is there then, and the message says so. */
    static const enum file_call calls[] = {open_call, write_call, fsync_call, close_call, rename_call};
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
        for (size_t k = 0; k < sizeof reasons / sizeof reasons[0]; k++) {
            faults.failing[calls[i]] = 1;
            faults.reason = reasons[k];
            expect_refusal(strerror(reasons[k]));
        }
    faults.failing[fsync_call] = 2;
    faults.reason = EIO;
    EXPECT(teachdrl_teacher_save(new_teacher, path) == TEACHDRL_IO_ERROR);
    faults = none;
    EXPECT(strstr(teachdrl_last_error(), "folder") != NULL && holds(new_state, new_size));
    OK(teachdrl_teacher_save(old_teacher, path));
}

static void remove_file(const char *name) {
    unlink(name);
}

static void remove_target(const char *name) {
    (void)name;
    unlink(path);
}

static void vanish(void) {
    faults.before[rename_call] = 1;
    faults.pull = remove_file;
    expect_refusal("No such file or directory");

    /* The old state, while it is looked at: there is nothing to keep, and the new one is saved. */
    faults.before[resolve_call] = 1;
    faults.pull = remove_file;
    OK(teachdrl_teacher_save(new_teacher, path));
    EXPECT(faults.before[resolve_call] == 0 && holds(new_state, new_size) && entries() == 1);
    faults = none;
    OK(teachdrl_teacher_save(old_teacher, path));

    /* What a link leads to, while it is looked at: the link stays. */
    char link[96];
    snprintf(link, sizeof link, "%s/link", folder);
    EXPECT(symlink(path, link) == 0);
    faults.before[resolve_call] = 1;
    faults.pull = remove_target;
    EXPECT(teachdrl_teacher_save(new_teacher, link) == TEACHDRL_IO_ERROR);
    faults = none;
    EXPECT(strstr(teachdrl_last_error(), "No such file or directory") != NULL);
    EXPECT(unlink(link) == 0 && entries() == 0);
    OK(teachdrl_teacher_save(old_teacher, path));

    /* With its folder: nothing can be saved, and nothing happens. */
    char inside[96];
    snprintf(inside, sizeof inside, "%s/folder", folder);
    EXPECT(mkdir(inside, 0700) == 0 && rmdir(inside) == 0);
    snprintf(inside, sizeof inside, "%s/folder/state", folder);
    EXPECT(teachdrl_teacher_save(new_teacher, inside) == TEACHDRL_IO_ERROR);
    EXPECT(strstr(teachdrl_last_error(), "No such file or directory") != NULL);
}

/* Files that come and go in small pieces, with interruptions. */
static void go_slowly(void) {
    teachdrl_teacher *loaded = NULL;
    size_t size;
    faults.piece = 7;
    faults.interrupted = 1;
    OK(teachdrl_teacher_save(new_teacher, path));
    EXPECT(holds(new_state, new_size));
    faults.piece = 5;
    faults.interrupted = 1;
    OK(teachdrl_teacher_load(path, &loaded));
    faults = none;
    unsigned char *bytes = state_of(loaded, &size);
    EXPECT(size == new_size && memcmp(bytes, new_state, size) == 0);
    free(bytes);
    teachdrl_teacher_destroy(loaded);
    OK(teachdrl_teacher_save(old_teacher, path));
}

/* Files that were cut short at every byte are refused, as is a disk that cannot be read: neither is one that is not
 * there, into whose place a new teacher's state may be put. */
static void load_what_was_cut(void) {
    teachdrl_teacher *loaded = NULL;
    for (size_t bytes = 0; bytes < old_size; bytes++) {
        EXPECT(truncate(path, (off_t)(old_size - 1 - bytes)) == 0);
        EXPECT(teachdrl_teacher_load(path, &loaded) == TEACHDRL_INVALID_DATA && loaded == NULL);
    }
    OK(teachdrl_teacher_save(old_teacher, path));
    faults.failing[read_call] = 1;
    faults.reason = EIO;
    EXPECT(teachdrl_teacher_load(path, &loaded) == TEACHDRL_IO_ERROR && loaded == NULL);
    faults = none;
    EXPECT(strstr(teachdrl_last_error(), strerror(EIO)) != NULL);
}

/* The process ends at every few bytes and in every call: the old state or the new is there, and it can be saved again. */
static void end_meanwhile(void) {
    int old = 0, new = 0;
    for (int moment = 0; moment < 500; moment++) {
        pid_t child = fork();
        if (child == 0) {
            static const enum file_call calls[] = {open_call, write_call, fsync_call, rename_call};
            faults.fatal = 1;
            if (moment < 480)
                faults.bytes_left = (long)(new_size * (size_t)moment / 480);
            else
                faults.failing[calls[moment % 4]] = 1 + (moment - 480) / 4 % 2;
            (void)!teachdrl_teacher_save(new_teacher, path);
            _exit(0);
        }
        waitpid(child, NULL, 0);
        bool is_old = holds(old_state, old_size), is_new = holds(new_state, new_size);
        EXPECT(is_old || is_new);
        old += is_old;
        new += is_new;
        OK(teachdrl_teacher_save(old_teacher, path));
    }
    /* The last fsync and what does not come that often. */
    EXPECT(old >= 490 && new >= 5);
    /* The temporary files of processes that are gone stay; nothing takes them for states. */
    DIR *open = opendir(folder);
    for (struct dirent *entry; (entry = readdir(open)) != NULL;)
        if (strstr(entry->d_name, ".temporary") != NULL) {
            char temporary[400];
            snprintf(temporary, sizeof temporary, "%s/%s", folder, entry->d_name);
            unlink(temporary);
        }
    closedir(open);
    EXPECT(entries() == 1);
}

static volatile sig_atomic_t signals_seen;

static void count_signal(int number) {
    (void)number;
    signals_seen++;
}

/* A file that may not get as large: by default the system's signal about it ends the process. */
static void may_not_grow(void) {
    struct rlimit before, small;
    struct sigaction counting, usual;
    sigset_t size_signal, unblocked, mask;
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    for (int bytes = 0; bytes < (int)new_size; bytes += 97) {
        small.rlim_cur = (rlim_t)bytes;
        setrlimit(RLIMIT_FSIZE, &small);
        teachdrl_status status = teachdrl_teacher_save(new_teacher, path);
        setrlimit(RLIMIT_FSIZE, &before);
        EXPECT(status == TEACHDRL_IO_ERROR && strstr(teachdrl_last_error(), "File too large") != NULL);
        EXPECT(holds(old_state, old_size) && entries() == 1);
    }

    /* What the host does about the signal stays; it neither gets the library's nor loses one of its own. */
    sigemptyset(&size_signal);
    sigaddset(&size_signal, SIGXFSZ);
    memset(&counting, 0, sizeof counting);
    counting.sa_handler = count_signal;
    sigaction(SIGXFSZ, &counting, &usual);
    for (int is_waiting = 0; is_waiting <= 1; is_waiting++) {
        pthread_sigmask(SIG_BLOCK, &size_signal, &unblocked);
        if (is_waiting)
            raise(SIGXFSZ);
        else
            pthread_sigmask(SIG_SETMASK, &unblocked, NULL);
        setrlimit(RLIMIT_FSIZE, &small);
        teachdrl_status status = teachdrl_teacher_save(new_teacher, path);
        setrlimit(RLIMIT_FSIZE, &before);
        EXPECT(status == TEACHDRL_IO_ERROR && signals_seen == 0);
        pthread_sigmask(SIG_SETMASK, NULL, &mask);
        EXPECT(sigismember(&mask, SIGXFSZ) == is_waiting);
        pthread_sigmask(SIG_SETMASK, &unblocked, NULL);
        EXPECT(signals_seen == is_waiting);
    }
    sigaction(SIGXFSZ, &usual, &counting);
    EXPECT(counting.sa_handler == count_signal);
}

/* A pipe that nobody reads is no place for a state, and no signal comes of it. */
static void may_not_be_a_pipe(void) {
    char pipe_path[96];
    snprintf(pipe_path, sizeof pipe_path, "%s/pipe", folder);
    EXPECT(mkfifo(pipe_path, 0600) == 0);
    EXPECT(teachdrl_teacher_save(new_teacher, pipe_path) == TEACHDRL_IO_ERROR);
    EXPECT(strstr(teachdrl_last_error(), pipe_path) != NULL);
    EXPECT(unlink(pipe_path) == 0 && entries() == 1);
}

/* A folder that this user may not write to. */
static void may_not_write(void) {
    EXPECT(chmod(path, 0644) == 0 && chmod(folder, 0555) == 0);
    pid_t child = fork();
    if (child == 0) {
        int before = failures;
        if (getuid() == 0 && setuid(65534) != 0)
            _exit(2);
        expect_refusal("Permission denied");
        _exit(failures > before);
    }
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    EXPECT(chmod(folder, 0700) == 0);
}

/* A real file system without room, then one that only reads. */
static void fill_a_disk(void) {
    char usual_path[sizeof path], usual_folder[sizeof folder], filler[64];
    memcpy(usual_path, path, sizeof path);
    memcpy(usual_folder, folder, sizeof folder);
    char mount_point[] = "/tmp/teachdrl-XXXXXX";
    if (mkdtemp(mount_point) == NULL || mount("none", mount_point, "tmpfs", 0, "size=256k") != 0) {
        printf("no file system can be mounted here: %s\n", strerror(errno));
        rmdir(mount_point);
        return;
    }
    memcpy(folder, mount_point, sizeof folder);
    snprintf(path, sizeof path, "%s/teacher.state", folder);
    snprintf(filler, sizeof filler, "%s/filler", folder);
    OK(teachdrl_teacher_save(old_teacher, path));
    FILE *file = fopen(filler, "wb");
    setvbuf(file, NULL, _IONBF, 0);
    for (char block[4096] = {1}; fwrite(block, sizeof block, 1, file) == 1;)
        ;
    fclose(file);
    EXPECT(teachdrl_teacher_save(new_teacher, path) == TEACHDRL_IO_ERROR);
    EXPECT(strstr(teachdrl_last_error(), "No space left on device") != NULL);
    EXPECT(holds(old_state, old_size) && entries() == 2);
    EXPECT(truncate(filler, 0) == 0 && unlink(filler) == 0);
    EXPECT(mount("none", mount_point, "tmpfs", MS_REMOUNT | MS_RDONLY, "size=256k") == 0);
    expect_refusal("Read-only file system");
    EXPECT(mount("none", mount_point, "tmpfs", MS_REMOUNT, "size=256k") == 0);
    OK(teachdrl_teacher_save(new_teacher, path));
    EXPECT(holds(new_state, new_size));
    EXPECT(umount(mount_point) == 0);
    rmdir(mount_point);
    memcpy(path, usual_path, sizeof path);
    memcpy(folder, usual_folder, sizeof folder);
}

int main(void) {
    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(path, sizeof path, "%s/teacher.state", folder);
    old_teacher = trained(60);
    new_teacher = trained(130);
    old_state = state_of(old_teacher, &old_size);
    new_state = state_of(new_teacher, &new_size);
    OK(teachdrl_teacher_save(old_teacher, path));
    run_out_of_space();
    have_calls_refused();
    vanish();
    go_slowly();
    load_what_was_cut();
    end_meanwhile();
    may_not_grow();
    may_not_be_a_pipe();
    may_not_write();
    fill_a_disk();
    OK(teachdrl_teacher_save(new_teacher, path));
    EXPECT(holds(new_state, new_size));
    unlink(path);
    rmdir(folder);
    free(old_state);
    free(new_state);
    teachdrl_teacher_destroy(old_teacher);
    teachdrl_teacher_destroy(new_teacher);
    return report_expectations();
}
