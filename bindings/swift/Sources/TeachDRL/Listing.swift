import CTeachDRL

/// One of the library's teachers or environments, or the toy environment, as the library itself describes it.
public struct Listing: Sendable, Equatable {
  /// One option of it.
  public struct Option: Sendable, Equatable {
    /// The name, in lower case with underscores.
    public let name: String
    /// "integer", "number", "boolean", "choice" or "numbers".
    public let type: String
    /// The default, as a caller would write it.
    public let defaultValue: String
    /// The values allowed, in words.
    public let range: String
    /// One line on what the option does.
    public let documentation: String
    /// The least and the greatest number allowed; nil if the value is no number.
    public let bounds: ClosedRange<Double>?
    /// Whether "off" is a value too.
    public let acceptsOff: Bool
    /// The values allowed of a choice; empty if it is none.
    public let choices: [String]
  }

  /// The name that `create` takes.
  public let name: String
  /// One line on what it is.
  public let documentation: String
  /// What can be chosen about it.
  public let options: [Option]
  /// Of a teacher: what of an outcome it needs with its default options.
  public var needs: OutcomeMembers = []
  /// Of a teacher: what of an outcome it needs or can use, with any options.
  public var uses: OutcomeMembers = []
  /// Of an environment: what can be set on it by name, with its default options.
  public var parameters: [TaskParameter] = []

  /// Whether it has an option of that name.
  public func hasOption(_ name: String) -> Bool { options.contains { $0.name == name } }

  /// Every option in the listing's order, with the value given, else the default. Settings of options that are not
  /// listed follow, for the library to refuse.
  public func complete(_ settings: [OptionSetting]) -> [OptionSetting] {
    options.map { option in
      settings.first { $0.name == option.name } ?? OptionSetting(option.name, option.defaultValue)
    } + settings.filter { !hasOption($0.name) }
  }
}

extension Listing {
  /// The library's teachers.
  public static func teachers() throws(LibraryError) -> [Listing] {
    try list(count: teachdrl_teacher_count(), teachdrl_teacher_describe)
  }

  /// The library's environments.
  public static func environments() throws(LibraryError) -> [Listing] {
    try list(count: teachdrl_environment_count(), teachdrl_environment_describe)
  }

  /// The toy environment.
  public static func toy() throws(LibraryError) -> Listing {
    var description: UnsafePointer<teachdrl_description>?
    try check(teachdrl_toy_describe(&description))
    return Listing(description)
  }

  private static func list(
    count: Int, _ describe: (Int, UnsafeMutablePointer<UnsafePointer<teachdrl_description>?>?) -> teachdrl_status
  ) throws(LibraryError) -> [Listing] {
    var listings: [Listing] = []
    for index in 0..<count {
      var description: UnsafePointer<teachdrl_description>?
      try check(describe(index, &description))
      listings.append(Listing(description))
    }
    return listings
  }

  private init(_ description: UnsafePointer<teachdrl_description>?) {
    guard let description else {
      self.init(name: "", documentation: "", options: [])
      return
    }
    self.init(
      name: String(cString: description.pointee.name),
      documentation: String(cString: description.pointee.documentation),
      options: (0..<description.pointee.option_count).compactMap { index in
        description.pointee.options[index].map { Option($0.pointee) }
      },
      needs: OutcomeMembers(rawValue: description.pointee.needs),
      uses: OutcomeMembers(rawValue: description.pointee.uses),
      parameters: (0..<description.pointee.parameter_count).compactMap { index in
        description.pointee.parameters?[index].map { TaskParameter($0.pointee) }
      })
  }
}

extension Listing.Option {
  fileprivate init(_ option: teachdrl_option_description) {
    self.init(
      name: String(cString: option.name), type: typeName(option.type),
      defaultValue: String(cString: option.default_value), range: String(cString: option.range),
      documentation: String(cString: option.documentation),
      bounds: option.minimum <= option.maximum ? option.minimum...option.maximum : nil,
      acceptsOff: option.accepts_off, choices: texts(option.choices))
  }
}

private func typeName(_ type: teachdrl_option_type) -> String {
  switch type {
  case TEACHDRL_OPTION_INTEGER: "integer"
  case TEACHDRL_OPTION_NUMBER: "number"
  case TEACHDRL_OPTION_BOOLEAN: "boolean"
  case TEACHDRL_OPTION_CHOICE: "choice"
  case TEACHDRL_OPTION_NUMBERS: "numbers"
  // A later library may know types that this program was not built with.
  default: "value"
  }
}
