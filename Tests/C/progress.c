/* The numbers of a teacher's progress and its warnings, as callers get them, and the comparison of two groups. What the
 * numbers are worth is tested beside their sources. */
#include <math.h>
#include <string.h>
#include <teachdrl.h>

#include "expectations.h"

enum { most = 200 };

static const teachdrl_progress_number *said[most];
static double values[most];

/* The value of the number of a name. */
static double number(teachdrl_teacher *teacher, const char *name) {
    size_t count = 0;
    OK(teachdrl_teacher_progress(teacher, said, values, most, &count));
    for (size_t i = 0; i < count; i++)
        if (strcmp(said[i]->name, name) == 0)
            return values[i];
    EXPECT(!"there is a number of that name");
    return 0;
}

static teachdrl_teacher *create(void) {
    static const char *const grounds[] = {"grass", "ice", NULL};
    const teachdrl_parameter parameters[] = {
        {sizeof(teachdrl_parameter), "gravity", TEACHDRL_PARAMETER_LOG_NUMBER, 1, 32, 0, 0, 0, 0, 0, 0},
        {sizeof(teachdrl_parameter), "ground", TEACHDRL_PARAMETER_CATEGORY, 0, 0, grounds, 0, 0, 0, 0, 0},
    };
    const teachdrl_teacher_definition definition = {sizeof definition, "ALP-GMM", parameters, 2, NULL, 0, 7};
    teachdrl_teacher *teacher = NULL;
    OK(teachdrl_teacher_create_from(&definition, &teacher));
    return teacher;
}

static void numbers_are_listed(void) {
    teachdrl_teacher *teacher = create();
    const teachdrl_progress_number *again[most];
    size_t count = 0, same = 0;
    OK(teachdrl_teacher_progress(teacher, NULL, NULL, 0, &count));
    EXPECT(count > 20 && count < most);
    OK(teachdrl_teacher_progress(teacher, said, NULL, count, &count));
    OK(teachdrl_teacher_progress(teacher, again, values, count, &same));
    EXPECT(same == count && memcmp(said, again, count * sizeof *said) == 0);
    for (size_t i = 0; i < count; i++) {
        const teachdrl_progress_number *n = said[i];
        EXPECT(strncmp(n->name, n->quantity, strlen(n->quantity)) == 0 && strlen(n->documentation) > 10);
        if (n->parameter == TEACHDRL_WHOLE) {
            EXPECT(n->part == TEACHDRL_WHOLE && strcmp(n->name, n->quantity) == 0);
            EXPECT(isnan(n->low) && isnan(n->high));
        } else {
            EXPECT(n->parameter < 2 && n->low < n->high);
            EXPECT(strstr(n->name, n->parameter == 0 ? "/gravity" : "/ground") != NULL);
        }
        if (strcmp(n->name, "part_return/gravity/1") == 0)
            EXPECT(n->part == 1 && fabs(n->low - 2) < 1e-12 && fabs(n->high - 4) < 1e-12);
        for (size_t j = 0; j < i; j++)
            EXPECT(strcmp(n->name, said[j]->name) != 0);
    }
    teachdrl_teacher_destroy(teacher);
}

static void numbers_follow_updates(void) {
    teachdrl_teacher *teacher = create(), *loaded = NULL;
    static unsigned char state[1 << 20];
    static double before[most];
    size_t size = 0, count = 0;
    double task[2], returns = 0;
    EXPECT(number(teacher, "episodes") == 0 && isnan(number(teacher, "mean_return")));
    for (int i = 0; i < 80; i++) {
        OK(teachdrl_teacher_sample_task(teacher, task, 2));
        OK(teachdrl_teacher_update(teacher, task, 2, i));
        returns += i / 80.0;
    }
    EXPECT(number(teacher, "episodes") == 80 && number(teacher, "proposals") == 80);
    EXPECT(fabs(number(teacher, "mean_return") - returns) < 1e-9 && isnan(number(teacher, "mean_success")));
    /* Of the numbers from 0 to n - 1 it is (n^2 - 1) / 12. */
    EXPECT(fabs(number(teacher, "return_deviation") - sqrt((80 * 80 - 1) / 12.0)) < 1e-9);
    OK(teachdrl_teacher_save_to_memory(teacher, state, sizeof state, &size));
    OK(teachdrl_teacher_load_from_memory(state, size, &loaded));
    OK(teachdrl_teacher_progress(teacher, NULL, before, most, &count));
    OK(teachdrl_teacher_progress(loaded, NULL, values, most, &count));
    for (size_t i = 0; i < count; i++)
        EXPECT(values[i] == before[i] || (isnan(values[i]) && isnan(before[i])));
    teachdrl_teacher_destroy(teacher);
    teachdrl_teacher_destroy(loaded);
}

static void warnings_come_and_go(void) {
    teachdrl_teacher *teacher = create();
    const teachdrl_warning *warnings[8] = {NULL}, *again[8] = {NULL};
    const double task[] = {2, 0};
    size_t count = 77;
    OK(teachdrl_teacher_warnings(teacher, NULL, 0, &count));
    EXPECT(count == 0);
    for (int i = 0; i < 249; i++)
        OK(teachdrl_teacher_update(teacher, task, 2, 1));
    OK(teachdrl_teacher_warnings(teacher, warnings, 8, &count));
    EXPECT(count == 2 && strcmp(warnings[0]->name, "not_fitted") == 0 &&
           strcmp(warnings[1]->name, "constant_rewards") == 0);
    EXPECT(strcmp(warnings[1]->kind, "constant_rewards") == 0 && warnings[1]->parameter == TEACHDRL_WHOLE &&
           strstr(warnings[1]->text, "reward_range") != NULL);
    OK(teachdrl_teacher_update(teacher, task, 2, 2));
    OK(teachdrl_teacher_warnings(teacher, again, 8, &count));
    EXPECT(count == 0);
    OK(teachdrl_teacher_warnings(teacher, NULL, 0, &count));
    /* What was given once stays. */
    EXPECT(strcmp(warnings[0]->name, "not_fitted") == 0);
    teachdrl_teacher_destroy(teacher);
}

static void groups_are_compared(void) {
    const double first[] = {1, 2, 3}, second[] = {4, 5, 6}, third[] = {2, 3, 1};
    double p_value = 0;
    /* Two of the 20 divisions into threes are as far apart as these. */
    OK(teachdrl_permutation_test(first, 3, second, 3, 0, &p_value));
    EXPECT(p_value == 0.1);
    OK(teachdrl_permutation_test(first, 3, third, 3, 0, &p_value));
    EXPECT(p_value == 1);
}

int main(void) {
    numbers_are_listed();
    numbers_follow_updates();
    warnings_come_and_go();
    groups_are_compared();
    return report_expectations();
}
