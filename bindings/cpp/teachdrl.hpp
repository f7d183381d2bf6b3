/// @file
/// teachdrl.hpp - the C API of teachdrl.h with C++ manners: C++17, this header alone, nothing to link but the library.
///
///     teachdrl::Teacher teacher("ALP-GMM", {0, 0}, {3, 6}, {{"fit_rate", 250}}, 42);
///     auto task = teacher.sample_task<2>();
///     double episode_return = train_one_episode(task);
///     teacher.update(task, episode_return);
///
/// Conventions, which hold for everything below
///
/// - **Handles** are owned: an object destroys its handle. Objects are moved, never copied; one that was moved from has
///   no handle, and may be assigned to or destroyed (any other call on it is an error).
/// - **Buffers** are the caller's, seen through a Span, which any vector, array or std::span converts to. Nothing is
///   copied. Functions that return a std::vector instead are for what is not done at every step.
/// - **Failure** throws Error, with the C library's message. Where exceptions are off (`-fno-exceptions`, or
///   TEACHDRL_NO_EXCEPTIONS defined before this header is included) the same functions return a Result, which has a
///   value or an Error, and objects are made by `create` and `load` instead of by constructors. On failure outputs and
///   objects are as they were.
/// - What a function does, its units, limits and **threads** are documented at the C function of the same name.
#ifndef TEACHDRL_HPP
#define TEACHDRL_HPP

#include "teachdrl.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#if defined(__cpp_exceptions) && !defined(TEACHDRL_NO_EXCEPTIONS)
#define TEACHDRL_EXCEPTIONS 1
#else
#define TEACHDRL_EXCEPTIONS 0
#endif

