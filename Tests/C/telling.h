/* Outcomes for tests: a number counts as known once it is set. */
#ifndef TELLING_H
#define TELLING_H

#include <math.h>
#include <string.h>
#include <teachdrl.h>

/* An outcome of which nothing is known: its numbers are NAN. `tell` sets the flags of those that a test has set since. */
static teachdrl_outcome nothing_known(void) {
    teachdrl_outcome outcome;
    memset(&outcome, 0, sizeof outcome);
    outcome.struct_size = sizeof outcome;
    outcome.episode_return = outcome.success = outcome.value_estimate = outcome.score = NAN;
    outcome.level = TEACHDRL_NO_LEVEL;
    return outcome;
}

static const teachdrl_outcome *tell(teachdrl_outcome *outcome) {
    outcome->known = (uint32_t)((isnan(outcome->episode_return) ? 0 : TEACHDRL_OUTCOME_RETURN) |
                                (isnan(outcome->success) ? 0 : TEACHDRL_OUTCOME_SUCCESS) |
                                (isnan(outcome->value_estimate) ? 0 : TEACHDRL_OUTCOME_VALUE_ESTIMATE) |
                                (outcome->length == 0 ? 0 : TEACHDRL_OUTCOME_LENGTH) |
                                (isnan(outcome->score) ? 0 : TEACHDRL_OUTCOME_SCORE) |
                                (outcome->level == TEACHDRL_NO_LEVEL ? 0 : TEACHDRL_OUTCOME_LEVEL));
    return outcome;
}

#endif
