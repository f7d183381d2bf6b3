/// The vector in which everything element-wise is computed: sixteen floats, one cache line.
typealias Lanes = SIMD16<Float>

extension Lanes {
  /// The number of floats in a vector.
  static var count: Int { 16 }

  /// The sum of the lanes, by halves; the order is fixed, so that the bits are.
  @inline(__always)
  var total: Float {
    let eight = lowHalf + highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }

  /// The lanes where they are positive, 0 elsewhere.
  @inline(__always)
  var rectified: Lanes { Lanes(repeating: 0).replacing(with: self, where: self .> 0) }

  /// The lanes, no lower than one number and no higher than another. Swift's own `clamped` goes lane by lane.
  @inline(__always)
  func bounded(from low: Float, to high: Float) -> Lanes {
    let raised = replacing(with: Lanes(repeating: low), where: self .< low)
    return raised.replacing(with: Lanes(repeating: high), where: raised .> high)
  }

  /// The lanes where another vector is positive, 0 elsewhere.
  @inline(__always)
  func kept(wherePositive other: Lanes) -> Lanes { Lanes(repeating: 0).replacing(with: self, where: other .> 0) }

  /// The lanes' bit patterns.
  @inline(__always)
  var bits: SIMD16<UInt32> { withUnsafeBytes(of: self) { $0.load(as: SIMD16<UInt32>.self) } }

  /// The floats with given bit patterns.
  @inline(__always)
  init(bits: SIMD16<UInt32>) { self = withUnsafeBytes(of: bits) { $0.load(as: Lanes.self) } }
}

/// The least multiple of sixteen that is not below a count: the distance between two rows of a matrix, so that every row
/// starts on a cache line and no loop over a row has a remainder.
func paddedCount(_ count: Int) -> Int { (count + Lanes.count - 1) / Lanes.count * Lanes.count }

extension UnsafeMutablePointer<Float> {
  /// The same memory, which starts on a cache line, as vectors.
  @inline(__always)
  var lanes: UnsafeMutablePointer<Lanes> { UnsafeMutableRawPointer(self).assumingMemoryBound(to: Lanes.self) }
}

extension UnsafePointer<Float> {
  /// The same memory, which starts on a cache line, as vectors.
  @inline(__always)
  var lanes: UnsafePointer<Lanes> { UnsafeRawPointer(self).assumingMemoryBound(to: Lanes.self) }
}
