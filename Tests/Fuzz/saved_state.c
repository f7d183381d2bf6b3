/* Bytes as a saved state. Where the first is odd they get the envelope of a whole one around them, checksum and all, so that
 * the fuzzer comes to what is inside; its other bits choose the version. */
#include "teacher_use.h"

static uint32_t crc32c(uint32_t sum, const uint8_t *bytes, size_t count) {
    sum = ~sum;
    for (; count > 0; count--) {
        sum ^= *bytes++;
        for (int bit = 0; bit < 8; bit++)
            sum = (sum >> 1) ^ (0x82F63B78u & (0u - (sum & 1u)));
    }
    return ~sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    static const uint8_t signature[] = {0x89, 0x54, 0x44, 0x52, 0x4C, 0x0D, 0x0A, 0x1A, 0, 0, 0, 0};
    enum { versions = 3 };
    teachdrl_teacher *teacher = NULL;
    teachdrl_status status;
    if (count < 1)
        return 0;
    /* Exactly as large as it is, so that what reads further is found. */
    size_t content = count - 1, header = (bytes[0] & 1) != 0 ? 24 : 0, size = header + content;
    uint8_t *state = (uint8_t *)malloc(size + (size == 0));
    memcpy(state + header, bytes + 1, content);
    if (header > 0) {
        uint64_t length = content;
        memcpy(state, signature, sizeof signature);
        state[8] = (uint8_t)(1 + bytes[0] / 2 % versions);
        memcpy(state + 16, &length, 8);
        uint32_t sum = crc32c(crc32c(0, state, 12), state + 16, size - 16);
        memcpy(state + 12, &sum, 4);
    }
    status = noted(teachdrl_teacher_load_from_memory(state, size, &teacher));
    HOLDS((status == TEACHDRL_OK) == (teacher != NULL));
    HOLDS(status == TEACHDRL_OK || status == TEACHDRL_INVALID_DATA);
    if (teacher != NULL) {
        input none = {bytes, count};
        use_teacher(teacher, &none, 3);
    }
    teachdrl_teacher_destroy(teacher);
    free(state);
    return 0;
}
