import Arguments
import Tasks
import Testing

@testable import Environments

@Suite struct TrackSpaceTests {
  /// Options that put every parameter of a kind into its task space.
  private func allOn(_ kind: EnvironmentKind) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: kind.options.filter { $0.name.hasPrefix("max_") && $0.acceptsOff }.map { ($0.name, "2") })
  }

  // The task space's own checks (names that differ, groups that are alike) hold, or making it would throw.
  @Test(arguments: EnvironmentCatalog.all.map(\.name))
  func everyNumberIsDescribed(name: String) throws {
    let kind = try #require(EnvironmentCatalog.all.first { $0.name == name })
    let options = allOn(kind)
    let space = try makeEnvironment(name, options).space
    #expect(space.taskSpace?.isNamed != false && (space.taskSpace?.parameters ?? []) == space.parameters)
    for parameter in space.parameters {
      if !options.isEmpty { #expect(parameter.kind == .number && parameter.low == 0 && parameter.high == 2) }
      let documentation = try #require(parameter.documentation)
      // What is no factor and no number of things has a unit, which the documentation explains.
      let unit = parameter.unit.flatMap(Unit.init)
      #expect(unit != nil || documentation.contains("factor on") || documentation.contains("number of"))
      if let unit { #expect(documentation.hasSuffix("in \(unit.inWords)")) }
    }
  }

  @Test(arguments: EnvironmentCatalog.all.map(\.name))
  func everyNumberCanBeSetByItsNameOrItsGroups(name: String) throws {
    let kind = try #require(EnvironmentCatalog.all.first { $0.name == name })
    let space = try makeEnvironment(name).space
    #expect(kind.defaultParameters == space.parameters)
    var groups: [String: Int] = [:]
    for parameter in space.parameters { groups[parameter.group ?? parameter.name, default: 0] += 1 }
    #expect(Set(groups.keys) == Set(space.settable.map(\.name)))
    for settable in space.settable { #expect(settable.counts.first == groups[settable.name]) }
  }

  @Test func onlyNumbersThatBelongTogetherFormGroups() throws {
    for parameter in EnvironmentCatalog.all.flatMap(\.defaultParameters) {
      if let group = parameter.group { #expect(parameter.name.hasPrefix("\(group)_")) }
    }
    let stumps = try #require(EnvironmentCatalog.all.first).defaultParameters
    #expect(!stumps.isEmpty && stumps.allSatisfy { $0.group == nil })
  }

  // The defaults are what the options say for parameters that nobody sets.
  @Test func defaultsAreThoseOfTheOptions() throws {
    let space = try makeEnvironment("walker-tracks", ["track_noise": "0.25", "roughness": "3"]).space
    let defaults = space.parameters.compactMap { parameter in parameter.defaultValue.map { (parameter.name, $0) } }
    #expect(
      Dictionary(uniqueKeysWithValues: defaults) == [
        "stump_width_deviation": 0.25, "stump_rot_deviation": 0.25, "roughness": 3,
      ])
    // A default that is outside of the bounds would be no value.
    let narrow = try makeEnvironment("walker-tracks", ["roughness": "3", "max_roughness": "1"]).space
    #expect(try #require(narrow.taskSpace?.parameters.first).defaultValue == nil)
  }
}
