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
    // What is given may lead to other values, as it did when this teacher was made: off, say, to a number.
    let given = self.options.overridden(by: options)
    let effective: OptionValues
    do throws(UsageError) {
      effective = try kind.effective(given, taskSpace: self.taskSpace)
    } catch {
      effective = given
    }
    for description in kind.allOptions where options.isGiven(description) {
      let own = self.options.text(of: description)
      guard description.means(own, effective.text(of: description)) else {
        return "option '\(description.name)' is \(own) there and \(options.text(of: description)) here"
      }
    }
    if let taskSpace, taskSpace.isNamed { describe(taskSpace) }
    return nil
  }
}
