import Arguments

/// The options `max_...` of a parameter: which of its parts are coordinates of a task, and how far they go.
struct TrackParameterOptions: Sendable {
  let parameter: TrackParameter
  /// An option for each part.
  let upperBounds: [Option<Double?>]

  /// Options whose defaults are the given upper bounds; parts for which none is given are off.
  init(_ parameter: TrackParameter, upTo defaults: Double...) {
    self.parameter = parameter
    upperBounds = parameter.parts.enumerated().map { i, part in
      .number(
        "max_\(part.name)", default: defaults.indices.contains(i) ? defaults[i] : nil, in: 0.01...part.limit,
        "upper bound of the task parameter \(part.name), \(part.documentation)")
    }
  }

  /// The parameter with the bounds that option values give it.
  func bounded(by options: OptionValues) throws(UsageError) -> SettableParameter {
    let bounds = upperBounds.map { options[$0] }
    let bounded = bounds.prefix { $0 != nil }
    if let stray = bounds.indices.dropFirst(bounded.count).first(where: { bounds[$0] != nil }) {
      let (missing, given) = (upperBounds[bounded.count], upperBounds[stray])
      throw .invalidArgument(
        "option '\(given.description.name)' is given while '\(missing.description.name)' is off; give that one too")
    }
    return SettableParameter(parameter, upTo: bounded.compactMap { $0 })
  }
}
