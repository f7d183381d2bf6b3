/* A teacher that is saved, restored, shared by threads in slots, and looked into, as a C program does it. */
#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif
#include <dirent.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "expectations.h"

static const double low[] = {0, -1}, high[] = {3, 5};
static const char *const names[] = {"ALP-GMM", "RIAC", "Covar-GMM", "Oracle", "Random"};
enum { kinds = 5, threads = 8, rounds = 400 };

static teachdrl_teacher *create(const char *name) {
    const teachdrl_option options[] = {{"window_step_vector", "0.1,0.1"}, {"reward_threshold", "1"}};
    teachdrl_teacher *teacher = NULL;
    OK(teachdrl_teacher_create(name, 2, low, high, options, strcmp(name, "Oracle") == 0 ? 2 : 0, 5, &teacher));
    return teacher;
}

static void train(teachdrl_teacher *teacher, int episodes) {
    double task[2];
    for (int i = 0; i < episodes; i++) {
        teachdrl_teacher_sample_task(teacher, task, 2);
        teachdrl_teacher_update(teacher, task, 2, task[0] * (i % 400) / 100);
    }
}

static int go_on_alike(teachdrl_teacher *one, teachdrl_teacher *other, int episodes) {
    double task[2], same[2];
    for (int i = 0; i < episodes; i++) {
        teachdrl_teacher_sample_task(one, task, 2);
        teachdrl_teacher_sample_task(other, same, 2);
        if (memcmp(task, same, sizeof task) != 0)
            return 0;
        teachdrl_teacher_update(one, task, 2, task[1] * (i % 300) / 100);
        teachdrl_teacher_update(other, task, 2, task[1] * (i % 300) / 100);
    }
    return 1;
}

static int files_in(const char *folder) {
    DIR *open = opendir(folder);
    int count = 0;
    while (readdir(open) != NULL)
        count++;
    closedir(open);
    return count - 2;
}

static void save_and_load(const char *folder) {
    char path[256];
    snprintf(path, sizeof path, "%s/teacher.state", folder);
    for (int k = 0; k < kinds; k++) {
        teachdrl_teacher *teacher = create(names[k]), *loaded = NULL, *copy = NULL;
        const char *name = NULL, *value = NULL;
        size_t size = 0, again = 0;
        uint64_t episodes = 0;
        train(teacher, 1234);
        OK(teachdrl_teacher_save(teacher, path));
        EXPECT(files_in(folder) == 1);
        OK(teachdrl_teacher_load(path, &loaded));
        OK(teachdrl_teacher_name(loaded, &name));
        EXPECT(strcmp(name, names[k]) == 0);
        OK(teachdrl_teacher_option(loaded, "history", &value));
        EXPECT(strcmp(value, "1000") == 0);
        OK(teachdrl_teacher_episode_count(loaded, &episodes));
        EXPECT(episodes == 1234);
        OK(teachdrl_teacher_save_to_memory(teacher, NULL, 0, &size));
        void *bytes = malloc(size);
        OK(teachdrl_teacher_save_to_memory(teacher, bytes, size, &again));
        EXPECT(size == again);
        OK(teachdrl_teacher_load_from_memory(bytes, size, &copy));
        free(bytes);
        EXPECT(go_on_alike(teacher, loaded, 3000));
        /* The copy is at the saved moment still: the file holds the same. */
        teachdrl_teacher_destroy(loaded);
        OK(teachdrl_teacher_load(path, &loaded));
        EXPECT(go_on_alike(copy, loaded, 500));
        teachdrl_teacher_destroy(copy);
        teachdrl_teacher_destroy(loaded);
        teachdrl_teacher_destroy(teacher);
    }
    unlink(path);
}

