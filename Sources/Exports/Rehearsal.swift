import TeachDRLHeader
import Environments
import Glibc
import Platform
import Teachers

/// Goes through the API at a process's first call, with forks kept out.
///
/// Swift makes globals and the metadata of generic types at their first use, and other threads wait meanwhile. In the
/// child of a fork that came in between they would wait for ever, so what calls need is made before any thread can be in
/// the middle of it. It costs the first call a few milliseconds, later ones a look at a flag.
@inline(__always)
func rehearseOnce() {
  platform_prepare {
    // Where the library cannot run, its functions say so themselves.
    guard platform_processor_is_supported() else { return }
    _ = teachdrl_version_string()
    for kind in TeacherCatalog.all { for use in kind.briefUses { rehearse(kind, use) } }
    rehearseDefinition()
    for kind in EnvironmentCatalog.all { rehearse(kind) }
    rehearseManyEnvironments()
    rehearseToy()
    rehearseFailure()
  }
}

/// A teacher in one of its brief uses, then what is the same for all.
private func rehearse(_ kind: any Teacher.Type, _ use: BriefUse) {
  var description: UnsafePointer<teachdrl_description>?
  _ = teachdrl_teacher_describe(0, &description)
  var teacher: OpaquePointer?
  withOptions(use.options) { options, count in
    _ = teachdrl_teacher_create(kind.name, 2, [0, 0], [1, 1], options, count, 0, &teacher)
  }
  guard let teacher else { return }
  defer { teachdrl_teacher_destroy(teacher) }
  var task = [0.0, 0.0]
  for episode in 0..<use.episodes {
    _ = teachdrl_teacher_begin_episode(teacher, 0, &task, 2)
    _ = teachdrl_teacher_end_episode(teacher, 0, task[0] * Double(episode))
    // There is something to warn of then.
    if episode == 0 { rehearseProgress(teacher) }
  }
  var count = 0
  _ = teachdrl_teacher_log_density(teacher, task, 1, 2, &task)
  _ = teachdrl_teacher_mixture(teacher, 0, nil, &count)
  _ = teachdrl_teacher_regions(teacher, 0, nil, &count)
  rehearseProgress(teacher)
  _ = teachdrl_teacher_save_to_memory(teacher, nil, 0, &count)
  var state = [UInt8](repeating: 0, count: count)
  var restored: OpaquePointer?
  _ = teachdrl_teacher_save_to_memory(teacher, &state, count, &count)
  _ = teachdrl_teacher_load_from_memory(state, count, &restored)
  teachdrl_teacher_destroy(restored)
}

/// The numbers of a teacher's progress, its warnings, and a comparison.
private func rehearseProgress(_ teacher: OpaquePointer) {
  var count = 0
  _ = teachdrl_teacher_progress(teacher, nil, nil, 0, &count)
  var numbers = [UnsafePointer<teachdrl_progress_number>?](repeating: nil, count: count)
  var values = [Double](repeating: 0, count: count)
  _ = teachdrl_teacher_progress(teacher, &numbers, &values, count, &count)
  _ = teachdrl_teacher_warnings(teacher, nil, 0, &count)
  var warnings = [UnsafePointer<teachdrl_warning>?](repeating: nil, count: count)
  // The first time they are made, the second time found.
  for _ in 0..<2 { _ = teachdrl_teacher_warnings(teacher, &warnings, count, &count) }
  _ = teachdrl_permutation_test([0, 1], 2, [2], 1, 0, &values[0])
}

