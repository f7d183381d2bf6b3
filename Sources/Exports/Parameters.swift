import Arguments
import TeachDRLHeader
import Glibc
import Numerics
import Tasks

// The border: each function reads one kind of C argument into a Swift value that is known to be right, or throws an
// error that names the argument, its value and what would be right.

/// A pointer that must not be NULL.
@inline(__always)
func required<Pointer>(_ pointer: Pointer?, _ name: StaticString) throws(UsageError) -> Pointer {
  guard let pointer else { throw nullArgument(name) }
  return pointer
}

@inline(never)
private func nullArgument(_ name: StaticString) -> UsageError {
  .invalidArgument("argument '\(name)' is NULL; it must point to something")
}

/// A length that must be the one that the object has.
@inline(__always)
func require(_ length: Int, equals expected: Int, _ name: StaticString) throws(UsageError) {
  guard length == expected else { throw wrongLength(length, expected: expected, name) }
}

@inline(never)
private func wrongLength(_ length: Int, expected: Int, _ name: StaticString) -> UsageError {
  .invalidArgument("argument '\(name)' is \(UInt(bitPattern: length)); it must be \(expected)")
}

/// The total number of elements in `count` rows of `length`; `length` is an object's own, so positive.
func elementCount(rows count: Int, of length: Int) throws(UsageError) -> Int {
  let (total, overflow) = count.multipliedReportingOverflow(by: length)
  guard count >= 0, !overflow, total <= Int.max / 8 else {
    throw .invalidArgument(
      "argument 'count' is \(UInt(bitPattern: count)); it must be at most \(Int.max / 8 / max(length, 1))")
  }
  return total
}

/// A C string of at most `limit` bytes.
func text(_ pointer: UnsafePointer<CChar>?, _ name: String, limit: Int = 65_535) throws(UsageError) -> String {
  guard let pointer else { throw .invalidArgument("argument '\(name)' is NULL; it must be a string") }
  let length = strnlen(pointer, limit + 1)
  guard length <= limit else {
    throw .invalidArgument("argument '\(name)' is longer than \(limit) bytes; it must be at most that")
  }
  let bytes = UnsafeRawBufferPointer(start: pointer, count: length)
  return String(decoding: bytes, as: UTF8.self)
}

/// The same for a text that callers get back: its bytes must be UTF-8.
func validText(_ pointer: UnsafePointer<CChar>?, _ name: String, limit: Int) throws(UsageError) -> String {
  let text = try text(pointer, name, limit: limit)
  guard let pointer, text.utf8.count == strlen(pointer), String(validatingCString: pointer) != nil else {
    throw .invalidArgument("argument '\(name)' is not UTF-8; it must be")
  }
  return text
}

/// A finite number.
@inline(__always)
func requireFinite(_ value: Double, _ name: StaticString) throws(UsageError) {
  guard value.isFinite else { throw .invalidArgument("argument '\(name)' is \(value); it must be a finite number") }
}

/// (name, value) pairs of strings.
func optionPairs(
  _ options: UnsafePointer<teachdrl_option>?, count: Int
) throws(UsageError) -> [(name: String, value: String)] {
  guard count != 0 else { return [] }
  guard (1...256).contains(count) else {
    throw .invalidArgument("argument 'option_count' is \(UInt(bitPattern: count)); it must be at most 256")
  }
  let options = try required(options, "options")
  var pairs: [(name: String, value: String)] = []
  for i in 0..<count {
    let name = try text(options[i].name, "options[\(i)].name", limit: 255)
    pairs.append((name, try text(options[i].value, "options[\(i)].value")))
  }
  return pairs
}

/// The bounds of a task space.
func taskSpace(
  low: UnsafePointer<Double>?, high: UnsafePointer<Double>?, dimension: Int
) throws(UsageError) -> TaskSpace {
  let low = try required(low, "low")
  let high = try required(high, "high")
  for i in 0..<dimension {
    for (value, name) in [(low[i], "low"), (high[i], "high")] where !value.isFinite {
      throw .invalidArgument("'\(name)[\(i)]' is \(value); it must be a finite number")
    }
    guard low[i] < high[i] else {
      throw .invalidArgument("'low[\(i)]' is \(low[i]) and 'high[\(i)]' is \(high[i]); low must be below high")
    }
  }
  let space = TaskSpace(
    low: Array(UnsafeBufferPointer(start: low, count: dimension)),
    high: Array(UnsafeBufferPointer(start: high, count: dimension)))
  guard let space else {
    throw .invalidArgument("'high' - 'low' is infinite in a dimension; it must be finite")
  }
  return space
}

/// A task that must lie in a task space, as `TaskSpace.accepts` means it.
@inline(__always)
func require(_ task: UnsafeBufferPointer<Double>, inside space: TaskSpace) throws(UsageError) {
  guard space.accepts(task) else { throw space.refusal(of: task) }
}

/// The error for a row of a batch that lies outside.
@inline(never)
func rowOutside(_ row: Int, _ task: UnsafeBufferPointer<Double>, _ space: TaskSpace) -> UsageError {
  UsageError(.invalidArgument, "in row \(row): \(space.refusal(of: task).message)")
}

/// A number that must lie in a range.
func require(_ number: Int, within range: ClosedRange<Int>, _ name: StaticString) throws(UsageError) {
  guard range.contains(number) else {
    throw .invalidArgument(
      "argument '\(name)' is \(UInt(bitPattern: number)); it must be from \(range.lowerBound) to \(range.upperBound)")
  }
}
