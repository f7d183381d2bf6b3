import Testing

@testable import CommandLineTool

@Suite struct StepRateTests {
  @Test func isUnknownAtFirst() {
    var rate = StepRate()
    #expect(rate.stepsPerSecond == nil)
    rate.note(steps: 0, at: 0)
    rate.note(steps: 500, at: 0.5)
    #expect(rate.stepsPerSecond == nil)
  }

  /// A fast minute, then a slow one: the last half minute counts.
  @Test func followsTheLastHalfMinute() {
    var rate = StepRate()
    for second in 0...60 { rate.note(steps: 1000 * second, at: Double(second)) }
    #expect(rate.stepsPerSecond == 1000)
    for second in 61...120 { rate.note(steps: 60_000 + 10 * (second - 60), at: Double(second)) }
    #expect(rate.stepsPerSecond == 10)
  }
}
