import Student

/// The environment of a run and its options, from what was given of them.
struct TrackChoice {
  let environment: String
  let options: [OptionSetting]

  /// The smallest environment that has all the parameters asked for. Parameters that are not given are off.
  init(_ given: [OptionSetting]) throws(LibraryError) {
    let parameters = given.filter { $0.name.hasPrefix("max_") }
    let listings = try Listing.environments()
    let smallest = ["stump-tracks", "hexagon-tracks", "stump-sequence"].first { name in
      listings.first { $0.name == name }.map { listing in parameters.allSatisfy { listing.hasOption($0.name) } }
        ?? false
    }
    environment = smallest ?? "walker-tracks"
    let missing = environment == "stump-tracks" ? ["max_stump_height", "max_obstacle_spacing"] : []
    options =
      given
      + missing.filter { name in !given.contains { $0.name == name } }.map { OptionSetting($0, OptionSetting.off) }
  }

  /// The environment of a configuration with some options changed; one that has every parameter if it lacks one of them.
  init(_ given: [OptionSetting], changing configuration: TrainingConfiguration) throws(LibraryError) {
    var options = configuration.environmentOptions
    // A file that says nothing of the tracks leaves them to what is given.
    if options.isEmpty, configuration.environment == TrainingConfiguration().environment,
      given.contains(where: { $0.name.hasPrefix("max_") })
    {
      self = try TrackChoice(given)
      return
    }
    let own = try Listing.environments().first { $0.name == configuration.environment }
    let isEnough = own.map { own in given.allSatisfy { own.hasOption($0.name) } } ?? true
    // The defaults of the other environment are others.
    if !isEnough { options = own?.complete(options) ?? options }
    environment = isEnough ? configuration.environment : "walker-tracks"
    self.options = options.filter { option in !given.contains { $0.name == option.name } } + given
  }
}

extension OptionSetting {
  /// How the library writes that something is not wanted.
  static let off = "off"
}
