import TeachDRL

/// A member of `config.json`, and what of a `TrainingConfiguration` it holds. One list of them serves to write and to read.
struct ConfigurationMember {
  /// The member's name, which is that of the command line's option if there is one.
  let name: String
  /// Whether every run's file has it. The others were added later; a file without them has the defaults.
  let isInEveryFile: Bool
  /// What its value must be, in words.
  let requirement: String
  /// The value of a configuration; nil if nothing is to be written.
  let text: (TrainingConfiguration) -> JSONText?
  /// Takes a value over; false, and nothing is changed, if it is not what it must be.
  let take: (JSONValue, inout TrainingConfiguration) -> Bool
  /// The members of the object that it is, each for the same configuration; empty if it is none or any names are right.
  var members: [ConfigurationMember] = []

  /// The members of the file of a run with a student, in its order, but for those that only describe: see `descriptions`.
  static func all(for student: StudentConfiguration) -> [ConfigurationMember] {
    let own = student.members
    return [
      string("exp_name", \.experimentName),
      ConfigurationMember("seed", \.seed, "a whole number from 0 to \(UInt64.max)", JSONText.unsigned) { $0.unsigned },
      thing("teacher", \.teacher, \.teacherOptions), thing("environment", \.environment, \.environmentOptions),
      object("student", [algorithm] + own.settings), integer("epochs", \.epochs),
      integer("steps_per_ep", \.stepsPerEpoch), integer("max_ep_len", \.maxEpisodeSteps),
    ] + own.memory + [integer("nb_test_episodes", \.testEpisodeCount)] + own.pace + [
      integer("test_interval", \.testInterval, isInEveryFile: false), bounds, testSet,
    ]
  }

  /// The members of the file of a run with the student that it names.
  static func all(in file: JSONValue) -> [ConfigurationMember] {
    let name = file["student"]?["algorithm"]?.string ?? StudentConfiguration.names[0]
    return all(for: StudentConfiguration(named: name) ?? TrainingConfiguration().student)
  }

  /// Which student it is. Files without it are older than the second student.
  private static var algorithm: ConfigurationMember {
    ConfigurationMember(
      name: "algorithm", isInEveryFile: false,
      requirement: "the name of a student: \(StudentConfiguration.names.joined(separator: ", "))",
      text: { $0.student.name == StudentConfiguration.names[0] ? nil : .string($0.student.name) },
      take: { value, configuration in
        guard let student = value.string.flatMap({ StudentConfiguration(named: $0) }) else { return false }
        if student.name != configuration.student.name { configuration.student = student }
        return true
      })
  }

  /// The members that describe a run and decide nothing.
  static let descriptions = ["teachdrl_version", "task_space"]

  /// `"bounds": {"stump_height": [1, 3]}`
  private static var bounds: ConfigurationMember {
    ConfigurationMember(
      "bounds", \.taskBounds, "an object of parameters, each with its least and its greatest value",
      { bounds in .object(bounds.map { ($0.name, .array([.number($0.low), .number($0.high)])) }) }, isInEveryFile: false
    ) { value in
      value.members.flatMap { members in
        allPresent(
          members.sorted { $0.key < $1.key }.map { name, range in
            guard let ends = range.numbers, ends.count == 2 else { return nil }
            return TaskBounds(name, low: ends[0], high: ends[1])
          })
      }
    }
  }

  /// `"test_set": [[0.5, 3], [1, 6]]`; not written, or null, for the environment's own.
  private static var testSet: ConfigurationMember {
    ConfigurationMember(
      name: "test_set", isInEveryFile: false, requirement: "a list of tasks, each a list of numbers",
      text: { $0.testSet.map { .array($0.map { JSONText($0) }) } },
      take: { value, configuration in
        if value == .null {
          configuration.testSet = nil
          return true
        }
        guard let tasks = value.elements.flatMap({ allPresent($0.map(\.numbers)) }) else { return false }
        configuration.testSet = tasks
        return true
      })
  }
}

extension ConfigurationMember {
  private init<Value>(
    _ name: String, _ path: WritableKeyPath<TrainingConfiguration, Value>, _ requirement: String,
    _ text: @escaping (Value) -> JSONText, isInEveryFile: Bool = true, _ read: @escaping (JSONValue) -> Value?
  ) {
    self.init(
      name: name, isInEveryFile: isInEveryFile, requirement: requirement, text: { text($0[keyPath: path]) },
      take: { value, configuration in
        guard let value = read(value) else { return false }
        configuration[keyPath: path] = value
        return true
      })
  }

