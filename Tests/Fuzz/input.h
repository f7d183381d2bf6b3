/* What the fuzzer's bytes are read as, and what every target needs. A target defines LLVMFuzzerTestOneInput; without a
 * fuzzer (STANDALONE) it gets a program that runs it over files. */
#ifndef INPUT_H
#define INPUT_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <teachdrl.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

/* A finding: what the header says does not hold. */
#define HOLDS(condition)                                                                                               \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: %s does not hold; last error: %s\n", __FILE__, __LINE__, #condition,               \
                    teachdrl_last_error());                                                                            \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

typedef struct input {
    const uint8_t *next;
    size_t left;
} input;

static inline uint8_t take_byte(input *in) {
    if (in->left == 0)
        return 0;
    in->left--;
    return *in->next++;
}

static inline void take_bytes(input *in, void *bytes, size_t count) {
    uint8_t *out = (uint8_t *)bytes;
    for (size_t i = 0; i < count; i++)
        out[i] = take_byte(in);
}

static inline uint64_t take_word(input *in) {
    uint64_t word;
    take_bytes(in, &word, sizeof word);
    return word;
}

/* A number of any kind: odd ones, any bits at all, or plain ones between two bounds. */
static inline double take_double(input *in, double low, double high) {
    static const double odd[] = {0,      -0.0,     1,       -1,       NAN,     INFINITY, -INFINITY, 5e-324,
                                 1e-310, 2.2e-308, 1.7e308, -1.7e308, 1e300,   -1e300,   1e-16,     0.5,
                                 9.0e15, 1e9,      -1e9,    3.4e38,   -3.5e38, 1e-45,    2,         100};
    uint8_t kind = take_byte(in);
    if (kind < 24)
        return odd[kind];
    if (kind < 32) {
        double value;
        take_bytes(in, &value, sizeof value);
        return value;
    }
    if (kind < 40)
        return kind % 2 == 0 ? low : high;
    if (kind < 44) /* as they are when they have passed through a float */
        return (double)(float)(kind % 2 == 0 ? low : high);
    uint16_t share;
    take_bytes(in, &share, sizeof share);
    return low + (high - low) * share / 65535;
}

/* A small count mostly, sometimes a huge one. */
static inline size_t take_size(input *in, size_t usual) {
    uint8_t kind = take_byte(in);
    if (kind < 160)
        return usual;
    if (kind < 250)
        return kind % 16;
    return kind < 253 ? SIZE_MAX - (size_t)(253 - kind) : SIZE_MAX / 8;
}

/* The size of a structure, sometimes a wrong one. */
static inline size_t take_struct_size(input *in, size_t right) {
    return take_byte(in) < 250 ? right : take_byte(in);
}

/* Up to a NUL or the end, into a buffer. */
static inline void take_text(input *in, char *text, size_t capacity) {
    size_t i = 0;
    while (i + 1 < capacity && in->left > 0) {
        char next = (char)take_byte(in);
        if (next == 0 || next == '\n')
            break;
        text[i++] = next;
    }
    text[i] = 0;
}

/* Whether a call's failure has a message. */
static inline teachdrl_status noted(teachdrl_status status) {
    HOLDS(status >= TEACHDRL_OK && status <= TEACHDRL_MISMATCH);
    HOLDS(status == TEACHDRL_OK || teachdrl_last_error()[0] != 0);
    return status;
}

#ifdef STANDALONE
int main(int count, char **arguments) {
    for (int i = 1; i < count; i++) {
        FILE *file = fopen(arguments[i], "rb");
        if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
            fprintf(stderr, "cannot read %s\n", arguments[i]);
            return 1;
        }
        size_t size = (size_t)ftell(file);
        uint8_t *bytes = (uint8_t *)malloc(size + 1);
        rewind(file);
        if (fread(bytes, 1, size, file) != size)
            return 1;
        fclose(file);
        LLVMFuzzerTestOneInput(bytes, size);
        free(bytes);
    }
    printf("%s: %d inputs\n", arguments[0], count - 1);
    return 0;
}
#endif

#endif
