import Arguments
import Tasks

/// The options `min_...` and `max_...` of a parameter: which of its parts are coordinates of a task, and how far they go.
struct TrackParameterOptions: Sendable {
  let parameter: TrackParameter
  /// The bounds of each part.
  private let bounds: [(low: Option<Double>, high: Option<Double?>)]

  /// Options whose defaults are the given upper bounds; parts for which none is given are off.
  init(_ parameter: TrackParameter, upTo defaults: Double...) {
    self.parameter = parameter
    bounds = parameter.parts.enumerated().map { i, part in
      (
        .number(
          "min_\(part.name)", default: part.range.lowerBound, in: part.range,
          "lower bound of \(part.name): \(part.documentation)"),
        .number(
          "max_\(part.name)", default: defaults.indices.contains(i) ? defaults[i] : nil,
          in: (part.range.lowerBound + 0.01)...part.range.upperBound,
          "upper bound of \(part.name): \(part.documentation); off: \(part.whenOff)")
      )
    }
  }

  /// What listings show of them.
  var descriptions: [OptionDescription] { bounds.flatMap { [$0.low.description, $0.high.description] } }

  /// The parameter with the bounds that option values give it.
  ///
  /// - Throws: `UsageError` if a lower bound is not below the upper one, or a part is on while one before it is off.
  func bounded(by options: OptionValues) throws(UsageError) -> BoundedParameter {
    for (part, (low, high)) in zip(parameter.parts, bounds) { try requireOrder(low, high, part, options) }
    let upper = bounds.map { options[$0.high] }
    let boundedCount = upper.prefix { $0 != nil }.count
    if let stray = upper.indices.dropFirst(boundedCount).first(where: { upper[$0] != nil }) {
      throw .invalidArgument(
        "option '\(bounds[stray].high.description.name)' is given while "
          + "'\(bounds[boundedCount].high.description.name)' is off; give that one too")
    }
    var parts: [[Parameter]] = []
    for (i, part) in parameter.parts.enumerated() {
      let range = upper[i].map { options[bounds[i].low]...$0 } ?? part.range
      parts.append(try part.parameters(range, standIn: part.standIn.map { options[$0] }))
    }
    return BoundedParameter(parameter: parameter, parts: parts, boundedCount: boundedCount)
  }

  private func requireOrder(
    _ low: Option<Double>, _ high: Option<Double?>, _ part: TrackParameter.Part, _ options: OptionValues
  ) throws(UsageError) {
    let (least, greatest) = (options[low], options[high])
    let (lowName, highName) = (low.description.name, high.description.name)
    guard let greatest else {
      guard least == part.range.lowerBound else {
        throw .invalidArgument("option '\(lowName)' is given while '\(highName)' is off; give that one too")
      }
      return
    }
    guard least < greatest else {
      throw .invalidArgument(
        "option '\(lowName)' is \(shortText(least)) and '\(highName)' is \(shortText(greatest)); "
          + "the lower bound must be below the upper one")
    }
  }
}