namespace teachdrl {
#ifndef DOXYGEN
// So that files compiled with and without exceptions can be linked into one program.
#if TEACHDRL_EXCEPTIONS
inline namespace exceptions {
#else
inline namespace results {
#endif
#endif

// ------------------------------------------------------------------------------------------------- version and errors

/// The version of the library that is loaded, as MAJOR * 10000 + MINOR * 100 + PATCH.
inline std::uint32_t version() noexcept {
    return teachdrl_version();
}

/// The same as text, "0.1.0".
inline const char *version_string() noexcept {
    return teachdrl_version_string();
}

/// What kind of failure an Error is.
enum class Status {
    ok = TEACHDRL_OK,                             ///< None.
    invalid_argument = TEACHDRL_INVALID_ARGUMENT, ///< An argument is out of its range or of the wrong length.
    unknown_name = TEACHDRL_UNKNOWN_NAME,         ///< There is no teacher, environment, option or parameter so called.
    invalid_state = TEACHDRL_INVALID_STATE,       ///< The object cannot do this now.
    unsupported = TEACHDRL_UNSUPPORTED,           ///< This machine cannot run the library.
    io_error = TEACHDRL_IO_ERROR,                 ///< The system refused to read or write a file.
    invalid_data = TEACHDRL_INVALID_DATA,         ///< The bytes are no saved state, or are damaged.
    not_found = TEACHDRL_NOT_FOUND,               ///< There is no such file.
    mismatch = TEACHDRL_MISMATCH                  ///< A saved state is of another teacher than the one described.
};

/// "TEACHDRL_OK", "TEACHDRL_INVALID_ARGUMENT", ...
inline const char *to_string(Status status) noexcept {
    return teachdrl_status_name(static_cast<teachdrl_status>(status));
}

/// A failed call: `what()` names the argument, its value, and what would be right.
class Error : public std::runtime_error {
  public:
    /// An error of this kind with this message.
    Error(Status status, const std::string &message) : std::runtime_error(message), status_(status) {}

    /// The kind of failure.
    Status status() const noexcept { return status_; }

  private:
    Status status_;
};

#if TEACHDRL_EXCEPTIONS && !defined(DOXYGEN)

template <class T> using Result = T;

#else

/// What functions return where exceptions are off: a value or an Error. Where they are on, `Result<T>` is `T` itself.
///
///     teachdrl::Result<teachdrl::Teacher> teacher = teachdrl::Teacher::create("ALP-GMM", low, high);
///     if (!teacher)
///         return fail(teacher.error().what());
///     teacher->sample_task(task);
template <class T> class [[nodiscard]] Result {
  public:
    /// A success.
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}

    /// A failure.
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    /// Whether there is a value.
    bool has_value() const noexcept { return state_.index() == 0; }

    /// Whether there is a value.
    explicit operator bool() const noexcept { return has_value(); }

    /// The value. Ends the process with the error's message where there is none: ask first.
    T &value() & { return present(); }

    /// The value, to be moved from.
    T &&value() && { return std::move(present()); }

    /// The value, to be read.
    const T &value() const & { return const_cast<Result *>(this)->present(); }

    /// The value.
    T &operator*() & { return present(); }

    /// The value, to be moved from.
    T &&operator*() && { return std::move(present()); }

    /// The value, to be read.
    const T &operator*() const & { return value(); }

    /// A member of the value.
    T *operator->() { return &present(); }

    /// A member of the value, to be read.
    const T *operator->() const { return &value(); }

    /// The error. There must be one: has_value() is false.
    const Error &error() const { return *std::get_if<1>(&state_); }

  private:
    T &present() {
        if (const Error *error = std::get_if<1>(&state_)) {
            std::fprintf(stderr, "teachdrl: %s\n", error->what());
            std::abort();
        }
        return *std::get_if<0>(&state_);
    }

    std::variant<T, Error> state_;
};

/// What functions without a value return where exceptions are off: success or an Error.
template <> class [[nodiscard]] Result<void> {
  public:
    /// A success.
    Result() = default;

    /// A failure.
    Result(Error error) : error_(std::move(error)) {}

    /// Whether the call succeeded.
    bool has_value() const noexcept { return !error_; }

    /// Whether the call succeeded.
    explicit operator bool() const noexcept { return has_value(); }

    /// Ends the process with the error's message where there is one.
    void value() const {
        if (error_) {
            std::fprintf(stderr, "teachdrl: %s\n", error_->what());
            std::abort();
        }
    }

    /// The error. There must be one: has_value() is false.
    const Error &error() const { return *error_; }

  private:
    std::optional<Error> error_;
};

#endif

// ------------------------------------------------------------------------------------------------------------- buffers

namespace detail {

// Views do not own what they show, so one that is about to end is as good as any. They have an element_type.
template <class Range, class = void> inline constexpr bool is_view = false;
template <class Range> inline constexpr bool is_view<Range, std::void_t<typename Range::element_type>> = true;

template <class Range, class T, class = void> inline constexpr bool is_viewable = false;
template <class Range, class T>
inline constexpr bool is_viewable<
    Range, T, std::void_t<decltype(std::data(std::declval<Range &>())), decltype(std::size(std::declval<Range &>()))>> =
    std::is_convertible_v<std::remove_pointer_t<decltype(std::data(std::declval<Range &>()))> (*)[], T (*)[]> &&
    (std::is_const_v<T> || std::is_lvalue_reference_v<Range> || is_view<std::remove_cv_t<Range>>);

} // namespace detail

/// A view of contiguous elements that somebody else owns: a pointer and a length. Anything with `data()` and `size()`
/// converts to it (std::vector, std::array, std::span, Eigen's vectors), arrays, and where elements are only read, lists
/// in braces. std::vector<bool> does not, for it has no array; std::unique_ptr<bool[]> with a length does.
template <class T> class Span {
  public:
    /// What it is a view of.
    using element_type = T;
    /// The same without const.
    using value_type = std::remove_cv_t<T>;

    /// No elements.
    constexpr Span() noexcept = default;

    /// `size` elements from `data` on.
    constexpr Span(T *data, std::size_t size) noexcept : data_(data), size_(size) {}

    /// All elements of an array or container. What is written to must outlive the expression.
    template <class Range, class = std::enable_if_t<detail::is_viewable<Range, T>>>
    constexpr Span(Range &&range) noexcept
        : data_(std::data(range)), size_(static_cast<std::size_t>(std::size(range))) {}

    /// The elements of a list, for as long as the expression lasts: `teacher.update({0.5, 0.5}, 1)`.
    template <class U = T, class = std::enable_if_t<std::is_const_v<U> && !std::is_same_v<U, const bool>>>
    constexpr Span(std::initializer_list<value_type> list) noexcept : data_(std::data(list)), size_(list.size()) {}

    /// The first element.
    constexpr T *data() const noexcept { return data_; }
    /// The number of elements.
    constexpr std::size_t size() const noexcept { return size_; }
    /// Whether there are none.
    constexpr bool empty() const noexcept { return size_ == 0; }
    /// The first element.
    constexpr T *begin() const noexcept { return data_; }
    /// Behind the last element.
    constexpr T *end() const noexcept { return data_ + size_; }
    /// The element at `index`, which must be below size().
    constexpr T &operator[](std::size_t index) const noexcept { return data_[index]; }
    /// `count` elements from `offset` on, which must be there: `observations.subspan(24 * i, 24)`.
    constexpr Span subspan(std::size_t offset, std::size_t count) const noexcept { return {data_ + offset, count}; }

  private:
    T *data_ = nullptr;
    std::size_t size_ = 0;
};

/// The bounds of a box: of tasks (`double`) or of observations (`float`).
template <class T> struct Box {
    std::vector<T> low;  ///< The least value of each coordinate.
    std::vector<T> high; ///< The greatest.

    /// The number of coordinates.
    std::size_t dimension() const noexcept { return low.size(); }
};

namespace detail {

// What every function below ends with: the C function's status becomes an exception or a Result.
#if TEACHDRL_EXCEPTIONS

[[noreturn]] inline void fail(teachdrl_status status) {
    throw Error(static_cast<Status>(status), teachdrl_last_error());
}

inline void finish(teachdrl_status status) {
    if (status != TEACHDRL_OK)
        fail(status);
}

template <class T> T finish(teachdrl_status status, T value) {
    if (status != TEACHDRL_OK)
        fail(status);
    return value;
}

template <class T> [[noreturn]] T refuse(const Error &error) {
    throw error;
}

#else

inline Result<void> finish(teachdrl_status status) {
    if (status != TEACHDRL_OK)
        return Error(static_cast<Status>(status), teachdrl_last_error());
    return {};
}

template <class T> Result<T> finish(teachdrl_status status, T value) {
    if (status != TEACHDRL_OK)
        return Error(static_cast<Status>(status), teachdrl_last_error());
    return Result<T>(std::move(value));
}

template <class T> Result<T> refuse(const Error &error) {
    return Result<T>(error);
}

#endif

// How many elements a buffer has, and how many it must have.
struct Length {
    const char *name;
    std::size_t given;
    std::size_t needed;

    bool is_wrong() const noexcept { return given != needed; }

    Error error() const {
        return {Status::invalid_argument, std::string("argument '") + name + "' has " + std::to_string(given) +
                                              " elements; it must have " + std::to_string(needed)};
    }
};

// The length of a buffer that may be left out.
template <class T> Length length_if_given(const char *name, Span<T> buffer, std::size_t needed) noexcept {
    return {name, buffer.size(), buffer.empty() ? 0 : needed};
}

// C takes one length for several buffers. That they agree is seen to here, before the call.
template <std::size_t count, class Call> Result<void> checked(const Length (&lengths)[count], Call call) {
    for (const Length &length : lengths)
        if (length.is_wrong())
            return refuse<void>(length.error());
    return finish(call());
}

// Asks for a size, makes room and reads, again if other threads have made it more meanwhile. `read(false, 0, &count)`
// asks, `read(true, count, &count)` reads.
template <class Resize, class Read> teachdrl_status read_sized(Resize resize, Read read) {
    std::size_t count = 0;
    teachdrl_status status = read(false, 0, &count);
    while (status == TEACHDRL_OK) {
        const std::size_t room = count;
        resize(room);
        status = read(true, room, &count);
        if (status == TEACHDRL_OK) {
            resize(count);
            break;
        }
        if (read(false, 0, &count) == TEACHDRL_OK && count > room)
            status = TEACHDRL_OK;
    }
    return status;
}

template <class Handle, void (*destroy)(Handle *)> struct Destroy {
    void operator()(Handle *handle) const noexcept { destroy(handle); }
};

} // namespace detail

// ----------------------------------------------------------------------------------------------- parameters of a task

/// What values a parameter takes.
enum class ParameterKind {
    number = TEACHDRL_PARAMETER_NUMBER,         ///< From `low` to `high`.
    log_number = TEACHDRL_PARAMETER_LOG_NUMBER, ///< From `low` to `high`; equal factors are equally far apart.
    integer = TEACHDRL_PARAMETER_INTEGER,       ///< Whole numbers from `low` to `high`.
    category = TEACHDRL_PARAMETER_CATEGORY      ///< One of `categories`: its index, from 0.
};

/// One parameter of a task; see teachdrl_parameter.
///
///     teachdrl::Parameter gravity = teachdrl::Parameter::log_number("gravity", 1, 20);
///     gravity.unit = "m/s2";
struct Parameter {
    std::string name;                           ///< "gravity"
    ParameterKind kind = ParameterKind::number; ///< What values it takes.
    double low = 0;                             ///< The least value; 0 for categories.
    double high = 0;                            ///< The greatest value; not read for categories.
    std::vector<std::string> categories{};      ///< The values' names, of a category.
    std::string group{};                        ///< The name of its group; empty: in none.
    std::string unit{};                         ///< "m"; empty: none.
    std::string documentation{};                ///< One line; empty: none.
    std::optional<double> default_value{};      ///< The value that it has if nobody sets it.

    /// A number from `low` to `high`.
    static Parameter number(std::string name, double low, double high) {
        return {std::move(name), ParameterKind::number, low, high};
    }

    /// A number from `low` to `high`, which are positive; equal factors are equally far apart.
    static Parameter log_number(std::string name, double low, double high) {
        return {std::move(name), ParameterKind::log_number, low, high};
    }

    /// A whole number from `low` to `high`.
    static Parameter integer(std::string name, double low, double high) {
        return {std::move(name), ParameterKind::integer, low, high};
    }

    /// One of some names; a task has its index.
    static Parameter category(std::string name, std::vector<std::string> categories) {
        const double greatest = categories.empty() ? 0 : static_cast<double>(categories.size() - 1);
        return {std::move(name), ParameterKind::category, 0, greatest, std::move(categories)};
    }

    /// The same in a group: `Parameter::number("width", 0, 1).in_group("box")`. Parameters next to one another that are
    /// alike may form one.
    Parameter in_group(std::string group_name) const {
        Parameter copy = *this;
        copy.group = std::move(group_name);
        return copy;
    }
};

/// The tasks that there are: a list of parameters. A task has a number for each, in the caller's units.
///
///     const teachdrl::TaskSpace space = {teachdrl::Parameter::log_number("gravity", 1, 20),
///                                        teachdrl::Parameter::integer("legs", 2, 4),
///                                        teachdrl::Parameter::category("ground", {"grass", "ice"})};
class TaskSpace {
  public:
    /// No parameters: of teachers that are loaded, any.
    TaskSpace() = default;

    /// These parameters.
    TaskSpace(std::initializer_list<Parameter> parameters) : parameters_(parameters) {}

    /// These parameters.
    explicit TaskSpace(std::vector<Parameter> parameters) : parameters_(std::move(parameters)) {}

    /// The parameters, in the order of a task's numbers.
    const std::vector<Parameter> &parameters() const noexcept { return parameters_; }
    /// The number of parameters.
    std::size_t dimension() const noexcept { return parameters_.size(); }
    /// The parameter at `index`, which must be below the dimension.
    const Parameter &operator[](std::size_t index) const noexcept { return parameters_[index]; }

  private:
    std::vector<Parameter> parameters_;
};

namespace detail {

inline const char *text_or_null(const std::string &text) noexcept {
    return text.empty() ? nullptr : text.c_str();
}

inline std::string text(const char *text) {
    return text ? text : "";
}

// A parameter of the C API, copied.
inline Parameter parameter(const teachdrl_parameter &native) {
    Parameter copy = {text(native.name), static_cast<ParameterKind>(native.kind), native.low, native.high};
    for (std::size_t i = 0; native.categories && native.categories[i]; i++)
        copy.categories.emplace_back(native.categories[i]);
    copy.group = text(native.group);
    copy.unit = text(native.unit);
    copy.documentation = text(native.documentation);
    if (native.has_default)
        copy.default_value = native.default_value;
    return copy;
}

// Reads `count` parameters one by one: `read(index, &parameter)`.
template <class Read>
teachdrl_status read_parameters(std::size_t count, std::vector<Parameter> &parameters, Read read) {
    teachdrl_status status = TEACHDRL_OK;
    for (std::size_t i = 0; i < count && status == TEACHDRL_OK; i++) {
        const teachdrl_parameter *native = nullptr;
        status = read(i, &native);
        if (native)
            parameters.push_back(parameter(*native));
    }
    return status;
}

// Parameters for the C API; they point into a task space that lives as long.
class NativeParameters {
  public:
    explicit NativeParameters(const TaskSpace &space) {
        parameters_.reserve(space.dimension());
        for (const Parameter &parameter : space.parameters()) {
            auto &names = categories_.emplace_back();
            for (const std::string &name : parameter.categories)
                names.push_back(name.c_str());
            names.push_back(nullptr);
            parameters_.push_back({sizeof(teachdrl_parameter), parameter.name.c_str(),
                                   static_cast<teachdrl_parameter_kind>(parameter.kind), parameter.low, parameter.high,
                                   names.size() > 1 ? names.data() : nullptr, text_or_null(parameter.group),
                                   text_or_null(parameter.unit), text_or_null(parameter.documentation),
                                   parameter.default_value.has_value(), parameter.default_value.value_or(0)});
        }
    }

    const teachdrl_parameter *data() const noexcept { return parameters_.empty() ? nullptr : parameters_.data(); }
    std::size_t size() const noexcept { return parameters_.size(); }

  private:
    std::vector<teachdrl_parameter> parameters_;
    std::vector<std::vector<const char *>> categories_;
};

} // namespace detail

// ------------------------------------------------------------------------------------------------ outcomes and levels

/// What is known about an episode that has ended; see teachdrl_outcome. What is not known is not set.
///
///     teachdrl::Outcome outcome;
///     outcome.episode_return = 212.5;
///     outcome.success = 1;
///     teacher.update(task, outcome);
struct Outcome {
    std::optional<double> episode_return{}; ///< The sum of the episode's rewards.
    std::optional<double> success{};        ///< From 0 to 1.
    std::optional<double> value_estimate{}; ///< The student's estimate of the return at the first observation.
    std::optional<std::uint64_t> length{};  ///< The number of steps.
    std::optional<double> score{};          ///< A number of the caller's own that says how well it went.
    std::optional<std::uint64_t> level{};   ///< The proposal's level. Not read if the episode is in a slot.
};

/// A member of an Outcome.
enum class OutcomeMember : std::uint32_t {
    episode_return = TEACHDRL_OUTCOME_RETURN,         ///< Outcome::episode_return
    success = TEACHDRL_OUTCOME_SUCCESS,               ///< Outcome::success
    value_estimate = TEACHDRL_OUTCOME_VALUE_ESTIMATE, ///< Outcome::value_estimate
    length = TEACHDRL_OUTCOME_LENGTH,                 ///< Outcome::length
    score = TEACHDRL_OUTCOME_SCORE,                   ///< Outcome::score
    level = TEACHDRL_OUTCOME_LEVEL                    ///< Outcome::level
};

/// Some members of an Outcome.
class OutcomeMembers {
  public:
    /// Those of these flags of teachdrl_outcome_member.
    explicit OutcomeMembers(std::uint32_t flags = 0) noexcept : flags_(flags) {}

    /// Whether a member is among them.
    bool contains(OutcomeMember member) const noexcept { return (flags_ & static_cast<std::uint32_t>(member)) != 0; }
    /// Flags of teachdrl_outcome_member.
    std::uint32_t flags() const noexcept { return flags_; }

  private:
    std::uint32_t flags_;
};

/// What a teacher does with outcomes.
struct OutcomeUse {
    OutcomeMembers needs; ///< The members that it needs.
    OutcomeMembers uses;  ///< The members that it uses if they are known, those that it needs among them.
};

/// What a teacher proposes beside the task; see teachdrl_proposal.
struct Proposal {
    std::optional<std::uint64_t> level{}; ///< The number of a level that can be played again.
    std::optional<std::uint64_t> seed{};  ///< The seed to reset the environment with.
    bool is_for_learning = true;          ///< Whether the student should learn from the episode.
};

namespace detail {

inline teachdrl_outcome native(const Outcome &outcome) noexcept {
    std::uint32_t known = 0;
    const auto value = [&known](const auto &member, teachdrl_outcome_member flag) {
        known |= member ? static_cast<std::uint32_t>(flag) : 0;
        return member.value_or(0);
    };
    teachdrl_outcome result{};
    result.struct_size = sizeof result;
    result.episode_return = value(outcome.episode_return, TEACHDRL_OUTCOME_RETURN);
    result.success = value(outcome.success, TEACHDRL_OUTCOME_SUCCESS);
    result.value_estimate = value(outcome.value_estimate, TEACHDRL_OUTCOME_VALUE_ESTIMATE);
    result.length = value(outcome.length, TEACHDRL_OUTCOME_LENGTH);
    result.score = value(outcome.score, TEACHDRL_OUTCOME_SCORE);
    result.level = value(outcome.level, TEACHDRL_OUTCOME_LEVEL);
    result.known = known;
    return result;
}

inline std::vector<teachdrl_outcome> native(Span<const Outcome> outcomes) {
    std::vector<teachdrl_outcome> natives;
    natives.reserve(outcomes.size());
    for (const Outcome &outcome : outcomes)
        natives.push_back(native(outcome));
    return natives;
}

inline teachdrl_proposal no_proposal() noexcept {
    return {sizeof(teachdrl_proposal), TEACHDRL_NO_LEVEL, false, true, 0};
}

inline Proposal proposal(const teachdrl_proposal &native) noexcept {
    Proposal copy;
    if (native.level != TEACHDRL_NO_LEVEL)
        copy.level = native.level;
    if (native.has_seed)
        copy.seed = native.seed;
    copy.is_for_learning = native.is_for_learning;
    return copy;
}

} // namespace detail

// ----------------------------------------------------------------------------------------------- options and listings

/// An option's name and value, `{"fit_rate", 250}`, `{"normalize", true}`, `{"reward_range", "-150,350"}`; numbers are
/// written with all their digits and a decimal point, whatever the locale.
class Option {
  public:
    /// The value as text.
    Option(std::string name, std::string value) : name_(std::move(name)), value_(std::move(value)) {}

    /// The value as text, which must not be NULL.
    Option(std::string name, const char *value) : name_(std::move(name)), value_(value) {}

    /// The value as a number, `true` or `false`.
    template <class Number, class = std::enable_if_t<std::is_arithmetic_v<Number>>>
    Option(std::string name, Number value) : name_(std::move(name)) {
        if constexpr (std::is_same_v<Number, bool>) {
            value_ = value ? "true" : "false";
        } else {
            char digits[64]; // the longest double has 24
            if constexpr (std::is_floating_point_v<Number>) {
                // An option that takes whole numbers takes them without exponent only.
                if (value >= Number(-1e9) && value <= Number(1e9) && value == Number(static_cast<long long>(value))) {
                    value_ = std::to_string(static_cast<long long>(value));
                    return;
                }
            }
            value_.assign(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
        }
    }

    /// The option's name.
    const std::string &name() const noexcept { return name_; }
    /// The option's value, as text.
    const std::string &value() const noexcept { return value_; }

  private:
    std::string name_, value_;
};

/// Options in braces, a std::vector<Option>, ...; see Option.
using Options = Span<const Option>;

namespace detail {

inline std::vector<teachdrl_option> pairs(Options options) {
    std::vector<teachdrl_option> pairs;
    pairs.reserve(options.size());
    for (const Option &option : options)
        pairs.push_back({option.name().c_str(), option.value().c_str()});
    return pairs;
}

} // namespace detail

/// What values an option takes.
enum class OptionType {
    integer = TEACHDRL_OPTION_INTEGER, ///< 250
    number = TEACHDRL_OPTION_NUMBER,   ///< 0.2
    boolean = TEACHDRL_OPTION_BOOLEAN, ///< true or false
    choice = TEACHDRL_OPTION_CHOICE,   ///< One of OptionDescription::choices().
    numbers = TEACHDRL_OPTION_NUMBERS  ///< Several, with commas: "-150,350"; or one of OptionDescription::choices().
};

/// What an option is. The library's own, never changed or freed: copies are pointers.
class OptionDescription {
  public:
    /// What the C library describes.
    explicit OptionDescription(const teachdrl_option_description *native) noexcept : native_(native) {}

    /// "fit_rate"
    const char *name() const noexcept { return native_->name; }
    /// What values it takes.
    OptionType type() const noexcept { return static_cast<OptionType>(native_->type); }
    /// As a caller would write it.
    const char *default_value() const noexcept { return native_->default_value; }
    /// For people: "1 to 1000000", "aic, bic or aicc".
    const char *range() const noexcept { return native_->range; }
    /// One line.
    const char *documentation() const noexcept { return native_->documentation; }
    /// Of integers and numbers; NaN for the others.
    double minimum() const noexcept { return native_->minimum; }
    /// Of integers and numbers; NaN for the others.
    double maximum() const noexcept { return native_->maximum; }
    /// Whether "off" is a value too.
    bool accepts_off() const noexcept { return native_->accepts_off; }

    /// The values of a choice; of the others, the words that are values too, such as "auto".
    Span<const char *const> choices() const noexcept {
        std::size_t count = 0;
        while (native_->choices && native_->choices[count])
            count++;
        return Span<const char *const>(native_->choices, count);
    }

    /// The C library's description.
    const teachdrl_option_description *native_handle() const noexcept { return native_; }

  private:
    const teachdrl_option_description *native_;
};

/// What a teacher, an environment or the toy environment is. The library's own, never changed or freed.
class Description {
  public:
    /// What the C library describes.
    explicit Description(const teachdrl_description *native) noexcept : native_(native) {}

    /// "ALP-GMM"
    const char *name() const noexcept { return native_->name; }
    /// One line.
    const char *documentation() const noexcept { return native_->documentation; }

    /// All its options.
    std::vector<OptionDescription> options() const {
        std::vector<OptionDescription> options;
        for (std::size_t i = 0; i < native_->option_count; i++)
            options.emplace_back(native_->options[i]);
        return options;
    }

    /// Of a teacher: the members of an outcome that it needs with the default options.
    OutcomeMembers needs() const noexcept { return OutcomeMembers(native_->needs); }
    /// Of a teacher: the members that it needs or can use, with any options.
    OutcomeMembers uses() const noexcept { return OutcomeMembers(native_->uses); }

    /// Of an environment: the parameters that can be set by name, with the default options.
    std::vector<Parameter> parameters() const {
        std::vector<Parameter> parameters;
        for (std::size_t i = 0; i < native_->parameter_count; i++)
            parameters.push_back(detail::parameter(*native_->parameters[i]));
        return parameters;
    }

    /// The C library's description.
    const teachdrl_description *native_handle() const noexcept { return native_; }

  private:
    const teachdrl_description *native_;
};

namespace detail {

template <class Describe> std::vector<Description> descriptions(std::size_t count, Describe describe) {
    std::vector<Description> descriptions;
    const teachdrl_description *description = nullptr;
    for (std::size_t i = 0; i < count && describe(i, &description) == TEACHDRL_OK; i++)
        descriptions.emplace_back(description);
    return descriptions;
}

} // namespace detail

/// Every teacher that this library has.
inline std::vector<Description> teacher_descriptions() {
    return detail::descriptions(teachdrl_teacher_count(), teachdrl_teacher_describe);
}

/// Every environment that this library has.
inline std::vector<Description> environment_descriptions() {
    return detail::descriptions(teachdrl_environment_count(), teachdrl_environment_describe);
}

/// The toy environment.
inline Description toy_description() {
    const teachdrl_description *description = nullptr;
    teachdrl_toy_describe(&description); // fails for NULL only
    return Description(description);
}

// ----------------------------------------------------------------------------------------------------------- teachers

/// The mixture of Gaussians that tasks are drawn from; see teachdrl_teacher_mixture().
struct Mixture {
    std::size_t dimension = 0;            ///< D, the number of coordinates; 0 with teachers that have no mixtures.
    std::vector<double> weights;          ///< Of the components, adding up to 1; none before the first fit.
    std::vector<double> means;            ///< A row of D numbers for each component.
    std::vector<double> covariances;      ///< D rows of D numbers for each component.
    std::vector<double> sampling_weights; ///< In proportion to which a component is chosen; where all are 0, all alike.
};

/// The regions that tasks are drawn from; see teachdrl_teacher_regions().
struct Regions {
    std::size_t dimension = 0;    ///< The task's.
    std::vector<double> low;      ///< A row of bounds for each region.
    std::vector<double> high;     ///< A row of bounds for each region.
    std::vector<double> progress; ///< Absolute learning progress.
    std::vector<bool> is_leaf;    ///< Whether a region is not split itself.
};

/// Instead of the index of a parameter or a part: all of it is meant.
constexpr std::size_t whole = TEACHDRL_WHOLE;

/// One number of a teacher's progress; see teachdrl_teacher_progress(). The texts live as long as the teacher.
struct ProgressNumber {
    std::string_view name;          ///< "coverage", "influence/gravity", "part_return/gravity/0".
    std::string_view quantity;      ///< The part of the name before the first slash.
    std::string_view documentation; ///< One line: how it is defined.
    std::size_t parameter = whole;  ///< The parameter that it is about.
    std::size_t part = whole;       ///< The part of the parameter's range that it is about.
    double low = 0;                 ///< The lower bound of that; NaN for the whole.
    double high = 0;                ///< The upper bound of that; NaN for the whole.
    double value = 0;               ///< NaN if it is not known.
};

/// A warning about a curriculum; see teachdrl_teacher_warnings(). The texts live as long as the teacher.
struct Warning {
    std::string_view name;         ///< "not_fitted", "no_influence/gravity".
    std::string_view kind;         ///< The part of the name before the slash.
    std::string_view text;         ///< What is so, and what to do about it.
    std::size_t parameter = whole; ///< The parameter that it is about.
};

/// The p-value of a permutation test of the difference between two groups' means; see teachdrl_permutation_test().
inline Result<double> permutation_test(Span<const double> first, Span<const double> second, std::uint64_t seed = 0) {
    double p_value = 0;
    const auto status =
        teachdrl_permutation_test(first.data(), first.size(), second.data(), second.size(), seed, &p_value);
    return detail::finish(status, p_value);
}

/// A teacher to create, or what a saved one must be; see teachdrl_teacher_definition.
struct TeacherDefinition {
    std::string name;              ///< "ALP-GMM"; of a saved one, empty for any.
    TaskSpace task_space{};        ///< The parameters of a task; of a saved one, none for any.
    std::vector<Option> options{}; ///< Of a saved one, those that must have these values.
    std::uint64_t seed = 0;        ///< Not read of a saved one.
};

namespace detail {

// Calls with the C form of a definition.
template <class Call>
teachdrl_status with_definition(const char *name, const TaskSpace &space, Options options, std::uint64_t seed,
                                Call call) {
    const NativeParameters parameters(space);
    const auto given = pairs(options);
    const teachdrl_teacher_definition definition = {
        sizeof definition, name, parameters.data(), parameters.size(), given.data(), given.size(), seed};
    return call(&definition);
}

// The same for a saved teacher, whose name may be any.
template <class Call> teachdrl_status with_definition(const TeacherDefinition &definition, Call call) {
    return with_definition(text_or_null(definition.name), definition.task_space, definition.options, definition.seed,
                           call);
}

} // namespace detail

/// Proposes the tasks on which a student trains, and learns from what the student reaches on them.
///
/// May be used from many threads at once; moving, assigning and destroying are for one thread alone.
class Teacher {
  public:
#if TEACHDRL_EXCEPTIONS || defined(DOXYGEN)
    /// As create(); only where exceptions are on.
    Teacher(const std::string &name, Span<const double> low, Span<const double> high, Options options = {},
            std::uint64_t seed = 0)
        : Teacher(create(name, low, high, options, seed)) {}

    /// As create(); only where exceptions are on.
    Teacher(const std::string &name, const TaskSpace &task_space, Options options = {}, std::uint64_t seed = 0)
        : Teacher(create(name, task_space, options, seed)) {}

    /// As create(); only where exceptions are on.
    explicit Teacher(const TeacherDefinition &definition) : Teacher(create(definition)) {}
#endif

    /// Takes a handle of the C API over.
    explicit Teacher(teachdrl_teacher *handle) noexcept : handle_(handle) {}

    /// Creates the teacher called `name` ("ALP-GMM", "Random", ...) over plain numbers between these bounds.
    static Result<Teacher> create(const std::string &name, Span<const double> low, Span<const double> high,
                                  Options options = {}, std::uint64_t seed = 0) {
        const detail::Length length = {"high", high.size(), low.size()};
        if (length.is_wrong())
            return detail::refuse<Teacher>(length.error());
        const auto pairs = detail::pairs(options);
        teachdrl_teacher *handle = nullptr;
        const auto status = teachdrl_teacher_create(name.c_str(), low.size(), low.data(), high.data(), pairs.data(),
                                                    pairs.size(), seed, &handle);
        return detail::finish(status, Teacher(handle));
    }

    /// Creates a teacher over a task space: of the caller's, or an environment's.
    static Result<Teacher> create(const std::string &name, const TaskSpace &task_space, Options options = {},
                                  std::uint64_t seed = 0) {
        teachdrl_teacher *handle = nullptr;
        const auto status = detail::with_definition(
            name.c_str(), task_space, options, seed,
            [&](const teachdrl_teacher_definition *native) { return teachdrl_teacher_create_from(native, &handle); });
        return detail::finish(status, Teacher(handle));
    }

    /// Creates a teacher from its definition.
    static Result<Teacher> create(const TeacherDefinition &definition) {
        return create(definition.name, definition.task_space, definition.options, definition.seed);
    }

    /// Creates the teacher whose state a file is. Status::not_found says that there is none yet, and only that failure
    /// does: after any other, a new teacher's save() would overwrite a state that could not be read.
    static Result<Teacher> load(const std::string &path) {
        teachdrl_teacher *handle = nullptr;
        const auto status = teachdrl_teacher_load(path.c_str(), &handle);
        return detail::finish(status, Teacher(handle));
    }

    /// Creates the teacher whose state these bytes are; they are not needed afterwards.
    static Result<Teacher> load_from_memory(Span<const std::byte> bytes) {
        teachdrl_teacher *handle = nullptr;
        const auto status = teachdrl_teacher_load_from_memory(bytes.data(), bytes.size(), &handle);
        return detail::finish(status, Teacher(handle));
    }

    /// Creates the teacher whose state a file is, if it is the one that a definition describes; Status::mismatch if not.
    static Result<Teacher> load_as(const std::string &path, const TeacherDefinition &definition) {
        teachdrl_teacher *handle = nullptr;
        const auto status = detail::with_definition(definition, [&](const teachdrl_teacher_definition *native) {
            return teachdrl_teacher_load_as(path.c_str(), native, &handle);
        });
        return detail::finish(status, Teacher(handle));
    }

    /// The same for bytes in memory.
    static Result<Teacher> load_from_memory_as(Span<const std::byte> bytes, const TeacherDefinition &definition) {
        teachdrl_teacher *handle = nullptr;
        const auto status = detail::with_definition(definition, [&](const teachdrl_teacher_definition *native) {
            return teachdrl_teacher_load_from_memory_as(bytes.data(), bytes.size(), native, &handle);
        });
        return detail::finish(status, Teacher(handle));
    }

    /// Whether load_as() would find the teacher that a definition describes. That there is no file, or no state in it, is
    /// a failure.
    static Result<bool> fits(const std::string &path, const TeacherDefinition &definition) {
        return whether(detail::with_definition(definition, [&](const teachdrl_teacher_definition *native) {
            return teachdrl_teacher_load_as(path.c_str(), native, nullptr);
        }));
    }

    /// The same for bytes in memory.
    static Result<bool> fits(Span<const std::byte> bytes, const TeacherDefinition &definition) {
        return whether(detail::with_definition(definition, [&](const teachdrl_teacher_definition *native) {
            return teachdrl_teacher_load_from_memory_as(bytes.data(), bytes.size(), native, nullptr);
        }));
    }

    /// The handle, to be used with the C API; it stays this object's.
    teachdrl_teacher *native_handle() const noexcept {
        return handle_.get();
    }

    /// Gives the handle away; teachdrl_teacher_destroy() is the caller's to call then.
    teachdrl_teacher *release() noexcept {
        return handle_.release();
    }

    /// Proposes a task: as many numbers as the task space has dimensions.
    Result<void> sample_task(Span<double> task) {
        return detail::finish(teachdrl_teacher_sample_task(handle_.get(), task.data(), task.size()));
    }

    /// Proposes a task, by value: `auto task = teacher.sample_task<2>();`
    template <std::size_t dimension> Result<std::array<double, dimension>> sample_task() {
        std::array<double, dimension> task{};
        const auto status = teachdrl_teacher_sample_task(handle_.get(), task.data(), dimension);
        return detail::finish(status, task);
    }

    /// Proposes `count` tasks, row after row.
    Result<void> sample_tasks(Span<double> tasks, std::size_t count) {
        return with_rows("tasks", tasks.size(), count, [&](std::size_t dimension) {
            return teachdrl_teacher_sample_tasks(handle_.get(), tasks.data(), count, dimension);
        });
    }

    /// Proposes a task, with its level.
    Result<Proposal> propose(Span<double> task) {
        teachdrl_proposal native = detail::no_proposal();
        const auto status = teachdrl_teacher_propose(handle_.get(), task.data(), task.size(), &native);
        return detail::finish(status, detail::proposal(native));
    }

    /// Tells the teacher the return that the student reached on a task.
    Result<void> update(Span<const double> task, double episode_return) {
        return detail::finish(teachdrl_teacher_update(handle_.get(), task.data(), task.size(), episode_return));
    }

    /// Tells the teacher all that is known about an episode on a task.
    Result<void> update(Span<const double> task, const Outcome &outcome) {
        const teachdrl_outcome native = detail::native(outcome);
        return detail::finish(teachdrl_teacher_update_outcomes(handle_.get(), task.data(), 1, task.size(), &native));
    }

    /// As many updates as there are outcomes, in order; `tasks` has a row for each.
    Result<void> update_outcomes(Span<const double> tasks, Span<const Outcome> outcomes) {
        const auto natives = detail::native(outcomes);
        return with_rows("tasks", tasks.size(), natives.size(), [&](std::size_t dimension) {
            return teachdrl_teacher_update_outcomes(handle_.get(), tasks.data(), natives.size(), dimension,
                                                    natives.data());
        });
    }

    /// Which members of an outcome the teacher needs and uses with its options.
    Result<OutcomeUse> outcome_members() const {
        std::uint32_t needs = 0, uses = 0;
        const auto status = teachdrl_teacher_outcome_members(handle_.get(), &needs, &uses);
        return detail::finish(status, OutcomeUse{OutcomeMembers(needs), OutcomeMembers(uses)});
    }

    /// As many updates as there are returns, in order; `tasks` has a row for each.
    Result<void> update_tasks(Span<const double> tasks, Span<const double> episode_returns) {
        const std::size_t count = episode_returns.size();
        return with_rows("tasks", tasks.size(), count, [&](std::size_t dimension) {
            return teachdrl_teacher_update_tasks(handle_.get(), tasks.data(), count, dimension, episode_returns.data());
        });
    }

    /// The number of parameters of a task.
    Result<std::size_t> dimension() const {
        std::size_t dimension = 0;
        const auto status = teachdrl_teacher_dimension(handle_.get(), &dimension);
        return detail::finish(status, dimension);
    }

    /// The parameters of a task.
    Result<TaskSpace> task_space() const {
        std::vector<Parameter> parameters;
        std::size_t dimension = 0;
        auto status = teachdrl_teacher_dimension(handle_.get(), &dimension);
        if (status == TEACHDRL_OK)
            status = detail::read_parameters(dimension, parameters,
                                             [&](std::size_t index, const teachdrl_parameter **parameter) {
                                                 return teachdrl_teacher_parameter(handle_.get(), index, parameter);
                                             });
        return detail::finish(status, TaskSpace(std::move(parameters)));
    }

    /// The bounds of tasks; see teachdrl_teacher_task_space().
    Result<Box<double>> task_bounds() const {
        Box<double> bounds;
        std::size_t dimension = 0;
        auto status = teachdrl_teacher_dimension(handle_.get(), &dimension);
        if (status == TEACHDRL_OK) {
            bounds.low.resize(dimension);
            bounds.high.resize(dimension);
            status = teachdrl_teacher_task_space(handle_.get(), bounds.low.data(), bounds.high.data(), dimension);
        }
        return detail::finish(status, std::move(bounds));
    }

    /// The number of updates received so far.
    Result<std::uint64_t> episode_count() const {
        std::uint64_t count = 0;
        const auto status = teachdrl_teacher_episode_count(handle_.get(), &count);
        return detail::finish(status, count);
    }

    /// The learning progress that the newest update showed, in the unit of the rewards that the teacher sees: with ALP-GMM
    /// its episode's, with RIAC its region's. NaN before the first update since the teacher was created or loaded, and with
    /// teachers that compute none for an episode.
    Result<double> learning_progress() const {
        double progress = 0;
        const auto status = teachdrl_teacher_learning_progress(handle_.get(), &progress);
        return detail::finish(status, progress);
    }

    /// The name that the teacher was created by; valid while it lives.
    Result<std::string_view> name() const {
        const char *name = "";
        const auto status = teachdrl_teacher_name(handle_.get(), &name);
        return detail::finish(status, std::string_view(name));
    }

    /// The value of one of its options, given or the default, as text; valid while the teacher lives.
    Result<std::string_view> option(const std::string &name) const {
        const char *value = "";
        const auto status = teachdrl_teacher_option(handle_.get(), name.c_str(), &value);
        return detail::finish(status, std::string_view(value));
    }

    /// Saves the teacher to a file, which is replaced as a whole.
    Result<void> save(const std::string &path) const {
        return detail::finish(teachdrl_teacher_save(handle_.get(), path.c_str()));
    }

    /// Saves the teacher to memory, in the form that a file has.
    Result<std::vector<std::byte>> save_to_memory() const {
        std::vector<std::byte> bytes;
        const auto status = detail::read_sized([&](std::size_t size) { bytes.resize(size); },
                                               [&](bool read, std::size_t capacity, std::size_t *size) {
                                                   return teachdrl_teacher_save_to_memory(
                                                       handle_.get(), read ? bytes.data() : nullptr, capacity, size);
                                               });
        return detail::finish(status, std::move(bytes));
    }

    /// Begins an episode in a slot: proposes its task.
    Result<void> begin_episode(std::size_t slot, Span<double> task) {
        return detail::finish(teachdrl_teacher_begin_episode(handle_.get(), slot, task.data(), task.size()));
    }

    /// Begins an episode in each of several different slots; `tasks` receives a row for each.
    Result<void> begin_episodes(Span<const std::size_t> slots, Span<double> tasks) {
        return with_rows("tasks", tasks.size(), slots.size(), [&](std::size_t dimension) {
            return teachdrl_teacher_begin_episodes(handle_.get(), slots.data(), slots.size(), tasks.data(), dimension);
        });
    }

    /// Ends the episode in a slot: tells the teacher the return that was reached on its task.
    Result<void> end_episode(std::size_t slot, double episode_return) {
        return detail::finish(teachdrl_teacher_end_episode(handle_.get(), slot, episode_return));
    }

    /// Ends the episodes in several different slots, in order.
    Result<void> end_episodes(Span<const std::size_t> slots, Span<const double> episode_returns) {
        return detail::checked({{"episode_returns", episode_returns.size(), slots.size()}}, [&] {
            return teachdrl_teacher_end_episodes(handle_.get(), slots.data(), slots.size(), episode_returns.data());
        });
    }

    /// Ends the episode in a slot: tells the teacher all that is known about it.
    Result<void> end_episode(std::size_t slot, const Outcome &outcome) {
        const teachdrl_outcome native = detail::native(outcome);
        return detail::finish(teachdrl_teacher_end_episodes_with_outcomes(handle_.get(), &slot, 1, &native));
    }

    /// Ends the episodes in several different slots, in order, with all that is known about them.
    Result<void> end_episodes_with_outcomes(Span<const std::size_t> slots, Span<const Outcome> outcomes) {
        return detail::checked({{"outcomes", outcomes.size(), slots.size()}}, [&] {
            const auto natives = detail::native(outcomes);
            return teachdrl_teacher_end_episodes_with_outcomes(handle_.get(), slots.data(), slots.size(),
                                                               natives.data());
        });
    }

    /// Gives up the episode in a slot; the teacher learns nothing from it.
    Result<void> abandon_episode(std::size_t slot) {
        return detail::finish(teachdrl_teacher_abandon_episode(handle_.get(), slot));
    }

    /// The slots whose episodes are under way, in ascending order.
    Result<std::vector<std::size_t>> busy_slots() const {
        std::vector<std::size_t> slots;
        const auto status = detail::read_sized([&](std::size_t count) { slots.resize(count); },
                                               [&](bool read, std::size_t capacity, std::size_t *count) {
                                                   return teachdrl_teacher_busy_slots(
                                                       handle_.get(), read ? slots.data() : nullptr, capacity, count);
                                               });
        return detail::finish(status, std::move(slots));
    }

    /// Writes the task of the episode that is under way in a slot.
    Result<void> task_in_slot(std::size_t slot, Span<double> task) const {
        return detail::finish(teachdrl_teacher_task_in_slot(handle_.get(), slot, task.data(), task.size()));
    }

    /// What was proposed beside the task of the episode that is under way in a slot.
    Result<Proposal> proposal_in_slot(std::size_t slot) const {
        teachdrl_proposal native = detail::no_proposal();
        const auto status = teachdrl_teacher_proposal_in_slot(handle_.get(), slot, &native);
        return detail::finish(status, detail::proposal(native));
    }

    /// The episodes of the history, oldest first: when a mixture was fitted, a region split or a window moved.
    Result<std::vector<std::uint64_t>> history() const {
        std::vector<std::uint64_t> episodes;
        const auto status = detail::read_sized(
            [&](std::size_t count) { episodes.resize(count); },
            [&](bool read, std::size_t capacity, std::size_t *count) {
                return teachdrl_teacher_history(handle_.get(), read ? episodes.data() : nullptr, capacity, count);
            });
        return detail::finish(status, std::move(episodes));
    }

    /// Named numbers on how the curriculum goes, in an order that stays the same.
    Result<std::vector<ProgressNumber>> progress() const {
        std::vector<const teachdrl_progress_number *> said;
        std::vector<double> values;
        const auto status = detail::read_sized(
            [&](std::size_t count) {
                said.resize(count);
                values.resize(count);
            },
            [&](bool read, std::size_t capacity, std::size_t *count) {
                return teachdrl_teacher_progress(handle_.get(), read ? said.data() : nullptr,
                                                 read ? values.data() : nullptr, capacity, count);
            });
        std::vector<ProgressNumber> numbers(said.size());
        for (std::size_t i = 0; i < said.size(); i++)
            numbers[i] = {said[i]->name, said[i]->quantity, said[i]->documentation, said[i]->parameter,
                          said[i]->part, said[i]->low,      said[i]->high,          values[i]};
        return detail::finish(status, std::move(numbers));
    }

    /// What there is to warn of now.
    Result<std::vector<Warning>> warnings() const {
        std::vector<const teachdrl_warning *> present;
        const auto status = detail::read_sized([&](std::size_t count) { present.resize(count); },
                                               [&](bool read, std::size_t capacity, std::size_t *count) {
                                                   return teachdrl_teacher_warnings(
                                                       handle_.get(), read ? present.data() : nullptr, capacity, count);
                                               });
        std::vector<Warning> warnings(present.size());
        for (std::size_t i = 0; i < present.size(); i++)
            warnings[i] = {present[i]->name, present[i]->kind, present[i]->text, present[i]->parameter};
        return detail::finish(status, std::move(warnings));
    }

    /// The mixture that tasks are drawn from now (0), or were after an episode of the history.
    Result<Mixture> mixture(std::uint64_t episode = 0) const {
        Mixture m;
        auto status = teachdrl_teacher_mixture_dimension(handle_.get(), &m.dimension);
        if (status == TEACHDRL_OK)
            status = detail::read_sized(
                [&](std::size_t count) {
                    m.weights.resize(count);
                    m.means.resize(count * m.dimension);
                    m.covariances.resize(count * m.dimension * m.dimension);
                    m.sampling_weights.resize(count);
                },
                [&](bool read, std::size_t capacity, std::size_t *count) {
                    const teachdrl_mixture native = {sizeof native,        m.weights.data(),          m.means.data(),
                                                     m.covariances.data(), m.sampling_weights.data(), capacity};
                    return teachdrl_teacher_mixture(handle_.get(), episode, read ? &native : nullptr, count);
                });
        return detail::finish(status, std::move(m));
    }

    /// The regions that tasks are drawn from now (0), or were after an episode of the history.
    Result<Regions> regions(std::uint64_t episode = 0) const {
        Regions r;
        std::unique_ptr<bool[]> is_leaf; // C writes to an array, and std::vector<bool> has none
        std::size_t room = 0;
        auto status = teachdrl_teacher_dimension(handle_.get(), &r.dimension);
        if (status == TEACHDRL_OK)
            status = detail::read_sized(
                [&](std::size_t count) {
                    r.low.resize(count * r.dimension);
                    r.high.resize(count * r.dimension);
                    r.progress.resize(count);
                    if (count > room)
                        is_leaf = std::make_unique<bool[]>(room = count);
                },
                [&](bool read, std::size_t capacity, std::size_t *count) {
                    const teachdrl_regions native = {sizeof native,     r.low.data(),  r.high.data(),
                                                     r.progress.data(), is_leaf.get(), capacity};
                    return teachdrl_teacher_regions(handle_.get(), episode, read ? &native : nullptr, count);
                });
        r.is_leaf.assign(is_leaf.get(), is_leaf.get() + r.progress.size());
        return detail::finish(status, std::move(r));
    }

    /// The natural logarithm of the probability density with which this task would be proposed next.
    Result<double> log_density(Span<const double> task) const {
        double log_density = 0;
        const auto status = teachdrl_teacher_log_density(handle_.get(), task.data(), 1, task.size(), &log_density);
        return detail::finish(status, log_density);
    }

    /// The same for many tasks, row after row, one for each element of `log_densities`.
    Result<void> log_density(Span<const double> tasks, Span<double> log_densities) const {
        const std::size_t count = log_densities.size();
        return with_rows("tasks", tasks.size(), count, [&](std::size_t dimension) {
            return teachdrl_teacher_log_density(handle_.get(), tasks.data(), count, dimension, log_densities.data());
        });
    }

  private:
    // Whether a state fits, of the status of the call that tells.
    static Result<bool> whether(teachdrl_status status) {
        return detail::finish(status == TEACHDRL_MISMATCH ? TEACHDRL_OK : status, status == TEACHDRL_OK);
    }

    // Calls with the dimension that a buffer of `count` rows has, which C compares with the teacher's. Where it has none,
    // says how many elements there should be.
    template <class Call>
    Result<void> with_rows(const char *name, std::size_t given, std::size_t count, Call call) const {
        if (count != 0 && given % count == 0)
            return detail::finish(call(given / count));
        std::size_t dimension = 0;
        if (const auto status = teachdrl_teacher_dimension(handle_.get(), &dimension))
            return detail::finish(status);
        return detail::checked({{name, given, count * dimension}}, [&] { return call(dimension); });
    }

    std::unique_ptr<teachdrl_teacher, detail::Destroy<teachdrl_teacher, teachdrl_teacher_destroy>> handle_;
};

// ------------------------------------------------------------------------------------------------------- environments

/// A shape to paint; see teachdrl_environment_scene().
using Shape = teachdrl_shape;

/// The part of the world that a frame shows, in metres.
using View = teachdrl_view;

/// A frame of an episode: paint the shapes in their order.
struct Scene {
    View view{};               ///< The part of the world to show.
    std::vector<Shape> shapes; ///< Only those in view.
};

/// What a step led to, apart from the observation.
struct Step {
    double reward = 0;       ///< The step's reward.
    bool terminated = false; ///< The episode came to its own end.
    bool truncated = false;  ///< The episode was cut off at `max_episode_steps`.

    /// Whether the episode is over.
    bool is_over() const noexcept { return terminated || truncated; }
};

class Environment;

/// An environment that somebody else owns, to ask it for its sizes, bounds, test set and picture and to set parameters of
/// its track. Valid as long as its owner, an Environment or a VectorEnvironment.
class EnvironmentView {
  public:
    /// A view of an environment of the C API.
    explicit EnvironmentView(teachdrl_environment *handle) noexcept : handle_(handle) {}

    /// Not of an owner that is about to end.
    EnvironmentView(const Environment &&) = delete;
    /// Not of an owner that is about to end.
    EnvironmentView &operator=(const Environment &&) = delete;

    /// The handle, to be used with the C API.
    teachdrl_environment *native_handle() const noexcept { return handle_; }

    /// The number of floats in an observation.
    Result<std::size_t> observation_size() const {
        std::size_t size = 0;
        const auto status = teachdrl_environment_observation_size(handle_, &size);
        return detail::finish(status, size);
    }

    /// The number of floats in an action; each lies in [-1, 1].
    Result<std::size_t> action_size() const {
        std::size_t size = 0;
        const auto status = teachdrl_environment_action_size(handle_, &size);
        return detail::finish(status, size);
    }

    /// Bounds that every observation keeps to.
    Result<Box<float>> observation_bounds() const {
        Box<float> bounds;
        std::size_t size = 0;
        auto status = teachdrl_environment_observation_size(handle_, &size);
        if (status == TEACHDRL_OK) {
            bounds.low.resize(size);
            bounds.high.resize(size);
            status = teachdrl_environment_observation_bounds(handle_, bounds.low.data(), bounds.high.data(), size);
        }
        return detail::finish(status, std::move(bounds));
    }

    /// The number of parameters of a task; 0 if all are off.
    Result<std::size_t> task_dimension() const {
        std::size_t dimension = 0;
        const auto status = teachdrl_environment_task_dimension(handle_, &dimension);
        return detail::finish(status, dimension);
    }

    /// The parameters of a task: what a teacher over this environment is created with. None if all are off.
    Result<TaskSpace> task_space() const {
        std::vector<Parameter> parameters;
        std::size_t dimension = 0;
        auto status = teachdrl_environment_task_dimension(handle_, &dimension);
        if (status == TEACHDRL_OK)
            status = detail::read_parameters(dimension, parameters,
                                             [&](std::size_t index, const teachdrl_parameter **parameter) {
                                                 return teachdrl_environment_task_parameter(handle_, index, parameter);
                                             });
        return detail::finish(status, TaskSpace(std::move(parameters)));
    }

    /// The bounds of tasks; see teachdrl_environment_task_space().
    Result<Box<double>> task_bounds() const {
        Box<double> bounds;
        std::size_t dimension = 0;
        auto status = teachdrl_environment_task_dimension(handle_, &dimension);
        if (status == TEACHDRL_OK) {
            bounds.low.resize(dimension);
            bounds.high.resize(dimension);
            status = teachdrl_environment_task_space(handle_, bounds.low.data(), bounds.high.data(), dimension);
        }
        return detail::finish(status, std::move(bounds));
    }

    /// The parameters that can be set by name, those of the task among them.
    Result<std::vector<Parameter>> parameters() const {
        std::vector<Parameter> parameters;
        std::size_t count = 0;
        auto status = teachdrl_environment_parameter_count(handle_, &count);
        if (status == TEACHDRL_OK)
            status = detail::read_parameters(count, parameters,
                                             [&](std::size_t index, const teachdrl_parameter **parameter) {
                                                 return teachdrl_environment_parameter(handle_, index, parameter);
                                             });
        return detail::finish(status, std::move(parameters));
    }

    /// The range of returns that is published for the environment; a value for the option `reward_range` of teachers.
    Result<std::pair<double, double>> return_range() const {
        std::pair<double, double> range;
        const auto status = teachdrl_environment_return_range(handle_, &range.first, &range.second);
        return detail::finish(status, range);
    }

    /// How far Oracle's window moves in this task space as published: the value for the option `window_step_vector`; "off" if
    /// nothing is published for its parameters. Valid while the environment lives.
    Result<std::string_view> window_step_vector() const {
        const char *value = "";
        const auto status = teachdrl_environment_window_step_vector(handle_, &value);
        return detail::finish(status, std::string_view(value));
    }

    /// The return above which a task counts as mastered.
    Result<double> mastered_return() const {
        double threshold = 0;
        const auto status = teachdrl_environment_mastered_return(handle_, &threshold);
        return detail::finish(status, threshold);
    }

    /// The paper's fixed test set for this environment, row after row of a task's dimension.
    Result<std::vector<double>> test_set() const {
        std::vector<double> tasks;
        std::size_t dimension = 0;
        auto status = teachdrl_environment_task_dimension(handle_, &dimension);
        if (status == TEACHDRL_OK)
            status = detail::read_sized([&](std::size_t count) { tasks.resize(count * dimension); },
                                        [&](bool read, std::size_t, std::size_t *count) {
                                            return teachdrl_environment_test_set(handle_, read ? tasks.data() : nullptr,
                                                                                 tasks.size(), count);
                                        });
        return detail::finish(status, std::move(tasks));
    }

    /// Sets one parameter of the track by name for the episodes that start from now on; no values turn it off.
    Result<void> set_parameter(const std::string &name, Span<const double> values) {
        return detail::finish(teachdrl_environment_set_parameter(handle_, name.c_str(), values.data(), values.size()));
    }

    /// The present frame.
    Result<Scene> scene() const {
        Scene scene;
        const auto status = read(scene);
        return detail::finish(status, std::move(scene));
    }

    /// The present frame, into a scene whose memory is used again.
    Result<void> scene(Scene &scene) const { return detail::finish(read(scene)); }

  private:
    friend class Environment;

    teachdrl_status read(Scene &scene) const {
        return detail::read_sized([&](std::size_t count) { scene.shapes.resize(count); },
                                  [&](bool read, std::size_t capacity, std::size_t *count) {
                                      return teachdrl_environment_scene(
                                          handle_, &scene.view, read ? scene.shapes.data() : nullptr, capacity, count);
                                  });
    }

    teachdrl_environment *handle_;
};

/// A walker on a procedurally generated track. Used from one thread at a time.
class Environment : public EnvironmentView {
  public:
#if TEACHDRL_EXCEPTIONS || defined(DOXYGEN)
    /// As create(); only where exceptions are on.
    explicit Environment(const std::string &name, Options options = {}, std::uint64_t seed = 0)
        : Environment(create(name, options, seed)) {}
#endif

    /// Takes a handle of the C API over.
    explicit Environment(teachdrl_environment *handle) noexcept : EnvironmentView(handle) {}

    /// Creates the environment called `name`: "stump-tracks", or another of those that environment_descriptions() lists.
    static Result<Environment> create(const std::string &name, Options options = {}, std::uint64_t seed = 0) {
        const auto pairs = detail::pairs(options);
        teachdrl_environment *handle = nullptr;
        const auto status = teachdrl_environment_create(name.c_str(), pairs.data(), pairs.size(), seed, &handle);
        return detail::finish(status, Environment(handle));
    }

    /// Takes the other's handle.
    Environment(Environment &&other) noexcept : EnvironmentView(other.release()) {}

    /// Destroys its handle and takes the other's.
    Environment &operator=(Environment &&other) noexcept {
        teachdrl_environment *handle = other.release();
        teachdrl_environment_destroy(handle_);
        handle_ = handle;
        return *this;
    }

    /// Destroys the environment.
    ~Environment() {
        teachdrl_environment_destroy(handle_);
    }

    /// Gives the handle away; teachdrl_environment_destroy() is the caller's to call then.
    teachdrl_environment *release() noexcept {
        return std::exchange(handle_, nullptr);
    }

    /// Starts the environment's generator anew.
    Result<void> seed(std::uint64_t seed) {
        return detail::finish(teachdrl_environment_seed(handle_, seed));
    }

    /// Sets the task of the episodes that start from now on.
    Result<void> set_task(Span<const double> task) {
        return detail::finish(teachdrl_environment_set_task(handle_, task.data(), task.size()));
    }

    /// Starts an episode and writes its first observation.
    Result<void> reset(Span<float> observation) {
        return detail::finish(teachdrl_environment_reset(handle_, observation.data(), observation.size()));
    }

    /// Plays one step and writes what is observed then.
    Result<Step> step(Span<const float> action, Span<float> observation) {
        teachdrl_step native = {sizeof native, 0, false, false};
        const auto status = teachdrl_environment_step(handle_, action.data(), action.size(), observation.data(),
                                                      observation.size(), &native);
        return detail::finish(status, Step{native.reward, native.terminated, native.truncated});
    }
};

// -------------------------------------------------------------------------------------------------- many environments

/// What follows the end of an episode in a VectorEnvironment; the names are Gymnasium's.
enum class Autoreset {
    next_step = TEACHDRL_AUTORESET_NEXT_STEP, ///< The next step gives the next episode's first observation.
    same_step = TEACHDRL_AUTORESET_SAME_STEP, ///< The step that ends an episode does.
    disabled = TEACHDRL_AUTORESET_DISABLED    ///< The caller resets the environment.
};

/// Instead of an index: every environment.
inline constexpr std::size_t all_environments = TEACHDRL_ALL_ENVIRONMENTS;

/// The source of a task that no teacher proposed.
inline constexpr std::int32_t no_teacher = TEACHDRL_NO_TEACHER;

/// The level of an episode that is of none.
inline constexpr std::uint64_t no_level = TEACHDRL_NO_LEVEL;

/// A teacher, and how often it proposes beside others: `{curriculum, 0.9}`.
struct TeacherShare {
    /// This teacher, as often as its share of the sum of all.
    TeacherShare(const Teacher &owner, double amount = 1) : handle(owner.native_handle()), share(amount) {}

    teachdrl_teacher *handle; ///< The teacher's, which stays its owner's.
    double share;             ///< Not negative.
};

/// Where to write about episodes that end: a row for every environment of a call, written where an episode has ended and
/// left as it is elsewhere. What is not given is not written.
struct FinishedEpisodes {
    Span<float> observations{};    ///< The last observation, a row each.
    Span<double> returns{};        ///< The sum of rewards.
    Span<std::uint64_t> lengths{}; ///< The number of steps.
    Span<double> tasks{};          ///< The task that was played, a row each; NaN where none was set.
    Span<std::int32_t> sources{};  ///< The index of the teacher it came from, or no_teacher.
    Span<double> successes{};      ///< 1 if the return is above the environment's mastered return, else 0.
    Span<std::uint64_t> levels{};  ///< The level that was played, or no_level.
    Span<bool> are_for_learning{}; ///< Whether the student should learn from the episode.
};

/// Where to write what steps led to, a row for each environment of a call.
struct StepRows {
    Span<float> observations;    ///< Observations, a row each.
    Span<double> rewards;        ///< Rewards.
    Span<bool> terminated;       ///< Whether episodes came to their own ends.
    Span<bool> truncated;        ///< Whether they were cut off.
    FinishedEpisodes episodes{}; ///< What is known about episodes that ended.
};

/// Many environments of one kind that are stepped by one call, on several threads. Row i of every buffer is environment
/// i's. Used from one thread at a time.
class VectorEnvironment {
  public:
#if TEACHDRL_EXCEPTIONS || defined(DOXYGEN)
    /// As create(); only where exceptions are on.
    VectorEnvironment(const std::string &name, std::size_t count, Options options = {}, std::uint64_t seed = 0,
                      std::size_t thread_count = 1, Autoreset autoreset = Autoreset::next_step)
        : VectorEnvironment(create(name, count, options, seed, thread_count, autoreset)) {}
#endif

    /// Creates `count` environments, stepped by `thread_count` threads, the caller's among them; environment i has the
    /// seed `seed + i`.
    static Result<VectorEnvironment> create(const std::string &name, std::size_t count, Options options = {},
                                            std::uint64_t seed = 0, std::size_t thread_count = 1,
                                            Autoreset autoreset = Autoreset::next_step) {
        const auto pairs = detail::pairs(options);
        VectorEnvironment vector;
        teachdrl_vector_environment *handle = nullptr;
        const teachdrl_vector_environment_definition definition = {sizeof definition,
                                                                   name.c_str(),
                                                                   pairs.data(),
                                                                   pairs.size(),
                                                                   count,
                                                                   thread_count,
                                                                   static_cast<teachdrl_autoreset>(autoreset),
                                                                   seed};
        auto status = teachdrl_vector_environment_create(&definition, &handle);
        if (status == TEACHDRL_OK)
            status = vector.take(handle, count);
        return detail::finish(status, std::move(vector));
    }

    /// Takes a handle of the C API over that has `count` environments. On failure it stays the caller's.
    static Result<VectorEnvironment> adopt(teachdrl_vector_environment *handle, std::size_t count) {
        VectorEnvironment vector;
        const auto status = vector.take(handle, count);
        if (status != TEACHDRL_OK)
            vector.release();
        return detail::finish(status, std::move(vector));
    }

    /// The handle, to be used with the C API; it stays this object's.
    teachdrl_vector_environment *native_handle() const noexcept {
        return handle_.get();
    }

    /// Gives the handle away; teachdrl_vector_environment_destroy() is the caller's to call then.
    teachdrl_vector_environment *release() noexcept {
        return handle_.release();
    }

    /// The number of environments.
    std::size_t size() const noexcept {
        return count_;
    }
    /// The number of floats in an environment's observation.
    std::size_t observation_size() const noexcept {
        return observation_size_;
    }
    /// The number of floats in an environment's action.
    std::size_t action_size() const noexcept {
        return action_size_;
    }
    /// The number of parameters of a task.
    std::size_t task_dimension() const noexcept {
        return task_dimension_;
    }

    /// The environment at `index`; valid while this object lives.
    Result<EnvironmentView> at(std::size_t index) const & {
        teachdrl_environment *environment = nullptr;
        const auto status = teachdrl_vector_environment_at(handle_.get(), index, &environment);
        return detail::finish(status, EnvironmentView(environment));
    }

    /// Not of an object that is about to end.
    Result<EnvironmentView> at(std::size_t index) && = delete;

    /// Gives environments new seeds: all, or those of a mask.
    Result<void> seed(Span<const std::uint64_t> seeds, Span<const bool> mask = {}) {
        return detail::checked({{"seeds", seeds.size(), count_}, detail::length_if_given("mask", mask, count_)}, [&] {
            return teachdrl_vector_environment_seed(handle_.get(), mask.data(), seeds.data(), count_);
        });
    }

    /// Sets tasks of the episodes that start from now on, a row for each environment: all, or those of a mask.
    Result<void> set_tasks(Span<const double> tasks, Span<const bool> mask = {}) {
        return detail::checked(
            {{"tasks", tasks.size(), count_ * task_dimension_}, detail::length_if_given("mask", mask, count_)}, [&] {
                return teachdrl_vector_environment_set_tasks(handle_.get(), mask.data(), tasks.data(), count_,
                                                             task_dimension_);
            });
    }

    /// Attaches teachers to one environment or to all, `attach_teachers({{curriculum, 0.9}, {uniform, 0.1}})`: they
    /// propose the tasks and are told the returns. None (`{}`): tasks are the caller's again. The library keeps teachers
    /// alive for as long as they are attached.
    Result<void> attach_teachers(Span<const TeacherShare> teachers, std::size_t index = all_environments) {
        std::vector<teachdrl_teacher *> handles;
        std::vector<double> shares;
        for (const TeacherShare &teacher : teachers) {
            handles.push_back(teacher.handle);
            shares.push_back(teacher.share);
        }
        return detail::finish(teachdrl_vector_environment_attach_teachers(handle_.get(), index, handles.data(),
                                                                          shares.data(), handles.size()));
    }

    /// Writes the tasks of the running episodes, a row each, and the teachers they came from; either may be left out.
    Result<void> running_tasks(Span<double> tasks, Span<std::int32_t> sources = {}) const {
        return detail::checked({detail::length_if_given("tasks", tasks, count_ * task_dimension_),
                                detail::length_if_given("sources", sources, count_)},
                               [&] {
                                   return teachdrl_vector_environment_running_tasks(
                                       handle_.get(), tasks.data(), sources.data(), count_, task_dimension_);
                               });
    }

    /// What was proposed beside the tasks of the running episodes, one for each environment.
    Result<std::vector<Proposal>> running_proposals() const {
        std::vector<teachdrl_proposal> natives(count_, detail::no_proposal());
        const auto status = teachdrl_vector_environment_running_proposals(handle_.get(), natives.data(), count_);
        std::vector<Proposal> proposals;
        proposals.reserve(count_);
        for (const teachdrl_proposal &native : natives)
            proposals.push_back(detail::proposal(native));
        return detail::finish(status, std::move(proposals));
    }

    /// Starts an episode in every environment, or in those of a mask, and writes their first observations.
    Result<void> reset(Span<float> observations, Span<const bool> mask = {}) {
        return detail::checked({{"observations", observations.size(), count_ * observation_size_},
                                detail::length_if_given("mask", mask, count_)},
                               [&] {
                                   return teachdrl_vector_environment_reset(
                                       handle_.get(), mask.data(), observations.data(), count_, observation_size_);
                               });
    }

    /// Plays one step in every environment and writes what the steps led to.
    Result<void> step(Span<const float> actions, const StepRows &rows) {
        return checked_step(count_, actions.size(), rows, [&](const teachdrl_step_rows &native) {
            return teachdrl_vector_environment_step(handle_.get(), actions.data(), count_, action_size_, &native);
        });
    }

    /// Has some environments stepped by the other threads and returns at once; `actions` has a row for each of them.
    Result<void> send(Span<const std::size_t> indices, Span<const float> actions) {
        return detail::checked({{"actions", actions.size(), indices.size() * action_size_}}, [&] {
            return teachdrl_vector_environment_send(handle_.get(), indices.data(), actions.data(), indices.size(),
                                                    action_size_);
        });
    }

    /// Waits for the environments that were sent first, as many as `indices` has room for, and writes what their steps
    /// led to; row r is about environment indices[r].
    Result<void> receive(Span<std::size_t> indices, const StepRows &rows) {
        const std::size_t count = indices.size();
        return checked_step(count, count * action_size_, rows, [&](const teachdrl_step_rows &native) {
            return teachdrl_vector_environment_receive(handle_.get(), indices.data(), count, &native);
        });
    }

  private:
    VectorEnvironment() = default;

    teachdrl_status take(teachdrl_vector_environment *handle, std::size_t count) {
        handle_.reset(handle);
        count_ = count;
        teachdrl_environment *first = nullptr;
        auto status = teachdrl_vector_environment_at(handle, 0, &first);
        if (status == TEACHDRL_OK)
            status = teachdrl_environment_observation_size(first, &observation_size_);
        if (status == TEACHDRL_OK)
            status = teachdrl_environment_action_size(first, &action_size_);
        if (status == TEACHDRL_OK)
            status = teachdrl_environment_task_dimension(first, &task_dimension_);
        return status;
    }

    // Calls with the C form of the rows, if every buffer has `count` of them.
    template <class Call>
    Result<void> checked_step(std::size_t count, std::size_t actions, const StepRows &rows, Call call) const {
        const FinishedEpisodes &ended = rows.episodes;
        return detail::checked(
            {{"actions", actions, count * action_size_},
             {"rows.observations", rows.observations.size(), count * observation_size_},
             {"rows.rewards", rows.rewards.size(), count},
             {"rows.terminated", rows.terminated.size(), count},
             {"rows.truncated", rows.truncated.size(), count},
             detail::length_if_given("episodes.observations", ended.observations, count * observation_size_),
             detail::length_if_given("episodes.returns", ended.returns, count),
             detail::length_if_given("episodes.lengths", ended.lengths, count),
             detail::length_if_given("episodes.tasks", ended.tasks, count * task_dimension_),
             detail::length_if_given("episodes.sources", ended.sources, count),
             detail::length_if_given("episodes.successes", ended.successes, count),
             detail::length_if_given("episodes.levels", ended.levels, count),
             detail::length_if_given("episodes.are_for_learning", ended.are_for_learning, count)},
            [&] {
                const teachdrl_finished_episodes episodes = {
                    sizeof episodes,        ended.observations.data(), ended.returns.data(),
                    ended.lengths.data(),   ended.tasks.data(),        ended.sources.data(),
                    ended.successes.data(), ended.levels.data(),       ended.are_for_learning.data()};
                return call({sizeof(teachdrl_step_rows), rows.observations.data(), observation_size_,
                             rows.rewards.data(), rows.terminated.data(), rows.truncated.data(), &episodes});
            });
    }

    std::unique_ptr<teachdrl_vector_environment,
                    detail::Destroy<teachdrl_vector_environment, teachdrl_vector_environment_destroy>>
        handle_;
    std::size_t count_ = 0, observation_size_ = 0, action_size_ = 0, task_dimension_ = 0;
};

// ------------------------------------------------------------------------------------------------ the toy environment

/// A stand-in for a student, to try and to compare teachers in seconds. Used from one thread at a time.
class Toy {
  public:
#if TEACHDRL_EXCEPTIONS || defined(DOXYGEN)
    /// As create(); only where exceptions are on.
    explicit Toy(Options options = {}) : Toy(create(options)) {}
#endif

    /// Takes a handle of the C API over.
    explicit Toy(teachdrl_toy *handle) noexcept : handle_(handle) {}

    /// Creates a toy environment, whose task space is a unit box.
    static Result<Toy> create(Options options = {}) {
        const auto pairs = detail::pairs(options);
        teachdrl_toy *handle = nullptr;
        const auto status = teachdrl_toy_create(pairs.data(), pairs.size(), &handle);
        return detail::finish(status, Toy(handle));
    }

    /// The handle, to be used with the C API; it stays this object's.
    teachdrl_toy *native_handle() const noexcept {
        return handle_.get();
    }

    /// Gives the handle away; teachdrl_toy_destroy() is the caller's to call then.
    teachdrl_toy *release() noexcept {
        return handle_.release();
    }

    /// The number of parameters of a task.
    Result<std::size_t> task_dimension() const {
        std::size_t dimension = 0;
        const auto status = teachdrl_toy_task_dimension(handle_.get(), &dimension);
        return detail::finish(status, dimension);
    }

    /// Plays one episode on a task in the unit box; the reward, in [0, 1], goes to the teacher as it is.
    Result<double> play(Span<const double> task) {
        double reward = 0;
        const auto status = teachdrl_toy_play(handle_.get(), task.data(), task.size(), &reward);
        return detail::finish(status, reward);
    }

    /// The share of mastered cells, in percent.
    Result<double> mastered_share() const {
        double percent = 0;
        const auto status = teachdrl_toy_mastered_share(handle_.get(), &percent);
        return detail::finish(status, percent);
    }

    /// The competence of every cell, 0 to 100, the last relevant dimension varying fastest.
    Result<std::vector<std::uint8_t>> competences() const {
        std::vector<std::uint8_t> competences;
        const auto status = detail::read_sized(
            [&](std::size_t count) { competences.resize(count); },
            [&](bool read, std::size_t capacity, std::size_t *count) {
                return teachdrl_toy_competences(handle_.get(), read ? competences.data() : nullptr, capacity, count);
            });
        return detail::finish(status, std::move(competences));
    }

  private:
    std::unique_ptr<teachdrl_toy, detail::Destroy<teachdrl_toy, teachdrl_toy_destroy>> handle_;
};

#ifndef DOXYGEN
} // inline namespace
#endif
} // namespace teachdrl

#endif // TEACHDRL_HPP
