import TeachDRL
import Testing

@testable import CommandLineTool

@Suite struct HeuristicGaitTests {
  @Test(arguments: ["short", "default", "quadru"])
  func suitsThePublishedWalkers(walker: String) throws {
    let environment = try Environment("stump-tracks", options: [OptionSetting("walker", walker)], seed: 1)
    #expect(HeuristicGait.suits(environment))
  }
}
