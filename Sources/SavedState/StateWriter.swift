/// Writes numbers and texts one after the other: integers in 8 bytes, the lowest first, floating-point numbers as their
/// IEEE 754 bits, texts and lists with their length in front.
public struct StateWriter: Sendable {
  /// What was written so far, behind room for the envelope's header.
  var bytes = [UInt8](repeating: 0, count: envelopeHeaderLength)

  /// Nothing written yet.
  public init() {}

  /// What was written so far.
  public var content: ArraySlice<UInt8> { bytes[envelopeHeaderLength...] }

  /// Writes one integer.
  public mutating func write(_ value: UInt64) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Writes one integer that is not negative.
  public mutating func write(_ value: Int) { write(UInt64(value)) }

  /// Writes yes or no.
  public mutating func write(_ value: Bool) { write(value ? 1 : UInt64(0)) }

  /// Writes one floating-point number, bit for bit.
  public mutating func write(_ value: Double) { write(value.bitPattern) }

  /// Writes a text, as UTF-8.
  public mutating func write(_ text: String) {
    write(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  /// Writes floating-point numbers without their count, which the reader must know.
  ///
  /// Complexity: O(`numbers.count`).
  public mutating func write(contentsOf numbers: UnsafeBufferPointer<Double>) {
    #if _endian(little)
      bytes.append(contentsOf: UnsafeRawBufferPointer(numbers))
    #else
      for number in numbers { write(number) }
    #endif
  }

  /// Writes floating-point numbers without their count, which the reader must know.
  public mutating func write(contentsOf numbers: [Double]) { numbers.withUnsafeBufferPointer { write(contentsOf: $0) } }

  /// Makes room for as many bytes more.
  public mutating func reserve(_ count: Int) { bytes.reserveCapacity(bytes.count + count) }
}
