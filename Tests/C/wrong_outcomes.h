/* Part of wrong_calls.c: outcomes and proposals. */
#ifndef WRONG_OUTCOMES_H
#define WRONG_OUTCOMES_H

/* A proposal as no call gives it. */
static teachdrl_proposal marked_proposal(void) {
    teachdrl_proposal proposal;
    memset(&proposal, 0, sizeof proposal);
    proposal.struct_size = sizeof proposal;
    proposal.level = 77;
    proposal.has_seed = true;
    proposal.seed = 78;
    return proposal;
}

static int is_marked(const teachdrl_proposal *proposal) {
    return proposal->level == 77 && proposal->has_seed && !proposal->is_for_learning && proposal->seed == 78;
}

static teachdrl_outcome outcome_of(double episode_return) {
    teachdrl_outcome outcome = nothing_known();
    outcome.episode_return = episode_return;
    tell(&outcome);
    return outcome;
}

static teachdrl_teacher *teacher_with(const char *name, const char *option, const char *value) {
    teachdrl_option given;
    teachdrl_teacher *teacher;
    given.name = option;
    given.value = value;
    MUST(teachdrl_teacher_create(name, 2, low, high, &given, option != NULL, 7, &teacher));
    return teacher;
}

/* What a teacher needs and is not told, by every call that tells it something. Episodes are under way in slots 1 and 2. */
static void keep_something_back(const char *name, const char *signal, const char *member) {
    const double tasks[] = {1, 1, 2, 2};
    const size_t slots[] = {1, 2};
    double begun[4];
    teachdrl_teacher *teacher = teacher_with(name, "signal", signal);
    teachdrl_outcome outcomes[2];
    uint64_t count = 77;
    outcomes[0] = outcomes[1] = outcome_of(1);
    outcomes[0].success = outcomes[0].score = 1;
    tell(&outcomes[0]);
    MUST(teachdrl_teacher_begin_episodes(teacher, slots, 2, begun, 2));
    if (strcmp(member, "episode_return") == 0) {
        outcomes[1].known = 0;
    } else {
        REFUSED(teachdrl_teacher_update, (teacher, tasks, 2, 1), BAD, 1, member);
        REFUSED(teachdrl_teacher_update_tasks, (teacher, tasks, 2, 2, tasks), BAD, 1, member);
        REFUSED(teachdrl_teacher_end_episode, (teacher, 1, 1), BAD, 1, member);
        REFUSED(teachdrl_teacher_end_episodes, (teacher, slots, 2, tasks), BAD, 1, member);
    }
    REFUSED(teachdrl_teacher_update_outcomes, (teacher, tasks, 2, 2, outcomes), BAD, 1, member);
    REFUSED(teachdrl_teacher_update_outcomes, (teacher, tasks, 2, 2, outcomes), BAD, 1, "'outcomes[1]'");
    REFUSED(teachdrl_teacher_end_episodes_with_outcomes, (teacher, slots, 2, outcomes), BAD, 1, member);
    MUST(teachdrl_teacher_episode_count(teacher, &count));
    check("unchanged", __LINE__, BAD, BAD, count == 0, "");
    outcomes[1] = outcomes[0];
    MUST(teachdrl_teacher_end_episodes_with_outcomes(teacher, slots, 2, outcomes));
    MUST(teachdrl_teacher_update_outcomes(teacher, tasks, 2, 2, outcomes));
    teachdrl_teacher_destroy(teacher);
}

