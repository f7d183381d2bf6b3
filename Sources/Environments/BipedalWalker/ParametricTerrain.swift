import Glibc

/// The terrain of the eight-parameter walker of unsupervised environment design (Parker-Holder et al., "Evolving Curricula
/// with Regret-Based Environment Design", 2022): a Hardcore terrain whose sizes are a task.
struct ParametricTerrain: GridTerrain {
  let roughness: Double
  /// The gaps of pits above one, in terrain steps.
  private let pitGap: ClosedRange<Double>
  /// The heights of stumps, in terrain steps.
  private let stumpHeight: ClosedRange<Double>
  /// The heights of stairs, in terrain steps.
  private let stairHeight: ClosedRange<Double>
  /// Stairs are at most one less.
  private let stairSteps: Int
  let kinds: [GridObstacle]

  /// Below these a kind is left out.
  private static let least = (pitGap: 0.8, stumpHeight: 0.2, stairHeight: 0.2)
  /// Stairs that are no higher are none.
  private static let flatStair = 0.01
  /// What a lower stump counts as: the physics engine refuses boxes that are lower than 3 mm.
  private static let lowestStump = 0.01

  /// The terrain that is set; a parameter that is not set counts as its least value.
  init(of track: Track) {
    func value(_ parameter: TrackParameter) -> Double { track[parameter]?.first ?? parameter.parts[0].range.lowerBound }
    func range(_ one: TrackParameter, _ other: TrackParameter) -> ClosedRange<Double> {
      let (first, second) = (value(one), value(other))
      return min(first, second)...max(first, second)
    }
    roughness = value(Self.roughnessFactor)
    pitGap = range(Self.lowPitGap, Self.highPitGap)
    stumpHeight = range(Self.lowStumpHeight, Self.highStumpHeight)
    stairHeight = range(Self.lowStairHeight, Self.highStairHeight)
    stairSteps = max(Int(value(Self.stairSteps).rounded()), 1)
    var kinds: [GridObstacle] = []
    if stumpHeight.upperBound >= Self.least.stumpHeight { kinds.append(.stump) }
    if stairHeight.upperBound >= Self.least.stairHeight { kinds.append(.stairs) }
    if pitGap.upperBound >= Self.least.pitGap { kinds.append(.pit) }
    self.kinds = kinds
  }

  func build(
    _ obstacle: GridObstacle, at foot: SIMD2<Double>, on course: inout Course, using draws: inout some TerrainDraws
  ) -> (passage: Passage, pointCount: Int?) {
    switch obstacle {
    case .stump:
      _ = draws.integer(in: 1..<2)  // The width.
      let height = draws.uniform(from: stumpHeight.lowerBound, to: stumpHeight.upperBound)
      _ = draws.integer(in: 0..<1)  // How far it floats above the ground.
      course.addBox(at: foot, width: 1, height: max(height, Self.lowestStump))
      return (.level, nil)
    case .stairs:
      let height = draws.uniform(from: stairHeight.lowerBound, to: stairHeight.upperBound)
      let direction: Double = draws.uniform(from: 0, to: 1) > 0.5 ? 1 : -1
      let width = draws.integer(in: Passage.stairWidth..<(Passage.stairWidth + 1))
      let count = draws.integer(in: 0..<stairSteps)
      guard height > Self.flatStair else { return (.level, nil) }
      course.addStairs(from: foot, count: count, height: height, direction: direction)
      return (
        .stairs(start: foot.y, height: height, direction: direction, stairCount: count), count * width + 1
      )
    case .pit:
      let gap = 1 + draws.uniform(from: pitGap.lowerBound, to: pitGap.upperBound)
      course.addPit(at: foot, gap: gap)
      return (.pit(top: foot.y, overhang: ceil(gap) - gap), Int(ceil(gap)) + 2)
    }
  }
}

// What a task sets.
extension ParametricTerrain {
  static let roughnessFactor = parameter(
    TrackParameter.Number("roughness", "factor on the rise of the ground from point to point"), limit: 10,
    off: "flat ground")
  static let lowPitGap = parameter(
    TrackParameter.Number("pit_gap_low", in: .terrainSteps, "least gap of pits, above 1"), limit: 10, off: "0")
  static let highPitGap = parameter(
    TrackParameter.Number("pit_gap_high", in: .terrainSteps, "greatest gap of pits, above 1"), limit: 10, off: "0")
  static let lowStumpHeight = parameter(
    TrackParameter.Number("stump_height_low", in: .terrainSteps, "least height of stumps"), limit: 5, off: "0")
  static let highStumpHeight = parameter(
    TrackParameter.Number("stump_height_high", in: .terrainSteps, "greatest height of stumps"), limit: 5, off: "0")
  static let lowStairHeight = parameter(
    TrackParameter.Number("stair_height_low", in: .terrainSteps, "least height of stairs"), limit: 5, off: "0")
  static let highStairHeight = parameter(
    TrackParameter.Number("stair_height_high", in: .terrainSteps, "greatest height of stairs"), limit: 5, off: "0")
  static let stairSteps = parameter(
    TrackParameter.Number("stair_steps", kind: .integer, "number of stairs at most, plus 1"), from: 1, limit: 9,
    off: "1")

  /// All of them, in the order of a task.
  static let parameters = [
    roughnessFactor, lowPitGap, highPitGap, lowStumpHeight, highStumpHeight, lowStairHeight, highStairHeight,
    stairSteps,
  ]

  /// How far the levels go that ACCEL starts from, in the order of a task.
  static let easiest = [0.6, 0.8, 0.8, 0.4, 0.4, 0.4, 0.4, 1]

  private static func parameter(
    _ number: TrackParameter.Number, from low: Double = 0, limit: Double, off: String
  ) -> TrackParameter {
    TrackParameter(TrackParameter.Part(number, from: low, limit: limit, off: off))
  }
}
