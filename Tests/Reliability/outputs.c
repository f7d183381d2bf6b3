/* Prints what the outputs of each part of the library come to, computed on so many threads: outputs [THREADS]. */
#include "outputs.h"

int main(int count, char **arguments) {
    int threads = count > 1 ? atoi(arguments[1]) : 1, i;
    for (i = 0; i < work_count; i++)
        printf("%016llx %s\n", (unsigned long long)outputs_of(i, threads), works[i].what.name);
    return 0;
}
