import Student
import TeachDRL

/// The environment of a run and its options, from what was given of them.
struct TrackChoice {
  let environment: String
  let options: [OptionSetting]

  /// The smallest environment that has all the parameters asked for. Parameters that are not given are off.
  init(_ given: [OptionSetting]) throws(LibraryError) {
    let listings = try Listing.environments()
    let parameters = given.filter { option in listings.contains { $0.isBound(option.name) } }
    let smallest = ["stump-tracks", "hexagon-tracks", "stump-sequence"].first { name in
      listings.first { $0.name == name }.map { listing in parameters.allSatisfy { listing.hasOption($0.name) } }
        ?? false
    }
    environment = smallest ?? "walker-tracks"
    let bounds = listings.first { $0.name == smallest }?.upperBounds ?? []
    options =
      given
      + bounds.filter { name in !given.contains { $0.name == name } }.map { OptionSetting($0, OptionSetting.off) }
  }

  /// The environment of a configuration with some options changed; one that has every parameter if it lacks one of them.
  init(_ given: [OptionSetting], changing configuration: TrainingConfiguration) throws(LibraryError) {
    var options = configuration.environmentOptions
    // A file that says nothing of the tracks leaves them to what is given.
    let listings = try Listing.environments()
    if options.isEmpty, configuration.environment == TrainingConfiguration().environment,
      given.contains(where: { option in listings.contains { $0.isBound(option.name) } })
    {
      self = try TrackChoice(given)
      return
    }
    let own = listings.first { $0.name == configuration.environment }
    let isEnough = own.map { own in given.allSatisfy { own.hasOption($0.name) } } ?? true
    // The defaults of the other environment are others.
    if !isEnough { options = own?.complete(options) ?? options }
    environment = isEnough ? configuration.environment : "walker-tracks"
    self.options = options.filter { option in !given.contains { $0.name == option.name } } + given
  }
}

extension Listing {
  /// The options of an environment that set the upper bounds of its parameters; "off" takes them out of the task space.
  var upperBounds: [String] { parameters.groups.map { "max_\($0.name)" } }

  /// Whether an option sets a bound of a parameter.
  func isBound(_ option: String) -> Bool {
    parameters.groups.contains { option == "min_\($0.name)" || option == "max_\($0.name)" }
  }
}

extension OptionSetting {
  /// How the library writes that something is not wanted.
  static let off = "off"
}
