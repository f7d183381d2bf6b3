/* What may go wrong with files, on demand: failing_files.c takes the place of the system's functions. */
#ifndef FAILING_FILES_H
#define FAILING_FILES_H

/* The calls that can be made to fail, counted together where they concern regular files and folders. */
enum file_call { open_call, write_call, fsync_call, close_call, rename_call, read_call, resolve_call, file_calls };

typedef struct file_faults {
    /* So many bytes are written, in pieces as they fit; then `write` fails. Negative: no limit. */
    long bytes_left;
    /* At most so many bytes a call, to read and to write; 0: no limit. */
    long piece;
    /* Every call is interrupted once before it succeeds. */
    int interrupted;
    /* The call of a kind that fails: 1 is the next; 0 is none. */
    int failing[file_calls];
    /* Why it fails. */
    int reason;
    /* The process ends where a call would fail, as if the power had. */
    int fatal;
    /* The call before which this is run, to pull the ground from under it; 1 is the next. */
    int before[file_calls];
    void (*pull)(const char *path);
} file_faults;

extern file_faults faults;

#endif
