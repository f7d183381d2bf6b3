/** @file
 * teachdrl.h - automatic curriculum learning for deep reinforcement learning, as an embeddable library.
 *
 * A *teacher* proposes the tasks on which a *student* trains, and learns from what the student reaches on them:
 *
 *     const double low[] = {0, 0}, high[] = {3, 6};
 *     const teachdrl_option options[] = {{"fit_rate", "250"}};
 *     double task[2];
 *     teachdrl_teacher *teacher;
 *     if (teachdrl_teacher_create("ALP-GMM", 2, low, high, options, 1, 42, &teacher) != TEACHDRL_OK)
 *         return fail(teachdrl_last_error());
 *     for (int episode = 0; episode < 20000; episode++)
 *         if (teachdrl_teacher_sample_task(teacher, task, 2) != TEACHDRL_OK ||
 *             teachdrl_teacher_update(teacher, task, 2, train_one_episode(task)) != TEACHDRL_OK)
 *             return fail(teachdrl_last_error());
 *     teachdrl_teacher_destroy(teacher);
 *
 * Conventions, which hold for every function below
 *
 * - **Failure**: A function that can fail returns a teachdrl_status. On failure its outputs and the object are as they
 *   were, and teachdrl_last_error() says what was wrong and what would be right. Nothing that is passed ends the
 *   process, except a pointer that is not a live handle, a buffer shorter than the length given with it, and genuine
 *   exhaustion of memory.
 * - **Handles**: Each `create` has one `destroy`; `destroy(NULL)` is allowed. Two handles never influence each other.
 * - **Buffers**: The caller's, contiguous, row-major, with their length in elements as an argument. Observations and
 *   actions are `float`; tasks, bounds, rewards and returns are `double`.
 * - **Structures**: A structure whose first member is `struct_size` is the caller's, who sets that member to sizeof the
 *   type. Later versions may add members at the end; they accept the sizes of earlier versions. In an array every
 *   element has the same struct_size. A size that is not valid is an INVALID_ARGUMENT.
 * - **Strings**: UTF-8, NUL-terminated. Those the library returns belong to it and live as long as said where they are.
 * - **Chance**: Every handle has a generator of its own. The same seed (0 too) and the same calls give the same bits.
 * - **Threads**: Each group below says what may be called from where. The library starts no thread that was not asked
 *   for; those it starts receive no signals.
 * - **fork()**: A handle may be used in the child. One that another thread was using at the fork gives
 *   TEACHDRL_INVALID_STATE in the child.
 * - **Tasks**: A coordinate that lies outside its bounds by no more than one float32 unit in the last place of the
 *   bound counts as the bound, wherever a task is passed in: so tasks that were kept as `float` are accepted. The unit
 *   is the distance from the bound, rounded to float32, to the next float32 away from zero. Bounds beyond the largest
 *   float32 have none. Anything farther outside is an INVALID_ARGUMENT.
 * - **Numbers**: Options are read with a decimal point whatever the locale. Functions compute in the default
 *   floating-point environment and give the caller's back.
 */
