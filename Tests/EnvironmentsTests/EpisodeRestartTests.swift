import Numerics
import Testing

@testable import Environments

/// An episode that starts in the memory of another is the same, bit for bit, as one made anew.
@Suite struct EpisodeRestartTests {
  private static let tracks: [Track] = {
    var hexagons = Track()
    hexagons[Hexagon.shape] = [1.5, 3.8, 2.9, 2.4, 0.6, 0.6, 0.2, 3.5, 2.4, 2.8, 0.1, 3.9]
    var sequences = Track(stumpHeight: nil, obstacleSpacing: 3)
    sequences[StumpSequence.sizes] = [0.6, 3.9, 4.7, 2.8, 3.3, 2.7, 1.9, 5.2, 2.2, 4.4]
    var rough = Track(stumpHeight: nil, obstacleSpacing: 1)
    rough[Ground.rough] = [5]
    return [
      hexagons, Track(stumpHeight: 0.2, obstacleSpacing: 0.5), Track(), sequences, rough,
      Track(stumpHeight: 3, obstacleSpacing: 6),
    ]
  }()

  /// All numbers of some random steps.
  private func play(_ episode: inout Episode, of body: Body, seed: UInt64) -> [Double] {
    var generator = Xoshiro256PlusPlus(seed: seed)
    let observer = Observer(of: body, maxEpisodeSteps: 100)
    var observation = [Float](repeating: .nan, count: observer.size)
    var numbers: [Double] = []
    while !episode.hasEnded {
      let action = randomAction(count: body.joints.count, using: &generator)
      numbers.append(action.withUnsafeBufferPointer { episode.step($0) }.reward)
      observation.withUnsafeMutableBufferPointer { observer.observe(episode.simulation, into: $0) }
      numbers += observation.map(Double.init)
    }
    return numbers
  }

  @Test(arguments: Body.all)
  func leavesNothingBehind(body: Body) {
    var reused = Episode(of: body, on: Course(of: Self.tracks[0], noise: 0.1), push: 5, maxSteps: 100)
    _ = play(&reused, of: body, seed: 0)
    // Each track after each other one, after falls and after episodes cut off.
    for seed in 0..<36 as Range<UInt64> {
      let track = Self.tracks[Int(seed % 6 + seed / 6) % 6]
      let course = Course(of: track, noise: 0.1, seed: seed)
      let push = Double(seed) / 7 - 2.5
      reused.restart(body, on: course, push: push)
      var fresh = Episode(of: body, on: course, push: push, maxSteps: 100)
      #expect(play(&reused, of: body, seed: seed) == play(&fresh, of: body, seed: seed))
    }
  }

  @Test func courseLeavesNothingBehind() {
    var reused = Course()
    for seed in 0..<36 as Range<UInt64> {
      let track = Self.tracks[Int(seed % 6 + seed / 6) % 6]
      var generator = Xoshiro256PlusPlus(seed: seed)
      ObstacleCourses(noise: 0.1).generate(&reused, of: track, using: &generator)
      #expect(reused == Course(of: track, noise: 0.1, seed: seed))
    }
  }
}