/// A teacher from a definition, told an outcome, and asked whether its state fits.
private func rehearseDefinition() {
  let names: [UnsafePointer<CChar>?] = [pointer("one"), pointer("other"), nil]
  let kinds = [
    TEACHDRL_PARAMETER_NUMBER, TEACHDRL_PARAMETER_LOG_NUMBER, TEACHDRL_PARAMETER_INTEGER, TEACHDRL_PARAMETER_CATEGORY,
  ]
  let labels: [StaticString] = ["number", "log_number", "integer", "category"]
  names.withUnsafeBufferPointer { names in
    var parameters = zip(kinds, labels).map { kind, label in
      var parameter = teachdrl_parameter()
      parameter.struct_size = MemoryLayout<teachdrl_parameter>.stride
      (parameter.name, parameter.kind) = (pointer(label), kind)
      (parameter.low, parameter.high) = (1, 2)
      (parameter.group, parameter.unit, parameter.documentation) = (nil, pointer("m"), pointer("a size"))
      parameter.categories = names.baseAddress
      return parameter
    }
    let count = parameters.count
    parameters.withUnsafeMutableBufferPointer { parameters in
      var definition = teachdrl_teacher_definition()
      definition.struct_size = MemoryLayout<teachdrl_teacher_definition>.stride
      definition.name = pointer("ALP-GMM")
      definition.parameters = UnsafePointer(parameters.baseAddress)
      definition.parameter_count = count
      rehearse(definition, dimension: count)
    }
  }
}

private func rehearse(_ definition: teachdrl_teacher_definition, dimension: Int) {
  var definition = definition
  var teacher: OpaquePointer?
  _ = teachdrl_teacher_create_from(&definition, &teacher)
  guard let teacher else { return }
  defer { teachdrl_teacher_destroy(teacher) }
  var task = [Double](repeating: 0, count: dimension)
  var proposal = teachdrl_proposal()
  proposal.struct_size = MemoryLayout<teachdrl_proposal>.stride
  var outcome = teachdrl_outcome()
  outcome.struct_size = MemoryLayout<teachdrl_outcome>.stride
  outcome.known = OutcomeMembers.all.rawValue
  _ = teachdrl_teacher_propose(teacher, &task, dimension, &proposal)
  _ = teachdrl_teacher_update_outcomes(teacher, task, 1, dimension, &outcome)
  _ = teachdrl_teacher_log_density(teacher, task, 1, dimension, &task)
  var size = 0
  _ = teachdrl_teacher_save_to_memory(teacher, nil, 0, &size)
  var state = [UInt8](repeating: 0, count: size)
  _ = teachdrl_teacher_save_to_memory(teacher, &state, size, &size)
  _ = teachdrl_teacher_load_from_memory_as(state, size, &definition, nil)
}

/// A kind of environment, as often as it takes to give each option each of its first three words: further ones differ in
/// values only, and first_uses.c finds what that would leave out.
private func rehearse(_ kind: EnvironmentKind) {
  var description: UnsafePointer<teachdrl_description>?
  _ = teachdrl_environment_describe(0, &description)
  var choices: [(name: String, words: [String])] = []
  for option in kind.options {
    if case .choice(let words) = option.kind {
      choices.append((option.name, Array(((option.acceptsOff ? ["off"] : []) + words).prefix(3))))
    }
  }
  for i in 0..<(choices.map(\.words.count).max() ?? 1) {
    rehearse(kind, choices.map { ($0.name, $0.words[i % $0.words.count]) })
  }
}

/// A step with all set that can be.
private func rehearse(_ kind: EnvironmentKind, _ options: [(name: String, value: String)]) {
  var environment: OpaquePointer?
  withOptions(options) { options, count in
    _ = teachdrl_environment_create(kind.name, options, count, 0, &environment)
  }
  guard let environment else { return }
  defer { teachdrl_environment_destroy(environment) }
  try? withEnvironment(environment) { handle in
    for settable in handle.space.settable {
      let numbers = settable.numbers.map(\.high)
      _ = teachdrl_environment_set_parameter(environment, settable.name, numbers, numbers.count)
    }
  }
  var size = 0
  var actionSize = 0
  var step = teachdrl_step()
  step.struct_size = MemoryLayout<teachdrl_step>.stride
  _ = teachdrl_environment_observation_size(environment, &size)
  _ = teachdrl_environment_action_size(environment, &actionSize)
  var observation = [Float](repeating: 0, count: size)
  _ = teachdrl_environment_reset(environment, &observation, size)
  _ = teachdrl_environment_step(
    environment, [Float](repeating: 0, count: actionSize), actionSize, &observation, size, &step)
  var count = 0
  _ = teachdrl_environment_test_set(environment, nil, 0, &count)
  _ = teachdrl_environment_scene(environment, nil, nil, 0, &count)
  var shapes = [teachdrl_shape](repeating: teachdrl_shape(), count: count)
  _ = teachdrl_environment_scene(environment, nil, &shapes, count, &count)
}

