/* Prints what the neighbor gives where there is no libteachdrl: neighbor_alone LIBRARY. */
#include <dlfcn.h>
#include <stdio.h>

int main(int count, char **arguments) {
    long (*neighbor_work)(long);
    void *neighbor = count == 2 ? dlopen(arguments[1], RTLD_NOW | RTLD_GLOBAL) : NULL;
    if (neighbor == NULL) {
        fprintf(stderr, "%s\n", count == 2 ? dlerror() : "one argument is needed");
        return 1;
    }
    *(void **)&neighbor_work = dlsym(neighbor, "neighbor_work");
    printf("%ld\n", neighbor_work(2000));
    return 0;
}
