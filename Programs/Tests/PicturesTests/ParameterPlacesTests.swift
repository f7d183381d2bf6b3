import Student
import TeachDRL
import Testing

@testable import Pictures

@Suite struct ParameterPlacesTests {
  private static let gravity = TaskParameter("gravity_on_moon", .logNumber, low: 0.01, high: 100, unit: "m/s^2")
  private static let legs = TaskParameter("legs", .integer, low: 2, high: 4)
  private static let ground = TaskParameter("ground", .category(["grass", "ice", "sand"]), low: 0, high: 2)
  private static let height = TaskParameter("height", low: 0, high: 2)

  @Test func labelsHaveTheUnit() {
    #expect(Self.gravity.label == "gravity on moon (m/s^2)")
    #expect(Self.legs.label == "legs")
  }

  /// Ticks are values of the parameter, at their places, and say which.
  @Test func axesShowValues() {
    #expect(Self.gravity.axis().ticks.values == [-2, -1, 0, 1, 2])
    #expect(Self.gravity.axis().ticks.labels == ["1e\u{2212}2", "1e\u{2212}1", "1e0", "1e1", "1e2"])
    #expect(Self.legs.axis().ticks.labels == ["2", "3", "4"])
    #expect(Self.ground.axis().ticks.labels == ["grass", "ice", "sand"])
    #expect(Self.ground.axis().ticks.values == [0, 1, 2])
    #expect(Self.legs.axis().range == 1.5...4.5 && Self.height.axis().range == 0...2)
  }

  /// A region of a teacher over such parameters lies where its tasks do.
  @Test func tasksLieInTheirRegions() throws {
    let space = [Self.gravity, Self.legs, Self.ground, Self.height]
    let teacher = try Teacher("RIAC", parameters: space, options: [], seed: 5)
    for _ in 0..<600 {
      let task = try teacher.sampleTask()
      try teacher.update(task: task, episodeReturn: task[0] + task[1] * task[3])
    }
    let regions = try teacher.regions(at: 0).filter(\.isLeaf).map { space.places(of: $0) }
    #expect(regions.count > 1)
    for _ in 0..<200 {
      let places = space.places(of: try teacher.sampleTask())
      #expect(
        regions.contains { region in
          places.indices.allSatisfy {
            // A whole number is a part of length 1 about it.
            let room = space[$0].isDiscrete ? 0.5 : 1e-9
            return places[$0] >= region.low[$0] - room && places[$0] <= region.high[$0] + room
          }
        })
    }
    for (index, parameter) in space.enumerated() {
      #expect(abs((regions.map { $0.low[index] }.min() ?? 0) - parameter.places.lowerBound) < 1e-9)
      #expect(abs((regions.map { $0.high[index] }.max() ?? 0) - parameter.places.upperBound) < 1e-9)
    }
  }

  @Test func histogramsHaveABinForEachOfAFewValues() {
    #expect(Self.legs.binCount(atMost: 16) == 3 && Self.height.binCount(atMost: 16) == 16)
    #expect(TaskParameter("many", .integer, low: 0, high: 9e15).binCount(atMost: 16) == 16)
  }
}
