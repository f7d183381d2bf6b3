import Student
import TeachDRL

/// An option of the library's that was given on the command line.
struct GivenOption: Equatable {
  /// How it was given, such as "--max_stump_h" or "--env_option track_noise".
  let spelling: String
  let setting: OptionSetting

  init(spelling: String, _ setting: OptionSetting) { (self.spelling, self.setting) = (spelling, setting) }

  /// An option that has a flag of its own, and the library's name for it; nil if it is not given.
  init?(_ flag: String, _ name: String, _ value: String?) {
    guard let value else { return nil }
    self.init(spelling: "--\(flag)", OptionSetting(name, value))
  }
}

extension [GivenOption] {
  /// These options, and those that are given as NAME=VALUE.
  ///
  /// - Throws: `Misuse` if a text is not of that form, or gives an option again.
  func adding(_ texts: [String], of flag: String, example: String) throws(Misuse) -> Self {
    var options = self
    for text in texts {
      let setting = try namedValue(text, of: flag, example: example)
      let spelling = "--\(flag) \(setting.name)"
      if let other = options.first(where: { $0.setting.name == setting.name }) {
        throw Misuse(message: "\(other.spelling) and \(spelling) are the same option; give it once")
      }
      options.append(GivenOption(spelling: spelling, setting))
    }
    return options
  }

  /// A message of the library's, with the flag that a person typed if the library's name for the option differs.
  func inTermsOfFlags(_ message: String) -> String {
    let renamed = first { !$0.spelling.hasSuffix($0.setting.name) && message.contains("'\($0.setting.name)'") }
    return renamed.map { "\($0.spelling): \(message)" } ?? message
  }
}

/// What an option that was given changes of a run's configuration.
struct ConfigurationChange {
  let flag: String
  let apply: (inout TrainingConfiguration) -> Void

  /// A value for a part of the configuration; nil if it is not given.
  init?<Value>(_ flag: String, _ value: Value?, _ path: WritableKeyPath<TrainingConfiguration, Value>) {
    guard let value else { return nil }
    self.flag = flag
    apply = { $0[keyPath: path] = value }
  }
}
