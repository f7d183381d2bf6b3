#include "Platform.h"

#include <string.h>

#if defined(__SSE4_2__) && defined(__x86_64__)
#include <nmmintrin.h>

uint32_t platform_crc32c(uint32_t checksum, const void *bytes, size_t count) {
    const unsigned char *next = bytes;
    uint64_t state = ~checksum;
    for (; count >= 8; count -= 8, next += 8) {
        uint64_t word;
        memcpy(&word, next, 8);
        state = _mm_crc32_u64(state, word);
    }
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
