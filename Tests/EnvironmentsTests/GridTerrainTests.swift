import Box2DBridge
import Numerics
import Testing

@testable import Environments

@Suite struct GridTerrainTests {
  @Test(arguments: ["grass", "hardcore_1", "hardcore_2"])
  func isGymnasiums(name: String) throws {
    try expect(GymnasiumTerrain(isHardcore: name != "grass"), isRecorded: RecordedTerrain(named: name))
  }

  @Test(arguments: ["easy", "half", "rough", "pits", "stumps", "stairs", "full"])
  func isTheEightParameterWalkers(name: String) throws {
    let recorded = try RecordedTerrain(named: "eight_\(name)")
    try expect(ParametricTerrain(of: Track(eight: try #require(recorded.task))), isRecorded: recorded)
  }

  private func expect(_ terrain: some GridTerrain, isRecorded recorded: RecordedTerrain) throws {
    var course = Course()
    var draws = ReplayedDraws(recorded.draws)
    terrain.generate(&course, using: &draws)
    #expect(draws.isFaithful && draws.isComplete)
    #expect(course.ground.count == 200 && recorded.x.count == 200)
    for (i, point) in course.ground.enumerated() {
      #expect(abs(point.x - recorded.x[i]) < 1e-6 && abs(point.y - recorded.y[i]) < 1e-6, "point \(i)")
    }
    try #require(course.obstacles.count == recorded.polygons.count)
    for (obstacle, polygon) in zip(course.obstacles, recorded.polygons) {
      // The recording starts at another corner, and adds sizes in single precision.
      for corner in polygon {
        let distances = obstacle.vertices.map { ours -> Float in
          let ours = SIMD2<Float>(ours)
          return max(abs(ours.x - corner[0]), abs(ours.y - corner[1])) / ours.x.ulp
        }
        #expect(try #require(distances.min()) <= 1)
      }
    }
  }

  // What the physics engine refuses, a walker would fall through.
  @Test(arguments: 0..<100 as Range<UInt64>)
  func isSoundWhateverTheTask(seed: UInt64) {
    var generator = Xoshiro256PlusPlus(seed: seed)
    let task = ParametricTerrain.parameters.map { parameter in
      let range = parameter.parts[0].range
      let place = [0, 0.01, 1, generator.uniform()][generator.uniform(below: 4)]
      return range.lowerBound + place * (range.upperBound - range.lowerBound)
    }
    var course = Course()
    ParametricTerrain(of: Track(eight: task)).generate(&course, using: &generator)
    #expect(course.ground.count == 200)
    let world = box2d_world_create(10)
    defer { box2d_world_destroy(world) }
    for obstacle in course.obstacles {
      #expect(box2d_world_add_polygon(world, obstacle.vertices.map(box2d_vector.init), 4, 1))
    }
    for (start, end) in zip(course.ground, course.ground.dropFirst()) {
      #expect(start.x < end.x && box2d_world_add_edge(world, box2d_vector(start), box2d_vector(end), 1))
    }
  }

  @Test func leavesOutWhatIsSmall() {
    let kinds = { (task: [Double]) in ParametricTerrain(of: Track(eight: task)).kinds }
    #expect(kinds([5, 0.7, 0.79, 0.1, 0.19, 0.19, 0, 9]) == [])
    #expect(kinds([5, 0.8, 0, 0.1, 0.19, 0.19, 0, 9]) == [.pit])
    #expect(kinds([5, 0, 0.8, 0.2, 0, 0, 0.2, 1]) == [.stump, .stairs, .pit])
  }

  // Either order of the ends of a range is the same terrain.
  @Test func sortsTheEndsOfRanges() {
    var (one, other) = (Course(), Course())
    for (task, isFirst) in [([1, 2, 7, 1, 3, 0.5, 4, 6], true), ([1, 7, 2, 3, 1, 4, 0.5, 6] as [Double], false)] {
      var generator = Xoshiro256PlusPlus(seed: 3)
      var course = Course()
      ParametricTerrain(of: Track(eight: task)).generate(&course, using: &generator)
      if isFirst { one = course } else { other = course }
    }
    #expect(one == other && !one.obstacles.isEmpty)
  }
}

extension Track {
  /// The track of an eight-parameter walker's task.
  init(eight task: [Double]) { self = PublishedWorld(name: "", task: task).track }
}
