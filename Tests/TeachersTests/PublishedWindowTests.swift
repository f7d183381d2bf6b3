import Numerics
import Testing

@testable import Teachers

@Suite struct PublishedWindowTests {
  // The published run script knows three sets of parameters, in this order, and ends with an error at any other.
  @Test func stepsBelongToParameters() {
    #expect(PublishedWindow.steps(of: ["stump_height", "obstacle_spacing"]) == [0.1, -0.2])
    #expect(PublishedWindow.steps(of: ["poly_shape"]) == [Double](repeating: 0.1, count: 12))
    #expect(PublishedWindow.steps(of: ["stump_seq"]) == [Double](repeating: 0.1, count: 10))
    let others = [
      [], ["stump_height"], ["obstacle_spacing"], ["obstacle_spacing", "stump_height"],
      ["stump_height", "stump_width", "obstacle_spacing"], ["obstacle_spacing", "poly_shape"],
      ["poly_shape", "stump_seq"],
    ]
    for names in others { #expect(PublishedWindow.steps(of: names) == nil) }
  }

  @Test(arguments: [
    ([0.0, 0], [3.0, 6], true), ([0, 0], [3, 5.999], false), ([0, 0.1], [3, 6], false), ([0, 0], [6, 3], false),
    ([0], [3], false),
  ])
  func boundsAloneMustBeThePublishedOnes(low: [Double], high: [Double], arePublished: Bool) throws {
    #expect((PublishedWindow.steps(in: try space(low, high)) != nil) == arePublished)
  }
}
