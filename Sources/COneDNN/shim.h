// oneDNN's C API, and the one function of its OpenMP runtime that says how many threads it may use.
#include <oneapi/dnnl/dnnl.h>

void omp_set_num_threads(int count);
