import Numerics

/// Five upright rectangles side by side.
struct StumpSequence: Obstacle {
  /// The heights in terrain steps and the widths in metres, from left to right.
  private let stumps: [(height: Distribution, width: Distribution)]

  static let sizes = TrackParameter(
    TrackParameter.Part(
      "stump_seq",
      numbers: (1...5).flatMap {
        [
          TrackParameter.Number("stump_seq_height\($0)", in: .terrainSteps, "mean height of stump \($0) of five"),
          TrackParameter.Number("stump_seq_width\($0)", in: .metres, "mean width of stump \($0) of five"),
        ]
      }, limit: 100, "mean heights, in terrain steps of 0.467 m, and widths, in metres, of five stumps",
      off: "no sequences of stumps"))
  static let parameters = [sizes]

  /// What a smaller height or width counts as.
  static let smallest = 0.05

  init?(of track: Track, noise: Double) {
    guard let numbers = track[Self.sizes] else { return nil }
    stumps = stride(from: 0, to: numbers.count - 1, by: 2).map { i in
      (Distribution(mean: numbers[i], deviation: noise), Distribution(mean: numbers[i + 1], deviation: noise))
    }
  }

  func extend(_ course: inout Course, from end: inout TrackEnd, using generator: inout Xoshiro256PlusPlus) {
    for stump in stumps {
      let height = max(stump.height.sample(using: &generator), Self.smallest) * Scene.terrainStep
      let width = max(stump.width.sample(using: &generator), Self.smallest)
      course.obstacles.append(Outline(rectangle(at: end.position, width: width, height: height)))
      end.position.x += width
    }
  }
}
