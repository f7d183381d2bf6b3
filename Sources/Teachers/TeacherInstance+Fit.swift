import Arguments
import Tasks

extension TeacherInstance {
  /// What is different between this teacher and one that a caller describes; nil if nothing is. The parameters then get
  /// the names, units and documentation that the caller gives.
  ///
  /// - Parameters:
  ///   - taskSpace: What the parameters must be; nil for any. Names do not matter if this teacher's have none.
  ///   - options: What the options that are given must be.
  /// - Complexity: O(dimension).
  public func difference(from taskSpace: TaskSpace?, options: OptionValues) -> String? {
    if let taskSpace, let difference = self.taskSpace.difference(from: taskSpace) { return difference }
    for description in kind.allOptions where options.isGiven(description) {
      let (own, given) = (self.options.text(of: description), options.text(of: description))
      guard description.means(own, given) else {
        return "option '\(description.name)' is \(own) there and \(given) here"
      }
    }
    if let taskSpace, taskSpace.isNamed { describe(taskSpace) }
    return nil
  }
}