/* A disk that fills up while a state is written, links, and files of restricted access. */
static void save_in_bad_places(const char *folder) {
    char path[256], link[300];
    struct rlimit usual, small;
    struct stat status;
    teachdrl_teacher *teacher = create("ALP-GMM"), *loaded = NULL;
    uint64_t episodes = 0;
    snprintf(path, sizeof path, "%s/teacher.state", folder);
    snprintf(link, sizeof link, "%s/link", folder);
    train(teacher, 100);
    OK(teachdrl_teacher_save(teacher, path));
    EXPECT(chmod(path, 0640) == 0 && symlink(path, link) == 0);
    train(teacher, 900);

    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &usual);
    small = usual;
    for (small.rlim_cur = 0; small.rlim_cur < 9000; small.rlim_cur += 1000) {
        setrlimit(RLIMIT_FSIZE, &small);
        EXPECT(teachdrl_teacher_save(teacher, path) == TEACHDRL_IO_ERROR);
        EXPECT(strstr(teachdrl_last_error(), path) != NULL && strstr(teachdrl_last_error(), "File too large") != NULL);
    }
    setrlimit(RLIMIT_FSIZE, &usual);
    EXPECT(files_in(folder) == 2);
    OK(teachdrl_teacher_load(path, &loaded));
    OK(teachdrl_teacher_episode_count(loaded, &episodes));
    EXPECT(episodes == 100);
    teachdrl_teacher_destroy(loaded);

    OK(teachdrl_teacher_save(teacher, link));
    EXPECT(lstat(link, &status) == 0 && S_ISLNK(status.st_mode));
    EXPECT(stat(path, &status) == 0 && (status.st_mode & 0777) == 0640);
    OK(teachdrl_teacher_load(link, &loaded));
    OK(teachdrl_teacher_episode_count(loaded, &episodes));
    EXPECT(episodes == 1000);
    teachdrl_teacher_destroy(loaded);
    teachdrl_teacher_destroy(teacher);
    unlink(link);

    /* Only what is not there is not found: a program may put a new teacher's state into its place. */
    EXPECT(teachdrl_teacher_load(link, &loaded) == TEACHDRL_NOT_FOUND);
    EXPECT(symlink(link, link) == 0 && teachdrl_teacher_load(link, &loaded) == TEACHDRL_IO_ERROR);
    EXPECT(strstr(teachdrl_last_error(), link) != NULL);
    unlink(link);
    snprintf(link, sizeof link, "%s/below", path);
    EXPECT(teachdrl_teacher_load(link, &loaded) == TEACHDRL_IO_ERROR);
    EXPECT(teachdrl_teacher_load(folder, &loaded) == TEACHDRL_IO_ERROR);
    getrlimit(RLIMIT_NOFILE, &usual);
    small = usual;
    small.rlim_cur = 0;
    setrlimit(RLIMIT_NOFILE, &small);
    EXPECT(teachdrl_teacher_load(path, &loaded) == TEACHDRL_IO_ERROR);
    setrlimit(RLIMIT_NOFILE, &usual);
    snprintf(link, sizeof link, "%s/link", folder);

    /* A link to nowhere is refused; a name in any bytes, of any length that a folder takes, is not. */
    EXPECT(symlink("nowhere", link) == 0);
    teacher = create("Random");
    EXPECT(teachdrl_teacher_save(teacher, link) == TEACHDRL_IO_ERROR);
    EXPECT(teachdrl_teacher_load(link, &loaded) == TEACHDRL_NOT_FOUND);
    unlink(link);
    snprintf(link, sizeof link, "%s/caf\xe9", folder);
    OK(teachdrl_teacher_save(teacher, link));
    EXPECT(stat(link, &status) == 0);
    unlink(link);
    char long_name[512];
    snprintf(long_name, sizeof long_name, "%s/%0250d", folder, 7);
    OK(teachdrl_teacher_save(teacher, long_name));
    unlink(long_name);
    teachdrl_teacher_destroy(teacher);
    unlink(path);
}

/* Many threads, each with its slots, that end episodes late and give some up. */
static teachdrl_teacher *shared;
static pthread_mutex_t total_lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t total_ended = 0;

static void *play_in_slots(void *first) {
    size_t slots[4], base = (size_t)first * 4;
    double tasks[8], returns[4] = {0.25, 0.5, 0.75, 1};
    uint64_t ended = 0;
    for (size_t i = 0; i < 4; i++)
        slots[i] = base + i;
    for (int round = 0; round < rounds; round++) {
        if (teachdrl_teacher_begin_episodes(shared, slots, 4, tasks, 2) != TEACHDRL_OK)
            return (void *)1;
        if (round % 7 == 0 && teachdrl_teacher_abandon_episode(shared, slots[3]) != TEACHDRL_OK)
            return (void *)2;
        size_t count = round % 7 == 0 ? 3 : 4;
        if (teachdrl_teacher_end_episodes(shared, slots, count, returns) != TEACHDRL_OK)
            return (void *)3;
        ended += count;
        if (round % 50 == 0) { /* and looks and saves meanwhile */
            size_t size = 0, components = 0;
            if (teachdrl_teacher_save_to_memory(shared, NULL, 0, &size) != TEACHDRL_OK)
                return (void *)4;
            if (teachdrl_teacher_mixture(shared, 0, NULL, &components) != TEACHDRL_OK)
                return (void *)5;
        }
    }
    pthread_mutex_lock(&total_lock);
    total_ended += ended;
    pthread_mutex_unlock(&total_lock);
    return NULL;
}

