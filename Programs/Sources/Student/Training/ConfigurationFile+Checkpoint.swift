extension RunDirectory {
  /// The text of the `config.json` that the run's checkpoint was made with; nil if there is no checkpoint that says.
  func checkpointConfiguration() -> String? {
    SafeTensors.metadata(ofFile: checkpointPath)?[Checkpoint.configurationKey]
  }

  /// Whether `restoreConfiguration` could write the configuration anew.
  public var hasCheckpointConfiguration: Bool { checkpointConfiguration() != nil }

  /// The content of `config.json`.
  func configurationText() throws(FileError) -> String {
    String(decoding: try contents(ofFile: file(Self.configuration)) ?? [], as: UTF8.self)
  }

  /// Refuses a `config.json` that does not describe the run that the checkpoint beside it belongs to.
  ///
  /// All that the checkpoint knows of the configuration must be the same. Only epochs may be more: the run gets longer.
  ///
  /// - Throws: A `RunFileError` that says what differs.
  func requireConfiguration(_ file: JSONValue) throws(RunFileError) {
    guard let known = checkpointConfiguration().flatMap({ JSONValue($0.utf8) }) else { return }
    let differences = file.differences(from: known).filter { difference in
      guard difference.name == "epochs", let epochs = file["epochs"]?.integer else { return true }
      return epochs < known["epochs"]?.integer ?? 0
    }
    guard !differences.isEmpty else { return }
    let list = differences.map { "\($0.name) is \($0.value) instead of \($0.other)" }.joined(separator: ", ")
    throw RunFileError(
      path: self.file(Self.configuration),
      problem: "does not describe the run of the \(Self.checkpoint) beside it: \(list). Put that back, or remove"
        + " \(Self.configuration), which 'teachdrl train --resume' then writes anew from the checkpoint")
  }

  /// Writes a `config.json` that is missing anew, if the checkpoint knows it.
  ///
  /// - Returns: The names of the files that were written: one or none.
  /// - Throws: A `RunIsGoingOn` or a `FileError`.
  public func restoreConfiguration() throws -> [String] {
    guard try length(of: Self.configuration) == nil, let text = checkpointConfiguration() else { return [] }
    let lock = try RunLock(self)
    defer { withExtendedLifetime(lock) {} }
    try replace(Self.configuration, with: text)
    return [Self.configuration]
  }
}

extension JSONValue {
  /// What of another value is different here.
  ///
  /// Members of objects are named by their path, as in `student.lr`. Members that the other value does not have do not
  /// count: an earlier version did not know them.
  func differences(from other: JSONValue, name: String = "") -> [(name: String, value: String, other: String)] {
    if case .object(let members) = self, case .object(let others) = other {
      return others.sorted { $0.key < $1.key }.flatMap { key, value in
        let path = name.isEmpty ? key : "\(name).\(key)"
        return members[key]?.differences(from: value, name: path) ?? [(path, "missing", value.short)]
      }
    }
    return isSame(as: other) ? [] : [(name, short, other.short)]
  }

  /// Whether two values mean the same, as 0.5 and 5e-1 do.
  private func isSame(as other: JSONValue) -> Bool {
    switch (self, other) {
    case (.number(let text), .number(let otherText)):
      if let number = UInt64(text), let otherNumber = UInt64(otherText) { return number == otherNumber }
      return Double(text) == Double(otherText)
    case (.array(let elements), .array(let others)):
      return elements.count == others.count && zip(elements, others).allSatisfy { $0.isSame(as: $1) }
    case (.object(let members), .object(let others)):
      // In a list too, members that an earlier version did not know do not count.
      return others.allSatisfy { key, value in members[key]?.isSame(as: value) ?? false }
    default: return self == other
    }
  }

  /// A few words for a message.
  private var short: String {
    switch self {
    case .null: "null"
    case .boolean(let truth): "\(truth)"
    case .number(let text): text
    case .string(let text): "'\(text)'"
    case .array(let elements): "[\(elements.map(\.short).joined(separator: ", "))]"
    case .object(let members):
      "{\(members.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.short)" }.joined(separator: ", "))}"
    }
  }
}
