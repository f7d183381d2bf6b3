#include <math.h>

// Swift's Glibc overlay, which is linked in as a whole, refers to this function, though nothing here calls it. Linked to
// the C library's it would ask for the version of glibc 2.35, where it was renewed: with one of our own the library runs
// on 2.34 too.
float hypotf(float x, float y) {
    return (float)sqrt((double)x * (double)x + (double)y * (double)y);
}
