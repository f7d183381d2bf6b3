import Arguments
import Tasks

/// What a task may set on a track, by name: a number, or several that belong together.
///
/// Its numbers come in parts. The first part must be given; each further one has a default, so it may be left out.
struct TrackParameter: Sendable {
  /// One of the numbers.
  struct Number: Sendable {
    let name: String
    let kind: Parameter.Kind
    let unit: Unit?
    /// What it is, without its unit.
    let meaning: String

    init(_ name: String, kind: Parameter.Kind = .number, in unit: Unit? = nil, _ meaning: String) {
      self.name = name
      self.kind = kind
      self.unit = unit
      self.meaning = meaning
    }

    /// What it is, with its unit.
    var documentation: String { meaning + (unit.map { ", in \($0.inWords)" } ?? "") }
  }

  /// Numbers with the same bounds.
  struct Part: Sendable {
    /// The name, from which the options `min_...` and `max_...` have theirs.
    let name: String
    /// Its numbers, as coordinates of a task.
    let numbers: [Number]
    /// The bounds that there may be: beyond them a track makes no sense.
    let range: ClosedRange<Double>
    /// What it is.
    let documentation: String
    /// What a track is like if it is off.
    let whenOff: String
    /// The option whose value it has if it is off.
    let standIn: Option<Double>?

    /// A part that is one number.
    init(_ number: Number, from low: Double = 0, limit: Double, off: String) {
      self.init(number.name, numbers: [number], in: low...limit, number.documentation, off: off, standIn: nil)
    }

    /// A part that is one number, which an option gives if the part is off.
    init(_ number: Number, from low: Double = 0, limit: Double, standIn: Option<Double>) {
      self.init(
        number.name, numbers: [number], in: low...limit, number.documentation,
        off: "it is the option \(standIn.description.name)", standIn: standIn)
    }

    /// A part that is several numbers, which form a group of its name.
    init(
      _ name: String, numbers: [Number], from low: Double = 0, limit: Double, _ documentation: String, off: String
    ) {
      self.init(name, numbers: numbers, in: low...limit, documentation, off: off, standIn: nil)
    }

    private init(
      _ name: String, numbers: [Number], in range: ClosedRange<Double>, _ documentation: String, off: String,
      standIn: Option<Double>?
    ) {
      self.name = name
      self.numbers = numbers
      self.range = range
      self.documentation = documentation
      whenOff = off
      self.standIn = standIn
    }

    /// Its numbers as parameters of a task within bounds.
    ///
    /// - Parameter standIn: The value that they have if the part is off, if there is one.
    /// - Throws: `UsageError` if the bounds are out of order.
    func parameters(_ bounds: ClosedRange<Double>, standIn: Double?) throws(UsageError) -> [Parameter] {
      var parameters: [Parameter] = []
      for number in numbers {
        parameters.append(
          try Parameter(
            number.name, number.kind, low: bounds.lowerBound, high: bounds.upperBound,
            group: numbers.count > 1 ? name : nil, unit: number.unit?.rawValue, documentation: number.documentation,
            defaultValue: standIn.flatMap { bounds.contains($0) ? $0 : nil }))
      }
      return parameters
    }
  }

  /// The parts, in the order of their numbers; at least one.
  let parts: [Part]
  /// The upper bound of the fixed test set if it is not the task space's; the lower one is then the
  /// least there may be.
  let testBound: Double?

  /// A parameter of the given parts.
  init(_ first: Part, _ further: Part..., testBound: Double? = nil) {
    parts = [first] + further
    self.testBound = testBound
    name = first.name
  }

  /// The name that callers use, that of the first part.
  let name: String
}