static void give_wrong_outcomes(void) {
    const double tasks[] = {1, 1, 2, 2}, outside[] = {1, 1, 2, 7};
    const double no_success[] = {-1e-9, 1.000001, INFINITY, -INFINITY, NAN};
    const size_t slots[] = {5, 6}, twice[] = {5, 5}, far[] = {5, 1000000};
    teachdrl_teacher *teacher = teacher_with("ALP-GMM", NULL, NULL);
    teachdrl_outcome outcomes[2];
    double task[4] = {NEVER, 0, 0, 0};
    uint32_t needs = 77, uses = 77;
    uint64_t count = 77;
    size_t i;

    outcomes[0] = outcomes[1] = outcome_of(1);
    MUST(teachdrl_teacher_begin_episode(teacher, 5, task, 2));
    REFUSED(teachdrl_teacher_outcome_members, (NULL, &needs, &uses), BAD, needs == 77 && uses == 77,
            "'teacher' is NULL");
    MUST(teachdrl_teacher_outcome_members(teacher, NULL, NULL));
#define TWO_REFUSED(fragment)                                                                                          \
    do {                                                                                                               \
        REFUSED(teachdrl_teacher_update_outcomes, (teacher, tasks, 2, 2, outcomes), BAD, 1, fragment);                 \
        REFUSED(teachdrl_teacher_end_episodes_with_outcomes, (teacher, slots, 2, outcomes), BAD, 1, fragment);         \
    } while (0)
    REFUSED(teachdrl_teacher_update_outcomes, (NULL, tasks, 2, 2, outcomes), BAD, 1, "'teacher' is NULL");
    REFUSED(teachdrl_teacher_update_outcomes, (teacher, NULL, 2, 2, outcomes), BAD, 1, "'tasks' is NULL");
    REFUSED(teachdrl_teacher_update_outcomes, (teacher, tasks, 2, 2, NULL), BAD, 1, "'outcomes' is NULL");
    REFUSED(teachdrl_teacher_update_outcomes, (teacher, tasks, (size_t)-1, 2, outcomes), BAD, 1, "'count' is");
    REFUSED(teachdrl_teacher_update_outcomes, (teacher, outside, 2, 2, outcomes), BAD, 1, "in row 1: 'task[1]' is 7");
    for (i = 0; i < COUNT(wrong_dimensions); i++)
        REFUSED(teachdrl_teacher_update_outcomes, (teacher, tasks, 1, wrong_dimensions[i], outcomes), BAD, 1,
                "it must be 2");
    REFUSED(teachdrl_teacher_end_episodes_with_outcomes, (NULL, slots, 2, outcomes), BAD, 1, "'teacher' is NULL");
    REFUSED(teachdrl_teacher_end_episodes_with_outcomes, (teacher, NULL, 2, outcomes), BAD, 1, "'slots' is NULL");
    REFUSED(teachdrl_teacher_end_episodes_with_outcomes, (teacher, slots, 2, NULL), BAD, 1, "'outcomes' is NULL");
    REFUSED(teachdrl_teacher_end_episodes_with_outcomes, (teacher, slots, (size_t)-1, outcomes), BAD, 1, "'count' is");
    REFUSED(teachdrl_teacher_end_episodes_with_outcomes, (teacher, twice, 2, outcomes), BAD, 1, "'slots[1]' is 5");
    REFUSED(teachdrl_teacher_end_episodes_with_outcomes, (teacher, far, 2, outcomes), BAD, 1, "'slots[1]' is 1000000");
    REFUSED(teachdrl_teacher_end_episodes_with_outcomes, (teacher, slots, 2, outcomes), TEACHDRL_INVALID_STATE, 1,
            "slot 6");
    for (i = 0; i < COUNT(wrong_structures); i++) {
        outcomes[1].struct_size = sizeof *outcomes + wrong_structures[i];
        TWO_REFUSED("'outcomes[1].struct_size' is");
        outcomes[1].struct_size = sizeof *outcomes;
        outcomes[0].struct_size = sizeof *outcomes + wrong_structures[i];
        TWO_REFUSED("'outcomes[0].struct_size' is");
        outcomes[0].struct_size = sizeof *outcomes;
    }
    for (i = 0; i < COUNT(not_finite); i++) {
        outcomes[1].known = TEACHDRL_OUTCOME_RETURN | TEACHDRL_OUTCOME_VALUE_ESTIMATE | TEACHDRL_OUTCOME_SCORE;
        outcomes[1].value_estimate = outcomes[1].score = 0;
        outcomes[1].episode_return = not_finite[i];
        TWO_REFUSED("'outcomes[1].episode_return' is");
        outcomes[1].episode_return = 0;
        outcomes[1].value_estimate = not_finite[i];
        TWO_REFUSED("'outcomes[1].value_estimate' is");
        outcomes[1].value_estimate = 0;
        outcomes[1].score = not_finite[i];
        TWO_REFUSED("'outcomes[1].score' is");
        outcomes[1] = outcomes[0];
    }
    outcomes[1].known = 64;
    TWO_REFUSED("'outcomes[1].known' is 64");
    outcomes[1].known = UINT32_MAX;
    TWO_REFUSED("'outcomes[1].known' is 4294967295");
    outcomes[1].known = TEACHDRL_OUTCOME_RETURN | TEACHDRL_OUTCOME_SUCCESS;
    for (i = 0; i < COUNT(no_success); i++) {
        outcomes[1].success = no_success[i];
        TWO_REFUSED("'outcomes[1].success' is");
    }
    MUST(teachdrl_teacher_episode_count(teacher, &count));
    check("unchanged", __LINE__, BAD, BAD, count == 0, "");
    MUST(teachdrl_teacher_update_outcomes(teacher, NULL, 0, 2, NULL));
    MUST(teachdrl_teacher_end_episodes_with_outcomes(teacher, NULL, 0, NULL));
    MUST(teachdrl_teacher_end_episode(teacher, 5, 1));
    teachdrl_teacher_destroy(teacher);

    keep_something_back("ALP-GMM", "auto", "episode_return");
    keep_something_back("RIAC", "return", "episode_return");
    keep_something_back("Covar-GMM", "success", "success");
    keep_something_back("ALP-GMM", "score", "score");
}

