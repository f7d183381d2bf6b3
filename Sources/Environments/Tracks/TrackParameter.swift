/// What a task may set on a track, by name: a number, or several that belong together.
///
/// Its numbers come in parts. The first part must be given; each further one has a default, so it may be left out.
struct TrackParameter: Sendable {
  /// Numbers with one upper bound; all lower bounds are 0.
  struct Part: Sendable {
    /// The name, from which the option `max_...` has its own.
    let name: String
    /// The names of the numbers, as coordinates of a task.
    let coordinates: [String]
    /// The greatest upper bound there may be: beyond it a track makes no sense.
    let limit: Double
    /// What `max_...` says of itself behind "upper bound of the task parameter".
    let documentation: String

    /// A part that is one number.
    init(_ name: String, limit: Double, _ documentation: String) {
      self.init(name, coordinates: [name], limit: limit, documentation)
    }

    /// A part that is several numbers.
    init(_ name: String, coordinates: [String], limit: Double, _ documentation: String) {
      self.name = name
      self.coordinates = coordinates
      self.limit = limit
      self.documentation = documentation
    }
  }

  /// The parts, in the order of their numbers; at least one.
  let parts: [Part]
  /// The upper bound of the fixed test set where it is another than that of the task space.
  var testBound: Double?

  /// A parameter of the given parts.
  init(_ first: Part, _ further: Part..., testBound: Double? = nil) {
    parts = [first] + further
    self.testBound = testBound
    name = first.name
  }

  /// The name that callers use, that of the first part.
  let name: String
}
