// Part of methods.cpp: parameters of tasks, definitions of teachers, outcomes and proposals.
#ifndef TASK_SPACES_H
#define TASK_SPACES_H

static TaskSpace three_kinds() {
    Parameter gravity = Parameter::log_number("gravity", 1, 20);
    gravity.unit = "m/s2";
    gravity.documentation = "pulls down";
    gravity.default_value = 9.81;
    return {gravity, Parameter::integer("legs", 2, 4), Parameter::category("ground", {"grass", "ice"})};
}

static bool alike(const Parameter &one, const Parameter &other) {
    return one.name == other.name && one.kind == other.kind && one.low == other.low && one.high == other.high &&
           one.categories == other.categories && one.group == other.group && one.unit == other.unit &&
           one.documentation == other.documentation && one.default_value == other.default_value;
}

static void task_spaces() {
    const TaskSpace space = three_kinds();
    EXPECT(space.dimension() == 3 && space[1].name == "legs" && &space[1] == &space.parameters()[1]);
    EXPECT(space[2].high == 1 && Parameter::category("none", {}).high == 0);

    // What comes back is what was given; what is drawn are values of each kind.
    Teacher teacher("Random", space, {}, 3);
    const TaskSpace same = teacher.task_space();
    EXPECT(same.dimension() == 3);
    for (std::size_t i = 0; i < 3; i++)
        EXPECT(alike(space[i], same[i]));
    EXPECT(teacher.task_bounds().low == (std::vector<double>{1, 2, 0}));
    EXPECT(teacher.task_bounds().high == (std::vector<double>{20, 4, 1}));
    bool seen[5][2] = {};
    for (int i = 0; i < 200; i++) {
        const auto task = teacher.sample_task<3>();
        EXPECT(task[0] >= 1 && task[0] <= 20);
        EXPECT(task[1] == std::floor(task[1]) && task[2] == std::floor(task[2]));
        seen[static_cast<std::size_t>(task[1])][static_cast<std::size_t>(task[2])] = true;
    }
    for (std::size_t legs = 2; legs <= 4; legs++)
        EXPECT(seen[legs][0] && seen[legs][1]);
    REFUSED(teacher.update({30, 2, 0}, 1), Status::invalid_argument, "parameter 'gravity' is 30");

    const Parameter width = Parameter::number("width", 0, 1).in_group("box"),
                    height = Parameter::number("height", 0, 1);
    EXPECT(width.group == "box" && height.group.empty());
    const Teacher grouped("Random", {width, height.in_group("box")});
    EXPECT(grouped.task_space()[1].group == "box" && grouped.task_space()[1].name == "height");
    EXPECT(Teacher("Random", {0, 0}, {1, 1}).task_space()[1].name == "task[1]");
    REFUSED(Teacher("Random", {width, width}), Status::invalid_argument, "'width' is there twice");
    REFUSED(Teacher("Random", {Parameter::category("ground", {})}), Status::invalid_argument, "'ground'");
    REFUSED(Teacher("Random", TaskSpace()), Status::invalid_argument, "'definition.parameter_count' is 0");
    REFUSED(Teacher("Rondom", {width}), Status::unknown_name, "did you mean 'Random'?");
}

static void definitions() {
    const std::string path = "task_spaces.state";
    const TeacherDefinition definition{"ALP-GMM", three_kinds(), {{"fit_rate", 50}}, 7};
    Teacher teacher(definition), twin("ALP-GMM", three_kinds(), {{"fit_rate", 50}}, 7);
    for (int i = 0; i < 60; i++) {
        const auto task = teacher.sample_task<3>();
        EXPECT(task == twin.sample_task<3>());
        teacher.update(task, task[1]);
        twin.update(task, task[1]);
    }
    teacher.save(path);
    const auto bytes = teacher.save_to_memory();
    Teacher from_file = Teacher::load_as(path, definition), from_memory = Teacher::load_from_memory_as(bytes, {""});
    const auto next = teacher.sample_task<3>();
    EXPECT(from_file.sample_task<3>() == next && from_memory.sample_task<3>() == next);
    EXPECT(from_memory.option("fit_rate") == "50" && from_memory.task_space()[0].default_value == 9.81);
    EXPECT(Teacher::fits(path, definition) && Teacher::fits(bytes, definition) && Teacher::fits(bytes, {"ALP-GMM"}));

    TeacherDefinition other = definition;
    other.options = {{"fit_rate", 60}};
    EXPECT(!Teacher::fits(path, other) && !Teacher::fits(bytes, {"RIAC"}));
    REFUSED(Teacher::load_as(path, other), Status::mismatch, "fit_rate");
    other = definition;
    other.task_space = {Parameter::number("mass", 0, 1)};
    EXPECT(!Teacher::fits(bytes, other));
    REFUSED(Teacher::load_from_memory_as(bytes, other), Status::mismatch, "3 parameters there and 1 here");
    std::remove(path.c_str());
    REFUSED(Teacher::fits(path, definition), Status::not_found, path.c_str());
    REFUSED(Teacher::load_as(path, definition), Status::not_found, path.c_str());
    REFUSED(Teacher::fits(Span<const std::byte>(bytes).subspan(0, 20), definition), Status::invalid_data, "");
    REFUSED(Teacher(TeacherDefinition{"ALP-GMM"}), Status::invalid_argument, "'definition.parameter_count' is 0");
}

