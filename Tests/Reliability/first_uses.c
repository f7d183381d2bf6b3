/* What a process makes once and keeps (Swift's globals, the metadata of its generic types) the first call of the library has
 * made: later calls leave the library's own variables as they are, whichever teacher or environment they are for. So no fork
 * can come in the middle of it. A kind whose rehearsal leaves something out is named here. */
#include "../C/expectations.h"
#include "outputs.h"

#include <dlfcn.h>
#include <link.h>

enum { most_reported = 4, most_segments = 8 };

/* A writable segment of the library, and what it held. */
typedef struct segment {
    const unsigned char *start;
    unsigned char *copy;
    size_t size;
} segment;

static segment segments[most_segments];
static size_t segment_count = 0;
static uintptr_t library_base = 0;

static int find_segments(struct dl_phdr_info *info, size_t size, void *data) {
    (void)size, (void)data;
    if (strstr(info->dlpi_name, "libteachdrl") == NULL)
        return 0;
    uintptr_t relro_start = 0, relro_end = 0;
    library_base = info->dlpi_addr;
    for (int i = 0; i < info->dlpi_phnum; i++)
        if (info->dlpi_phdr[i].p_type == PT_GNU_RELRO) {
            relro_start = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
            relro_end = relro_start + info->dlpi_phdr[i].p_memsz;
        }
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        uintptr_t start = info->dlpi_addr + header->p_vaddr, end = start + header->p_memsz;
        if (header->p_type != PT_LOAD || !(header->p_flags & PF_W) || segment_count == most_segments)
            continue;
        /* What the loader writes and then protects. */
        if (start >= relro_start && start < relro_end)
            start = relro_end < end ? relro_end : end;
        if (start < end)
            segments[segment_count++] =
                (segment){.start = (const unsigned char *)start, .copy = malloc(end - start), .size = end - start};
    }
    return 1;
}

static void keep(void) {
    for (size_t i = 0; i < segment_count; i++)
        memcpy(segments[i].copy, segments[i].start, segments[i].size);
}

/* How many words that were 0 when they were kept are so no more: what has been made since. Prints where the first are, for
 * `nm`. (Words that were not 0 change at any use: the Swift run time notes what it found last.) */
static int made_by(const char *what) {
    int count = 0;
    for (size_t i = 0; i < segment_count; i++)
        for (size_t at = 0; at + 8 <= segments[i].size; at += 8) {
            uint64_t before, now;
            memcpy(&before, segments[i].copy + at, 8);
            memcpy(&now, segments[i].start + at, 8);
            if (before == 0 && now != 0 && count++ < most_reported && *what != 0)
                printf("%s: its first use makes what the library keeps at 0x%zx\n", what,
                       (size_t)((uintptr_t)segments[i].start + at - library_base));
        }
    keep();
    return count;
}

/* A teacher of the listing with its defaults, or the options that it cannot do without, for longer than the first fit. */
static void teach_long(const char *name) {
    const teachdrl_option window = {"window_step_vector", "0.1,0.1"};
    const double low[] = {0, 0}, high[] = {1, 1};
    enum { most_numbers = 64 };
    const teachdrl_progress_number *said[most_numbers];
    const teachdrl_warning *present[most_numbers];
    double task[2], values[most_numbers];
    size_t count;
    teachdrl_teacher *teacher;
    if (teachdrl_teacher_create(name, 2, low, high, NULL, 0, 1, &teacher) != TEACHDRL_OK)
        MUST(teachdrl_teacher_create(name, 2, low, high, &window, 1, 1, &teacher));
    for (int episode = 0; episode < 600; episode++) {
        teachdrl_outcome outcome = {.struct_size = sizeof outcome, .known = 63};
        MUST(teachdrl_teacher_sample_task(teacher, task, 2));
        outcome.episode_return = task[0] * episode;
        outcome.success = episode % 2;
        outcome.length = 10;
        MUST(teachdrl_teacher_update_outcomes(teacher, task, 1, 2, &outcome));
    }
    MUST(teachdrl_teacher_log_density(teacher, task, 1, 2, task));
    MUST(teachdrl_teacher_mixture(teacher, 0, NULL, &count));
    MUST(teachdrl_teacher_regions(teacher, 0, NULL, &count));
    MUST(teachdrl_teacher_progress(teacher, said, values, most_numbers, &count));
    MUST(teachdrl_teacher_warnings(teacher, present, most_numbers, &count));
    MUST(teachdrl_permutation_test(values, 1, values, 1, 1, &task[0]));
    teachdrl_teacher_destroy(teacher);
}

int main(void) {
    const teachdrl_description *description;
    dl_iterate_phdr(find_segments, NULL);
    EXPECT(segment_count > 0);
    keep();
    MUST(teachdrl_toy_describe(&description));
    /* The comparison sees what the first call makes. */
    EXPECT(made_by("") > 0);
    for (size_t i = 0; i < teachdrl_teacher_count(); i++) {
        MUST(teachdrl_teacher_describe(i, &description));
        teach_long(description->name);
        EXPECT(made_by(description->name) == 0);
    }
    for (size_t i = 0; i < teachdrl_environment_count(); i++) {
        MUST(teachdrl_environment_describe(i, &description));
        const work briefly = {description->name, description->name, "", 0, 100};
        teachdrl_environment *environment;
        size_t dimension = 0;
        MUST(teachdrl_environment_create(description->name, NULL, 0, 1, &environment));
        MUST(teachdrl_environment_task_dimension(environment, &dimension));
        teachdrl_environment_destroy(environment);
        if (dimension > 0)
            (void)walk(&briefly, 1);
        EXPECT(made_by(description->name) == 0);
    }
    for (int i = 0; i < work_count; i++) {
        (void)outputs_of(i, 2);
        EXPECT(made_by(works[i].what.name) == 0);
    }
    return report_expectations();
}
