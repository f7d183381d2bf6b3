/* A teacher's definition from bytes: parameters of every kind, right and wrong. */
#ifndef DEFINITION_H
#define DEFINITION_H

#include "input.h"

enum { most_parameters = 5 };

typedef struct definition {
    teachdrl_parameter parameters[most_parameters];
    teachdrl_option options[3];
    teachdrl_teacher_definition teacher;
} definition;

static inline void take_parameter(input *in, teachdrl_parameter *parameter) {
    static const char *const names[] = {"gravity", "legs", "ground", "friction", "mass", "task[0]", "", NULL};
    static const char *const two[] = {"grass", "ice", NULL}, *const five[] = {"a", "b", "c", "d", "e", NULL};
    static const char *const twice[] = {"x", "x", NULL}, *const none[] = {NULL}, *const empty[] = {"", NULL};
    static const char *const *const categories[] = {two, five, two, five, twice, none, empty, NULL};
    const uint8_t kind = take_byte(in), name = take_byte(in), extras = take_byte(in);
    memset(parameter, 0, sizeof *parameter);
    parameter->struct_size = take_struct_size(in, sizeof *parameter);
    parameter->name = names[name < 240 ? name % 5 : name % 8];
    parameter->kind = (teachdrl_parameter_kind)(kind < 250 ? kind % 4 : kind);
    if (parameter->kind == TEACHDRL_PARAMETER_CATEGORY || extras == 255)
        parameter->categories = categories[extras < 230 ? extras % 4 : extras % 8];
    if (parameter->kind != TEACHDRL_PARAMETER_CATEGORY || extras > 250) {
        const double low = parameter->kind == TEACHDRL_PARAMETER_NUMBER ? 0 : 1;
        const double high = parameter->kind == TEACHDRL_PARAMETER_INTEGER ? 4 : low + 1.5;
        parameter->low = take_double(in, low, low);
        parameter->high = take_double(in, high, high);
    }
    parameter->group = extras % 8 == 1 ? "shape" : extras == 2 ? "mass" : NULL;
    parameter->unit = extras % 16 == 3 ? "m" : NULL;
    parameter->documentation = extras % 16 == 4 ? "one line" : NULL;
    if (extras % 8 == 5) {
        parameter->has_default = true;
        parameter->default_value = take_double(in, 1, 1);
    }
}

/* The one definition that there is at a time. */
static inline const definition *take_definition(input *in) {
    static const char *const names[] = {"ALP-GMM", "RIAC",         "Covar-GMM", "Oracle",    "Random",   "nobody", NULL,
                                        "ADR",     "ExpandingBox", "Stages",    "Annealing", "DORAEMON", "SPDL"};
    static const teachdrl_option options[] = {
        {"signal", "score"},  {"signal", "success"},    {"success_return", "0.5"}, {"success_return", "off"},
        {"fit_rate", "5"},    {"max_region_size", "6"}, {"signal", "auto"},        {"signal", "no"},
        {"update_rate", "2"}, {"queue_len", "2"},       {"grow_threshold", "1"},   {"update_offset", "2"}};
    static definition d;
    const size_t count = 1 + take_byte(in) % (most_parameters - 1);
    for (size_t i = 0; i < count; i++)
        take_parameter(in, &d.parameters[i]);
    d.teacher.struct_size = take_struct_size(in, sizeof d.teacher);
    d.teacher.name = names[take_byte(in) % (sizeof names / sizeof *names)];
    d.teacher.parameters = take_byte(in) < 4 ? NULL : d.parameters;
    d.teacher.parameter_count = take_byte(in) < 4 ? take_byte(in) % most_parameters : count;
    d.teacher.option_count = take_byte(in) % 3;
    for (size_t i = 0; i < d.teacher.option_count; i++)
        d.options[i] = options[take_byte(in) % (sizeof options / sizeof *options)];
    d.teacher.options = d.options;
    d.teacher.seed = take_byte(in);
    return &d;
}

#endif
