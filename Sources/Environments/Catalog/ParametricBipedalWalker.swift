import Arguments
import Tasks

extension EnvironmentKind {
  /// The eight-parameter walker of unsupervised environment design.
  static let parametricBipedalWalker = EnvironmentKind(
    name: "parametric-bipedal-walker",
    documentation:
      "The eight-parameter walker of PLR and ACCEL; a task is the sizes of pits, stumps and stairs, and the roughness.",
    options: [parameters.description, ranges.description, world.description]
      + WalkerOptions.ofCourses(limit: WalkerOptions.maxEpisodeSteps)
  ) { (options) throws(UsageError) in
    let world = options[world]
    let set = options[parameters]
    var settings = WalkerOptions.settings(
      options, track: world?.track ?? Track(),
      space: world == nil ? try set.space(in: options[ranges]) : .nothing,
      returns: Returns(range: (-150, 350), mastered: 230)
    ) { SeededCourses(ParametricCourses(isHardcore: world?.name == PublishedWorld.hardcore), seed: $0) }
    settings.testSet = set.testSet
    return { [settings] seed in WalkerEnvironment(settings, seed: seed) }
  }

  private static let parameters = Option.choice(
    "parameters", default: ParameterSet.eight,
    "what a task is: roughness, pits, stumps and stairs; or five: without stairs, as in POET")
  private static let ranges = Option.choice(
    "ranges", default: ParameterRanges.full,
    "how far tasks go: as far as published; or easy: no further than the levels that ACCEL starts from")
  private static let world = Option.choice(
    "world", orOffAmong: PublishedWorld.all, named: { $0.name },
    "a published test world, which is played instead of tasks")
}

/// Which parameters a task has.
private enum ParameterSet: String, CaseIterable, Sendable {
  case eight
  case five

  private var count: Int {
    switch self {
    case .eight: 8
    case .five: 5
    }
  }

  func space(in ranges: ParameterRanges) throws(UsageError) -> TrackSpace {
    var bounded: [BoundedParameter] = []
    for (i, parameter) in ParametricTerrain.parameters.prefix(count).enumerated() {
      let part = parameter.parts[0]
      let high = ranges == .easy ? ParametricTerrain.easiest[i] : part.range.upperBound
      let bounds = part.range.lowerBound...high
      bounded.append(
        BoundedParameter(parameter: parameter, parts: [try part.parameters(bounds, standIn: nil)], boundedCount: 1))
    }
    return try TrackSpace(bounded)
  }

  /// The published test worlds that are tasks, task after task.
  var testSet: [Double] {
    PublishedWorld.all.flatMap { world -> ArraySlice<Double> in
      guard let task = world.task else { return [] }
      let others = zip(task, ParametricTerrain.parameters).dropFirst(count)
      let areOff = others.allSatisfy { $0 == $1.parts[0].range.lowerBound }
      return areOff ? task.prefix(count) : []
    }
  }
}

/// How far tasks go.
private enum ParameterRanges: String, CaseIterable, Sendable {
  case full
  case easy
}
