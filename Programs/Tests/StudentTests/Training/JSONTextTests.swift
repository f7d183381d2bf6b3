import Foundation
import Testing

@testable import Student

@Suite struct JSONTextTests {
  @Test func writesMembersInTheOrderGiven() {
    let value = JSONText.object([
      ("b", .integer(1)), ("a", .array([.integer(400), .integer(300)])), ("empty", .object([])),
    ])
    #expect(
      value.text() == """
        {
          "b": 1,
          "a": [400, 300],
          "empty": {}
        }
        """)
  }

  @Test func isReadBackByAnotherImplementation() throws {
    let awkward = "\"\\/\n\u{1}\t\u{1F3C3} é"
    let value = JSONText.object([
      ("text", .string(awkward)), ("seed", .unsigned(.max)), ("small", .number(1e-05)),
      ("list", .array([.object([("x", .number(-0.5))]), .object([])])),
    ])
    let read = try #require(
      try JSONSerialization.jsonObject(with: Data(value.text().utf8)) as? [String: Any])
    #expect(read["text"] as? String == awkward)
    #expect(read["seed"] as? UInt64 == .max)
    #expect(read["small"] as? Double == 0.00001)
    #expect((read["list"] as? [[String: Double]])?.first == ["x": -0.5])
  }
}
