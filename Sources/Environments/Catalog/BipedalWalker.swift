import Arguments

extension EnvironmentKind {
  /// Gymnasium's BipedalWalker-v3.
  static let bipedalWalker = EnvironmentKind(
    name: "bipedal-walker",
    documentation:
      "Gymnasium's BipedalWalker-v3: gentle grass, or Hardcore's obstacles; the same terrain for the same seed.",
    options: [hardcore.description] + WalkerOptions.ofCourses(limit: shortLimit)
  ) { options in bipedalWalkers(options, limit: shortLimit, isHardcore: options[hardcore]) }

  /// Gymnasium's BipedalWalkerHardcore-v3.
  static let bipedalWalkerHardcore = EnvironmentKind(
    name: "bipedal-walker-hardcore",
    documentation:
      "Gymnasium's BipedalWalkerHardcore-v3: stumps, stairs and pits; the same terrain for the same seed.",
    options: WalkerOptions.ofCourses(limit: WalkerOptions.maxEpisodeSteps)
  ) { options in bipedalWalkers(options, limit: WalkerOptions.maxEpisodeSteps, isHardcore: true) }

  private static let hardcore = Option.boolean(
    "hardcore", default: false, "whether there are stumps, stairs and pits, as in BipedalWalkerHardcore-v3")
  private static let shortLimit = WalkerOptions.limit(1600)

  private static func bipedalWalkers(_ options: OptionValues, limit: Option<Int>, isHardcore: Bool) -> Maker {
    let terrain = GymnasiumTerrain(isHardcore: isHardcore)
    // A mean return of 300 is what Gymnasium calls solved.
    let settings = WalkerOptions.settings(
      options, limit: limit, track: Track(), space: .nothing, returns: Returns(range: (-150, 350), mastered: 300)
    ) { GymnasiumCourses(terrain, seed: $0) }
    return { seed in WalkerEnvironment(settings, seed: seed) }
  }
}
