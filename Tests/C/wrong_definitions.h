/* Part of wrong_calls.c: definitions of teachers, parameters of tasks, and states that are not what was described. */
#ifndef WRONG_DEFINITIONS_H
#define WRONG_DEFINITIONS_H

#include <unistd.h>

static const char *const grounds[] = {"grass", "ice", "mud", NULL};

/* Three parameters that are right, a number and two that are not. */
static void usual_parameters(teachdrl_parameter *parameters) {
    memset(parameters, 0, 3 * sizeof *parameters);
    parameters[0].struct_size = parameters[1].struct_size = parameters[2].struct_size = sizeof *parameters;
    parameters[0].name = "gravity";
    parameters[0].kind = TEACHDRL_PARAMETER_LOG_NUMBER;
    parameters[0].low = 1;
    parameters[0].high = 20;
    parameters[1].name = "legs";
    parameters[1].kind = TEACHDRL_PARAMETER_INTEGER;
    parameters[1].low = 2;
    parameters[1].high = 4;
    parameters[2].name = "ground";
    parameters[2].kind = TEACHDRL_PARAMETER_CATEGORY;
    parameters[2].categories = grounds;
}

static teachdrl_teacher_definition definition_of(const teachdrl_parameter *parameters, size_t count) {
    teachdrl_teacher_definition definition;
    memset(&definition, 0, sizeof definition);
    definition.struct_size = sizeof definition;
    definition.name = "ALP-GMM";
    definition.parameters = parameters;
    definition.parameter_count = count;
    definition.seed = 7;
    return definition;
}

static void define_teacher(void) {
    static char long_names[65][8];
    static teachdrl_parameter many[65];
    teachdrl_parameter usual[3];
    const teachdrl_option unknown = {"fit_rat", "1"};
    teachdrl_teacher_definition given;
    teachdrl_teacher *teacher = NULL;
    size_t i;

    usual_parameters(usual);
    given = definition_of(usual, 3);
#define DEFINE(member, value, status, fragment)                                                                        \
    do {                                                                                                               \
        given = definition_of(usual, 3);                                                                               \
        given.member = value;                                                                                          \
        REFUSED(teachdrl_teacher_create_from, (&given, &teacher), status, teacher == NULL, fragment);                  \
    } while (0)
    REFUSED(teachdrl_teacher_create_from, (NULL, &teacher), BAD, teacher == NULL, "'definition' is NULL");
    REFUSED(teachdrl_teacher_create_from, (&given, NULL), BAD, 1, "'teacher' is NULL");
    DEFINE(name, NULL, BAD, "'definition.name' is NULL");
    DEFINE(name, "ALP-GNM", TEACHDRL_UNKNOWN_NAME, "did you mean 'ALP-GMM'?");
    DEFINE(parameters, NULL, BAD, "'parameters' is NULL");
    DEFINE(parameter_count, 0, BAD, "'definition.parameter_count' is 0");
    DEFINE(parameter_count, 10001, BAD, "'parameter_count' is 10001");
    DEFINE(parameter_count, (size_t)-1, BAD, "'parameter_count' is 18446744073709551615");
    DEFINE(option_count, 1, BAD, "'options' is NULL");
    DEFINE(option_count, (size_t)-1, BAD, "'option_count' is");
    for (i = 0; i < COUNT(wrong_structures); i++) {
        DEFINE(struct_size, sizeof given + wrong_structures[i], BAD, "'definition.struct_size' is");
    }
    given = definition_of(usual, 3);
    given.options = &unknown;
    given.option_count = 1;
    REFUSED(teachdrl_teacher_create_from, (&given, &teacher), TEACHDRL_UNKNOWN_NAME, teacher == NULL,
            "did you mean 'fit_rate'?");

    for (i = 0; i < COUNT(many); i++) {
        many[i] = usual[1];
        snprintf(long_names[i], sizeof long_names[i], "p%d", (int)i);
        many[i].name = long_names[i];
    }
    given = definition_of(many, 65);
    REFUSED(teachdrl_teacher_create_from, (&given, &teacher), BAD, teacher == NULL,
            "'definition.parameter_count' is 65; for ALP-GMM it must be from 1 to 64");
    given.parameter_count = 64;
    MUST(teachdrl_teacher_create_from(&given, &teacher));
    teachdrl_teacher_destroy(teacher);

    REFUSED(teachdrl_teacher_parameter, (NULL, 0, NULL), BAD, 1, "'teacher' is NULL");
    given = definition_of(usual, 3);
    MUST(teachdrl_teacher_create_from(&given, &teacher));
    {
        const teachdrl_parameter *parameter = NULL;
        REFUSED(teachdrl_teacher_parameter, (teacher, 0, NULL), BAD, 1, "'parameter' is NULL");
        REFUSED(teachdrl_teacher_parameter, (teacher, 3, &parameter), BAD, parameter == NULL, "must be below 3");
        REFUSED(teachdrl_teacher_parameter, (teacher, (size_t)-1, &parameter), BAD, parameter == NULL,
                "must be below 3");
    }
    teachdrl_teacher_destroy(teacher);
}

