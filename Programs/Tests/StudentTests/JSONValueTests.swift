import Foundation
import Testing

@testable import Student

struct JSONValueTests {
  @Test func readsWhatIsWritten() {
    let value = JSONValue(
      Array(
        JSONText.object([
          ("text", .string("a\"b\\c\n\u{1}é😀")), ("seed", .unsigned(.max)), ("number", .number(0.1 + 0.2)),
          ("list", .array([.integer(-3), .object([("x", .integer(1))])])), ("none", .object([])),
        ]).text().utf8))
    #expect(value?["text"]?.string == "a\"b\\c\n\u{1}é😀")
    #expect(value?["seed"]?.unsigned == .max)
    #expect(value?["number"]?.double == 0.1 + 0.2)
    #expect(value?["list"]?.elements?.first?.integer == -3)
    #expect(value?["list"]?.elements?.last?["x"]?.integer == 1)
    #expect(value?["none"]?.members?.isEmpty == true)
  }

  @Test func readsEscapes() {
    #expect(JSONValue(Array(#""\u00e9\ud83d\ude00\/\b\f\r\t""#.utf8))?.string == "é😀/\u{8}\u{C}\r\t")
    #expect(JSONValue(Array(" [ true , false,null ] ".utf8)) == .array([.boolean(true), .boolean(false), .null]))
  }

  @Test(arguments: [
    "", "{", "[1,", "[1 2]", "{\"a\"}", "{\"a\":1,}", "nul", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "1 2", "+-1",
    "[1]x", "\"\u{1}\"", "{1:2}",
  ])
  func refusesWhatIsNotJSON(text: String) { #expect(JSONValue(Array(text.utf8)) == nil) }

  @Test func refusesWhatIsTooDeep() {
    #expect(JSONValue(Array(String(repeating: "[", count: 1_000_000).utf8)) == nil)
    #expect(JSONValue(Array((String(repeating: "[", count: 60) + String(repeating: "]", count: 60)).utf8)) != nil)
  }

  /// Every prefix of a document, and every document with one byte changed, is read or refused, and never worse.
  @Test func survivesDamage() {
    let text = Array(#"{"a": [1, -2.5e3, "x\u00e9"], "b": {"c": null, "d": true}}"#.utf8)
    for length in text.indices { #expect(JSONValue(text[..<length]) == nil) }
    for index in text.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = text
        changed[index] = byte
        _ = JSONValue(changed)
      }
    }
  }
}
