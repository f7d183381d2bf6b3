import Testing

@testable import SavedState

/// Reads from what `write` wrote.
private func reading(
  _ write: (inout StateWriter) -> Void, _ read: (inout StateReader) throws -> Void
) rethrows {
  var writer = StateWriter()
  write(&writer)
  try Array(writer.content).withUnsafeBytes { bytes in
    var reader = StateReader(bytes)
    try read(&reader)
  }
}

@Test func whatIsWrittenIsRead() throws {
  let numbers = [0.1, -0.0, .infinity, .leastNonzeroMagnitude]
  try reading { state in
    state.write("täsk")
    state.write(true)
    state.write(42)
    state.write(contentsOf: numbers)
  } _: { state in
    #expect(try state.readText(atMost: 5, "a text") == "täsk")
    #expect(try state.readBool("a flag"))
    #expect(try state.readInt(in: 0...42, "a number") == 42)
    for number in numbers { #expect(try state.readDouble().bitPattern == number.bitPattern) }
    try state.finish()
  }
}

@Test func wrongValuesAreRefusedWithTheirNames() {
  func refuses(
    _ finding: String, _ write: (inout StateWriter) -> Void, _ read: (inout StateReader) throws -> Void
  ) {
    #expect(throws: StateError.damaged(finding)) { try reading(write, read) }
  }
  refuses("a number is 43; it must be from 0 to 42", { $0.write(43) }) { _ = try $0.readInt(in: 0...42, "a number") }
  refuses("a number is 18446744073709551615; it must be from 0 to 42", { $0.write(UInt64.max) }) {
    _ = try $0.readInt(in: 0...42, "a number")
  }
  refuses("numbers has nan; it must be from 0.0 to 1.0", { $0.write(contentsOf: [0.5, .nan]) }) {
    _ = try $0.readDoubles(2, in: 0...1, "numbers")
  }
  refuses("a count is 3, more than there is", { $0.write(3) }) {
    _ = try $0.readCount(ofSize: 8, "a count")
  }
  refuses("it ends early", { $0.write(true) }) { _ = try $0.readDoubles(2, in: 0...1, "numbers") }
  refuses(
    "a text is not UTF-8",
    {
      $0.write(1); $0.bytes.append(0xFF)
    }
  ) { _ = try $0.readText(atMost: 9, "a text") }
  refuses("8 bytes are left over", { $0.write(0) }) { try $0.finish() }
}
