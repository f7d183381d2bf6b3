import Arguments
import Numerics
import SavedState

// The content of a teacher's saved state, in order: the name, the effective value of every option, the bounds of the task
// space, and what the instance knows. `StateWriter` says how each is written.
//
// Version 1 of the format said of each option too whether it had been given; a value that had not was the default then,
// and not always the effective one.

extension TeacherInstance {
  /// All that the teacher is and knows, as bytes that any later version of the library can restore it from.
  ///
  /// Complexity: O(episodes kept).
  public final func savedState() -> [UInt8] {
    var state = StateWriter()
    state.write(name)
    let descriptions = TeacherCatalog.all.first { $0.name == name }?.options ?? []
    state.write(descriptions.count)
    // With their defaults, which a later version may change.
    for description in descriptions {
      state.write(description.name)
      state.write(options.text(of: description))
    }
    state.write(taskSpace.dimension)
    state.write(contentsOf: taskSpace.low)
    state.write(contentsOf: taskSpace.high)
    save(to: &state)
    return state.sealed()
  }
}

extension TeacherCatalog {
  /// The teacher whose saved state some bytes are. It goes on bit for bit as the one that was saved.
  ///
  /// Complexity: O(n * log(n)) for n episodes kept.
  public static func restore(from bytes: UnsafeRawBufferPointer) throws(StateError) -> TeacherInstance {
    var state = try unsealed(bytes)
    let name = try state.readText(atMost: 255, "the teacher's name")
    guard let kind = all.first(where: { $0.name == name }) else {
      throw .damaged("it is of a teacher '\(name)', which this library does not have")
    }
    var pairs: [(name: String, value: String)] = []
    for _ in 0..<(try state.readCount(ofSize: 16, atMost: 256, "the number of options")) {
      let name = try state.readText(atMost: 255, "an option's name")
      let value = try state.readText(atMost: 65_535, "an option's value")
      if state.version == 1, try !state.readBool("whether an option was given") {
        // What is still the default stays one that gives way to other options.
        if kind.options.contains(where: { $0.name == name && $0.defaultText == value }) { continue }
      }
      pairs.append((name, value))
    }
    let finite = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    let dimension = try state.readInt(in: kind.dimensions, "the dimension")
    let low = try state.readDoubles(dimension, in: finite, "the lower bounds")
    let high = try state.readDoubles(dimension, in: finite, "the upper bounds")
    guard let taskSpace = TaskSpace(low: low, high: high) else { throw .damaged("the bounds are out of order") }
    let teacher: TeacherInstance
    do throws(UsageError) {
      let options = try OptionValues(pairs, for: name, allowing: kind.options)
      teacher = try kind.make(taskSpace: taskSpace, options: options, seed: 0)
    } catch {
      throw .damaged(error.message)
    }
    try teacher.restore(from: &state)
    try state.finish()
    return teacher
  }
}
