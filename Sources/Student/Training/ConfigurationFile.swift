/// The text of `config.json`: all that is needed to repeat a run, the library's version included.
///
/// Options of the teacher and the environment are written with their effective values, so that a later version with
/// other defaults still repeats this run. The members' order is part of the format.
struct ConfigurationFile {
  /// What the run is made from, with all options of the teacher and of the environment.
  let configuration: TrainingConfiguration
  /// The task space from which the teacher chooses.
  let parameters: [Environment.Parameter]

  /// The file's content, with the version of the library that the run was started with.
  func text(version: String = LibraryVersion.loaded) -> String {
    var members: [(key: String, value: JSONText)] = [("teachdrl_version", .string(version))]
    for member in ConfigurationMember.all {
      guard let value = member.text(configuration) else { continue }
      members.append((member.name, value))
      if member.name == "environment" { members.append(("task_space", .array(parameters.map(taskParameter)))) }
    }
    return JSONText.object(members).text() + "\n"
  }

  private func taskParameter(_ parameter: Environment.Parameter) -> JSONText {
    .object([
      ("name", .string(parameter.name)), ("low", .number(parameter.low)), ("high", .number(parameter.high)),
    ])
  }
}
