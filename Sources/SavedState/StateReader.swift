/// Reads what a `StateWriter` wrote, in the same order, and believes nothing: whatever the bytes are, each read gives a
/// value of the form asked for or throws.
public struct StateReader {
  /// The version of the format that the bytes are in.
  public let version: UInt32
  private let bytes: UnsafeRawBufferPointer
  private var place = 0

  /// A reader of bytes that outlive it.
  public init(_ bytes: UnsafeRawBufferPointer, version: UInt32 = stateFormatVersion) {
    self.bytes = bytes
    self.version = version
  }

  /// The bytes not read yet.
  public var remaining: Int { bytes.count - place }

  /// Reads one integer.
  public mutating func readUInt64() throws(StateError) -> UInt64 {
    guard remaining >= 8 else { throw .damaged("it ends early") }
    defer { place += 8 }
    return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
  }

  /// Reads one integer within a range.
  public mutating func readInt(
    in range: ClosedRange<Int>, _ name: StaticString
  ) throws(StateError) -> Int {
    let value = try readUInt64()
    guard let number = Int(exactly: value), range.contains(number) else {
      throw .damaged("\(name) is \(value); it must be from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// Reads the count of things to come, each of which takes at least `size` bytes: no more than there are bytes for.
  public mutating func readCount(
    ofSize size: Int, atMost limit: Int = .max, _ name: StaticString
  ) throws(StateError) -> Int {
    let count = try readInt(in: 0...limit, name)
    guard count <= remaining / max(size, 1) else { throw .damaged("\(name) is \(count), more than there is") }
    return count
  }

  /// Reads yes or no.
  public mutating func readBool(_ name: StaticString) throws(StateError) -> Bool { try readInt(in: 0...1, name) == 1 }

  /// Reads one floating-point number, any.
  public mutating func readDouble() throws(StateError) -> Double { Double(bitPattern: try readUInt64()) }

  /// Reads one floating-point number within a range.
  public mutating func readDouble(
    in range: ClosedRange<Double>, _ name: StaticString
  ) throws(StateError) -> Double {
    let value = try readDouble()
    guard range.contains(value) else {
      throw .damaged("\(name) is \(value); it must be from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// Reads `count` floating-point numbers, each within a range.
  ///
  /// Complexity: O(`count`).
  public mutating func readDoubles(
    _ count: Int, in range: ClosedRange<Double>, _ name: StaticString
  ) throws(StateError) -> [Double] {
    guard count >= 0, count <= remaining / 8 else { throw .damaged("it ends early") }
    let source = bytes
    let first = place
    place += 8 * count
    var outside: Double?
    let numbers = [Double](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      for i in 0..<count {
        let bits = UInt64(littleEndian: source.loadUnaligned(fromByteOffset: first + 8 * i, as: UInt64.self))
        let number = Double(bitPattern: bits)
        if !(number >= range.lowerBound && number <= range.upperBound) { outside = number }
        buffer[i] = number
      }
      initializedCount = count
    }
    if let outside {
      throw .damaged("\(name) has \(outside); it must be from \(range.lowerBound) to \(range.upperBound)")
    }
    return numbers
  }

  /// Reads floating-point numbers, any, into places of an array.
  public mutating func readDoubles(into numbers: inout [Double], at places: Range<Int>) throws(StateError) {
    guard places.count <= remaining / 8 else { throw .damaged("it ends early") }
    let (source, first) = (bytes, place)
    numbers.withUnsafeMutableBufferPointer { numbers in
      for (offset, i) in places.enumerated() {
        let bits = UInt64(littleEndian: source.loadUnaligned(fromByteOffset: first + 8 * offset, as: UInt64.self))
        numbers[i] = Double(bitPattern: bits)
      }
    }
    place += 8 * places.count
  }

  /// Reads a text of at most `limit` bytes of UTF-8.
  public mutating func readText(atMost limit: Int, _ name: StaticString) throws(StateError) -> String {
    let count = try readCount(ofSize: 1, atMost: limit, name)
    defer { place += count }
    guard let text = String(validating: bytes[place..<(place + count)], as: UTF8.self) else {
      throw .damaged("\(name) is not UTF-8")
    }
    return text
  }

  /// Throws where bytes are left that nobody read.
  public func finish() throws(StateError) {
    guard remaining == 0 else { throw .damaged("\(remaining) bytes are left over") }
  }
}