static void share_slots(void) {
    pthread_t workers[threads];
    uint64_t count = 0;
    size_t busy = 7;
    shared = create("ALP-GMM");
    for (size_t i = 0; i < threads; i++)
        EXPECT(pthread_create(&workers[i], NULL, play_in_slots, (void *)i) == 0);
    for (int i = 0; i < threads; i++) {
        void *failed;
        pthread_join(workers[i], &failed);
        EXPECT(failed == NULL);
    }
    OK(teachdrl_teacher_episode_count(shared, &count));
    EXPECT(count == total_ended);
    OK(teachdrl_teacher_busy_slots(shared, NULL, 0, &busy));
    EXPECT(busy == 0);
    teachdrl_teacher_destroy(shared);
}

/* Slots one by one are the same as sample_task and update; a saved state has the tasks under way. */
static void slots_are_samples_and_updates(void) {
    teachdrl_teacher *plain = create("ALP-GMM"), *slotted = create("ALP-GMM"), *loaded = NULL;
    double task[2], same[2];
    for (int i = 0; i < 600; i++) {
        OK(teachdrl_teacher_sample_task(plain, task, 2));
        OK(teachdrl_teacher_begin_episode(slotted, 17, same, 2));
        EXPECT(memcmp(task, same, sizeof task) == 0);
        OK(teachdrl_teacher_update(plain, task, 2, task[0]));
        OK(teachdrl_teacher_end_episode(slotted, 17, task[0]));
    }
    size_t slots[2] = {3, 900000}, busy[2] = {0, 0}, count = 0, size = 0;
    double tasks[4];
    static unsigned char bytes[1 << 20];
    OK(teachdrl_teacher_begin_episodes(slotted, slots, 2, tasks, 2));
    OK(teachdrl_teacher_save_to_memory(slotted, bytes, sizeof bytes, &size));
    OK(teachdrl_teacher_load_from_memory(bytes, size, &loaded));
    OK(teachdrl_teacher_busy_slots(loaded, busy, 2, &count));
    EXPECT(count == 2 && busy[0] == 3 && busy[1] == 900000);
    OK(teachdrl_teacher_task_in_slot(loaded, 900000, task, 2));
    EXPECT(memcmp(task, tasks + 2, sizeof task) == 0);
    OK(teachdrl_teacher_end_episode(loaded, 900000, 1));
    OK(teachdrl_teacher_busy_slots(loaded, NULL, 0, &count));
    EXPECT(count == 1);
    teachdrl_teacher_destroy(plain);
    teachdrl_teacher_destroy(slotted);
    teachdrl_teacher_destroy(loaded);
}

static void look_inside(void) {
    teachdrl_teacher *teacher = create("ALP-GMM");
    uint64_t episodes[8];
    size_t count = 0, components = 0, dimension = 0;
    double weights[10], means[30], covariances[90], sampling[10], sum = 0, density[2];
    const double tasks[] = {1, 1, 2, 2};
    const teachdrl_mixture mixture = {sizeof mixture, weights, means, covariances, sampling, 10};
    OK(teachdrl_teacher_mixture_dimension(teacher, &dimension));
    EXPECT(dimension == 3);
    OK(teachdrl_teacher_mixture(teacher, 0, &mixture, &components));
    EXPECT(components == 0);
    OK(teachdrl_teacher_log_density(teacher, tasks, 2, 2, density));
    EXPECT(fabs(density[0] + log(18)) < 1e-12 && density[0] == density[1]);
    train(teacher, 1100);
    OK(teachdrl_teacher_history(teacher, episodes, 8, &count));
    EXPECT(count == 4 && episodes[0] == 250 && episodes[3] == 1000);
    for (int fit = 0; fit < 5; fit++) {
        uint64_t episode = fit < 4 ? episodes[fit] : 0;
        OK(teachdrl_teacher_mixture(teacher, episode, &mixture, &components));
        EXPECT(components >= 2 && components <= 10);
        sum = 0;
        for (size_t k = 0; k < components; k++) {
            sum += weights[k];
            EXPECT(sampling[k] == fmax(0, means[3 * k + 2]));
            EXPECT(covariances[9 * k + 1] == covariances[9 * k + 3] && covariances[9 * k] > 0);
        }
        EXPECT(fabs(sum - 1) < 1e-12);
    }
    OK(teachdrl_teacher_regions(teacher, 0, NULL, &count));
    EXPECT(count == 0);
    teachdrl_teacher_destroy(teacher);

    teacher = create("RIAC");
    train(teacher, 1500);
    OK(teachdrl_teacher_regions(teacher, 0, NULL, &count));
    EXPECT(count > 1);
    double *bounds = (double *)malloc(4 * count * sizeof *bounds),
           *progress = (double *)malloc(count * sizeof *progress);
    bool *is_leaf = (bool *)malloc(count * sizeof *is_leaf);
    const teachdrl_regions regions = {sizeof regions, bounds, bounds + 2 * count, progress, is_leaf, count};
    OK(teachdrl_teacher_regions(teacher, 0, &regions, &count));
    EXPECT(bounds[0] == 0 && bounds[1] == -1 && bounds[2 * count] == 3 && bounds[2 * count + 1] == 5);
    EXPECT(!is_leaf[0] && is_leaf[count - 1]);
    free(bounds);
    free(progress);
    free(is_leaf);
    teachdrl_teacher_destroy(teacher);
}

