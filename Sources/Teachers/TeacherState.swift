import Arguments
import Numerics
import SavedState
import Tasks

// The content of a teacher's saved state, in order: the name, the effective value of every option, the task space, and
// what the instance knows. `StateWriter` says how each is written.
//
// Version 1 of the format said of each option too whether it had been given; a value that had not was the default then,
// and not always the effective one. Versions 1 and 2 had the bounds of the task space only, and no proposals in slots.
// Version 3 had no progress.

extension TeacherInstance {
  /// All that the teacher is and knows, as bytes that any later version of the library can restore it from.
  ///
  /// - Complexity: O(episodes kept).
  public func savedState() -> [UInt8] {
    var state = StateWriter()
    state.write(name)
    state.write(kind.allOptions.count)
    // With their defaults, which a later version may change.
    for description in kind.allOptions {
      state.write(description.name)
      state.write(options.text(of: description))
    }
    taskSpace.save(to: &state)
    save(to: &state)
    return state.sealed()
  }
}

extension TeacherCatalog {
  /// The teacher whose saved state some bytes are. It goes on bit for bit as the one that was saved.
  ///
  /// - Parameters:
  ///   - workers: The threads that it may compute with, which its owner keeps for as long as it lives.
  /// - Throws: `StateError` if the bytes are no state of a teacher that this library has.
  /// - Complexity: O(n * log(n)) for n episodes kept.
  public static func restore(
    from bytes: UnsafeRawBufferPointer, workers: Workers
  ) throws(StateError) -> TeacherInstance {
    var state = try unsealed(bytes)
    let name = try state.readText(atMost: 255, "the teacher's name")
    guard let kind = all.first(where: { $0.name == name }) else {
      throw .damaged("it is of a teacher '\(name)', which this library does not have")
    }
    let pairs = try readOptions(of: kind, from: &state)
    let taskSpace = try TaskSpace(from: &state, dimensions: kind.dimensions)
    let teacher: TeacherInstance
    do throws(UsageError) {
      let options = try OptionValues(pairs, for: name, allowing: kind.allOptions)
      teacher = try TeacherInstance(kind, taskSpace: taskSpace, options: options, seed: 0, workers: workers)
    } catch {
      throw .damaged(error.message)
    }
    try teacher.restore(from: &state)
    try state.finish()
    return teacher
  }

  private static func readOptions(
    of kind: any Teacher.Type, from state: inout StateReader
  ) throws(StateError) -> [(name: String, value: String)] {
    var pairs: [(name: String, value: String)] = []
    for _ in 0..<(try state.readCount(ofSize: 16, atMost: 256, "the number of options")) {
      let name = try state.readText(atMost: 255, "an option's name")
      let value = try state.readText(atMost: 65_535, "an option's value")
      if state.version == 1, try !state.readBool("whether an option was given") {
        // What is still the default stays one that gives way to other options.
        if kind.allOptions.contains(where: { $0.name == name && $0.defaultText == value }) { continue }
      }
      pairs.append((name, value))
    }
    return pairs
  }
}
