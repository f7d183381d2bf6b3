/* Two Swift libraries in one process: neighbors LIBRARY RESULT OUTPUTS. Both are used in turns, on several threads, and give
 * what each gives alone: the neighbor RESULT, ours what is recorded in OUTPUTS. LD_PRELOAD has the neighbor loaded first. */
#include "../C/expectations.h"
#include "outputs.h"

#include <dlfcn.h>
#include <pthread.h>

enum { threads = 4 };

static uint64_t expected[work_count];
static long (*neighbor_work)(long);
static long neighbors_expected;

static void *work_in_turns(void *number) {
    for (size_t i = 0; i < 6; i++) {
        int index = (int)(((size_t)number * 4 + i) % work_count);
        EXPECT(neighbor_work(2000) == neighbors_expected);
        EXPECT(outputs_of(index, 2) == expected[index]);
    }
    return NULL;
}

/* Reads what the outputs come to where there is no neighbor. */
static void read_expected(const char *path) {
    FILE *file = fopen(path, "r");
    EXPECT(file != NULL);
    for (int i = 0; file != NULL && i < work_count; i++) {
        char name[64];
        unsigned long long value;
        EXPECT(fscanf(file, "%llx %63s", &value, name) == 2 && strcmp(name, works[i].what.name) == 0);
        expected[i] = value;
    }
    if (file != NULL)
        fclose(file);
}

int main(int count, char **arguments) {
    pthread_t workers[threads];
    void *neighbor = count == 4 ? dlopen(arguments[1], RTLD_NOW | RTLD_GLOBAL) : NULL;
    if (neighbor == NULL) {
        fprintf(stderr, "%s\n", count == 4 ? dlerror() : "three arguments are needed");
        return 1;
    }
    *(void **)&neighbor_work = dlsym(neighbor, "neighbor_work");
    neighbors_expected = atol(arguments[2]);
    read_expected(arguments[3]);
    for (size_t i = 0; i < threads; i++)
        EXPECT(pthread_create(&workers[i], NULL, work_in_turns, (void *)i) == 0);
    for (int i = 0; i < threads; i++)
        pthread_join(workers[i], NULL);
    return report_expectations();
}