static double squared_distance(const double *a, const double *b) {
    return (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]);
}

/* ALP-GMM's is how far the return is from that of the nearest earlier task, the newest if several are as near. It is 0
 * until more than five tasks are known. */
static void progress_of_each_episode(void) {
    enum { episodes = 600 };
    static double tasks[episodes][2], returns[episodes];
    const teachdrl_option options[] = {{"reward_range", "off"}, {"normalize", "false"}};
    teachdrl_teacher *teacher = NULL, *loaded = NULL;
    double progress = 0;
    static unsigned char state[1 << 20];
    size_t size = 0;
    OK(teachdrl_teacher_create("ALP-GMM", 2, low, high, options, 2, 5, &teacher));
    OK(teachdrl_teacher_learning_progress(teacher, &progress));
    EXPECT(isnan(progress));
    for (int i = 0; i < episodes; i++) {
        int nearest = 0;
        OK(teachdrl_teacher_sample_task(teacher, tasks[i], 2));
        returns[i] = sin(i) + tasks[i][0];
        for (int j = 1; j < i; j++)
            if (squared_distance(tasks[j], tasks[i]) <= squared_distance(tasks[nearest], tasks[i]))
                nearest = j;
        OK(teachdrl_teacher_update(teacher, tasks[i], 2, returns[i]));
        OK(teachdrl_teacher_learning_progress(teacher, &progress));
        EXPECT(progress == (i > 5 ? fabs(returns[i] - returns[nearest]) : 0));
    }
    OK(teachdrl_teacher_save_to_memory(teacher, state, sizeof state, &size));
    OK(teachdrl_teacher_load_from_memory(state, size, &loaded));
    OK(teachdrl_teacher_learning_progress(loaded, &progress));
    EXPECT(isnan(progress));
    teachdrl_teacher_destroy(teacher);
    teachdrl_teacher_destroy(loaded);
}

/* RIAC's is that of the smallest region that holds the task; the others have none for an episode. */
static void progress_of_regions(void) {
    enum { most = 400 };
    static double lows[most][2], highs[most][2], progress[most];
    teachdrl_teacher *teacher = create("RIAC");
    const teachdrl_regions regions = {sizeof regions, lows[0], highs[0], progress, NULL, most};
    double newest = 0, task[2];
    size_t count = 0;
    for (int i = 0; i < 1500; i++) {
        int found = -1;
        OK(teachdrl_teacher_sample_task(teacher, task, 2));
        OK(teachdrl_teacher_update(teacher, task, 2, task[0] * (i % 400) / 100));
        if (i % 50 != 49)
            continue;
        OK(teachdrl_teacher_learning_progress(teacher, &newest));
        OK(teachdrl_teacher_regions(teacher, 0, &regions, &count));
        for (size_t k = 0; k < count; k++)
            if (lows[k][0] <= task[0] && task[0] <= highs[k][0] && lows[k][1] <= task[1] && task[1] <= highs[k][1])
                found = (int)k;
        EXPECT(found >= 0 && newest == progress[found]);
    }
    EXPECT(count > 5);
    teachdrl_teacher_destroy(teacher);
    for (int k = 2; k < kinds; k++) {
        teacher = create(names[k]);
        train(teacher, 600);
        OK(teachdrl_teacher_learning_progress(teacher, &newest));
        EXPECT(isnan(newest));
        teachdrl_teacher_destroy(teacher);
    }
}

int main(void) {
    char folder[] = "/tmp/teachdrl-XXXXXX";
    if (mkdtemp(folder) == NULL)
        return 1;
    save_and_load(folder);
    save_in_bad_places(folder);
    EXPECT(files_in(folder) == 0);
    rmdir(folder);
    slots_are_samples_and_updates();
    share_slots();
    look_inside();
    progress_of_each_episode();
    progress_of_regions();
    return report_expectations();
}