/// An episode of one step, with a teacher attached.
private func rehearseManyEnvironments() {
  var vector: OpaquePointer?
  var first: OpaquePointer?
  let options = [teachdrl_option(name: pointer("max_episode_steps"), value: pointer("1"))]
  options.withUnsafeBufferPointer { options in
    EnvironmentCatalog.all[0].name.withCString { name in
      var definition = teachdrl_vector_environment_definition()
      definition.struct_size = MemoryLayout<teachdrl_vector_environment_definition>.stride
      definition.name = name
      (definition.options, definition.option_count) = (options.baseAddress, options.count)
      definition.count = 1
      definition.autoreset = TEACHDRL_AUTORESET_SAME_STEP
      _ = teachdrl_vector_environment_create(&definition, &vector)
    }
  }
  defer { teachdrl_vector_environment_destroy(vector) }
  var size = 0
  var actionSize = 0
  _ = teachdrl_vector_environment_at(vector, 0, &first)
  _ = teachdrl_environment_observation_size(first, &size)
  _ = teachdrl_environment_action_size(first, &actionSize)
  var observation = [Float](repeating: 0, count: size)
  var teacher: OpaquePointer?
  _ = teachdrl_teacher_create("Random", 2, [0, 0], [1, 1], nil, 0, 0, &teacher)
  _ = teachdrl_vector_environment_attach_teachers(vector, 0, &teacher, nil, 1)
  teachdrl_teacher_destroy(teacher)
  _ = teachdrl_vector_environment_reset(vector, nil, &observation, 1, size)
  var reward = 0.0
  var isOver = (false, false)
  var episodes = teachdrl_finished_episodes()
  episodes.struct_size = MemoryLayout<teachdrl_finished_episodes>.stride
  observation.withUnsafeMutableBufferPointer { observation in
    withUnsafeMutablePointer(to: &reward) { reward in
      withUnsafeMutablePointer(to: &isOver.0) { terminated in
        withUnsafeMutablePointer(to: &isOver.1) { truncated in
          withUnsafePointer(to: &episodes) { episodes in
            var rows = teachdrl_step_rows(
              struct_size: MemoryLayout<teachdrl_step_rows>.stride, observations: observation.baseAddress,
              observation_size: size, rewards: reward, terminated: terminated, truncated: truncated, episodes: episodes)
            _ = teachdrl_vector_environment_step(
              vector, [Float](repeating: 0, count: actionSize), 1, actionSize, &rows)
          }
        }
      }
    }
  }
  var proposal = teachdrl_proposal()
  proposal.struct_size = MemoryLayout<teachdrl_proposal>.stride
  _ = teachdrl_vector_environment_running_proposals(vector, &proposal, 1)
}

private func rehearseToy() {
  var description: UnsafePointer<teachdrl_description>?
  _ = teachdrl_toy_describe(&description)
  var toy: OpaquePointer?
  _ = teachdrl_toy_create(nil, 0, &toy)
  defer { teachdrl_toy_destroy(toy) }
  var reward = 0.0
  _ = teachdrl_toy_play(toy, [0, 0], 2, &reward)
}

/// A call that fails, and leaves no message.
private func rehearseFailure() {
  var teacher: OpaquePointer?
  _ = teachdrl_teacher_create("none", 1, [0], [1], nil, 0, 0, &teacher)
  platform_message_buffer().pointee = 0
}

/// Calls a function with options for the C API, and their number.
private func withOptions(
  _ options: [(name: String, value: String)], _ body: (UnsafePointer<teachdrl_option>?, Int) -> Void
) {
  let texts = options.map { (strdup($0.name), strdup($0.value)) }
  defer {
    for (name, value) in texts {
      free(name)
      free(value)
    }
  }
  body(texts.map { teachdrl_option(name: $0.0, value: $0.1) }, options.count)
}

/// A static string's bytes, which have a NUL behind them.
private func pointer(_ text: StaticString) -> UnsafePointer<CChar> {
  UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
}