  private static func string(
    _ name: String, _ path: WritableKeyPath<TrainingConfiguration, String>
  ) -> ConfigurationMember {
    ConfigurationMember(name, path, "a text", JSONText.string) { $0.string }
  }

  static func integer(
    _ name: String, _ path: WritableKeyPath<TrainingConfiguration, Int>, isInEveryFile: Bool = true
  ) -> ConfigurationMember {
    ConfigurationMember(name, path, "a whole number", JSONText.integer, isInEveryFile: isInEveryFile) { $0.integer }
  }

  static func number(
    _ name: String, _ path: WritableKeyPath<TrainingConfiguration, Double>
  ) -> ConfigurationMember {
    ConfigurationMember(name, path, "a number", JSONText.number) { $0.double }
  }

  /// The sizes of hidden layers.
  static func sizes(
    _ name: String, _ path: WritableKeyPath<TrainingConfiguration, [Int]>
  ) -> ConfigurationMember {
    ConfigurationMember(name, path, "a list of whole numbers", { .array($0.map(JSONText.integer)) }) {
      $0.elements.flatMap { allPresent($0.map(\.integer)) }
    }
  }

  /// A teacher or an environment: its name, and its options by their names.
  private static func thing(
    _ name: String, _ namePath: WritableKeyPath<TrainingConfiguration, String>,
    _ optionsPath: WritableKeyPath<TrainingConfiguration, [OptionSetting]>
  ) -> ConfigurationMember {
    object(
      name,
      [
        string("name", namePath),
        ConfigurationMember(
          "options", optionsPath, "an object of options, each with its value",
          { .object($0.map { ($0.name, .string($0.value)) }) }
        ) { value in
          value.members.flatMap { members in
            allPresent(
              members.sorted { $0.key < $1.key }.map { name, value in value.optionText.map { OptionSetting(name, $0) } }
            )
          }
        },
      ])
  }

  private static func object(_ name: String, _ members: [ConfigurationMember]) -> ConfigurationMember {
    ConfigurationMember(
      name: name, isInEveryFile: true, requirement: "an object", text: { members.text(of: $0) },
      take: { value, _ in value.members != nil }, members: members)
  }
}

extension [ConfigurationMember] {
  /// The object that holds a configuration.
  func text(of configuration: TrainingConfiguration) -> JSONText {
    .object(compactMap { member in member.text(configuration).map { (member.name, $0) } })
  }

  /// Takes what an object holds over into a configuration.
  ///
  /// - Parameter isWhole: Whether the members must be there that every run's file has.
  /// - Throws: `ConfigurationError` if a member is unknown, missing, or not what it must be.
  func take(
    _ file: JSONValue, into configuration: inout TrainingConfiguration, isWhole: Bool, within path: String = ""
  ) throws(ConfigurationError) {
    guard let given = file.members else { throw ConfigurationError("it holds no object") }
    let known = map(\.name) + (path.isEmpty ? ConfigurationMember.descriptions : [])
    for name in given.keys.sorted() where !known.contains(name) {
      throw ConfigurationError("'\(path)\(name)' is unknown; there are: \(known.joined(separator: ", "))")
    }
    for member in self {
      guard let value = given[member.name] else {
        guard !isWhole || !member.isInEveryFile else { throw ConfigurationError("'\(path)\(member.name)' is missing") }
        continue
      }
      guard member.take(value, &configuration) else {
        throw ConfigurationError("'\(path)\(member.name)' is not \(member.requirement)")
      }
      if !member.members.isEmpty {
        try member.members.take(value, into: &configuration, isWhole: isWhole, within: "\(path)\(member.name).")
      }
    }
  }
}

extension JSONValue {
  /// An array of finite numbers.
  var numbers: [Double]? { elements.flatMap { allPresent($0.map(\.double)) } }

  /// The value of an option as the library takes it. Files that people write may have numbers instead of texts.
  fileprivate var optionText: String? {
    switch self {
    case .string(let text), .number(let text): text
    case .boolean(let truth): "\(truth)"
    case .array(let elements): allPresent(elements.map(\.optionText))?.joined(separator: ",")
    case .null, .object: nil
    }
  }
}

/// The values, or nil if one of them is.
private func allPresent<Value>(_ values: [Value?]) -> [Value]? {
  let present = values.compactMap { $0 }
  return present.count == values.count ? present : nil
}
