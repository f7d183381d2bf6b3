/* Many outputs in one number, bit for bit, and numbers to pass in that look random. */
#ifndef MIXING_H
#define MIXING_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <teachdrl.h>

/* FNV-1a, 64 bits. */
static uint64_t mixed_in(uint64_t sum, const void *bytes, size_t count) {
    const unsigned char *next = (const unsigned char *)bytes;
    for (; count > 0; count--)
        sum = (sum ^ *next++) * 0x100000001B3u;
    return sum;
}

static const uint64_t nothing_yet = 0xCBF29CE484222325u;

static void must(teachdrl_status status, const char *call) {
    if (status == TEACHDRL_OK)
        return;
    fprintf(stderr, "%s: %s\n", call, teachdrl_last_error());
    abort();
}

#define MUST(call) must((call), #call)

/* A number from 0 to 1 that looks random. */
static double chance(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return (double)(*state >> 8) / 16777216.0;
}

#endif
