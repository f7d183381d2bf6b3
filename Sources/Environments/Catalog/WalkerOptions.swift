import Arguments

/// The options that all environments with a walker have.
enum WalkerOptions {
  static let walker = Option.choice(
    "walker", default: Body.default, among: Body.all, named: { $0.name }, "the walker's build")
  static let trackNoise = Option.number(
    "track_noise", default: 0.1, in: 0...1, "deviation of the sizes of obstacles, in each size's unit")
  static let roughness = Option.number(
    "roughness", default: 0, in: 0...10,
    "how rough the ground is where no task says it: how much its rise changes at most, in thirtieths of a metre")
  static let initialPush = Option.number(
    "initial_push", default: 5, in: 0...1000, "greatest push on the hull at an episode's start, either way, in newtons")
  static let maxEpisodeSteps = Option.integer(
    "max_episode_steps", default: 2000, in: 1...100_000, "number of steps after which an episode is cut off")
  static let contacts = Option.choice(
    "contacts", default: Senses.Contacts.counted,
    "when a leg's contact flag is set: while it touches ground; or published: on the first pair of legs only, until any of "
      + "the leg's contacts ends")
  static let lidar = Option.choice(
    "lidar", default: Senses.Lidar.nearest,
    "where a ray stops: at the nearest ground; or published: at the ground that the physics engine reports first")

  /// What listings show of them.
  static var descriptions: [OptionDescription] {
    [
      walker.description, trackNoise.description, roughness.description, initialPush.description,
      maxEpisodeSteps.description, contacts.description, lidar.description,
    ]
  }

  /// What they say, with what can be set on the track and what returns mean.
  static func settings(
    _ options: OptionValues, space: TrackSpace, returns: Returns
  ) -> WalkerEnvironment.Settings {
    var track = Track()
    track[Ground.rough] = [options[roughness]]
    return WalkerEnvironment.Settings(
      body: options[walker],
      senses: Senses(contacts: options[contacts], lidar: options[lidar]),
      courses: ObstacleCourses(noise: options[trackNoise]),
      track: track,
      space: space,
      initialPush: options[initialPush],
      maxEpisodeSteps: options[maxEpisodeSteps],
      returns: returns)
  }
}
