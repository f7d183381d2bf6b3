import Testing

@testable import CommandLineTool

@Suite struct NumberTextTests {
  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (20_000_000, "20,000,000"), (-1234, "-1,234")])
  func groupsThousands(number: Int, text: String) { #expect(grouped(number) == text) }

  @Test(arguments: [(0, "0 runs"), (1, "1 run"), (2, "2 runs"), (1000, "1,000 runs")])
  func counts(number: Int, text: String) { #expect(counted(number, "run") == text) }

  @Test func groupsTheExtremes() { #expect(grouped(.min) == "-9,223,372,036,854,775,808") }

  @Test(arguments: [(-104.06, "-104.1"), (0.04, "0.0"), (1e15, "1000000000000000.0"), (.nan, "nan")])
  func fixesDecimals(number: Double, text: String) { #expect(fixed(number) == text) }

  @Test(arguments: [
    (0, "0 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (178, "2 min 58 s"), (24_560, "6 h 49 min"), (273_600, "3 d 4 h"),
    (.infinity, "?"), (-1, "0 s"),
  ])
  func namesTheTwoLargestUnits(seconds: Double, text: String) { #expect(duration(seconds) == text) }

  @Test func aligns() {
    #expect(rightAligned("ab", 4) == "  ab")
    #expect(leftAligned("ab", 4) == "ab  ")
    #expect(rightAligned("abcde", 4) == "abcde")
  }
}
