import TeachDRL

/// A test set that a person wrote: comma-separated values, a task a line.
///
///     stump_height,obstacle_spacing
///     0.5,3
///     1.5,6
///
/// The first line may name the parameters, in any order. Without it the numbers are in the order of the task space. Spaces
/// around values and empty lines do not count.
enum TestSetFile {
  /// The most tasks that a test has.
  static let largestCount = 1_000_000

  /// Reads the tasks, each in the order of the parameters.
  ///
  /// - Parameter parameters: The task space's parameters, each with the range in which the environment can play it.
  /// - Throws: A `FileError`, or a `ConfigurationError` that names the line that is wrong.
  static func tasks(at path: String, parameters: [TaskParameter]) throws -> [[Double]] {
    guard let bytes = try contents(ofFile: path) else {
      throw ConfigurationError("test_set is '\(path)'; there is no such file")
    }
    var order = Array(parameters.indices)
    var tasks: [[Double]] = []
    for (index, line) in lines(of: bytes).enumerated() where !line.isEmpty {
      let place = "line \(index + 1) of the test set '\(path)'"
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(trimmed)
      if tasks.isEmpty, order == Array(parameters.indices), isHeader(cells) {
        order = try columns(cells, of: parameters, place)
        continue
      }
      guard cells.count == parameters.count else {
        throw wrongSize(cells.count, parameters, place)
      }
      var task = [Double](repeating: 0, count: parameters.count)
      for (cell, parameter) in zip(cells, order) {
        guard let number = Double(cell), number.isFinite else {
          throw ConfigurationError("\(place) has '\(cell)', which is no number")
        }
        // What is farther outside, the next line refuses.
        task[parameter] = parameters[parameter].snapped(number) ?? number
      }
      try require(task, within: parameters, place)
      guard tasks.count < largestCount else {
        throw ConfigurationError("the test set '\(path)' has more than \(largestCount) tasks")
      }
      tasks.append(task)
    }
    guard !tasks.isEmpty else { throw ConfigurationError("the test set '\(path)' has no task") }
    return tasks
  }

  /// Refuses a task of another size, or one that the environment cannot play.
  ///
  /// - Parameter place: Where the task comes from, in words.
  static func require(
    _ task: [Double], within parameters: [TaskParameter], _ place: String
  ) throws(ConfigurationError) {
    guard task.count == parameters.count else {
      throw wrongSize(task.count, parameters, place)
    }
    for (value, parameter) in zip(task, parameters) where parameter.snapped(value) != value {
      let kind = parameter.isDiscrete ? "a whole number " : ""
      throw ConfigurationError(
        "\(place) has \(value) for \(parameter.name); it must be \(kind)from \(parameter.low) to \(parameter.high)")
    }
  }

  private static func wrongSize(
    _ count: Int, _ parameters: [TaskParameter], _ place: String
  ) -> ConfigurationError {
    ConfigurationError(
      "\(place) has \(count) \(count == 1 ? "value" : "values"); a task has \(parameters.count): "
        + parameters.map(\.name).joined(separator: ", "))
  }

  /// Whether no cell is a number.
  private static func isHeader(_ cells: [String]) -> Bool { cells.allSatisfy { Double($0) == nil } }

  /// The parameter of each column.
  private static func columns(
    _ names: [String], of parameters: [TaskParameter], _ place: String
  ) throws(ConfigurationError) -> [Int] {
    let known = parameters.map(\.name)
    if let name = names.first(where: { !known.contains($0) }) {
      throw ConfigurationError(
        "\(place) names '\(name)', which is not in the task space; its parameters are \(known.joined(separator: ", "))")
    }
    guard Set(names).count == names.count, names.count == known.count else {
      throw ConfigurationError("\(place) must name each parameter once: \(known.joined(separator: ", "))")
    }
    return names.compactMap(known.firstIndex)
  }

  /// The lines without what ends them, without a byte order mark and without spaces around them.
  private static func lines(of bytes: [UInt8]) -> [String] {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
    return text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      trimmed(String(decoding: $0, as: UTF8.self))
    }
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    let start = text.drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }
}
