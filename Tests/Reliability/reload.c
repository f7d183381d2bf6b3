/* Loads the library a thousand times, uses it and lets go of it: reload LIBRARY. Memory and threads stay what they were. */
#include <dirent.h>
#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <teachdrl.h>
#include <unistd.h>

enum { rounds = 1000, settled = 200 };

/* A function's address by way of an object's, as POSIX has it. */
#define FUNCTION(name)                                                                                                 \
    __typeof__(name) *f_##name;                                                                                        \
    *(void **)&f_##name = dlsym(library, #name)

static long resident_kilobytes(void) {
    long pages = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%ld %ld", &pages, &resident) != 2)
        exit(2);
    fclose(file);
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

static int entries_of(const char *folder) {
    DIR *open = opendir(folder);
    int count = 0;
    while (readdir(open) != NULL)
        count++;
    closedir(open);
    return count - 2;
}

static void use(void *library) {
    FUNCTION(teachdrl_teacher_create);
    FUNCTION(teachdrl_teacher_sample_task);
    FUNCTION(teachdrl_teacher_destroy);
    FUNCTION(teachdrl_vector_environment_create);
    FUNCTION(teachdrl_vector_environment_reset);
    FUNCTION(teachdrl_vector_environment_destroy);
    const double low[] = {0, 0}, high[] = {1, 1};
    double task[2] = {-1, -1};
    float observations[4 * 24];
    teachdrl_teacher *teacher, *none;
    teachdrl_vector_environment *vector;
    const teachdrl_vector_environment_definition definition = {
        .struct_size = sizeof definition, .name = "stump-tracks", .count = 4, .thread_count = 2, .seed = 1};
    if (f_teachdrl_teacher_create("ALP-GMM", 2, low, high, NULL, 0, 1, &teacher) != TEACHDRL_OK ||
        f_teachdrl_teacher_sample_task(teacher, task, 2) != TEACHDRL_OK || !(task[0] >= 0 && task[1] >= 0) ||
        f_teachdrl_teacher_create("unknown", 2, low, high, NULL, 0, 1, &none) != TEACHDRL_UNKNOWN_NAME ||
        f_teachdrl_vector_environment_create(&definition, &vector) != TEACHDRL_OK ||
        f_teachdrl_vector_environment_reset(vector, NULL, observations, 4, 24) != TEACHDRL_OK) {
        fprintf(stderr, "the library does not work\n");
        exit(1);
    }
    f_teachdrl_teacher_destroy(teacher);
    f_teachdrl_vector_environment_destroy(vector);
}

int main(int count, char **arguments) {
    long before = 0;
    int files = 0;
    (void)count;
    for (int i = 0; i < rounds; i++) {
        void *library = dlopen(arguments[1], RTLD_NOW | (i % 2 == 0 ? RTLD_LOCAL : RTLD_GLOBAL));
        if (library == NULL) {
            fprintf(stderr, "%s\n", dlerror());
            return 1;
        }
        use(library);
        dlclose(library);
        if (i == settled) {
            before = resident_kilobytes();
            files = entries_of("/proc/self/fd");
        }
    }
    long grown = resident_kilobytes() - before;
    printf("loaded %d times: %ld kB more than after %d times, %d threads\n", rounds, grown, settled,
           entries_of("/proc/self/task"));
    return grown <= 256 && entries_of("/proc/self/fd") == files && entries_of("/proc/self/task") == 1 ? 0 : 1;
}
