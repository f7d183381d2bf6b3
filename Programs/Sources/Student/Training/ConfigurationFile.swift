import TeachDRL

/// The text of `config.json`: all that is needed to repeat a run, the library's version included.
///
/// Options of the teacher and the environment are written with their effective values, so that a later version with
/// other defaults still repeats this run. The members' order is part of the format.
struct ConfigurationFile {
  /// What the run is made from, with all options of the teacher and of the environment.
  let configuration: TrainingConfiguration
  /// The task space from which the teacher chooses. The file only describes it; nothing reads it back.
  let parameters: [TaskParameter]

  /// The file's content, with the version of the library that the run was started with.
  func text(version: String = LibraryVersion.loaded) -> String {
    var members: [(key: String, value: JSONText)] = [("teachdrl_version", .string(version))]
    for member in ConfigurationMember.all(for: configuration.student) {
      guard let value = member.text(configuration) else { continue }
      members.append((member.name, value))
      if member.name == "environment" { members.append(("task_space", .array(parameters.map(taskParameter)))) }
    }
    return JSONText.object(members).text() + "\n"
  }

  /// What decides which tasks there are, and in what unit. Its words may be others in another version, so that they are not
  /// here.
  private func taskParameter(_ parameter: TaskParameter) -> JSONText {
    var members: [(key: String, value: JSONText)] = [
      ("name", .string(parameter.name)), ("kind", .string(parameter.kindName)), ("low", .number(parameter.low)),
      ("high", .number(parameter.high)),
    ]
    if !parameter.categories.isEmpty {
      members.append(("categories", .array(parameter.categories.map(JSONText.string))))
    }
    if let unit = parameter.unit { members.append(("unit", .string(unit))) }
    return .object(members)
  }
}
