import Arguments

/// Options that say how well a student must do for a box to grow or shrink, in the unit of the signal.
enum ThresholdOptions {
  static let grow = Option.automaticNumber(
    "grow_threshold", in: -1e100...1e100,
    "mean of the signal, not rescaled, from which on tasks become more; auto: 180, or 0.75 with signal=success; off: they "
      + "never do")
  static let shrink = Option.automaticNumber(
    "shrink_threshold", in: -1e100...1e100,
    "mean of the signal, not rescaled, down from which tasks become fewer; auto: 0, or 0.25 with signal=success; off: they "
      + "never do")

  /// The options with numbers for auto.
  ///
  /// - Throws: `UsageError` if tasks would become more and fewer at once.
  static func effective(_ options: OptionValues) throws(UsageError) -> OptionValues {
    var options = options
    let isSuccess = options[CommonOptions.signal] == .success
    if case .automatic = options[grow] { options.set(grow, to: isSuccess ? "0.75" : "180") }
    if case .automatic = options[shrink] { options.set(shrink, to: isSuccess ? "0.25" : "0") }
    guard lower(options) < upper(options) else {
      throw .invalidArgument(
        "option 'shrink_threshold' is \(options.text(of: shrink.description)); "
          + "it must be below 'grow_threshold', which is \(options.text(of: grow.description))")
    }
    return options
  }

  /// What a mean must reach for more tasks; infinity if that is off.
  static func upper(_ options: OptionValues) -> Double {
    if case .chosen(let number?) = options[grow] { number } else { .infinity }
  }

  /// What a mean must not exceed for fewer tasks; -infinity if that is off.
  static func lower(_ options: OptionValues) -> Double {
    if case .chosen(let number?) = options[shrink] { number } else { -.infinity }
  }
}