// A teacher that learns from one member does what another does with that as its returns.
static void outcomes() {
    Teacher told("ALP-GMM", low, high, {{"signal", "success"}, {"fit_rate", 20}}, 7);
    Teacher twin("ALP-GMM", low, high, {{"fit_rate", 20}}, 7);
    for (int episode = 0; episode < 100; episode += 4) {
        const std::size_t slots[] = {3, 1};
        double tasks[4], same[4];
        Outcome one, other;
        one.success = 0.25 * (episode % 5);
        other.success = 1 - *one.success;
        one.episode_return = other.score = episode;
        one.length = 7;
        other.value_estimate = other.level = 3;
        told.sample_tasks(tasks, 2);
        twin.sample_tasks(same, 2);
        EXPECT(std::equal(tasks, tasks + 4, same));
        if (episode % 8 == 0) {
            told.update_outcomes(tasks, {one, other});
        } else {
            told.update({tasks, 2}, one);
            told.update({tasks + 2, 2}, other);
        }
        twin.update_tasks(tasks, {*one.success, *other.success});
        told.begin_episodes(slots, tasks);
        twin.begin_episodes(slots, same);
        if (episode % 8 == 0) {
            told.end_episodes_with_outcomes(slots, {one, other});
        } else {
            told.end_episode(3, one);
            told.end_episode(1, other);
        }
        twin.end_episodes(slots, {*one.success, *other.success});
    }
    EXPECT(told.sample_task<2>() == twin.sample_task<2>() && told.mixture().means == twin.mixture().means);

    const OutcomeUse of_told = told.outcome_members(), of_twin = twin.outcome_members();
    EXPECT(of_told.needs.contains(OutcomeMember::success) && !of_told.needs.contains(OutcomeMember::episode_return));
    EXPECT(of_twin.needs.flags() == TEACHDRL_OUTCOME_RETURN && of_twin.uses.contains(OutcomeMember::score));
    for (const Description &teacher : teacher_descriptions()) {
        if (teacher.name() == std::string("ALP-GMM") || teacher.name() == std::string("Random"))
            EXPECT(teacher.needs().contains(OutcomeMember::episode_return) ==
                   (teacher.name() != std::string("Random")));
        EXPECT((teacher.needs().flags() & ~teacher.uses().flags()) == 0 && teacher.parameters().empty());
    }

    Outcome unknown;
    REFUSED(told.update({1, 1}, unknown), Status::invalid_argument, "success");
    REFUSED(told.update({1, 1}, 1), Status::invalid_argument, "success");
    unknown.success = 2;
    REFUSED(told.update({1, 1}, unknown), Status::invalid_argument, "it must be from 0 to 1");
    REFUSED(told.update_outcomes({1, 1, 1}, {unknown, unknown}), Status::invalid_argument,
            "'tasks' has 3 elements; it must have 4");
    REFUSED(told.end_episodes_with_outcomes({1, 2}, {unknown}), Status::invalid_argument,
            "'outcomes' has 1 elements; it must have 2");
    REFUSED(told.end_episode(1, unknown), Status::invalid_argument, "success");
}

static void proposals() {
    Teacher teacher("Random", low, high, {}, 7), twin("Random", low, high, {}, 7);
    double task[2];
    const Proposal proposal = teacher.propose(task);
    const auto same = twin.sample_task<2>();
    EXPECT(task[0] == same[0] && task[1] == same[1]);
    EXPECT(!proposal.level && !proposal.seed && proposal.is_for_learning);
    teacher.begin_episode(4, task);
    EXPECT(!teacher.proposal_in_slot(4).level && teacher.proposal_in_slot(4).is_for_learning);
    REFUSED(teacher.proposal_in_slot(5), Status::invalid_state, "slot 5");

    // What teachers of today do not give.
    const Proposal level = detail::proposal({sizeof(teachdrl_proposal), 12, true, false, 34});
    EXPECT(level.level == 12u && level.seed == 34u && !level.is_for_learning);
}

#endif
