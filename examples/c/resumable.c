/* A training loop that may be killed at any moment: started again, it goes on where it was, and ends as if it had never
 * been stopped.
 *
 *     cc resumable.c $(pkg-config --cflags --libs teachdrl) -o resumable && ./resumable training.checkpoint
 *
 * The teacher's state and the student's go into one file, which is replaced as a whole: so they are always of the same
 * moment. The program starts anew only if there is no such file. If it is there and cannot be read, or is damaged, the
 * program stops, because its next checkpoint would overwrite the training. */
#define _POSIX_C_SOURCE 200809L /* fsync, fileno */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <teachdrl.h>
#include <unistd.h>

enum { cells = 10, episodes = 60000, between_checkpoints = 500 };

/* What trains: here a stand-in that learns a cell of the task space by playing in it, once its neighbour is learnt. */
typedef struct student {
    long episode;
    int skill[cells][cells];
} student;

static double play(student *s, const double task[2]) {
    int x = task[0] < 1 ? (int)(task[0] * cells) : cells - 1, y = task[1] < 1 ? (int)(task[1] * cells) : cells - 1;
    int ready = (x == 0 && y == 0) || (x > 0 && s->skill[x - 1][y] > 75) || (y > 0 && s->skill[x][y - 1] > 75);
    if (ready && s->skill[x][y] < 100)
        s->skill[x][y]++;
    return s->skill[x][y] / 100.0;
}

/* Stops with the library's message. */
static void must(teachdrl_status status, const char *what) {
    if (status == TEACHDRL_OK)
        return;
    fprintf(stderr, "%s: %s\n", what, teachdrl_last_error());
    exit(1);
}

/* Stops with a reason of this program's. */
static void require(int holds, const char *path, const char *reason) {
    if (holds)
        return;
    fprintf(stderr, "'%s': %s\n", path, reason);
    exit(1);
}

/* FNV-1a of the student. The teacher's state has a checksum of its own. */
static uint64_t checksum(const student *s) {
    uint64_t sum = 14695981039346656037u;
    for (size_t i = 0; i < sizeof *s; i++)
        sum = (sum ^ ((const unsigned char *)s)[i]) * 1099511628211u;
    return sum;
}

static void save(const char *path, const student *s, teachdrl_teacher *teacher) {
    char temporary[4096];
    size_t size;
    const uint64_t sum = checksum(s);
    must(teachdrl_teacher_save_to_memory(teacher, NULL, 0, &size), "saving");
    void *state = malloc(size);
    require(state != NULL, path, "there is no memory for the checkpoint");
    must(teachdrl_teacher_save_to_memory(teacher, state, size, &size), "saving");
    int length = snprintf(temporary, sizeof temporary, "%s.new", path);
    require(length > 0 && (size_t)length < sizeof temporary, path, "the path is too long");
    FILE *file = fopen(temporary, "wb");
    require(file != NULL, temporary, strerror(errno));
    int written = fwrite(&sum, sizeof sum, 1, file) == 1 && fwrite(s, sizeof *s, 1, file) == 1 &&
                  fwrite(state, size, 1, file) == 1 && fflush(file) == 0 && fsync(fileno(file)) == 0;
    require(written, temporary, strerror(errno));
    require(fclose(file) == 0, temporary, strerror(errno));
    require(rename(temporary, path) == 0, path, strerror(errno));
    free(state);
}

/* Returns 0 only if there is no checkpoint yet. */
static int load(const char *path, student *s, teachdrl_teacher **teacher) {
    uint64_t sum;
    FILE *file = fopen(path, "rb");
    if (file == NULL && errno == ENOENT)
        return 0;
    require(file != NULL, path, strerror(errno));
    require(fread(&sum, sizeof sum, 1, file) == 1 && fread(s, sizeof *s, 1, file) == 1 && sum == checksum(s), path,
            "is no checkpoint, or is damaged");
    /* What follows is the teacher's state. */
    long start = ftell(file), size = fseek(file, 0, SEEK_END) == 0 ? ftell(file) - start : 0;
    void *state = size > 0 ? malloc((size_t)size) : NULL;
    require(state != NULL && fseek(file, start, SEEK_SET) == 0 && fread(state, (size_t)size, 1, file) == 1, path,
            "is cut short");
    must(teachdrl_teacher_load_from_memory(state, (size_t)size, teacher), path);
    free(state);
    fclose(file);
    return 1;
}

int main(int count, char **arguments) {
    const char *path = count > 1 ? arguments[1] : "training.checkpoint";
    const double low[] = {0, 0}, high[] = {1, 1};
    static student s; /* all zero */
    teachdrl_teacher *teacher = NULL;

    if (!load(path, &s, &teacher))
        must(teachdrl_teacher_create("ALP-GMM", 2, low, high, NULL, 0, 42, &teacher), "teacher");
    fprintf(stderr, "from episode %ld\n", s.episode);
    while (s.episode < episodes) {
        double task[2];
        must(teachdrl_teacher_sample_task(teacher, task, 2), "task");
        must(teachdrl_teacher_update(teacher, task, 2, play(&s, task)), "update");
        if (++s.episode % between_checkpoints == 0)
            save(path, &s, teacher);
    }

    int learnt = 0;
    double next[2];
    for (int i = 0; i < cells * cells; i++)
        learnt += s.skill[i / cells][i % cells] > 75;
    must(teachdrl_teacher_sample_task(teacher, next, 2), "task");
    printf("%ld episodes, %d of %d cells learnt, next task %a %a\n", s.episode, learnt, cells * cells, next[0],
           next[1]);
    teachdrl_teacher_destroy(teacher);
    return 0;
}
