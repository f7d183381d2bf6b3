// Every method of teachdrl.hpp, through the shared object, with exceptions on. What it gives is compared with what a twin
// of the object gives that is used through the C header. results.cpp, in the same program, has exceptions off.
#include "results.h"

#include <cmath>
#include <cstring>
#include <string>
#include <teachdrl.hpp>
#include <type_traits>
#if __cplusplus >= 202002L
#include <span>
#endif

#include "../C/expectations.h"

using namespace teachdrl;

// The call must throw an Error of this kind whose message holds this.
#define REFUSED(call, kind, fragment)                                                                                  \
    do {                                                                                                               \
        try {                                                                                                          \
            (void)(call);                                                                                              \
            expect(false, #call " throws", __LINE__);                                                                  \
        } catch (const Error &error) {                                                                                 \
            EXPECT(error.status() == (kind));                                                                          \
            if (std::strstr(error.what(), fragment) == nullptr)                                                        \
                std::printf("%s\n", error.what());                                                                     \
            EXPECT(std::strstr(error.what(), fragment) != nullptr);                                                    \
        }                                                                                                              \
    } while (0)

static const double low[] = {0, 0}, high[] = {3, 6};
static const std::string state_path = "methods.state";

#include "task_spaces.h"

template <class T> constexpr bool moves_only() {
    return !std::is_copy_constructible_v<T> && !std::is_copy_assignable_v<T> &&
           std::is_nothrow_move_constructible_v<T> && std::is_nothrow_move_assignable_v<T>;
}
static_assert(moves_only<Teacher>() && moves_only<Environment>() && moves_only<VectorEnvironment>() &&
              moves_only<Toy>());
static_assert(sizeof(Teacher) == sizeof(void *) && sizeof(Environment) == sizeof(void *));
// A view is of an owner that stays, or of what another view is of.
static_assert(std::is_convertible_v<Environment &, EnvironmentView> &&
              std::is_convertible_v<EnvironmentView, EnvironmentView>);
static_assert(!std::is_constructible_v<EnvironmentView, Environment> &&
              !std::is_constructible_v<EnvironmentView, const Environment>);
static_assert(std::is_assignable_v<EnvironmentView &, Environment &> &&
              std::is_assignable_v<EnvironmentView &, EnvironmentView>);
static_assert(!std::is_assignable_v<EnvironmentView &, Environment>);
// What is written to must not be about to end, nor be const, nor of another type.
static_assert(std::is_convertible_v<std::vector<double> &, Span<double>>);
static_assert(std::is_convertible_v<std::vector<double>, Span<const double>>);
static_assert(std::is_convertible_v<Span<double>, Span<const double>>);
static_assert(!std::is_convertible_v<std::vector<double>, Span<double>>);
static_assert(!std::is_convertible_v<const std::vector<double> &, Span<double>>);
static_assert(!std::is_convertible_v<std::vector<float> &, Span<const double>>);
static_assert(!std::is_convertible_v<std::vector<bool> &, Span<bool>>);
static_assert(!std::is_convertible_v<Span<const double>, Span<double>>);
#if __cplusplus >= 202002L
static_assert(std::is_convertible_v<std::span<double>, Span<double>>);
static_assert(std::is_convertible_v<std::span<double, 2>, Span<const double>>);
static_assert(!std::is_convertible_v<std::span<const double>, Span<double>>);
#endif

static void versions_and_errors() {
    EXPECT(version() == TEACHDRL_VERSION_NUMBER);
    EXPECT(std::string(version_string()) == teachdrl_version_string());
    EXPECT(std::string(to_string(Status::io_error)) == "TEACHDRL_IO_ERROR");
    EXPECT(std::string(to_string(Status::not_found)) == "TEACHDRL_NOT_FOUND");
    EXPECT(std::string(to_string(Status::mismatch)) == "TEACHDRL_MISMATCH");
    EXPECT(std::string(Error(Status::ok, "why").what()) == "why");
}

static void spans() {
    double array[] = {1, 2, 3};
    std::vector<double> vector(array, array + 3);
    const Span<double> span(array);
    EXPECT(span.data() == array && span.size() == 3 && !span.empty());
    EXPECT(span[1] == 2 && span.begin() == array && span.end() == array + 3);
    EXPECT(span.subspan(1, 2).data() == array + 1 && span.subspan(1, 2).size() == 2);
    EXPECT(Span<double>().empty() && Span<double>().data() == nullptr);
    EXPECT(Span<const double>(vector).data() == vector.data());
    EXPECT((Span<const double>(array, 2).size() == 2));
}

// What grows between the question and the answer, as it does while other threads use a teacher.
static void growing_sizes() {
    std::vector<int> values;
    std::size_t size = 3;
    const auto resize = [&](std::size_t count) { values.resize(count); };
    const auto grow = [&](bool read, std::size_t capacity, std::size_t *count) {
        if (read && size < 5)
            size++;
        if (read && capacity < size)
            return TEACHDRL_INVALID_ARGUMENT;
        *count = size;
        return TEACHDRL_OK;
    };
    OK(detail::read_sized(resize, grow));
    EXPECT(values.size() == 5);
    // What fails for another reason is not asked for again.
    EXPECT(detail::read_sized(resize, [&](bool read, std::size_t, std::size_t *count) {
               *count = 5;
               return read ? TEACHDRL_IO_ERROR : TEACHDRL_OK;
           }) == TEACHDRL_IO_ERROR);
}

static void options_and_listings() {
    EXPECT(Option("a", 250).value() == "250" && Option("a", 0.1).value() == "0.1");
    EXPECT(Option("a", true).value() == "true" && Option("a", false).value() == "false");
    EXPECT(Option("a", "off").value() == "off" && Option("b", std::string("x")).name() == "b");
    EXPECT(Option("a", -1e-300).value() == "-1e-300" && Option("a", 1e300).value() == "1e+300");
    EXPECT(Option("a", 100000.0).value() == "100000" && Option("a", -250.0f).value() == "-250");

    const auto teachers = teacher_descriptions(), environments = environment_descriptions();
    EXPECT(teachers.size() == teachdrl_teacher_count() && environments.size() == teachdrl_environment_count());
    for (std::size_t i = 0; i < teachers.size(); i++) {
        const teachdrl_description *native;
        OK(teachdrl_teacher_describe(i, &native));
        EXPECT(teachers[i].native_handle() == native && teachers[i].name() == native->name);
        EXPECT(teachers[i].documentation() == native->documentation);
        const auto options = teachers[i].options();
        EXPECT(options.size() == native->option_count);
        for (std::size_t j = 0; j < options.size(); j++) {
            const teachdrl_option_description &option = *native->options[j];
            EXPECT(options[j].native_handle() == &option && options[j].name() == option.name);
            EXPECT(options[j].type() == static_cast<OptionType>(option.type));
            EXPECT(options[j].default_value() == option.default_value && options[j].range() == option.range);
            EXPECT(options[j].documentation() == option.documentation);
            EXPECT(options[j].accepts_off() == option.accepts_off);
            EXPECT((option.choices == nullptr) == options[j].choices().empty());
            EXPECT(options[j].type() != OptionType::choice || options[j].choices().size() > 1);
            const bool has_range = options[j].type() != OptionType::boolean && options[j].type() != OptionType::choice;
            EXPECT(has_range ? options[j].minimum() <= options[j].maximum() : std::isnan(options[j].minimum()));
        }
    }
    for (std::size_t i = 0; i < environments.size(); i++) {
        const teachdrl_description *native = environments[i].native_handle();
        const std::vector<Parameter> parameters = environments[i].parameters();
        EXPECT(parameters.size() == native->parameter_count && environments[i].needs().flags() == 0);
        for (std::size_t j = 0; j < parameters.size(); j++)
            EXPECT(parameters[j].name == native->parameters[j]->name);
    }
    EXPECT(std::string(environments[0].name()) == "stump-tracks");
    EXPECT(!toy_description().options().empty());
}

// Plays the same episodes with a teacher of C++ and one of C.
static void tasks_and_updates() {
    const teachdrl_option pairs[] = {{"fit_rate", "50"}, {"reward_range", "0,3"}};
    teachdrl_teacher *twin;
    OK(teachdrl_teacher_create("ALP-GMM", 2, low, high, pairs, 2, 7, &twin));
    Teacher teacher("ALP-GMM", low, high, {{"fit_rate", 50}, {"reward_range", "0,3"}}, 7);
    for (int episode = 0; episode < 120; episode++) {
        double expected[2];
        OK(teachdrl_teacher_sample_task(twin, expected, 2));
        const auto task = teacher.sample_task<2>();
        EXPECT(task[0] == expected[0] && task[1] == expected[1]);
        OK(teachdrl_teacher_update(twin, expected, 2, expected[0]));
        teacher.update(task, task[0]);
    }
    std::vector<double> task(2), tasks(6), expected(6);
    teacher.sample_task(task);
    teacher.sample_tasks(tasks, 3);
    OK(teachdrl_teacher_sample_task(twin, expected.data(), 2));
    EXPECT(task[0] == expected[0]);
    OK(teachdrl_teacher_sample_tasks(twin, expected.data(), 3, 2));
    EXPECT(tasks == expected);
    teacher.update_tasks(tasks, {1, 2, 3});
    teacher.update({0.5, 0.5}, 1);
    teacher.update({0.5, 0.5}, 2.5);
    EXPECT(std::abs(teacher.learning_progress() - 0.5) < 1e-12);
    EXPECT(teacher.episode_count() == 125 && teacher.dimension() == 2);
    EXPECT(teacher.name() == "ALP-GMM" && teacher.option("fit_rate") == "50");
    EXPECT(Teacher("RIAC", low, high, {{"reward_range", "auto"}}, 7).option("reward_range") == "auto");
    EXPECT(Teacher("Covar-GMM", low, high, {{"min_k", 20}}, 7).option("max_k") == "20");
    EXPECT(teacher.task_bounds().low == std::vector<double>(low, low + 2));
    EXPECT(teacher.task_bounds().high == std::vector<double>(high, high + 2) && teacher.task_bounds().dimension() == 2);

    EXPECT(teacher.history() == (std::vector<std::uint64_t>{50, 100}));
    double weights[10], means[30], covariances[90], sampling_weights[10];
    std::size_t count;
    const Mixture mixture = teacher.mixture(), first = teacher.mixture(50);
    const teachdrl_mixture arrays = {sizeof arrays, weights, means, covariances, sampling_weights, 10};
    OK(teachdrl_teacher_mixture(twin, 0, &arrays, &count));
    EXPECT(mixture.dimension == 3 && mixture.weights == std::vector<double>(weights, weights + count));
    EXPECT(mixture.means == std::vector<double>(means, means + 3 * count));
    EXPECT(mixture.covariances == std::vector<double>(covariances, covariances + 9 * count));
    EXPECT(mixture.sampling_weights == std::vector<double>(sampling_weights, sampling_weights + count));
    EXPECT(!first.weights.empty() && first.means != mixture.means);
    EXPECT(teacher.regions().progress.empty());

    double log_density;
    OK(teachdrl_teacher_log_density(twin, low, 1, 2, &log_density));
    EXPECT(teacher.log_density(low) == log_density);
    std::vector<double> log_densities(3);
    teacher.log_density(tasks, log_densities);
    EXPECT(log_densities[2] == teacher.log_density(Span<const double>(tasks).subspan(4, 2)));
    teachdrl_teacher_destroy(twin);

    Teacher riac("RIAC", teacher.task_space(), {{"max_region_size", 50}}, 3);
    for (int episode = 0; episode < 300; episode++) {
        const auto next = riac.sample_task<2>();
        riac.update(next, next[0] < 1 ? episode / 300.0 : 0);
    }
    const Regions regions = riac.regions();
    std::size_t leaves = 0;
    for (bool leaf : regions.is_leaf)
        leaves += leaf;
    // A tree of two branches each: one leaf more than there are splits.
    EXPECT(leaves > 1 && regions.is_leaf.size() == 2 * leaves - 1 && regions.progress.size() == 2 * leaves - 1);
    EXPECT(regions.dimension == 2 && regions.low.size() == 2 * regions.progress.size());
    EXPECT(regions.low[0] == 0 && regions.high[1] == 6 && !regions.is_leaf[0]);
    EXPECT(riac.regions(riac.history()[0]).progress.size() == 3);
    EXPECT(riac.mixture().dimension == 0 && riac.mixture().weights.empty());
}

static void progress_and_warnings() {
    Teacher teacher("RIAC", low, high, {}, 3);
    for (int episode = 0; episode < 200; episode++)
        teacher.update(teacher.sample_task<2>(), 5);
    const std::vector<ProgressNumber> numbers = teacher.progress();
    std::vector<const teachdrl_progress_number *> said(numbers.size());
    std::vector<double> values(numbers.size());
    std::size_t count = 0;
    OK(teachdrl_teacher_progress(teacher.native_handle(), said.data(), values.data(), said.size(), &count));
    EXPECT(count == numbers.size());
    for (std::size_t i = 0; i < count; i++) {
        const ProgressNumber &n = numbers[i];
        EXPECT(n.name == said[i]->name && n.quantity == said[i]->quantity && n.documentation == said[i]->documentation);
        EXPECT(n.parameter == said[i]->parameter && n.part == said[i]->part);
        EXPECT(n.parameter == whole || (n.low == said[i]->low && n.high == said[i]->high));
        EXPECT(n.value == values[i] || (std::isnan(n.value) && std::isnan(values[i])));
    }
    EXPECT(numbers[0].name == "episodes" && numbers[0].value == 200);
    const std::vector<Warning> warnings = teacher.warnings();
    EXPECT(warnings.size() == 2 && warnings[1].name == "constant_rewards" && warnings[1].kind == "constant_rewards");
    EXPECT(warnings[1].parameter == whole && !warnings[1].text.empty());
    EXPECT(permutation_test({1, 2, 3}, {4, 5, 6}) == 0.1);
    REFUSED(permutation_test({1}, {NAN}), Status::invalid_argument, "'second[0]' is nan");
}

static void tasks_kept_as_float() {
    const double bounds[] = {0.1, 0.3};
    Teacher teacher("ALP-GMM", Span<const double>(bounds, 1), Span<const double>(bounds + 1, 1));
    const std::vector<double> rounded{0.1f, 0.3f, 0.2f};
    teacher.update({0.3f}, 1);
    teacher.update_tasks(rounded, {1, 2, 3});
    EXPECT(teacher.log_density({0.3f}) == teacher.log_density({0.3}) && teacher.episode_count() == 4);
    REFUSED(teacher.update({0.3001}, 1), Status::invalid_argument, "'task[0]' is 0.3001");
    Toy().play({1 + 1e-7, 0});
    Environment environment("stump-tracks", {{"max_stump_height", 0.3}, {"max_obstacle_spacing", "off"}});
    environment.set_task({0.3f});
    environment.set_parameter("stump_height", {0.3f});
    REFUSED(environment.set_task({0.3001}), Status::invalid_argument, "stump_height");
}

static void states_and_slots() {
    Teacher teacher("Random", low, high, {}, 1);
    double task[2], other[2];
    std::vector<double> tasks(4);
    teacher.begin_episode(5, task);
    teacher.begin_episodes({9, 2}, tasks);
    EXPECT(teacher.busy_slots() == (std::vector<std::size_t>{2, 5, 9}));
    teacher.task_in_slot(2, other);
    EXPECT(other[0] == tasks[2] && other[1] == tasks[3]);
    teacher.abandon_episode(5);
    REFUSED(teacher.end_episode(5, 1), Status::invalid_state, "slot");

    teacher.save(state_path);
    const auto bytes = teacher.save_to_memory();
    Teacher from_file = Teacher::load(state_path), from_memory = Teacher::load_from_memory(bytes);
    std::remove(state_path.c_str());
    for (Teacher *each : {&teacher, &from_file, &from_memory}) {
        EXPECT(each->busy_slots() == (std::vector<std::size_t>{2, 9}));
        each->end_episodes({2, 9}, {1, 2});
        EXPECT(each->episode_count() == 2);
        const auto next = each->sample_task<2>();
        if (each == &teacher)
            task[0] = next[0];
        EXPECT(next[0] == task[0]);
    }
    teacher.begin_episode(0, task);
    teacher.end_episode(0, 1);
    EXPECT(teacher.episode_count() == 3);
    REFUSED(Teacher::load("/nowhere/at.all"), Status::not_found, "/nowhere/at.all");
    REFUSED(Teacher::load("/dev/null/below"), Status::io_error, "/dev/null/below");
    REFUSED(Teacher::load_from_memory({}), Status::invalid_argument, "bytes");
    REFUSED(Teacher::load_from_memory(Span<const std::byte>(bytes).subspan(0, 20)), Status::invalid_data, "");
    REFUSED(teacher.save(""), Status::invalid_argument, "path");
}

static void environments() {
    teachdrl_environment *twin;
    OK(teachdrl_environment_create("stump-tracks", nullptr, 0, 3, &twin));
    Environment environment("stump-tracks", {}, 3);
    const std::size_t size = environment.observation_size();
    EXPECT(size == 24 && environment.action_size() == 4 && environment.task_dimension() == 2);
    EXPECT(environment.observation_bounds().low.size() == size && environment.observation_bounds().dimension() == size);
    EXPECT(environment.task_bounds().high == (std::vector<double>{3, 6}));
    EXPECT(environment.task_space()[0].name == "stump_height" && environment.parameters().size() == 2);
    EXPECT(Teacher("Random", environment.task_space()).task_space()[1].name == "obstacle_spacing");
    EXPECT(environment.return_range() == std::make_pair(-150.0, 350.0) && environment.mastered_return() == 230);
    EXPECT(environment.window_step_vector() == "0.1,-0.2");
    const Environment alone("stump-tracks", {{"max_obstacle_spacing", "off"}});
    EXPECT(alone.window_step_vector() == "off");
    EXPECT(environment.test_set().size() == 2 * 50);

    std::vector<float> observation(size), expected(size);
    const float action[] = {0.5f, -0.5f, 0.25f, 1};
    environment.seed(11);
    environment.set_task({1, 2});
    OK(teachdrl_environment_seed(twin, 11));
    OK(teachdrl_environment_set_task(twin, std::vector<double>{1, 2}.data(), 2));
    environment.reset(observation);
    OK(teachdrl_environment_reset(twin, expected.data(), size));
    EXPECT(observation == expected);
    Step step;
    while (!step.is_over()) {
        teachdrl_step same = {sizeof same, 0, false, false};
        step = environment.step(action, observation);
        OK(teachdrl_environment_step(twin, action, 4, expected.data(), size, &same));
        EXPECT(observation == expected && step.reward == same.reward);
        EXPECT(step.terminated == same.terminated && step.truncated == same.truncated);
    }
    REFUSED(environment.step(action, observation), Status::invalid_state, "reset");

    Scene reused;
    environment.scene(reused);
    const Scene scene = environment.scene();
    std::size_t count;
    OK(teachdrl_environment_scene(twin, nullptr, nullptr, 0, &count));
    EXPECT(scene.shapes.size() == count && reused.shapes.size() == count && scene.view.width == 20);
    EXPECT(std::memcmp(scene.shapes.data(), reused.shapes.data(), count * sizeof(Shape)) == 0);
    EnvironmentView view = environment;
    view.set_parameter("stump_height", {2});
    EXPECT(view.native_handle() == environment.native_handle());
    teachdrl_environment_destroy(twin);
}

static void many_environments() {
    const std::size_t n = 6;
    VectorEnvironment vector("stump-tracks", n, {{"max_episode_steps", 20}}, 40, 2, Autoreset::same_step);
    EXPECT(vector.size() == n && vector.observation_size() == 24 && vector.action_size() == 4);
    EXPECT(vector.task_dimension() == 2 && vector.at(5).observation_size() == 24);
    std::vector<float> observations(n * 24), actions(n * 4, 0.1f), last(n * 24);
    std::vector<double> rewards(n), tasks(n * 2, 1), returns(n), played(n * 2);
    std::vector<std::uint64_t> lengths(n);
    std::vector<std::int32_t> sources(n, 7);
    std::vector<double> successes(n, 7);
    std::vector<std::uint64_t> levels(n, 7);
    bool terminated[n] = {}, truncated[n] = {}, first_only[n] = {true}, are_for_learning[n] = {};
    const StepRows rows{observations, rewards, terminated, truncated};

    vector.seed({1, 2, 3, 4, 5, 6});
    vector.seed({9, 0, 0, 0, 0, 0}, first_only);
    vector.set_tasks(tasks);
    vector.set_tasks({2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, first_only);
    vector.reset(observations);
    vector.running_tasks(played, sources);
    EXPECT(played[0] == 2 && played[2] == 1 && sources[5] == no_teacher);
    // Environment 0 is the single one with its seed and task.
    Environment single("stump-tracks", {{"max_episode_steps", 20}}, 9);
    std::vector<float> observation(24);
    single.set_task({2, 2});
    single.reset(observation);
    EXPECT(std::equal(observation.begin(), observation.end(), observations.begin()));
    vector.step(actions, rows);
    EXPECT(single.step({0.1f, 0.1f, 0.1f, 0.1f}, observation).reward == rewards[0]);
    EXPECT(std::equal(observation.begin(), observation.end(), observations.begin()));

    Teacher curriculum("ALP-GMM", low, high), uniform("Random", low, high);
    vector.attach_teachers({{curriculum, 0.9}, {uniform, 0.1}});
    vector.attach_teachers({uniform}, 0);
    vector.reset(observations);
    vector.running_tasks({}, sources);
    EXPECT(sources[0] == 0 && (sources[1] == 0 || sources[1] == 1));
    for (const Proposal &proposal : vector.running_proposals())
        EXPECT(!proposal.level && !proposal.seed && proposal.is_for_learning);
    const FinishedEpisodes episodes{last, returns, lengths, played, sources, successes, levels, are_for_learning};
    for (int step = 0; step < 20; step++)
        vector.step(actions, {observations, rewards, terminated, truncated, episodes});
    EXPECT(successes[0] == 0 && levels[0] == no_level && are_for_learning[0]);
    EXPECT(truncated[0] && lengths[0] == 20 && played[0] != 2 && returns[0] != 0 && last[0] != 0);
    EXPECT(curriculum.episode_count() + uniform.episode_count() == n && uniform.episode_count() >= 1);
    vector.attach_teachers({});
    vector.reset(observations, first_only);
    vector.reset(observations);

    std::vector<std::size_t> indices(3);
    vector.send({4, 1, 3, 0}, Span<const float>(actions).subspan(0, 16));
    vector.receive(indices, {{observations.data(), 72}, {rewards.data(), 3}, {terminated, 3}, {truncated, 3}});
    EXPECT(indices == (std::vector<std::size_t>{4, 1, 3}));
    FinishedEpisodes ended;
    ended.observations = {last.data(), 24};
    ended.tasks = {played.data(), 2};
    vector.receive({indices.data(), 1},
                   {{observations.data(), 24}, {rewards.data(), 1}, {terminated, 1}, {truncated, 1}, ended});
    EXPECT(indices[0] == 0);

    REFUSED(vector.step(actions, {observations, rewards, {terminated, 5}, truncated}), Status::invalid_argument,
            "'rows.terminated' has 5 elements; it must have 6");
    REFUSED(vector.step({actions.data(), 23}, rows), Status::invalid_argument,
            "'actions' has 23 elements; it must have 24");
    ended.tasks = {played.data(), 6};
    REFUSED(vector.step(actions, {observations, rewards, terminated, truncated, ended}), Status::invalid_argument,
            "'episodes.observations' has 24 elements; it must have 144");
    REFUSED(vector.reset({observations.data(), 1}), Status::invalid_argument, "'observations'");
    REFUSED(vector.reset(observations, {first_only, 2}), Status::invalid_argument, "'mask' has 2");
    REFUSED(vector.seed({1, 2}), Status::invalid_argument, "'seeds'");
    REFUSED(vector.set_tasks({1, 2}), Status::invalid_argument, "'tasks'");
    REFUSED(vector.running_tasks({played.data(), 1}), Status::invalid_argument, "'tasks'");
    REFUSED(vector.send({0}, actions), Status::invalid_argument, "'actions' has 24 elements; it must have 4");
    REFUSED(vector.at(n), Status::invalid_argument, "'index'");
}

static void toys() {
    teachdrl_toy *twin;
    OK(teachdrl_toy_create(nullptr, 0, &twin));
    Toy toy;
    EXPECT(toy.task_dimension() == 2 && toy.mastered_share() == 0);
    for (int i = 0; i < 100; i++) {
        double reward;
        const double task[] = {0.01, 0.01};
        OK(teachdrl_toy_play(twin, task, 2, &reward));
        EXPECT(toy.play(task) == reward);
    }
    std::uint8_t cells[400];
    std::size_t count;
    OK(teachdrl_toy_competences(twin, cells, 400, &count));
    EXPECT(toy.competences() == std::vector<std::uint8_t>(cells, cells + count) && cells[0] == 100);
    EXPECT(toy.mastered_share() > 0);
    EXPECT(Toy({{"nb_dims", 3}}).task_dimension() == 3);
    teachdrl_toy_destroy(twin);
}

// The C library's messages, as they are.
static void wrong_calls() {
    const auto same_message = [](const Error &error) { return std::string(error.what()) == teachdrl_last_error(); };
    try {
        Teacher("ALP-GNM", low, high);
        expect(false, "throws", __LINE__);
    } catch (const Error &error) {
        EXPECT(same_message(error) && error.status() == Status::unknown_name);
        EXPECT(std::strstr(error.what(), "did you mean 'ALP-GMM'?") != nullptr);
    }
    REFUSED(Teacher("ALP-GMM", low, high, {{"fit_rat", 250}}), Status::unknown_name, "did you mean 'fit_rate'?");
    REFUSED(Teacher("ALP-GMM", high, low), Status::invalid_argument, "low");
    REFUSED(Teacher("ALP-GMM", low, {1, 2, 3}), Status::invalid_argument, "'high' has 3 elements; it must have 2");
    REFUSED(Environment("stump-trucks"), Status::unknown_name, "stump-tracks");
    REFUSED(VectorEnvironment("stump-tracks", 0), Status::invalid_argument, "'count'");
    REFUSED(Toy({{"nb_dims", -1}}), Status::invalid_argument, "nb_dims");
    Teacher teacher("Random", low, high);
    double three[3];
    REFUSED(teacher.sample_task(three), Status::invalid_argument, "'dimension' is 3");
    REFUSED(teacher.sample_task<3>(), Status::invalid_argument, "'dimension' is 3");
    REFUSED(teacher.sample_tasks(three, 2), Status::invalid_argument, "'tasks' has 3 elements; it must have 4");
    REFUSED(teacher.update({0.5, NAN}, 1), Status::invalid_argument, "nan");
    REFUSED(teacher.update_tasks({0.5, 0.5}, {1, 2}), Status::invalid_argument, "'dimension' is 1");
    teacher.update_tasks({}, {});
    teacher.sample_tasks({}, 0);
    REFUSED(teacher.update_tasks({0.5, 0.5}, {}), Status::invalid_argument, "'tasks' has 2 elements; it must have 0");
    REFUSED(teacher.begin_episodes({1, 2}, three), Status::invalid_argument, "'tasks' has 3");
    REFUSED(teacher.end_episodes({1, 2}, {1}), Status::invalid_argument, "'episode_returns' has 1");
    REFUSED(teacher.mixture(5), Status::invalid_argument, "episode");
    REFUSED(teacher.regions(5), Status::invalid_argument, "episode");
    REFUSED(teacher.option("speed"), Status::unknown_name, "speed");
    REFUSED(teacher.log_density({0.5, 0.5}, three), Status::invalid_argument, "'tasks'");
    EXPECT(teacher.episode_count() == 0);
}

static void handles() {
    Teacher teacher("Random", low, high);
    teachdrl_teacher *native = teacher.native_handle();
    Teacher moved = std::move(teacher);
    EXPECT(moved.native_handle() == native && teacher.native_handle() == nullptr);
    double task[2];
    REFUSED(teacher.sample_task(task), Status::invalid_argument, "'teacher' is NULL");
    REFUSED(teacher.sample_tasks(task, 1), Status::invalid_argument, "'teacher' is NULL");
    REFUSED(teacher.update_tasks({}, {}), Status::invalid_argument, "'teacher' is NULL");
    REFUSED(teacher.mixture(), Status::invalid_argument, "'teacher' is NULL");
    REFUSED(teacher.save_to_memory(), Status::invalid_argument, "'teacher' is NULL");
    teacher = std::move(moved);
    teacher.sample_task(task);
    Teacher adopted(teacher.release());
    EXPECT(adopted.native_handle() == native && teacher.native_handle() == nullptr);

    Environment environment("stump-tracks"), other("stump-tracks");
    teachdrl_environment *walker = other.native_handle();
    environment = std::move(other);
    EXPECT(environment.native_handle() == walker && other.native_handle() == nullptr);
    REFUSED(other.observation_size(), Status::invalid_argument, "'environment' is NULL");
    REFUSED(other.scene(), Status::invalid_argument, "'environment' is NULL");
    REFUSED(other.task_space(), Status::invalid_argument, "'environment' is NULL");
    REFUSED(other.parameters(), Status::invalid_argument, "'environment' is NULL");
    Environment *self = &environment;
    environment = std::move(*self);
    EXPECT(environment.native_handle() == walker);
    Environment taken(environment.release());
    EXPECT(taken.task_dimension() == 2);

    VectorEnvironment vector("stump-tracks", 2), second = std::move(vector);
    std::vector<float> observations(2 * 24);
    REFUSED(vector.reset(observations), Status::invalid_argument, "'vector' is NULL");
    REFUSED(vector.running_proposals(), Status::invalid_argument, "'vector' is NULL");
    EXPECT(vector.native_handle() == nullptr);
    teachdrl_vector_environment *raw = second.release();
    VectorEnvironment third = VectorEnvironment::adopt(raw, 2);
    third.reset(observations);
    REFUSED(VectorEnvironment::adopt(nullptr, 2), Status::invalid_argument, "'vector' is NULL");

    Toy toy;
    Toy toy_again(toy.release());
    EXPECT(toy_again.native_handle() != nullptr && toy.native_handle() == nullptr);
    REFUSED(toy.play({0, 0}), Status::invalid_argument, "'toy' is NULL");
}

int main() {
    versions_and_errors();
    spans();
    growing_sizes();
    options_and_listings();
    tasks_and_updates();
    progress_and_warnings();
    tasks_kept_as_float();
    states_and_slots();
    task_spaces();
    definitions();
    outcomes();
    proposals();
    environments();
    many_environments();
    toys();
    wrong_calls();
    handles();
    const int failed_results = test_results();
    return report_expectations() | failed_results;
}
