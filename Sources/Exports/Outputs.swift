import Arguments
import Numerics

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

/// Copies a variable-sized result to a caller's buffer with room for `capacity` elements.
func copy<Element>(
  _ values: [Element], to buffer: UnsafeMutablePointer<Element>, capacity: Int
) throws(UsageError) {
  guard UInt(bitPattern: capacity) >= UInt(values.count) else {
    throw .invalidArgument(
      "argument 'capacity' is \(UInt(bitPattern: capacity)); it must be at least \(values.count)")
  }
  values.withUnsafeBufferPointer { source in
    if let base = source.baseAddress { buffer.update(from: base, count: source.count) }
  }
}
