import Arguments
import Tasks

/// Writes bounds into a caller's two arrays of exactly their length.
func write(
  _ space: TaskSpace, low: UnsafeMutablePointer<Double>?, high: UnsafeMutablePointer<Double>?, dimension: Int
) throws(UsageError) {
  let low = try required(low, "low")
  let high = try required(high, "high")
  try require(dimension, equals: space.dimension, "dimension")
  for i in 0..<dimension {
    low[i] = space.low[i]
    high[i] = space.high[i]
  }
}

/// A caller's buffer that must have room for a variable-sized result.
func require(_ capacity: Int, holds count: Int) throws(UsageError) {
  guard UInt(bitPattern: capacity) >= UInt(count) else {
    throw .invalidArgument("argument 'capacity' is \(UInt(bitPattern: capacity)); it must be at least \(count)")
  }
}

/// Copies a result to a caller's buffer that has room for it, if there is one.
func copy<Element>(_ values: [Element], to buffer: UnsafeMutablePointer<Element>?) {
  values.withUnsafeBufferPointer { source in
    if let buffer, let base = source.baseAddress { buffer.update(from: base, count: source.count) }
  }
}

/// Copies a variable-sized result to a caller's buffer with room for `capacity` elements.
func copy<Element>(
  _ values: [Element], to buffer: UnsafeMutablePointer<Element>, capacity: Int
) throws(UsageError) {
  try require(capacity, holds: values.count)
  copy(values, to: buffer)
}

/// Answers a size query: writes the number of values, and the values where there is a buffer.
func write<Element>(
  _ values: [Element], to buffer: UnsafeMutablePointer<Element>?, capacity: Int, count: UnsafeMutablePointer<Int>?
) throws(UsageError) {
  let count = try required(count, "count")
  if let buffer { try copy(values, to: buffer, capacity: capacity) }
  count.pointee = values.count
}
