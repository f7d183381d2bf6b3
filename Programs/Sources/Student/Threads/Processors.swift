import COneDNN

/// The processors that this process may use.
public enum Processors {
  /// Their numbers, in ascending order; 0 alone where the system does not tell.
  public static var allowed: [Int] {
    var bits = [UInt8](repeating: 0, count: byteCount)
    // The number of bytes that the system wrote; the C library gives 0.
    guard student_get_processors(0, bits.count, &bits) >= 0 else { return [0] }
    let numbers = (0..<bits.count * 8).filter { bits[$0 / 8] & 1 << UInt8($0 % 8) != 0 }
    return numbers.isEmpty ? [0] : numbers
  }

  /// Keeps the calling thread, and those that it will start, to some processors; where the system refuses, nothing
  /// changes but speed.
  public static func keep(to numbers: [Int]) {
    var bits = [UInt8](repeating: 0, count: byteCount)
    for number in numbers where number >= 0 && number < bits.count * 8 { bits[number / 8] |= 1 << UInt8(number % 8) }
    _ = student_set_processors(0, bits.count, bits)
  }

  /// Room for 8192 processors.
  private static let byteCount = 1024
}