/* Every member of a parameter that can be wrong. */
static void define_parameters(void) {
    static char long_name[257];
    static const char *const none[] = {NULL}, *const empty[] = {"", NULL}, *const same[] = {"a", "b", "a", NULL};
    teachdrl_parameter p[3];
    teachdrl_teacher_definition given;
    teachdrl_teacher *teacher = NULL;
    size_t i;

    usual_parameters(p);
    given = definition_of(p, 3);
    memset(long_name, 'a', 256);
#define PARAMETER(index, member, value, fragment)                                                                      \
    do {                                                                                                               \
        usual_parameters(p);                                                                                           \
        p[index].member = value;                                                                                       \
        REFUSED(teachdrl_teacher_create_from, (&given, &teacher), BAD, teacher == NULL, fragment);                     \
    } while (0)
    PARAMETER(1, name, NULL, "'parameters[1].name' is NULL");
    PARAMETER(1, name, "", "name is empty");
    PARAMETER(1, name, long_name, "'parameters[1].name'");
    PARAMETER(1, name, "caf\xe9", "'parameters[1].name' is not UTF-8");
    PARAMETER(1, unit, "\xff", "'parameters[1].unit' is not UTF-8");
    PARAMETER(1, name, "gravity", "parameter 'gravity' is there twice");
    PARAMETER(1, kind, (teachdrl_parameter_kind)3, "parameter 'legs': 'categories' is NULL");
    PARAMETER(0, low, 20, "parameter 'gravity': 'low' is 20 and 'high' is 20; low must be below high");
    PARAMETER(0, low, 30, "low must be below high");
    PARAMETER(0, low, 0, "parameter 'gravity': 'low' is 0; it must be above 0");
    PARAMETER(0, low, -1, "parameter 'gravity': 'low' is -1; it must be above 0");
    PARAMETER(1, low, 2.5, "parameter 'legs': 'low' is 2.5; it must be a whole number");
    PARAMETER(1, high, 3.5, "parameter 'legs': 'high' is 3.5; it must be a whole number");
    PARAMETER(1, high, 1, "parameter 'legs': 'low' is 2 and 'high' is 1; low must not be above high");
    PARAMETER(1, high, 1e16, "parameter 'legs': 'high' is 1e+16; it must be a whole number from -2^51 to 2^51");
    PARAMETER(2, categories, none, "parameter 'ground': it has no categories");
    PARAMETER(2, categories, empty, "parameter 'ground': 'categories[0]' is 0 bytes");
    PARAMETER(2, categories, same, "parameter 'ground': 'categories[2]' is 'a', which is there already");
    PARAMETER(0, group, long_name, "'parameters[0].group'");
    PARAMETER(1, group, "gravity", "'gravity'");
    for (i = 0; i < COUNT(not_finite); i++) {
        PARAMETER(0, low, not_finite[i], "parameter 'gravity': 'low' is");
        PARAMETER(0, high, not_finite[i], "parameter 'gravity': 'high' is");
        PARAMETER(1, low, not_finite[i], "parameter 'legs': 'low' is");
        PARAMETER(1, high, not_finite[i], "parameter 'legs': 'high' is");
    }
    for (i = 0; i < COUNT(wrong_structures); i++) {
        PARAMETER(0, struct_size, sizeof *p + wrong_structures[i], "'parameters[0].struct_size' is");
        PARAMETER(2, struct_size, sizeof *p + wrong_structures[i], "'parameters[2].struct_size' is");
    }
#ifndef __cplusplus /* in which a value beyond those of an enumeration is undefined */
    PARAMETER(1, kind, (teachdrl_parameter_kind)4, "parameter 'legs': 'kind' is 4");
#endif
    usual_parameters(p);
    p[0].kind = TEACHDRL_PARAMETER_NUMBER;
    p[0].low = -1.7e308;
    p[0].high = 1.7e308;
    REFUSED(teachdrl_teacher_create_from, (&given, &teacher), BAD, teacher == NULL,
            "parameter 'gravity': 'high' - 'low'");
    for (i = 0; i < 3; i++) {
        const double no_default[] = {0.5, 2.5, 3};
        usual_parameters(p);
        p[i].has_default = true;
        p[i].default_value = no_default[i];
        REFUSED(teachdrl_teacher_create_from, (&given, &teacher), BAD, teacher == NULL, "'default_value' is");
    }
    /* A group of two that differ, and one that something else is in the middle of. */
    usual_parameters(p);
    p[0].group = p[1].group = "body";
    REFUSED(teachdrl_teacher_create_from, (&given, &teacher), BAD, teacher == NULL,
            "parameter 'legs' is not like 'gravity' of the same group 'body'");
    usual_parameters(p);
    p[2] = p[0];
    p[2].name = "mass";
    p[0].group = p[2].group = "body";
    REFUSED(teachdrl_teacher_create_from, (&given, &teacher), BAD, teacher == NULL, "next to one another");

    /* What is told of a task names the parameter, whatever it is passed to. */
    usual_parameters(p);
    MUST(teachdrl_teacher_create_from(&given, &teacher));
    {
        const struct {
            double task[3];
            const char *message;
        } wrong[] = {{{30, 2, 0}, "parameter 'gravity' is 30; it must lie from 1 to 20"},
                     {{NAN, 2, 0}, "parameter 'gravity' is"},
                     {{2, 2.5, 0}, "parameter 'legs' is 2.5; it must be a whole number from 2 to 4"},
                     {{2, 5, 0}, "parameter 'legs' is 5; it must be a whole number from 2 to 4"},
                     {{2, 2, 0.5}, "parameter 'ground' is 0.5; it must be a whole number from 0 to 2"},
                     {{2, 2, 3}, "parameter 'ground' is 3; it must be a whole number from 0 to 2"}};
        double density = NEVER;
        teachdrl_outcome outcome = nothing_known();
        outcome.episode_return = 1;
        tell(&outcome);
        for (i = 0; i < COUNT(wrong); i++) {
            REFUSED(teachdrl_teacher_update, (teacher, wrong[i].task, 3, 1), BAD, 1, wrong[i].message);
            REFUSED(teachdrl_teacher_update_outcomes, (teacher, wrong[i].task, 1, 3, &outcome), BAD, 1,
                    wrong[i].message);
            REFUSED(teachdrl_teacher_log_density, (teacher, wrong[i].task, 1, 3, &density), BAD, density == NEVER,
                    wrong[i].message);
        }
    }
    teachdrl_teacher_destroy(teacher);
}

