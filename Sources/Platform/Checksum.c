#include "Platform.h"

#include <string.h>

#if defined(__SSE4_2__) && defined(__x86_64__)
#include <nmmintrin.h>

// Each step waits for the one before, three cycles: three stripes of a long text are taken at once.
enum { stripe = 4096, long_text = 1 << 19 };

static uint64_t step(uint64_t state, const unsigned char *next) {
    uint64_t word;
    memcpy(&word, next, 8);
    return _mm_crc32_u64(state, word);
}

/// What each bit of a state becomes over a stripe of zeros; a state is their sum.
static void fill_shifts(uint32_t shifts[32]) {
    for (int bit = 0; bit < 32; bit++) {
        uint64_t state = UINT32_C(1) << bit;
        for (int i = 0; i < stripe; i += 8)
            state = _mm_crc32_u64(state, 0);
        shifts[bit] = (uint32_t)state;
    }
}

static uint64_t shift(const uint32_t shifts[32], uint64_t state) {
    uint32_t sum = 0;
    for (int bit = 0; bit < 32; bit++)
        sum ^= shifts[bit] & (0u - (uint32_t)(state >> bit & 1));
    return sum;
}

uint32_t platform_crc32c(uint32_t checksum, const void *bytes, size_t count) {
    const unsigned char *next = bytes;
    uint64_t state = ~checksum;
    if (count >= long_text) {
        uint32_t shifts[32];
        fill_shifts(shifts);
        for (; count >= 3 * stripe; count -= 3 * stripe, next += 3 * stripe) {
            uint64_t second = 0, third = 0;
            for (int i = 0; i < stripe; i += 8) {
                state = step(state, next + i);
                second = step(second, next + stripe + i);
                third = step(third, next + 2 * stripe + i);
            }
            state = shift(shifts, shift(shifts, state) ^ second) ^ third;
        }
    }
    for (; count >= 8; count -= 8, next += 8)
        state = step(state, next);
    for (; count > 0; count--)
        state = _mm_crc32_u8((uint32_t)state, *next++);
    return ~(uint32_t)state;
}

#else

uint32_t platform_crc32c(uint32_t checksum, const void *bytes, size_t count) {
    const unsigned char *next = bytes;
    uint32_t state = ~checksum;
    for (; count > 0; count--) {
        state ^= *next++;
        for (int bit = 0; bit < 8; bit++)
            state = (state >> 1) ^ (0x82F63B78u & (0u - (state & 1u)));
    }
    return ~state;
}

#endif
