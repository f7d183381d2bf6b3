import Arguments

/// The options that all environments with a walker have.
enum WalkerOptions {
  static let walker = Option.choice("walker", default: WalkerName.default, "the walker's build")
  static let trackNoise = Option.number(
    "track_noise", default: 0.1, in: 0...1, "deviation of the sizes of obstacles, in each size's unit")
  static let initialPush = Option.number(
    "initial_push", default: 5, in: 0...1000, "greatest push on the hull at an episode's start, either way, in newtons")
  static let maxEpisodeSteps = Option.integer(
    "max_episode_steps", default: 2000, in: 1...100_000, "number of steps after which an episode is cut off")

  /// What listings show of them.
  static var descriptions: [OptionDescription] {
    [walker.description, trackNoise.description, initialPush.description, maxEpisodeSteps.description]
  }

  /// What they say, with the task's parameters that are on.
  static func settings(_ options: OptionValues, parameters: [TrackParameter?]) -> WalkerEnvironment.Settings {
    WalkerEnvironment.Settings(
      walker: options[walker].walker,
      parameters: parameters.compactMap { $0 },
      trackNoise: options[trackNoise],
      initialPush: options[initialPush],
      maxEpisodeSteps: options[maxEpisodeSteps])
  }
}