static void propose(void) {
    teachdrl_teacher *teacher = teacher_with("Random", NULL, NULL), *control = teacher_with("Random", NULL, NULL);
    teachdrl_proposal proposal = marked_proposal();
    double task[2] = {NEVER, NEVER}, begun[2], expected[2];
    size_t i;

    MUST(teachdrl_teacher_begin_episode(teacher, 5, begun, 2));
    MUST(teachdrl_teacher_sample_task(control, expected, 2));
#define PROPOSAL_REFUSED(function, arguments, status, fragment)                                                        \
    REFUSED(function, arguments, status, task[0] == NEVER && is_marked(&proposal), fragment)
    PROPOSAL_REFUSED(teachdrl_teacher_propose, (NULL, task, 2, &proposal), BAD, "'teacher' is NULL");
    PROPOSAL_REFUSED(teachdrl_teacher_propose, (teacher, NULL, 2, &proposal), BAD, "'task' is NULL");
    for (i = 0; i < COUNT(wrong_dimensions); i++)
        PROPOSAL_REFUSED(teachdrl_teacher_propose, (teacher, task, wrong_dimensions[i], &proposal), BAD,
                         "it must be 2");
    PROPOSAL_REFUSED(teachdrl_teacher_proposal_in_slot, (NULL, 5, &proposal), BAD, "'teacher' is NULL");
    PROPOSAL_REFUSED(teachdrl_teacher_proposal_in_slot, (teacher, 5, NULL), BAD, "'proposal' is NULL");
    PROPOSAL_REFUSED(teachdrl_teacher_proposal_in_slot, (teacher, 6, &proposal), TEACHDRL_INVALID_STATE, "slot 6");
    PROPOSAL_REFUSED(teachdrl_teacher_proposal_in_slot, (teacher, 1000000, &proposal), BAD, "must be below 1000000");
    for (i = 0; i < COUNT(wrong_structures); i++) {
        proposal.struct_size = sizeof proposal + wrong_structures[i];
        PROPOSAL_REFUSED(teachdrl_teacher_propose, (teacher, task, 2, &proposal), BAD, "'proposal.struct_size' is");
        PROPOSAL_REFUSED(teachdrl_teacher_proposal_in_slot, (teacher, 5, &proposal), BAD, "'proposal.struct_size' is");
    }
    /* No draw was lost. */
    proposal.struct_size = sizeof proposal;
    MUST(teachdrl_teacher_propose(teacher, task, 2, &proposal));
    MUST(teachdrl_teacher_sample_task(control, expected, 2));
    check("unchanged", __LINE__, BAD, BAD, memcmp(task, expected, sizeof task) == 0 && !is_marked(&proposal), "");
    teachdrl_teacher_destroy(teacher);
    teachdrl_teacher_destroy(control);
}

#endif
