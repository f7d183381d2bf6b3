import Arguments
import Environments
import Glibc
import Tasks
import Teachers

/// What can be set on an environment's track, for callers.
final class EnvironmentSpace {
  /// The space of tasks; nil if every parameter is off.
  let taskSpace: TaskSpace?
  /// The task's parameters.
  let taskParameters: ParameterList
  /// All that can be set by name.
  let parameters: ParameterList
  /// What each name sets.
  let settable: [SettableParameter]
  /// The published steps of Oracle's window, or "off"; freed with this object.
  let windowStepVector: UnsafeMutablePointer<CChar>?

  init(_ space: TrackSpace) {
    taskSpace = space.taskSpace
    taskParameters = ParameterList(space.taskSpace?.parameters ?? [])
    parameters = ParameterList(space.parameters)
    settable = space.settable
    windowStepVector = strdup(Self.publishedWindowSteps(in: space.taskSpace))
  }

  deinit { free(windowStepVector) }

  var taskDimension: Int { taskSpace?.dimension ?? 0 }

  /// The task space.
  ///
  /// - Throws: `UsageError` if every parameter is off.
  func requiredTaskSpace() throws(UsageError) -> TaskSpace {
    guard let taskSpace else {
      throw .invalidState("this environment has no task space: it has no parameters, or all of them are off")
    }
    return taskSpace
  }

  /// A value for Oracle's option `window_step_vector`.
  private static func publishedWindowSteps(in taskSpace: TaskSpace?) -> String {
    var names: [String] = []
    for parameter in taskSpace?.parameters ?? [] {
      let name = parameter.group ?? parameter.name
      if names.last != name { names.append(name) }
    }
    return PublishedWindow.steps(of: names)?.map { "\($0)" }.joined(separator: ",") ?? "off"
  }
}
