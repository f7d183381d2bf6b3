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
  static let maxEpisodeSteps = limit(2000)
  static let contacts = Option.choice(
    "contacts", default: Senses.Contacts.counted,
    "when a leg's contact flag is set: while it touches ground; or published: on the first pair of legs only, until any of "
      + "the leg's contacts ends")
  static let lidar = Option.choice(
    "lidar", default: Senses.Lidar.nearest,
    "where a ray stops: at the nearest ground; or published: at the ground that the physics engine reports first")

  /// The option for an episode's greatest length, with a default of its own.
  static func limit(_ steps: Int) -> Option<Int> {
    .integer(
      "max_episode_steps", default: steps, in: 1...100_000, "number of steps after which an episode is cut off")
  }

  /// What listings show of them where there are tracks.
  static var ofTracks: [OptionDescription] {
    [walker.description, trackNoise.description, roughness.description] + descriptions(limit: maxEpisodeSteps)
  }

  /// What listings show of them where courses have options of their own.
  static func ofCourses(limit: Option<Int>) -> [OptionDescription] { [walker.description] + descriptions(limit: limit) }

  private static func descriptions(limit: Option<Int>) -> [OptionDescription] {
    [initialPush.description, limit.description, contacts.description, lidar.description]
  }

  /// What they say, with what can be set on a track and what returns mean.
  static func settings(_ options: OptionValues, space: TrackSpace, returns: Returns) -> WalkerEnvironment.Settings {
    var track = Track()
    track[Ground.rough] = [options[roughness]]
    let courses = ObstacleCourses(noise: options[trackNoise])
    return settings(options, track: track, space: space, returns: returns) { SeededCourses(courses, seed: $0) }
  }

  /// What they say, with what else makes an environment.
  static func settings(
    _ options: OptionValues, limit: Option<Int> = maxEpisodeSteps, track: Track, space: TrackSpace, returns: Returns,
    courses: @escaping @Sendable (_ seed: UInt64) -> any CourseSequence
  ) -> WalkerEnvironment.Settings {
    WalkerEnvironment.Settings(
      body: options[walker],
      senses: Senses(contacts: options[contacts], lidar: options[lidar]),
      courses: courses,
      track: track,
      space: space,
      initialPush: options[initialPush],
      maxEpisodeSteps: options[limit],
      returns: returns)
  }
}