#ifndef TEACHDRL_H
#define TEACHDRL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** @defgroup c_errors Version and errors
 *
 * @{ */

/** The version of this header. */
#define TEACHDRL_VERSION_MAJOR 0
/** The version of this header. */
#define TEACHDRL_VERSION_MINOR 1
/** The version of this header. */
#define TEACHDRL_VERSION_PATCH 0
/** MAJOR * 10000 + MINOR * 100 + PATCH of this header; compare with teachdrl_version(). */
#define TEACHDRL_VERSION_NUMBER (TEACHDRL_VERSION_MAJOR * 10000 + TEACHDRL_VERSION_MINOR * 100 + TEACHDRL_VERSION_PATCH)

/** The version of the library that is loaded, as MAJOR * 10000 + MINOR * 100 + PATCH. Any thread. */
uint32_t teachdrl_version(void);

/** The same as text, "0.1.0"; never freed. Any thread. */
const char *teachdrl_version_string(void);

/** How a call ended. */
typedef enum teachdrl_status {
    /** As it should. */
    TEACHDRL_OK = 0,
    /** An argument is NULL, not finite, out of its range, of the wrong length, or not of the form it must have. */
    TEACHDRL_INVALID_ARGUMENT = 1,
    /** There is no teacher, environment, option or parameter of that name. */
    TEACHDRL_UNKNOWN_NAME = 2,
    /** The object cannot do this now: a step before reset, a handle that was in use by another thread at a fork. */
    TEACHDRL_INVALID_STATE = 3,
    /** This machine cannot run the library: it needs AVX2 and FMA (x86-64-v3, 2013 on). */
    TEACHDRL_UNSUPPORTED = 4,
    /** The system refused to read or write a file; the message gives its reason. */
    TEACHDRL_IO_ERROR = 5,
    /** The bytes are no saved state, are damaged or cut short, or a later version of the library wrote them. */
    TEACHDRL_INVALID_DATA = 6,
    /** There is no such file. Only teachdrl_teacher_load and teachdrl_teacher_load_as give it. */
    TEACHDRL_NOT_FOUND = 7,
    /** A saved state is of another teacher than the one that was described. Only the functions that load by a definition
     * give it. */
    TEACHDRL_MISMATCH = 8
} teachdrl_status;

/** "TEACHDRL_OK", "TEACHDRL_INVALID_ARGUMENT", ...; "unknown status" for any other value; never freed. Any thread. */
const char *teachdrl_status_name(teachdrl_status status);

/** What went wrong in the calling thread's last failed call: the argument, its value, and what would be right. Empty if
 * none failed. Valid until the thread's next failing call or its end; at most 1023 bytes. Any thread. */
const char *teachdrl_last_error(void);

/** @} */

/** @defgroup c_parameters Parameters of a task
 *
 * A task is a vector with a number for each parameter, in the caller's units: a whole number for an integer, an index for
 * a category. A teacher works in the unit box, into which every parameter is mapped: numbers by their value, log-scaled
 * ones by its logarithm, integers and categories in as many parts of equal width as they have values.
 *
 *     static const char *const grounds[] = {"grass", "ice", NULL};
 *     const teachdrl_parameter parameters[] = {
 *         {sizeof(teachdrl_parameter), "gravity", TEACHDRL_PARAMETER_LOG_NUMBER, 1, 20},
 *         {sizeof(teachdrl_parameter), "legs", TEACHDRL_PARAMETER_INTEGER, 2, 4},
 *         {sizeof(teachdrl_parameter), "ground", TEACHDRL_PARAMETER_CATEGORY, 0, 0, grounds},
 *     };
 *
 * @{ */

/** What values a parameter takes. */
typedef enum teachdrl_parameter_kind {
    TEACHDRL_PARAMETER_NUMBER = 0,     /**< from `low` to `high` */
    TEACHDRL_PARAMETER_LOG_NUMBER = 1, /**< from `low` to `high`, 0 < low; equal factors are equally far apart */
    TEACHDRL_PARAMETER_INTEGER = 2,    /**< whole numbers from `low` to `high`, no further from 0 than 2^51 */
    TEACHDRL_PARAMETER_CATEGORY = 3    /**< one of `categories`: its index, from 0 */
} teachdrl_parameter_kind;

/** One parameter of a task. Members that are not given are 0. */
typedef struct teachdrl_parameter {
    size_t struct_size;            /**< sizeof(teachdrl_parameter) */
    const char *name;              /**< "gravity"; 1 to 255 bytes, and no other parameter's or group's */
    teachdrl_parameter_kind kind;  /**< what values it takes */
    double low;                    /**< the least value; not read for categories, given as 0 */
    double high;                   /**< the greatest value; not read for categories, given as their number less 1 */
    const char *const *categories; /**< of a category: the values' names, all different, NULL at the end; else NULL */
    /** Parameters next to one another that are alike in kind, bounds and categories may form a group, which has a name of
     * its own: "poly_shape". NULL: in no group. */
    const char *group;
    const char *unit;          /**< "m"; NULL: none */
    const char *documentation; /**< one line; NULL: none */
    bool has_default;          /**< whether there is a default */
    double default_value;      /**< the value that it has if nobody sets it, if there is one */
} teachdrl_parameter;

/** @} */

/** @defgroup c_outcomes Outcomes and levels
 *
 * @{ */

/** Members of an outcome, as flags. */
typedef enum teachdrl_outcome_member {
    TEACHDRL_OUTCOME_RETURN = 1,         /**< episode_return */
    TEACHDRL_OUTCOME_SUCCESS = 2,        /**< success */
    TEACHDRL_OUTCOME_VALUE_ESTIMATE = 4, /**< value_estimate */
    TEACHDRL_OUTCOME_LENGTH = 8,         /**< length */
    TEACHDRL_OUTCOME_SCORE = 16,         /**< score */
    TEACHDRL_OUTCOME_LEVEL = 32          /**< level */
} teachdrl_outcome_member;

/** Instead of a level's number: there is no level. */
#define TEACHDRL_NO_LEVEL UINT64_MAX

/** What is known about an episode that has ended: the members whose flags are set. Others are not read.
 *
 *     teachdrl_outcome outcome = {sizeof outcome};
 *     outcome.known = TEACHDRL_OUTCOME_RETURN | TEACHDRL_OUTCOME_SUCCESS;
 *     outcome.episode_return = 212.5;
 *     outcome.success = 1;
 */
typedef struct teachdrl_outcome {
    size_t struct_size;    /**< sizeof(teachdrl_outcome) */
    uint32_t known;        /**< flags of teachdrl_outcome_member: which of the following are known */
    double episode_return; /**< the sum of the episode's rewards */
    double success;        /**< from 0 to 1 */
    double value_estimate; /**< the student's estimate of the return at the first observation */
    uint64_t length;       /**< the number of steps */
    double score;          /**< a number of the caller's own that says how well it went */
    uint64_t level;        /**< the proposal's level; not read if the episode is in a slot */
} teachdrl_outcome;

/** What a teacher proposes beside the task. */
typedef struct teachdrl_proposal {
    size_t struct_size; /**< sizeof(teachdrl_proposal), set by the caller */
    uint64_t level;     /**< the number of a level that can be played again; TEACHDRL_NO_LEVEL: none */
    bool has_seed;      /**< whether the environment's seed is given */
    bool
        is_for_learning; /**< whether the student should learn from the episode; false: it is played to see how well the
                           student does */
    uint64_t seed; /**< the seed to reset the environment with, if it is given: the same task with the same seed is the
                           same episode, as far as the environment keeps to its seed; else 0 */
} teachdrl_proposal;

/** @} */

/** @defgroup c_options Options and their lists
 *
 * Teachers and environments take options as pairs of strings, {"fit_rate", "250"}; what is not given has its default.
 * An option given twice, or one that the teacher or environment does not have, is an error. Every option can be listed
 * with type, default, range and documentation, so that command lines and bindings are generated and never drift.
 *
 * Descriptions belong to the library, never change and are never freed. Later versions may add members at their ends:
 * use them through the pointers only.
 *
 * @{ */

/** One option, as a caller gives it. At most 65,535 bytes of value, and 256 options a call. */
typedef struct teachdrl_option {
    const char *name;  /**< "fit_rate" */
    const char *value; /**< "250" */
} teachdrl_option;

/** What values an option takes. */
typedef enum teachdrl_option_type {
    TEACHDRL_OPTION_INTEGER = 0, /**< "250" */
    TEACHDRL_OPTION_NUMBER = 1,  /**< "0.2", "1e-3" */
    TEACHDRL_OPTION_BOOLEAN = 2, /**< "true" or "false" */
    TEACHDRL_OPTION_CHOICE = 3,  /**< one of `choices` */
    TEACHDRL_OPTION_NUMBERS = 4  /**< several, with commas: "-150,350"; or one of `choices`, if it has some */
} teachdrl_option_type;

/** What an option is. */
typedef struct teachdrl_option_description {
    const char *name;           /**< "fit_rate" */
    teachdrl_option_type type;  /**< what values it takes */
    const char *default_value;  /**< as a caller would write it */
    const char *range;          /**< for people: "1 to 1000000", "aic, bic or aicc" */
    const char *documentation;  /**< one line */
    double minimum;             /**< of INTEGER, NUMBER and each of NUMBERS; NaN for the others */
    double maximum;             /**< likewise */
    bool accepts_off;           /**< "off" is a value too */
    const char *const *choices; /**< words that are values: CHOICE's, or "auto"; ends with NULL; NULL if none */
} teachdrl_option_description;

/** What a teacher, an environment or the toy environment is. */
typedef struct teachdrl_description {
    const char *name;                                  /**< "ALP-GMM" */
    const char *documentation;                         /**< one line */
    const teachdrl_option_description *const *options; /**< pointers to all its options */
    size_t option_count;                               /**< how many there are */
    uint32_t needs; /**< of a teacher: the members of an outcome that it needs, as flags of
                                                   teachdrl_outcome_member, with the default options; else 0 */
    uint32_t uses;  /**< of a teacher: the members that it needs or can use, with any options */
    const teachdrl_parameter *const
        *parameters;        /**< of an environment: all parameters that can be set by name, with the
                                                    default options; NULL if there are none */
    size_t parameter_count; /**< how many there are */
} teachdrl_description;

/** The number of teachers that this library has. Any thread. */
size_t teachdrl_teacher_count(void);

/** Describes the teacher at `index`. Any thread. INVALID_ARGUMENT: index >= teachdrl_teacher_count(), or NULL. */
teachdrl_status teachdrl_teacher_describe(size_t index, const teachdrl_description **description);

/** The number of environments that this library has. Any thread. */
size_t teachdrl_environment_count(void);

/** Describes the environment at `index`. Any thread. INVALID_ARGUMENT: index >= teachdrl_environment_count(), or NULL. */
teachdrl_status teachdrl_environment_describe(size_t index, const teachdrl_description **description);

/** Describes the toy environment. Any thread. INVALID_ARGUMENT: NULL. */
teachdrl_status teachdrl_toy_describe(const teachdrl_description **description);

/** @} */

/** @defgroup c_teachers Teachers
 *
 * A teacher proposes tasks in a task space, which is a list of parameters. A task is as many numbers as there are
 * parameters, `dimension`.
 *
 * Updates may come late, in another order than the samples, and for tasks that the teacher never proposed. A teacher
 * may be used from many threads at once; calls on one teacher take turns, and a thread that waits while a mixture is
 * fitted helps with that. Destroy it when no other call is under way.
 *
 * @{ */

/** A teacher. */
typedef struct teachdrl_teacher teachdrl_teacher;

/** A teacher to create. */
typedef struct teachdrl_teacher_definition {
    size_t struct_size;                   /**< sizeof(teachdrl_teacher_definition) */
    const char *name;                     /**< "ALP-GMM", "Random", ...; teachdrl_teacher_describe lists them */
    const teachdrl_parameter *parameters; /**< `parameter_count` of them */
    size_t parameter_count;               /**< 1 to 64 at least; each teacher's guide says how many */
    const teachdrl_option *options;       /**< `option_count` pairs; may be NULL if that is 0 */
    size_t option_count;                  /**< at most 256 */
    uint64_t seed;                        /**< any number, 0 too */
} teachdrl_teacher_definition;

/** Creates a teacher from its definition, which is not needed afterwards.
 *
 * INVALID_ARGUMENT: NULL; a parameter without a name or with another's, of no kind, with bounds out of order or not finite,
 * not positive or with the same logarithm for a log-scaled one, not whole for an integer, without categories or with two
 * of one name, with a text that is not UTF-8, with a default that is not a value, or in a group whose parameters are not
 * alike or not next to one another; or options.
 * UNKNOWN_NAME (the teacher or an option), UNSUPPORTED. */
teachdrl_status teachdrl_teacher_create_from(const teachdrl_teacher_definition *definition, teachdrl_teacher **teacher);

/** The short form of teachdrl_teacher_create_from, for parameters that are plain numbers. They are called "task[0]",
 * "task[1]" and so on.
 *
 * @param dimension 1 to 64 with ALP-GMM, Covar-GMM and SPDL, to 256 with RIAC and DORAEMON, to 1000 with Stages and
 *     Annealing, to 10,000 with others
 * @param low,high `dimension` numbers each: finite, low[i] < high[i], and high[i] - low[i] finite
 * @param options `option_count` pairs; may be NULL when that is 0
 * @param seed any number, 0 too
 * @param teacher receives the handle
 *
 * INVALID_ARGUMENT, UNKNOWN_NAME (the teacher or an option), UNSUPPORTED. */
teachdrl_status teachdrl_teacher_create(const char *name, size_t dimension, const double *low, const double *high,
                                        const teachdrl_option *options, size_t option_count, uint64_t seed,
                                        teachdrl_teacher **teacher);

/** Destroys a teacher; NULL is allowed. */
void teachdrl_teacher_destroy(teachdrl_teacher *teacher);

/** Proposes a task: writes `dimension` numbers, always inside the task space. Advances the teacher's generator.
 * INVALID_ARGUMENT: NULL, or `dimension` is not the teacher's. */
teachdrl_status teachdrl_teacher_sample_task(teachdrl_teacher *teacher, double *task, size_t dimension);

/** Proposes `count` tasks, row after row of `dimension` numbers: the same as `count` calls of
 * teachdrl_teacher_sample_task with no other call between. `tasks` may be NULL when `count` is 0. */
teachdrl_status teachdrl_teacher_sample_tasks(teachdrl_teacher *teacher, double *tasks, size_t count, size_t dimension);

/** Proposes a task, as teachdrl_teacher_sample_task does, with its level.
 * @param task receives `dimension` numbers
 * @param proposal receives the rest; its struct_size is the caller's to set; may be NULL
 *
 * Today's teachers give no level and no seed, and every episode is for learning. INVALID_ARGUMENT: NULL, `dimension` is not
 * the teacher's, or a wrong struct_size. */
teachdrl_status teachdrl_teacher_propose(teachdrl_teacher *teacher, double *task, size_t dimension,
                                         teachdrl_proposal *proposal);

/** Tells the teacher the return (the sum of an episode's rewards) that the student reached on a task, in any unit: with
 * the defaults of the options `reward_range` (auto) and `normalize` (true), the units of returns and tasks do not matter.
 * With ALP-GMM every `fit_rate`-th update fits the mixture and takes correspondingly longer.
 * It is the short form of teachdrl_teacher_update_outcomes, with nothing known but the return.
 * INVALID_ARGUMENT: NULL, `dimension` is not the teacher's, a task outside the task space, a number not finite, or a teacher
 * that needs more than the return. */
teachdrl_status teachdrl_teacher_update(teachdrl_teacher *teacher, const double *task, size_t dimension,
                                        double episode_return);

/** `count` updates, in order: `tasks` has count rows of `dimension` numbers, `episode_returns` count numbers. All are
 * checked first: on failure none is made. Both may be NULL when `count` is 0. */
teachdrl_status teachdrl_teacher_update_tasks(teachdrl_teacher *teacher, const double *tasks, size_t count,
                                              size_t dimension, const double *episode_returns);

/** `count` updates, in order, with all that is known about the episodes. What a teacher learns from is the return, the
 * success or the score: the option `signal` says which. If the success is not known, the option `success_return` derives
 * it from the return.
 * @param tasks count rows of `dimension` numbers; may be NULL when `count` is 0
 * @param outcomes count outcomes; may be NULL when `count` is 0
 *
 * All are checked first: on failure none is made. INVALID_ARGUMENT: NULL, `dimension` is not the teacher's, a task outside
 * the task space, a wrong struct_size, a flag that is none, a known number that is not finite, a success outside [0, 1], or a
 * member that the teacher needs and is not known. */
teachdrl_status teachdrl_teacher_update_outcomes(teachdrl_teacher *teacher, const double *tasks, size_t count,
                                                 size_t dimension, const teachdrl_outcome *outcomes);

/** Writes which members of an outcome the teacher needs with its options, and which it uses if they are known, those that
 * it needs among them: flags of teachdrl_outcome_member. A success that the option `success_return` derives from a known
 * return, and a return whose place a score takes, need not be known. Either pointer may be NULL. */
teachdrl_status teachdrl_teacher_outcome_members(const teachdrl_teacher *teacher, uint32_t *needs, uint32_t *uses);

/** Writes the number of parameters of a task. */
teachdrl_status teachdrl_teacher_dimension(const teachdrl_teacher *teacher, size_t *dimension);

/** Writes the bounds of the task space, `dimension` numbers each; a category's are 0 and the number of categories less 1. */
teachdrl_status teachdrl_teacher_task_space(const teachdrl_teacher *teacher, double *low, double *high,
                                            size_t dimension);

/** Writes the parameter at `index`, all its members filled in; valid while the teacher lives. INVALID_ARGUMENT: NULL, or an
 * index that is not below the dimension. */
teachdrl_status teachdrl_teacher_parameter(const teachdrl_teacher *teacher, size_t index,
                                           const teachdrl_parameter **parameter);

/** Writes the number of updates received so far. */
teachdrl_status teachdrl_teacher_episode_count(teachdrl_teacher *teacher, uint64_t *count);

/** Writes the name that the teacher was created by; valid while the teacher lives. */
teachdrl_status teachdrl_teacher_name(const teachdrl_teacher *teacher, const char **name);

/** Writes the value that the teacher works with for one of its options, as text; valid while the teacher lives. If it
 * follows from other options or the task space, it is the value that results: `max_k` is 20 if only min_k=20 was given. A
 * teacher created with the values of all its options, over the same task space with the same seed, is the same.
 * UNKNOWN_NAME: the teacher has no such option. */
teachdrl_status teachdrl_teacher_option(const teachdrl_teacher *teacher, const char *name, const char **value);

/** @} */

/** @defgroup c_saved_state A teacher's saved state
 *
 * A state is all that a teacher is and knows, its parameters included. Any later version of the library restores it,
 * on any machine. Restored, it goes on bit for bit as the one that was saved: in the same version of the library, on
 * any processor, with the same C library, whose log() and pow() teachers use. It has a version and a checksum; what
 * is damaged, cut short, foreign or newer is refused.
 *
 * Create a new teacher only if there is no state yet. After any other failure stop: a later save would overwrite a state
 * that could not be read today.
 *
 *     teachdrl_teacher *teacher;
 *     teachdrl_status status = teachdrl_teacher_load("teacher.state", &teacher);
 *     if (status == TEACHDRL_NOT_FOUND)
 *         status = teachdrl_teacher_create("ALP-GMM", 2, low, high, NULL, 0, 42, &teacher);
 *     if (status != TEACHDRL_OK)
 *         return fail(teachdrl_last_error());
 *     ...
 *     if (teachdrl_teacher_save(teacher, "teacher.state") != TEACHDRL_OK)
 *         return fail(teachdrl_last_error());
 *
 * @{ */

/** Saves the teacher to a file: writes a temporary file beside it, waits until that is on the disk, and renames it. Whoever
 * reads `path`, even after a crash, finds the old state or the new. Other threads may go on using the teacher meanwhile.
 * INVALID_ARGUMENT: NULL, or an empty path; IO_ERROR: the old file is then as it was, unless the message says that only
 * the folder could not be synchronized. A file that may not get so large (RLIMIT_FSIZE) is such an error too: the calling
 * thread gets no SIGXFSZ of it. */
teachdrl_status teachdrl_teacher_save(teachdrl_teacher *teacher, const char *path);

/** Creates the teacher whose state a file is.
 *
 * NOT_FOUND: there is no file of that name, or none that a link of that name leads to (ENOENT). Only this failure means
 * that there is no state yet.
 * IO_ERROR: the file cannot be read, or a part of the path is not a folder (ENOTDIR).
 * INVALID_ARGUMENT, INVALID_DATA, UNSUPPORTED. */
teachdrl_status teachdrl_teacher_load(const char *path, teachdrl_teacher **teacher);

/** Saves the teacher to memory, in the form that a file has.
 * @param bytes NULL to ask for the size only
 * @param capacity how many bytes there is room for
 * @param size receives the number of bytes of the state
 *
 * INVALID_ARGUMENT: `teacher` or `size` is NULL, or the capacity is too small: other threads' updates make a state
 * larger. */
teachdrl_status teachdrl_teacher_save_to_memory(teachdrl_teacher *teacher, void *bytes, size_t capacity, size_t *size);

/** Creates the teacher whose state `size` bytes are; they are not needed afterwards.
 * INVALID_ARGUMENT, INVALID_DATA, UNSUPPORTED. */
teachdrl_status teachdrl_teacher_load_from_memory(const void *bytes, size_t size, teachdrl_teacher **teacher);

/** Creates the teacher whose state a file is, if it is the one that a definition describes; or only says whether it is.
 * @param path the file
 * @param definition what the teacher must be: `name` (NULL for any) and `parameters` (a `parameter_count` of 0 for any)
 *     must be the state's, and the options that are given must have the values that the state's teacher works with. The
 *     seed is not read. Units, documentation and defaults may differ: the loaded teacher has the definition's. So may
 *     the names if the state's teacher was created without any
 * @param teacher receives the handle; NULL to ask only whether the state fits
 *
 * MISMATCH: the state is another teacher's, and the message says what differs, by the parameter's or option's name.
 * Otherwise as teachdrl_teacher_load and teachdrl_teacher_create_from. */
teachdrl_status teachdrl_teacher_load_as(const char *path, const teachdrl_teacher_definition *definition,
                                         teachdrl_teacher **teacher);

/** The same for a state of `size` bytes in memory. */
teachdrl_status teachdrl_teacher_load_from_memory_as(const void *bytes, size_t size,
                                                     const teachdrl_teacher_definition *definition,
                                                     teachdrl_teacher **teacher);

/** @} */

/** @defgroup c_workers Episodes of many workers
 *
 * For many environments, on many threads, that share one curriculum: each plays in a slot, a number from 0 to 999,999 of
 * the caller's choice. The teacher keeps the task of each episode under way; a saved state has them too, so that a
 * resumed run knows what its workers were playing.
 *
 * Functions for `count` slots do the same as `count` calls of those for one with no other call between; they check all
 * first, and on failure do nothing. Their arrays may be NULL when `count` is 0.
 *
 * @{ */

/** Begins an episode in a slot: proposes its task and writes `dimension` numbers.
 * INVALID_STATE: the slot's last episode has neither been ended nor abandoned. */
teachdrl_status teachdrl_teacher_begin_episode(teachdrl_teacher *teacher, size_t slot, double *task, size_t dimension);

/** The same in `count` different slots; `tasks` receives count rows of `dimension` numbers. */
teachdrl_status teachdrl_teacher_begin_episodes(teachdrl_teacher *teacher, const size_t *slots, size_t count,
                                                double *tasks, size_t dimension);

/** Ends the episode in a slot: tells the teacher the return that was reached on its task.
 * INVALID_STATE: no episode is under way in the slot. */
teachdrl_status teachdrl_teacher_end_episode(teachdrl_teacher *teacher, size_t slot, double episode_return);

/** The same in `count` different slots, in order. */
teachdrl_status teachdrl_teacher_end_episodes(teachdrl_teacher *teacher, const size_t *slots, size_t count,
                                              const double *episode_returns);

/** Ends episodes as teachdrl_teacher_end_episodes does, with all that is known about them: `outcomes` is count outcomes, as
 * teachdrl_teacher_update_outcomes takes them, and fails as that does. Their levels are the slots'. */
teachdrl_status teachdrl_teacher_end_episodes_with_outcomes(teachdrl_teacher *teacher, const size_t *slots,
                                                            size_t count, const teachdrl_outcome *outcomes);

/** Gives up the episode in a slot; the teacher learns nothing from it. INVALID_STATE: none is under way there. */
teachdrl_status teachdrl_teacher_abandon_episode(teachdrl_teacher *teacher, size_t slot);

/** Writes the slots whose episodes are under way, in ascending order.
 * @param slots NULL to ask for their number only
 * @param capacity how many slots there is room for
 * @param count receives their number */
teachdrl_status teachdrl_teacher_busy_slots(teachdrl_teacher *teacher, size_t *slots, size_t capacity, size_t *count);

/** Writes the task of the episode that is under way in a slot, `dimension` numbers. INVALID_STATE: none is. */
teachdrl_status teachdrl_teacher_task_in_slot(teachdrl_teacher *teacher, size_t slot, double *task, size_t dimension);

/** Writes what was proposed beside the task of the episode that is under way in a slot. INVALID_ARGUMENT: NULL, or a wrong
 * struct_size; INVALID_STATE: none is under way there. */
teachdrl_status teachdrl_teacher_proposal_in_slot(teachdrl_teacher *teacher, size_t slot, teachdrl_proposal *proposal);

/** @} */

/** @defgroup c_inside Looking inside a teacher
 *
 * What tasks are drawn from, now and earlier: enough to draw it. The history has an entry for each fit of a mixture, each
 * split of a region and each move of a window: the number of updates that the teacher had received then, its episode,
 * the first being 1. The option `history` bounds how many are kept. An `episode` of 0 means now.
 *
 * @{ */

/** Writes the episodes of the history, oldest first.
 * @param episodes NULL to ask for their number only
 * @param capacity how many there is room for
 * @param count receives their number */
teachdrl_status teachdrl_teacher_history(teachdrl_teacher *teacher, uint64_t *episodes, size_t capacity, size_t *count);

/** Writes the number of coordinates of the teacher's mixtures: with ALP-GMM the task's and the absolute learning progress,
 * with Covar-GMM the task's, the time and the reward; 0 with teachers that have none. */
teachdrl_status teachdrl_teacher_mixture_dimension(const teachdrl_teacher *teacher, size_t *dimension);

/** Where to write a mixture over D coordinates. Any of the arrays may be NULL: it is not written. */
typedef struct teachdrl_mixture {
    size_t struct_size;  /**< sizeof(teachdrl_mixture) */
    double *weights;     /**< the components' weights, which add up to 1 */
    double *means;       /**< rows of D numbers */
    double *covariances; /**< D rows of D numbers for each component */
    double
        *sampling_weights; /**< in proportion to which a component is chosen to draw a task from; if all are 0, all are
                                 alike */
    size_t capacity;       /**< how many components the arrays have room for; not read if all are NULL */
} teachdrl_mixture;

/** Writes the mixture that tasks are drawn from, D being its dimension. Coordinates of numbers, integers and categories are
 * in the caller's units, those of log-scaled numbers are their logarithms to base 10.
 * @param episode 0, or one of the history: the mixture fitted then
 * @param mixture where to write it; NULL to ask for the number of components only
 * @param count receives the number of components: 0 before the first fit, and with teachers that have no mixtures
 *
 * INVALID_ARGUMENT: `teacher` or `count` is NULL, `episode` is not in the history, a wrong struct_size, or the capacity is
 * too small. */
teachdrl_status teachdrl_teacher_mixture(teachdrl_teacher *teacher, uint64_t episode, const teachdrl_mixture *mixture,
                                         size_t *count);

/** Where to write regions. Any of the arrays may be NULL: it is not written. */
typedef struct teachdrl_regions {
    size_t struct_size; /**< sizeof(teachdrl_regions) */
    double *low;        /**< the lower bounds, rows of the task's dimension */
    double *high;       /**< the upper bounds, likewise */
    double *progress;   /**< the absolute learning progress of each; 0 for a box */
    bool *is_leaf;      /**< whether the region is not split itself */
    size_t capacity;    /**< how many regions the arrays have room for; not read if all are NULL */
} teachdrl_regions;

/** Writes the regions that tasks are drawn from: RIAC's, the whole task space first; the one box or window of a teacher that
 * has one, without width in a dimension in which all tasks are alike; or DORAEMON's box between the 5 % and the 95 % quantile of
 * each dimension. Bounds are in the caller's units. Those of integers and categories are not whole: with the values 0, 1 and 2
 * they lie from -0.5 to 2.5, and a draw is rounded to the nearest value.
 * @param episode 0, or one of the history: the regions after the split or the move
 * @param regions where to write them; NULL to ask for their number only
 * @param count receives the number of regions: 0 with teachers that have none
 *
 * INVALID_ARGUMENT: `teacher` or `count` is NULL, `episode` is not in the history, a wrong struct_size, or the capacity is
 * too small. */
teachdrl_status teachdrl_teacher_regions(teachdrl_teacher *teacher, uint64_t episode, const teachdrl_regions *regions,
                                         size_t *count);

/** Writes the learning progress that the newest update showed, in the unit of the rewards that the teacher sees: with
 * `reward_range` of two numbers these lie in [0, 1], else they are the returns.
 * @param progress with ALP-GMM the absolute learning progress of the update's episode: how far its reward is from that
 *     of the nearest earlier task; with RIAC the progress of the smallest region that holds the update's task. NAN
 *     before the first update since the teacher was created or loaded, and with teachers that compute none for an
 *     episode
 *
 * INVALID_ARGUMENT: NULL. */
teachdrl_status teachdrl_teacher_learning_progress(teachdrl_teacher *teacher, double *progress);

/** Writes the natural logarithm of the probability density with which the next task would be proposed at each of `count`
 * tasks, rows of `dimension` numbers: what importance weights are made of. -INFINITY where none is proposed.
 * It is a density over numbers and log-scaled numbers, in the caller's units, and a probability over the values of integers
 * and categories: summed over those and integrated over these it is 1, minus the share of draws that fall outside the bounds
 * of a number, or of a region in it. Those are moved to the bounds and have no density there. Both arrays may be NULL when
 * `count` is 0.
 * INVALID_ARGUMENT: NULL, `dimension` is not the teacher's, or a task outside the task space. */
teachdrl_status teachdrl_teacher_log_density(teachdrl_teacher *teacher, const double *tasks, size_t count,
                                             size_t dimension, double *log_densities);

/** @} */

/** @defgroup c_progress How a curriculum goes
 *
 * Named numbers that every teacher keeps, whatever it learns by, and warnings that follow from them. They are kept
 * with each proposal and each update, are part of the saved state, and have no influence on what is proposed.
 *
 * Two divisions of the task space are meant below. The *parts* of a parameter are its range in five parts of equal
 * width, or one for each value if there are fewer; a log-scaled number is divided by its logarithm. The *regions* are
 * the cells of a grid over all parameters, each divided alike into as many parts, 16 at most, as keep the cells at 256
 * or fewer; with more than 8 parameters every part of every parameter is a region. The *borders* of a parameter are
 * the outermost 5 % of its range, one value at least.
 *
 * A mean of the newest N numbers is that of all numbers until there are N; from then on each number x moves it by (x -
 * mean) / N, and the variance v becomes (1 - 1/N) (v + (x - mean)^2 / N), so that older numbers weigh less and less.
 *
 * Of the whole:
 * - `episodes`: updates received
 * - `proposals`: tasks proposed
 * - `changes`: fits, splits or moves: how often what tasks are drawn from has changed
 * - `episodes_since_change`: updates since the last of these
 * - `unmoved_changes`: changes since the proposals last moved: since the mean or the standard deviation of a
 *   parameter's newest 1000 proposals was last found more than 0.03 of its range from where it had been
 * - `random_share`: probability that the next task is drawn uniformly from the whole task space, whatever was learnt
 * - `components`: components of the mixture that tasks are drawn from
 * - `regions`: regions that tasks are drawn from and that are not split
 * - `learning_progress`: the teacher's own (teachdrl_teacher_learning_progress), mean of the newest 100
 * - `region_progress`: |mean of the newest 20 returns - mean of the newest 80| in a region, mean over the regions
 *   played at least 10 times; 200 and 800 returns if the regions are parts
 * - `mean_return`: mean of the newest 100 returns; of scores where no return is known
 * - `return_deviation`: their standard deviation
 * - `mean_success`: mean of the newest 100 successes
 * - `coverage`: share of the regions in which one of the newest 2000 tasks was proposed
 * - `border_coverage`: share of the borders, two for each parameter, at which one of the newest 2000 tasks was proposed
 * - `mastered_share`: share of the regions whose mean success (of the newest 20, or 200) is at least 0.75, of the
 *   regions whose success is known of at least 10 episodes
 * - `forgetting`: highest mean success so far less the present one, mean over the regions whose highest is at least
 *   0.75: how much worse tasks have become that were once mastered
 * - `return_forgetting`: highest mean return so far less the present one, mean over the regions played at least 10
 *   times
 *
 * Of each parameter, with its name behind a slash ("influence/gravity"):
 * - `proposal_mean`: mean of the newest 1000 proposals, in the parameter's unit; of a log-scaled number the geometric
 *   mean
 * - `proposal_spread`: their standard deviation, as a multiple of that of uniform ones (the range / sqrt(12))
 * - `parameter_coverage`: share of its parts in which one of the newest 2000 tasks was proposed
 * - `parameter_border_coverage`: share of its two borders at which one was
 * - `influence`: share of the variance of returns that its parts explain, over the K parts played at least 10 times:
 *   between / (between + within). `within` is the mean of the parts' variances v of the newest 200 returns, `between`
 *   the variance of their means (over K - 1) less the mean of v / n, which is chance's share; n is the number of
 *   returns, 399 at most
 *
 * Of each part of each parameter, with its index behind another slash ("part_return/gravity/0" is the lowest):
 * - `part_return`: mean of the newest 200 returns
 * - `part_success`: mean of the newest 200 successes
 *
 * What is not known is NaN: what no update has told, and what is not of a teacher's kind. A state of a version of the
 * format before 4 has none of what is counted here: after loading it, that is counted from there.
 *
 * @{ */

/** Instead of the index of a parameter or a part: all of it is meant. */
#define TEACHDRL_WHOLE SIZE_MAX

/** What a number of a teacher's progress says. It is the library's, never changes and lives as long as the teacher;
 * later versions may add members at its end. */
typedef struct teachdrl_progress_number {
    const char *name;          /**< "coverage", "influence/gravity", "part_return/gravity/0"; no other number's */
    const char *quantity;      /**< the part of the name before the first slash */
    const char *documentation; /**< one line: how it is defined */
    size_t parameter;          /**< the index of the parameter that it is about, or TEACHDRL_WHOLE */
    size_t part;               /**< the index of the part of the parameter's range, or TEACHDRL_WHOLE */
    double low;                /**< the lower bound of that parameter or part, as those of regions; NaN for the whole */
    double high;               /**< the upper bound, likewise */
} teachdrl_progress_number;

/** Writes the numbers of a teacher's progress. Which there are, and their order, stays the same while the teacher lives.
 * @param numbers receives what each says; may be NULL
 * @param values receives what each is, NaN if it is not known; may be NULL
 * @param capacity how many numbers each array has room for; not read if both are NULL
 * @param count receives how many there are
 *
 * INVALID_ARGUMENT: `teacher` or `count` is NULL, or the capacity is too small. */
teachdrl_status teachdrl_teacher_progress(teachdrl_teacher *teacher, const teachdrl_progress_number **numbers,
                                          double *values, size_t capacity, size_t *count);

/** A warning about a curriculum. It is the library's, never changes and lives as long as the teacher; later versions
 * may add members at its end. */
typedef struct teachdrl_warning {
    const char *name; /**< "not_fitted", "no_influence/gravity"; no other warning's */
    const char *kind; /**< the part of the name before the slash */
    const char *text; /**< what is so, and what to do about it */
    size_t parameter; /**< the index of the parameter that it is about, or TEACHDRL_WHOLE */
} teachdrl_warning;

/** Writes what there is to warn of now. Later versions may add kinds:
 * - not_fitted: what tasks are drawn from can change, and has not yet
 * - unchanged: 25 or more changes have not moved the proposals (unmoved_changes)
 * - constant_rewards: the newest 200 rewards or more that the teacher has seen are all the same
 * - always_successful, never_successful: the newest 200 successes or more are all 1, or all 0
 * - low_border_not_proposed, high_border_not_proposed: none of the newest 2000 tasks lies at that border of a parameter
 *   that is no category
 * - no_influence: a parameter's influence is below 0.01, and each of its parts, two at least, was played 200 times
 *
 * @param warnings NULL to ask for their number only
 * @param capacity how many there is room for
 * @param count receives their number
 *
 * INVALID_ARGUMENT: `teacher` or `count` is NULL, or the capacity is too small. */
teachdrl_status teachdrl_teacher_warnings(teachdrl_teacher *teacher, const teachdrl_warning **warnings, size_t capacity,
                                          size_t *count);

/** Compares two groups of numbers, such as the results of runs with two curricula, by a permutation test: were there no
 * difference between the groups, how often would chance make their means differ as much as they do? Any thread.
 * @param first,second the numbers, finite, at most 1e100 from 0
 * @param first_count,second_count how many, at least 1 and at most 1,000,000 each
 * @param seed of the generator that draws divisions
 * @param p_value receives the share of the divisions of all numbers into two groups of these sizes whose means differ
 *     at least as much (either way) as these do. If there are more than 100,000 divisions, that many are drawn, and
 *     this one counts as one more
 *
 * Fisher (1935); Phipson and Smyth (2010) for drawn divisions. INVALID_ARGUMENT: NULL, a count out of range, or a
 * number that is. */
teachdrl_status teachdrl_permutation_test(const double *first, size_t first_count, const double *second,
                                          size_t second_count, uint64_t seed, double *p_value);

/** @} */

/** @defgroup c_environments Environments
 *
 * A walker on a procedurally generated track, simulated with Box2D. A track's parameters are set before a reset, as a
 * task vector or one by one by name; a parameter that is not set is off. Until a task is set the ground is flat.
 *
 * Every reset starts from a new physics world: an episode depends on the seed, on how many resets came since that seed,
 * on the task and on the actions, never on what was played before.
 *
 * An environment is used from one thread at a time (of two calls at once, one gives TEACHDRL_INVALID_STATE); different
 * ones from different threads.
 *
 * @{ */

/** An environment. */
typedef struct teachdrl_environment teachdrl_environment;

/** Creates the environment called `name`: "stump-tracks", "hexagon-tracks", "stump-sequence", or "walker-tracks", which
 * has every parameter; "bipedal-walker" or "bipedal-walker-hardcore", Gymnasium's, which have no task; or
 * "parametric-bipedal-walker", whose tasks are eight sizes. teachdrl_environment_describe lists them and their options.
 * INVALID_ARGUMENT, UNKNOWN_NAME (the environment or an option), UNSUPPORTED. */
teachdrl_status teachdrl_environment_create(const char *name, const teachdrl_option *options, size_t option_count,
                                            uint64_t seed, teachdrl_environment **environment);

/** Destroys an environment; NULL is allowed. */
void teachdrl_environment_destroy(teachdrl_environment *environment);

/** Writes the number of floats in an observation. */
teachdrl_status teachdrl_environment_observation_size(const teachdrl_environment *environment, size_t *size);

/** Writes the number of floats in an action; each lies in [-1, 1]. */
teachdrl_status teachdrl_environment_action_size(const teachdrl_environment *environment, size_t *size);

/** Writes bounds that every observation keeps to, `size` numbers each, `size` being the observation's. */
teachdrl_status teachdrl_environment_observation_bounds(const teachdrl_environment *environment, float *low,
                                                        float *high, size_t size);

/** Writes the number of parameters of a task; 0 if all are off. */
teachdrl_status teachdrl_environment_task_dimension(const teachdrl_environment *environment, size_t *dimension);

/** Writes the bounds of the task space, `dimension` numbers each, `dimension` being the task's: what a teacher over this
 * environment is created with. INVALID_ARGUMENT: NULL or a wrong dimension; INVALID_STATE: every parameter is off. */
teachdrl_status teachdrl_environment_task_space(const teachdrl_environment *environment, double *low, double *high,
                                                size_t dimension);

/** Writes the parameter of the task's coordinate at `index`, all its members filled in: what a teacher over this environment
 * is created from. Valid while the environment lives. INVALID_ARGUMENT: NULL, or an index that is not below the task's
 * dimension. */
teachdrl_status teachdrl_environment_task_parameter(const teachdrl_environment *environment, size_t index,
                                                    const teachdrl_parameter **parameter);

/** Writes the number of parameters that can be set by name, those of the task among them. */
teachdrl_status teachdrl_environment_parameter_count(const teachdrl_environment *environment, size_t *count);

/** Writes the parameter at `index` of those that can be set by name, alone or, if it has a group, with that; valid while the
 * environment lives. INVALID_ARGUMENT: NULL, or an index that is not below their number. */
teachdrl_status teachdrl_environment_parameter(const teachdrl_environment *environment, size_t index,
                                               const teachdrl_parameter **parameter);

/** Writes the range of returns that is published for the environment. No teacher uses it unless it is told: with the option
 * `reward_range`, to measure progress as the paper does. */
teachdrl_status teachdrl_environment_return_range(const teachdrl_environment *environment, double *low, double *high);

/** Writes how far Oracle's window moves in this task space as published, whatever its bounds: the value for the option
 * `window_step_vector`. It is "0.1,-0.2" for stump_height and obstacle_spacing, 0.1 in each dimension for poly_shape alone and
 * for stump_seq alone, and "off" for other parameters, for which nothing is published. Valid while the environment lives. */
teachdrl_status teachdrl_environment_window_step_vector(const teachdrl_environment *environment, const char **value);

/** Writes the return above which a task counts as mastered. */
teachdrl_status teachdrl_environment_mastered_return(const teachdrl_environment *environment, double *threshold);

/** Writes the paper's fixed test set for this environment, row after row of task-dimension numbers. Stump heights are
 * drawn from 0 to 3 whatever `min_stump_height` and `max_stump_height` are, the others from their own ranges; to play the
 * whole set, create an environment that reaches as far. For "parametric-bipedal-walker" it is the published test worlds that
 * are tasks.
 * @param tasks NULL to ask for the size only
 * @param capacity how many doubles `tasks` has room for
 * @param count receives the number of tasks
 *
 * INVALID_ARGUMENT: `environment` or `count` is NULL, or the capacity is too small; INVALID_STATE: every parameter is
 * off. */
teachdrl_status teachdrl_environment_test_set(const teachdrl_environment *environment, double *tasks, size_t capacity,
                                              size_t *count);

/** Starts the environment's generator anew, as if it had been created with this seed. The task stays; the running
 * episode is not touched. */
teachdrl_status teachdrl_environment_seed(teachdrl_environment *environment, uint64_t seed);

/** Sets the task of the episodes that start from now on: every parameter of the task space.
 * INVALID_ARGUMENT: NULL, `dimension` is not the task's, or a number that is not finite or outside the task space;
 * INVALID_STATE: every parameter is off. */
teachdrl_status teachdrl_environment_set_task(teachdrl_environment *environment, const double *task, size_t dimension);

/** Sets one parameter of the track by name for the episodes that start from now on; the others stay.
 * @param name "stump_height", "poly_shape", ...: with "walker-tracks" every parameter there is, with the others those
 *     of the task space
 * @param values `count` numbers within the parameter's bounds; may be NULL when that is 0
 * @param count 1 for stump_height, obstacle_spacing and roughness; 1 (the mean) or 2 (mean and deviation) for
 *     stump_width and stump_rot; 1 for stump_width_deviation and stump_rot_deviation, which keep the mean; 12 for
 *     poly_shape; 10 for stump_seq; 0 turns the parameter off
 *
 * INVALID_ARGUMENT: NULL, a wrong count, or a value that is not finite or outside its range; INVALID_STATE: a deviation
 * while its mean is off; UNKNOWN_NAME. */
teachdrl_status teachdrl_environment_set_parameter(teachdrl_environment *environment, const char *name,
                                                   const double *values, size_t count);

/** Starts an episode and writes its first observation, `size` floats. INVALID_ARGUMENT: NULL, or the wrong size. */
teachdrl_status teachdrl_environment_reset(teachdrl_environment *environment, float *observation, size_t size);

/** What a step led to, beside the observation. */
typedef struct teachdrl_step {
    size_t struct_size; /**< sizeof(teachdrl_step), set by the caller */
    double reward;      /**< the step's reward */
    bool terminated;    /**< whether the episode came to its own end (a fall, or the end of the track) */
    bool truncated;     /**< whether it was cut off at `max_episode_steps` */
} teachdrl_step;

/** Plays one step, 1/50 s.
 * @param action `action_size` numbers; outside [-1, 1] counts as the nearest bound
 * @param observation receives `observation_size` floats
 * @param step receives the rest; its struct_size is the caller's to set
 *
 * INVALID_ARGUMENT: NULL, a wrong size or struct_size, or an action that is not finite; INVALID_STATE: before the first
 * reset, or after the episode's end. */
teachdrl_status teachdrl_environment_step(teachdrl_environment *environment, const float *action, size_t action_size,
                                          float *observation, size_t observation_size, teachdrl_step *step);

/** @} */

/** @defgroup c_pictures Pictures of a walker
 *
 * What a frame of an episode looks like, as shapes for any painter: in metres, x to the right, y upwards. Paint them in
 * their order, the first at the bottom, and show the view's part of the world:
 *
 *     teachdrl_view view;
 *     size_t count;
 *     if (teachdrl_environment_scene(environment, &view, NULL, 0, &count) != TEACHDRL_OK)
 *         return fail(teachdrl_last_error());
 *     teachdrl_shape *shapes = malloc(count * sizeof *shapes);
 *     if (shapes == NULL || teachdrl_environment_scene(environment, &view, shapes, count, &count) != TEACHDRL_OK)
 *         return fail("no picture");
 *
 * @{ */

/** What a shape is. */
typedef enum teachdrl_shape_kind {
    TEACHDRL_SHAPE_POLYGON = 0, /**< convex and filled, of 3 to 8 points */
    TEACHDRL_SHAPE_LINE = 1,    /**< open, through 2 to 9 points; an outline ends where it started */
    TEACHDRL_SHAPE_CIRCLE = 2   /**< filled, around one point */
} teachdrl_shape_kind;

/** As many points as a shape can have. */
#define TEACHDRL_SHAPE_MAX_POINTS 9

/** A shape of one colour. */
typedef struct teachdrl_shape {
    teachdrl_shape_kind kind;           /**< what it is */
    uint32_t point_count;               /**< how many points it has */
    float x[TEACHDRL_SHAPE_MAX_POINTS]; /**< of the points; 0 behind point_count */
    float y[TEACHDRL_SHAPE_MAX_POINTS]; /**< of the points; 0 behind point_count */
    float width;                        /**< a line's width or a circle's diameter, in metres; 0 for polygons */
    float red;                          /**< 0 to 1 */
    float green;                        /**< 0 to 1 */
    float blue;                         /**< 0 to 1 */
} teachdrl_shape;

/** The part of the world that a frame shows, in metres; 20 by 13.33, and it scrolls with the walker. */
typedef struct teachdrl_view {
    double left;   /**< x of the left edge */
    double bottom; /**< y of the lower edge */
    double width;  /**< from left to right */
    double height; /**< from bottom to top */
} teachdrl_view;

/** Writes the present frame: after a reset its start, after a step what that led to. Changes nothing: an episode is the
 * same bit for bit whether it is drawn or not. Only shapes in view are given; their number differs from frame to frame.
 * @param view receives the part of the world to show; may be NULL
 * @param shapes NULL to ask for the number only
 * @param capacity how many shapes `shapes` has room for
 * @param count receives the number of shapes
 *
 * INVALID_ARGUMENT: `environment` or `count` is NULL, or the capacity is too small; INVALID_STATE: before the first
 * reset. */
teachdrl_status teachdrl_environment_scene(teachdrl_environment *environment, teachdrl_view *view,
                                           teachdrl_shape *shapes, size_t capacity, size_t *count);

/** @} */

/** @defgroup c_vector Many environments
 *
 * A *vector environment* is n environments of one kind that are stepped by one call, on several threads, into contiguous
 * arrays whose row i is environment i's. Where an episode ends, the next one starts by itself, and its task can come from
 * a teacher with no call in between:
 *
 *     teachdrl_vector_environment_definition definition = {sizeof definition, "stump-tracks"};
 *     definition.count = 64;
 *     definition.thread_count = 2;
 *     teachdrl_vector_environment *vector;
 *     if (teachdrl_vector_environment_create(&definition, &vector) != TEACHDRL_OK ||
 *         teachdrl_vector_environment_attach_teachers(vector, TEACHDRL_ALL_ENVIRONMENTS, &teacher, NULL, 1) !=
 *             TEACHDRL_OK ||
 *         teachdrl_vector_environment_reset(vector, NULL, observations, 64, 24) != TEACHDRL_OK)
 *         return fail(teachdrl_last_error());
 *     const teachdrl_step_rows rows = {sizeof rows, observations, 24, rewards, terminated, truncated};
 *     for (;;) {
 *         choose_actions(observations, actions);
 *         if (teachdrl_vector_environment_step(vector, actions, 64, 4, &rows) != TEACHDRL_OK)
 *             return fail(teachdrl_last_error());
 *     }
 *
 * Environment i is the one that teachdrl_environment_create makes with the seed `seed + i`: it gives the same bits for
 * the same resets, tasks and actions. Nothing depends on the number of threads or on timing.
 *
 * A vector environment is used from one thread at a time (of two calls at once, one gives TEACHDRL_INVALID_STATE);
 * different ones from different threads. In the child of a fork its threads are started again when they are needed.
 *
 * @{ */

/** Many environments. */
typedef struct teachdrl_vector_environment teachdrl_vector_environment;

/** What follows the end of an episode; the names are Gymnasium's. */
typedef enum teachdrl_autoreset {
    /** The environment's next step ignores its action and gives the next episode's first observation, with reward 0. */
    TEACHDRL_AUTORESET_NEXT_STEP = 0,
    /** The step that ends an episode gives the next one's first observation already. */
    TEACHDRL_AUTORESET_SAME_STEP = 1,
    /** Nothing: the caller resets the environment before its next step. */
    TEACHDRL_AUTORESET_DISABLED = 2
} teachdrl_autoreset;

/** A vector environment to create. */
typedef struct teachdrl_vector_environment_definition {
    size_t struct_size;             /**< sizeof(teachdrl_vector_environment_definition) */
    const char *name;               /**< as teachdrl_environment_create's */
    const teachdrl_option *options; /**< likewise; may be NULL if `option_count` is 0 */
    size_t option_count;            /**< how many options there are */
    size_t count;                   /**< how many environments: 1 to 65,536 */
    size_t thread_count;            /**< how many threads step them, the caller's among them: up to 256; 0 and 1 for the
                                       caller's alone. The others start at the first call that has work for them */
    teachdrl_autoreset autoreset;   /**< what follows the end of an episode */
    uint64_t seed;                  /**< environment i gets `seed + i` (modulo 2^64) */
} teachdrl_vector_environment_definition;

/** Creates many environments of one kind from their definition, which is not needed afterwards.
 * INVALID_ARGUMENT, UNKNOWN_NAME (the environment or an option), UNSUPPORTED. */
teachdrl_status teachdrl_vector_environment_create(const teachdrl_vector_environment_definition *definition,
                                                   teachdrl_vector_environment **vector);

/** Destroys a vector environment and its environments; waits for steps under way; NULL is allowed. */
void teachdrl_vector_environment_destroy(teachdrl_vector_environment *vector);

/** Gives the environment at `index`, to ask for its sizes, bounds, task space, test set and picture, and to set its
 * parameters by name. It belongs to the vector environment, lives as long, and counts as a part of it for threads.
 * Resetting, stepping and seeding it or setting its task gives INVALID_STATE: the vector environment does that.
 * Destroying it does nothing. INVALID_ARGUMENT: NULL, or an index that is not below the count. */
teachdrl_status teachdrl_vector_environment_at(teachdrl_vector_environment *vector, size_t index,
                                               teachdrl_environment **environment);

/** Gives environments new seeds, as teachdrl_environment_seed does; choices among several teachers start anew too.
 * @param mask `count` flags, which environments are meant; NULL for all
 * @param seeds `count` numbers; those of environments that are not meant are not read
 * @param count the number of environments
 *
 * INVALID_ARGUMENT: NULL, or a wrong count; INVALID_STATE: an environment that is meant has been sent. */
teachdrl_status teachdrl_vector_environment_seed(teachdrl_vector_environment *vector, const bool *mask,
                                                 const uint64_t *seeds, size_t count);

/** Sets tasks of the episodes that start from now on, as teachdrl_environment_set_task does.
 * @param mask `count` flags, which environments are meant; NULL for all
 * @param tasks `count` rows of `dimension` numbers; those of environments that are not meant are not read
 * @param count the number of environments
 * @param dimension the task's
 *
 * All are checked first: on failure none is set. INVALID_ARGUMENT: NULL, a wrong count or dimension, or a number that is
 * not finite or outside the task space; INVALID_STATE: every parameter is off, or an environment that is meant has been
 * sent or has teachers. */
teachdrl_status teachdrl_vector_environment_set_tasks(teachdrl_vector_environment *vector, const bool *mask,
                                                      const double *tasks, size_t count, size_t dimension);

/** Instead of an index: every environment. */
#define TEACHDRL_ALL_ENVIRONMENTS SIZE_MAX

/** Attaches teachers to one environment or to all: before each of its episodes one of them proposes the task, and after
 * each it is told the return, inside the call that ends the episode. What they had is detached.
 * @param index an environment, or TEACHDRL_ALL_ENVIRONMENTS
 * @param teachers `teacher_count` handles; one may be attached to many environments, and each is kept alive for as long
 *     as it is attached. May be NULL when the count is 0: then tasks are the caller's again
 * @param shares `teacher_count` numbers, not negative, with a positive sum: how often each of them proposes, as shares
 *     of that sum; NULL for equal shares. {0.9, 0.1} for a curriculum and a "Random" teacher beside it
 * @param teacher_count at most 64
 *
 * A teacher gets outcomes with the return, the length, and the success: whether the return is above the environment's
 * mastered return, unless the teacher's option `success_return` is another number or off. Returns are as they are, as from
 * teachdrl_teacher_update: the two can be mixed. If a proposal has a seed, the episode is the one that a reset right after
 * teachdrl_environment_seed with it would start; the environment's own generator is not touched.
 *
 * The episodes of these environments are given up, and no teacher hears of them: reset them before the next step.
 *
 * When several episodes end in one call their teachers are called after all steps have been made, in the order of the
 * environments: update, then sample_task of the teacher that is chosen next, for one environment after the other. That
 * is what a loop over single environments does. Which of several teachers is next, environment i draws from a generator
 * of its own, started by its seed; with one teacher nothing is drawn. Other threads may use the teachers meanwhile.
 * INVALID_ARGUMENT: NULL, an index not below the count, a teacher whose parameters are not as many as the environment's, of
 * another kind (log-scaled numbers may stand for plain ones), at another place than the environment's of that name, or
 * reach out of their bounds, a teacher that needs a member
 * of an outcome that an environment does not give, or wrong shares; INVALID_STATE: every parameter is off, or an
 * environment that is meant has been sent. */
teachdrl_status teachdrl_vector_environment_attach_teachers(teachdrl_vector_environment *vector, size_t index,
                                                            teachdrl_teacher *const *teachers, const double *shares,
                                                            size_t teacher_count);

/** Where a task came from: the index of the teacher among those attached, or this where it was set by the caller or not
 * at all. */
#define TEACHDRL_NO_TEACHER (-1)

/** Writes the tasks of the running episodes (of the last ones, where one has ended and the next not started).
 * @param tasks receives `count` rows of `dimension` numbers, NaN where no task was set; may be NULL
 * @param sources receives `count` numbers, each a teacher or TEACHDRL_NO_TEACHER; may be NULL
 * @param count the number of environments
 * @param dimension the task's
 *
 * Rows of environments that have been sent are left as they are. INVALID_ARGUMENT: NULL, or a wrong count or
 * dimension. */
teachdrl_status teachdrl_vector_environment_running_tasks(teachdrl_vector_environment *vector, double *tasks,
                                                          int32_t *sources, size_t count, size_t dimension);

/** Writes what was proposed beside the tasks of the running episodes (of the last ones, as above): `count` proposals, the
 * number of environments. Their struct_size is the caller's to set. An environment whose task is the caller's has no level
 * and no seed. Rows of environments that have been sent are left as they are. INVALID_ARGUMENT: NULL, or a wrong count or
 * struct_size. */
teachdrl_status teachdrl_vector_environment_running_proposals(teachdrl_vector_environment *vector,
                                                              teachdrl_proposal *proposals, size_t count);

/** Where to write about episodes that end: a row for every environment of a call, written where `terminated` or
 * `truncated` is true and left as it is elsewhere. Any pointer may be NULL. */
typedef struct teachdrl_finished_episodes {
    size_t struct_size;     /**< sizeof(teachdrl_finished_episodes) */
    float *observations;    /**< the last observation, `observation_size` floats a row */
    double *returns;        /**< the sum of rewards */
    uint64_t *lengths;      /**< the number of steps */
    double *tasks;          /**< the task that was played, a task's dimension a row; NaN where none was set */
    int32_t *sources;       /**< the teacher it came from, or TEACHDRL_NO_TEACHER */
    double *successes;      /**< 1 if the return is above the environment's mastered return, else 0 */
    uint64_t *levels;       /**< the level that was played, or TEACHDRL_NO_LEVEL */
    bool *are_for_learning; /**< whether the student should learn from the episode */
} teachdrl_finished_episodes;

/** Where to write what steps led to, a row for each environment of a call. */
typedef struct teachdrl_step_rows {
    size_t struct_size;                         /**< sizeof(teachdrl_step_rows) */
    float *observations;                        /**< rows of `observation_size` floats */
    size_t observation_size;                    /**< the observation's */
    double *rewards;                            /**< a number each */
    bool *terminated;                           /**< whether the episode came to its own end */
    bool *truncated;                            /**< whether it was cut off */
    const teachdrl_finished_episodes *episodes; /**< what is known about episodes that ended; may be NULL */
} teachdrl_step_rows;

/** Starts an episode in every environment, or in those of a mask, and writes their first observations. Episodes under way
 * are given up, and no teacher hears of them; teachers propose the tasks, in the order of the environments.
 * @param mask `count` flags; NULL for all. Rows of the others are left as they are
 * @param observations receives `count` rows of `observation_size` floats
 * @param count the number of environments
 * @param observation_size the observation's
 *
 * INVALID_ARGUMENT: NULL, or a wrong count or size; INVALID_STATE: environments have been sent. */
teachdrl_status teachdrl_vector_environment_reset(teachdrl_vector_environment *vector, const bool *mask,
                                                  float *observations, size_t count, size_t observation_size);

/** Plays one step in every environment.
 * @param actions `count` rows of `action_size` finite numbers (those that are ignored too); outside [-1, 1] counts as
 *     the nearest bound
 * @param count the number of environments
 * @param action_size the action's
 * @param rows where to write what the steps led to, `count` rows
 *
 * Everything is checked first: on failure no environment has been stepped. INVALID_ARGUMENT: NULL, a wrong count or size,
 * an action that is not finite, or a wrong struct_size; INVALID_STATE: an environment must be reset first, or environments
 * have been sent. */
teachdrl_status teachdrl_vector_environment_step(teachdrl_vector_environment *vector, const float *actions,
                                                 size_t count, size_t action_size, const teachdrl_step_rows *rows);

/** Has some environments stepped by the other threads and returns at once, so that the caller can choose actions for those
 * that are ready while others are busy. With no other thread the steps are made in teachdrl_vector_environment_receive.
 * @param indices `count` environments, none of which has been sent and not received
 * @param actions `count` rows of `action_size` finite numbers; they are copied
 * @param count how many are sent; may be 0
 * @param action_size the action's
 *
 * On failure none is sent. INVALID_ARGUMENT: NULL, a wrong size, an index not below the number of environments, sent
 * already or given twice, or an action that is not finite; INVALID_STATE: an environment must be reset first. */
teachdrl_status teachdrl_vector_environment_send(teachdrl_vector_environment *vector, const size_t *indices,
                                                 const float *actions, size_t count, size_t action_size);

/** Waits for the `count` environments that were sent first, in the order in which they were sent, and writes what their
 * steps led to; row r is about environment indices[r]. Teachers are called in this order too. That order is why nothing
 * depends on timing; the other threads go on with what was sent later.
 * @param indices receives `count` environments
 * @param count how many are received, at most as many as have been sent and not received; may be 0
 * @param rows where to write what their steps led to, `count` rows
 *
 * INVALID_ARGUMENT: NULL, a wrong size or struct_size, or a count that is too large. */
teachdrl_status teachdrl_vector_environment_receive(teachdrl_vector_environment *vector, size_t *indices, size_t count,
                                                    const teachdrl_step_rows *rows);

/** @} */

/** @defgroup c_toy The toy environment
 *
 * A stand-in for a student, to try and to compare teachers in seconds: the unit box cut into cells, each of which can
 * be learnt only once a neighbour towards the origin is mastered. Used from one thread at a time, as an environment.
 *
 * @{ */

/** A toy environment. */
typedef struct teachdrl_toy teachdrl_toy;

/** Creates a toy environment; teachdrl_toy_describe lists its options. Its task space is the unit box of
 * `nb_dims` + `irrelevant_dims` dimensions. INVALID_ARGUMENT, UNKNOWN_NAME (an option), UNSUPPORTED. */
teachdrl_status teachdrl_toy_create(const teachdrl_option *options, size_t option_count, teachdrl_toy **toy);

/** Destroys a toy environment; NULL is allowed. */
void teachdrl_toy_destroy(teachdrl_toy *toy);

/** Writes the number of parameters of a task. */
teachdrl_status teachdrl_toy_task_dimension(const teachdrl_toy *toy, size_t *dimension);

/** Plays one episode on a task in the unit box; the reward, in [0, 1], goes to the teacher as it is.
 * INVALID_ARGUMENT: NULL, `dimension` is not the toy's, or a number outside [0, 1] or not finite. */
teachdrl_status teachdrl_toy_play(teachdrl_toy *toy, const double *task, size_t dimension, double *reward);

/** Writes the share of mastered cells (competence above 75), in percent. */
teachdrl_status teachdrl_toy_mastered_share(const teachdrl_toy *toy, double *percent);

/** Writes the competence of every cell, 0 to 100, the last relevant dimension varying fastest.
 * @param competences NULL to ask for the size only
 * @param capacity how many numbers `competences` has room for
 * @param count receives the number of cells
 *
 * INVALID_ARGUMENT: `toy` or `count` is NULL, or the capacity is too small. */
teachdrl_status teachdrl_toy_competences(const teachdrl_toy *toy, uint8_t *competences, size_t capacity, size_t *count);

/** @} */

#ifdef __cplusplus
}
#endif

#endif /**< TEACHDRL_H */