/* States that are of another teacher than the one described: the message says what differs. */
static void load_as(void) {
    static unsigned char bytes[65536];
    static const char *const other_grounds[] = {"grass", "ice", "sand", NULL};
    char folder[] = "/tmp/teachdrl-XXXXXX", path[64];
    teachdrl_parameter usual[3], p[3];
    const teachdrl_option slow = {"fit_rate", "300"}, same = {"fit_rate", "250"}, unknown = {"fit_rat", "250"};
    teachdrl_teacher_definition given;
    teachdrl_teacher *teacher, *loaded = NULL;
    size_t size, i;

    usual_parameters(usual);
    given = definition_of(usual, 3);
    MUST(teachdrl_teacher_create_from(&given, &teacher));
    MUST(teachdrl_teacher_save_to_memory(teacher, bytes, sizeof bytes, &size));
    if (mkdtemp(folder) == NULL)
        exit(1);
    snprintf(path, sizeof path, "%s/state", folder);
    MUST(teachdrl_teacher_save(teacher, path));
    teachdrl_teacher_destroy(teacher);
/* From a file and from memory, to have the teacher and only to ask. */
#define LOAD_REFUSED(definition, status, fragment)                                                                     \
    do {                                                                                                               \
        REFUSED(teachdrl_teacher_load_as, (path, definition, &loaded), status, loaded == NULL, fragment);              \
        REFUSED(teachdrl_teacher_load_as, (path, definition, NULL), status, 1, fragment);                              \
        REFUSED(teachdrl_teacher_load_from_memory_as, (bytes, size, definition, &loaded), status, loaded == NULL,      \
                fragment);                                                                                             \
        REFUSED(teachdrl_teacher_load_from_memory_as, (bytes, size, definition, NULL), status, 1, fragment);           \
    } while (0)
    LOAD_REFUSED(NULL, BAD, "'definition' is NULL");
    for (i = 0; i < COUNT(wrong_structures); i++) {
        given.struct_size = sizeof given + wrong_structures[i];
        LOAD_REFUSED(&given, BAD, "'definition.struct_size' is");
    }
    given = definition_of(NULL, 3);
    LOAD_REFUSED(&given, BAD, "'parameters' is NULL");
    given = definition_of(usual, 3);
    given.name = "ALP-GNM";
    LOAD_REFUSED(&given, TEACHDRL_UNKNOWN_NAME, "did you mean 'ALP-GMM'?");
    given.name = "RIAC";
    LOAD_REFUSED(&given, TEACHDRL_MISMATCH, "ALP-GMM");
    given = definition_of(usual, 2);
    LOAD_REFUSED(&given, TEACHDRL_MISMATCH, "3 parameters there and 2 here");
    given = definition_of(usual, 3);
    given.options = &slow;
    given.option_count = 1;
    LOAD_REFUSED(&given, TEACHDRL_MISMATCH, "fit_rate");
    given.options = &unknown;
    LOAD_REFUSED(&given, TEACHDRL_UNKNOWN_NAME, "did you mean 'fit_rate'?");
#define OTHER(index, member, value, fragment)                                                                          \
    do {                                                                                                               \
        memcpy(p, usual, sizeof p);                                                                                    \
        p[index].member = value;                                                                                       \
        given = definition_of(p, 3);                                                                                   \
        LOAD_REFUSED(&given, TEACHDRL_MISMATCH, fragment);                                                             \
    } while (0)
    OTHER(0, name, "mass", "parameter 0 is 'gravity' there and 'mass' here");
    OTHER(0, high, 30, "'gravity'");
    OTHER(0, kind, TEACHDRL_PARAMETER_NUMBER, "'gravity'");
    OTHER(1, low, 1, "'legs'");
    OTHER(2, categories, other_grounds, "'ground'");
    OTHER(1, group, "body", "'legs'");

    given = definition_of(usual, 3);
    REFUSED(teachdrl_teacher_load_as, (NULL, &given, &loaded), BAD, loaded == NULL, "'path' is NULL");
    REFUSED(teachdrl_teacher_load_as, ("", &given, &loaded), BAD, loaded == NULL, "'path' is empty");
    REFUSED(teachdrl_teacher_load_as, ("/no/such/folder/state", &given, NULL), TEACHDRL_NOT_FOUND, 1, "No such file");
    REFUSED(teachdrl_teacher_load_as, ("/dev/null/state", &given, &loaded), TEACHDRL_IO_ERROR, loaded == NULL,
            "/dev/null/state");
    REFUSED(teachdrl_teacher_load_as, ("/proc/self/exe", &given, &loaded), TEACHDRL_INVALID_DATA, loaded == NULL,
            "not a saved teacher");
    REFUSED(teachdrl_teacher_load_from_memory_as, (NULL, size, &given, &loaded), BAD, loaded == NULL,
            "'bytes' is NULL");
    REFUSED(teachdrl_teacher_load_from_memory_as, (bytes, (size_t)-1, &given, &loaded), BAD, loaded == NULL,
            "'size' is");
    REFUSED(teachdrl_teacher_load_from_memory_as, (bytes, size - 1, &given, NULL), TEACHDRL_INVALID_DATA, 1, "damaged");

    given.options = &same;
    given.option_count = 1;
    MUST(teachdrl_teacher_load_as(path, &given, NULL));
    MUST(teachdrl_teacher_load_from_memory_as(bytes, size, &given, &loaded));
    teachdrl_teacher_destroy(loaded);
    remove(path);
    rmdir(folder);
}

#endif
