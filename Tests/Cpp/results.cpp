// The same header where exceptions are off: what fails is a Result with an Error. Compiled with -fno-exceptions and
// -fno-rtti, and linked with methods.cpp, which has both.
#include "results.h"

#include <csignal>
#include <string>
#include <sys/wait.h>
#include <teachdrl.hpp>
#include <type_traits>
#include <unistd.h>

#include "../C/expectations.h"

using namespace teachdrl;

static_assert(TEACHDRL_EXCEPTIONS == 0);
// Objects are made by functions that can say that they failed.
static_assert(!std::is_constructible_v<Toy>);
static_assert(!std::is_constructible_v<Environment, std::string>);

static bool refused(const Error &error, Status status, const char *fragment) {
    return error.status() == status && std::string(error.what()).find(fragment) != std::string::npos;
}

static void teachers() {
    Result<Teacher> none = Teacher::create("ALP-GNM", {0, 0}, {3, 6});
    EXPECT(!none && !none.has_value() && refused(none.error(), Status::unknown_name, "did you mean 'ALP-GMM'?"));
    none = Teacher::create("ALP-GMM", {0, 0}, {3});
    EXPECT(!none && refused(none.error(), Status::invalid_argument, "'high' has 1 elements; it must have 2"));

    Result<Teacher> made = Teacher::create("ALP-GMM", {0, 0}, {3, 6}, {{"fit_rate", 50}}, 42);
    EXPECT(made.has_value());
    Teacher teacher = std::move(made).value();
    const Result<std::array<double, 2>> task = teacher.sample_task<2>();
    EXPECT(task && task.value()[0] >= 0 && (*task)[0] <= 3 && task->size() == 2);
    EXPECT(teacher.update(task.value(), 1).has_value());
    const Result<void> wrong = teacher.update({0.5, 0.5, 0.5}, 1);
    EXPECT(!wrong && refused(wrong.error(), Status::invalid_argument, "'dimension' is 3"));
    double three[3];
    EXPECT(refused(teacher.sample_tasks(three, 2).error(), Status::invalid_argument, "'tasks' has 3"));
    EXPECT(*teacher.episode_count() == 1 && teacher.name().value() == "ALP-GMM");
    EXPECT(*teacher.learning_progress() == 0);
    EXPECT(teacher.mixture()->dimension == 3);
    EXPECT(refused(teacher.mixture(99).error(), Status::invalid_argument, "episode"));
    teacher.sample_task(Span<double>(three, 2)).value();

    auto bytes = teacher.save_to_memory();
    EXPECT(Teacher::load_from_memory(bytes.value())->episode_count().value() == 1);
    const TeacherDefinition same{"ALP-GMM", {Parameter::number("task[0]", 0, 3), Parameter::number("task[1]", 0, 6)}};
    EXPECT(Teacher::fits(*bytes, same).value() && !Teacher::fits(*bytes, {"RIAC"}).value());
    EXPECT(Teacher::load_from_memory_as(*bytes, same) && Teacher::create(same)->dimension().value() == 2);
    EXPECT(refused(Teacher::load_from_memory_as(*bytes, {"RIAC"}).error(), Status::mismatch, "ALP-GMM"));
    EXPECT(refused(Teacher::fits("/nowhere/at.all", same).error(), Status::not_found, "/nowhere"));
    Outcome outcome;
    EXPECT(refused(teacher.update({1, 1}, outcome).error(), Status::invalid_argument, "episode_return"));
    outcome.episode_return = 1;
    EXPECT(teacher.update({1, 1}, outcome) && teacher.propose(Span<double>(three, 2))->is_for_learning);
    EXPECT(teacher.outcome_members()->needs.contains(OutcomeMember::episode_return));
    bytes->resize(20);
    EXPECT(refused(Teacher::load_from_memory(*bytes).error(), Status::invalid_data, ""));
}

static void environments() {
    Result<Environment> environment = Environment::create("stump-tracks");
    std::vector<float> observation(environment->observation_size().value());
    const Result<Step> early = environment->step({0, 0, 0, 0}, observation);
    EXPECT(!early && refused(early.error(), Status::invalid_state, "reset"));
    EXPECT(environment->reset(observation) && environment->step({0, 0, 0, 0}, observation));
    EXPECT(Teacher::create("Random", *environment->task_space()).has_value());

    Result<VectorEnvironment> vector = VectorEnvironment::create("stump-tracks", 2);
    std::vector<float> observations(2 * vector->observation_size());
    EXPECT(vector->reset(observations) && vector->at(1));
    EXPECT(refused(vector->at(2).error(), Status::invalid_argument, "'index'"));
    EXPECT(!VectorEnvironment::create("stump-tracks", 0) && !VectorEnvironment::adopt(nullptr, 1));
    Environment moved = *std::move(environment);
    EXPECT(moved.mastered_return().value() == 230);
    EXPECT(Toy::create().value().play({0, 0}).value() >= 0);
}

// Whether this ends a process by abort(). Its message goes nowhere.
template <class Function> static bool aborts(Function function) {
    std::fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        std::signal(SIGABRT, [](int) { std::exit(86); });
        if (std::freopen("/dev/null", "w", stderr) != nullptr)
            function();
        _exit(0);
    }
    int status = 0;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 86;
}

static void values_that_are_not_there() {
    EXPECT(aborts([] { Toy::create({{"nb_dims", -1}}).value(); }));
    EXPECT(aborts([] { Toy::create().value().play({7, 7}).value(); }));
    EXPECT(aborts([] { Teacher::create("Random", {0}, {1})->update({7}, 0).value(); }));
    EXPECT(!aborts([] { Toy::create().value(); }));
}

int test_results() {
    values_that_are_not_there();
    teachers();
    environments();
    return report_expectations();
}
