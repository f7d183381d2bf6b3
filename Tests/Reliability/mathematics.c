/* Whether the C library's functions give the same bits where it takes this processor for another one, with fewer
 * instructions: mathematics TUNABLE, a value of glibc.cpu.hwcaps as "-FMA,-AVX2". Prints for each function how many of a
 * million results differ; fails where any does. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { argument_count = 1000000 };

static double of_atan2f(double x) {
    return (double)atan2f((float)x, 1 - (float)x);
}

/* Both results in one number. */
static double of_sincosf(double x) {
    float sine, cosine;
    sincosf((float)x, &sine, &cosine);
    return (double)sine + 4 * (double)cosine;
}

static double of_power(double x) {
    return pow(x, 10000);
}

#define FLOAT(function)                                                                                                \
    static double of_##function(double x) {                                                                            \
        return (double)function((float)x);                                                                             \
    }
FLOAT(sinf)
FLOAT(cosf)
FLOAT(expf)
FLOAT(sqrtf)

/* What the library and Box2D call, over the arguments that they have for it. */
static const struct {
    const char *name;
    double (*function)(double);
    double low, high;
} functions[] = {
    {"log", log, 0, 1},           {"exp", exp, -40, 0},      {"pow", of_power, 0.99, 1}, {"sin", sin, -7, 7},
    {"cos", cos, -7, 7},          {"sinf", of_sinf, -7, 7},  {"cosf", of_cosf, -7, 7},   {"sincosf", of_sincosf, -7, 7},
    {"atan2f", of_atan2f, -7, 7}, {"expf", of_expf, -40, 0}, {"sqrtf", of_sqrtf, 0, 100}};
enum { function_count = sizeof functions / sizeof functions[0] };

/* Results in the order of their arguments, which are the same in every process. */
static double next_result(int index, uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    double share = ((double)(*state >> 11) + 0.5) / 9007199254740992.0;
    return functions[index].function(functions[index].low + (functions[index].high - functions[index].low) * share);
}

static void write_results(void) {
    for (int index = 0; index < function_count; index++) {
        uint64_t state = 1;
        for (int i = 0; i < argument_count; i++) {
            double result = next_result(index, &state);
            if (fwrite(&result, sizeof result, 1, stdout) != 1)
                exit(1);
        }
    }
}

/* Starts this program once more, as on the other processor; what it writes. */
static FILE *results_with(const char *tunable) {
    int ends[2];
    char setting[4096];
    snprintf(setting, sizeof setting, "glibc.cpu.hwcaps=%s", tunable);
    if (pipe(ends) != 0)
        return NULL;
    pid_t process = fork();
    if (process == 0) {
        dup2(ends[1], STDOUT_FILENO);
        setenv("GLIBC_TUNABLES", setting, 1);
        execl("/proc/self/exe", "mathematics", (char *)NULL);
        _exit(1);
    }
    close(ends[1]);
    return process < 0 ? NULL : fdopen(ends[0], "rb");
}

int main(int count, char **arguments) {
    if (count < 2) {
        write_results();
        return 0;
    }
    FILE *others = results_with(arguments[1]);
    bool is_same = others != NULL;
    for (int index = 0; others != NULL && index < function_count; index++) {
        uint64_t state = 1;
        int different = 0;
        for (int i = 0; i < argument_count; i++) {
            double result = next_result(index, &state), other;
            if (fread(&other, sizeof other, 1, others) != 1)
                return 1;
            different += memcmp(&result, &other, sizeof result) != 0;
        }
        printf("%s: %d of %d differ\n", functions[index].name, different, argument_count);
        is_same = is_same && different == 0;
    }
    return is_same ? 0 : 1;
}
