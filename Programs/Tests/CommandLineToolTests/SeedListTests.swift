import Testing

@testable import CommandLineTool

@Suite struct SeedListTests {
  @Test(
    arguments: [
      ("3", [3]), ("0-3", [0, 1, 2, 3]), ("1,5,7-9", [1, 5, 7, 8, 9]), ("5,1,4-5", [1, 4, 5]), ("7-7", [7]),
      ("18446744073709551614-18446744073709551615", [.max - 1, .max]), ("0-9999", Array(0...9999)),
    ] as [(String, [UInt64])])
  func namesSeeds(text: String, seeds: [UInt64]) throws { #expect(try parsedSeeds(text) == seeds) }

  @Test(arguments: [
    "", ",", "1,", "-", "1-", "-1", "1-2-3", "3-1", "1.5", "a", "1 ,2", "+1", "18446744073709551616", "0-10000",
    "0-18446744073709551615", "0-9999,10000",
  ])
  func refusesWhatIsNoList(text: String) {
    #expect(throws: Misuse.self) { try parsedSeeds(text) }
  }
}
