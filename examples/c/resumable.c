/* A training loop that may be killed at any moment: started again, it goes on where it was, and ends as if it had never
 * been stopped.
 *
 *     cc resumable.c $(pkg-config --cflags --libs teachdrl) -o resumable && ./resumable training.checkpoint
 *
 * The teacher's state and the student's go into one file, which is replaced as a whole: so they are always of the same
 * moment. */
#define _POSIX_C_SOURCE 200809L /* fsync, fileno */
#include <stdio.h>
#include <stdlib.h>
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

static void must(int succeeded, const char *what) {
    if (succeeded)
        return;
    fprintf(stderr, "%s: %s\n", what, teachdrl_last_error());
    exit(1);
}

static void save(const char *path, const student *s, teachdrl_teacher *teacher) {
    char temporary[4096];
    size_t size;
    must(teachdrl_teacher_save_to_memory(teacher, NULL, 0, &size) == TEACHDRL_OK, "saving");
    void *state = malloc(size);
    must(state != NULL, "memory");
    must(teachdrl_teacher_save_to_memory(teacher, state, size, &size) == TEACHDRL_OK, "saving");
    snprintf(temporary, sizeof temporary, "%s.new", path);
    FILE *file = fopen(temporary, "wb");
    must(file != NULL, temporary);
    must(fwrite(s, sizeof *s, 1, file) == 1 && fwrite(state, size, 1, file) == 1, temporary);
    must(fflush(file) == 0 && fsync(fileno(file)) == 0 && fclose(file) == 0, temporary);
    must(rename(temporary, path) == 0, path);
    free(state);
}

/* Returns 0 where there is no checkpoint yet. */
static int load(const char *path, student *s, teachdrl_teacher **teacher) {
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return 0;
    must(fseek(file, 0, SEEK_END) == 0, path);
    long size = ftell(file) - (long)sizeof *s;
    rewind(file);
    must(size > 0, path);
    void *state = malloc((size_t)size);
    must(state != NULL && fread(s, sizeof *s, 1, file) == 1 && fread(state, (size_t)size, 1, file) == 1, path);
    must(teachdrl_teacher_load_from_memory(state, (size_t)size, teacher) == TEACHDRL_OK, path);
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
        must(teachdrl_teacher_create("ALP-GMM", 2, low, high, NULL, 0, 42, &teacher) == TEACHDRL_OK, "teacher");
    fprintf(stderr, "from episode %ld\n", s.episode);
    while (s.episode < episodes) {
        double task[2];
        must(teachdrl_teacher_sample_task(teacher, task, 2) == TEACHDRL_OK, "task");
        must(teachdrl_teacher_update(teacher, task, 2, play(&s, task)) == TEACHDRL_OK, "update");
        if (++s.episode % between_checkpoints == 0)
            save(path, &s, teacher);
    }

    int learnt = 0;
    double next[2];
    for (int i = 0; i < cells * cells; i++)
        learnt += s.skill[i / cells][i % cells] > 75;
    must(teachdrl_teacher_sample_task(teacher, next, 2) == TEACHDRL_OK, "task");
    printf("%ld episodes, %d of %d cells learnt, next task %a %a\n", s.episode, learnt, cells * cells, next[0],
           next[1]);
    teachdrl_teacher_destroy(teacher);
    return 0;
}
