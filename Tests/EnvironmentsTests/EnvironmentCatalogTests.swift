import Arguments
import Testing

@testable import Environments

@Suite struct EnvironmentCatalogTests {
  @Test func namesAndOptionsAreUnique() {
    #expect(Set(EnvironmentCatalog.all.map(\.name)).count == EnvironmentCatalog.all.count)
    for kind in EnvironmentCatalog.all {
      let names = kind.options.map(\.name)
      #expect(Set(names).count == names.count)
      #expect(!kind.documentation.isEmpty && kind.options.allSatisfy { !$0.documentation.isEmpty })
    }
  }

  @Test func defaultsAreThePublishedOnes() throws {
    let environment = try makeEnvironment()
    #expect(environment.space.taskSpace?.low == [0, 0] && environment.space.taskSpace?.high == [3, 6])
    #expect(environment.coordinateNames == ["stump_height", "obstacle_spacing"])
    #expect(environment.observationSize == 24 && environment.actionSize == 4)
    #expect(environment.returns.range == (-150, 350) && environment.returns.mastered == 230)
    let defaults = Dictionary(
      uniqueKeysWithValues: EnvironmentCatalog.all[0].options.map { ($0.name, $0.defaultText) })
    #expect(
      defaults == [
        "walker": "default", "min_stump_height": "0", "max_stump_height": "3", "min_obstacle_spacing": "0",
        "max_obstacle_spacing": "6", "track_noise": "0.1", "roughness": "0", "initial_push": "5",
        "max_episode_steps": "2000", "contacts": "counted", "lidar": "nearest",
      ])
  }

  @Test func parametersThatAreOffLeaveTheTaskSpace() throws {
    let stumps = try makeEnvironment(["max_obstacle_spacing": "off", "max_stump_height": "1.5"])
    #expect(stumps.space.taskSpace?.high == [1.5] && stumps.coordinateNames == ["stump_height"])
    let spacing = try makeEnvironment(["max_stump_height": "off"])
    #expect(spacing.space.taskSpace?.high == [6] && spacing.coordinateNames == ["obstacle_spacing"])
    let none = try makeEnvironment(["max_stump_height": "off", "max_obstacle_spacing": "off"])
    #expect(none.space.taskSpace == nil && none.coordinateNames == [])
    none.setTask([])
    #expect(none.reset().count == 24)
  }

  @Test(arguments: [
    ("walker", "giant"), ("max_stump_height", "0"), ("max_stump_height", "nan"), ("max_obstacle_spacing", "-1"),
    ("min_stump_height", "-1"), ("min_stump_height", "off"), ("track_noise", "1.1"), ("track_noise", "off"),
    ("initial_push", "1e9"), ("max_episode_steps", "0"),
  ])
  func refusesValuesOutOfRange(name: String, value: String) {
    #expect(throws: UsageError.self) { try makeEnvironment([name: value]) }
  }
}
