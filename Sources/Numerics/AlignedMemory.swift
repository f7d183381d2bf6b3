/// Contiguous doubles that begin at a cache line: scratch memory for loops over SIMD vectors.
///
/// It belongs to whoever made it; two threads must not use one at the same time.
public final class AlignedMemory {
  /// The first of `count` doubles; valid while the object lives.
  public let base: UnsafeMutablePointer<Double>
  /// How many doubles there are.
  public let count: Int
  private let raw: UnsafeMutableRawPointer

  /// `count` zeros.
  ///
  /// Complexity: O(`count`).
  public init(count: Int) {
    self.count = count
    raw = .allocate(byteCount: max(count, 1) * MemoryLayout<Double>.stride, alignment: 64)
    base = raw.bindMemory(to: Double.self, capacity: count)
    base.initialize(repeating: 0, count: count)
  }

  deinit { raw.deallocate() }
}

/// Lanes that the library's vectors of points have: two AVX2 registers, which hides the latency of a fused
/// multiply-add better than one.
typealias Lanes = SIMD8<Double>

extension Lanes {
  /// How many lanes there are.
  static let width = 8
}

extension UnsafePointer<Double> {
  /// The eight doubles from `index` on.
  @inline(__always)
  func lanes(_ index: Int) -> Lanes { UnsafeRawPointer(self + index).loadUnaligned(as: Lanes.self) }

  /// The four doubles from `index` on.
  @inline(__always)
  func four(_ index: Int) -> SIMD4<Double> { UnsafeRawPointer(self + index).loadUnaligned(as: SIMD4<Double>.self) }
}

extension UnsafeMutablePointer<Double> {
  /// The eight doubles from `index` on.
  @inline(__always)
  func lanes(_ index: Int) -> Lanes { UnsafeRawPointer(self + index).loadUnaligned(as: Lanes.self) }

  /// Replaces the eight doubles from `index` on.
  @inline(__always)
  func setLanes(_ index: Int, _ lanes: Lanes) {
    UnsafeMutableRawPointer(self + index).storeBytes(of: lanes, as: Lanes.self)
  }

  /// The four doubles from `index` on.
  @inline(__always)
  func four(_ index: Int) -> SIMD4<Double> { UnsafePointer(self).four(index) }

  /// Replaces the four doubles from `index` on.
  @inline(__always)
  func setFour(_ index: Int, _ four: SIMD4<Double>) {
    UnsafeMutableRawPointer(self + index).storeBytes(of: four, as: SIMD4<Double>.self)
  }
}

/// A length rounded up to whole pairs of vectors.
@inline(__always)
func padded(_ count: Int) -> Int { (count + 2 * Lanes.width - 1) / (2 * Lanes.width) * (2 * Lanes.width) }

// The standard library's `pointwiseMax` is a call, its `min()` a chain of branches, and so is a generic comparison.

/// The greater of each two lanes.
@inline(__always)
func greater(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: a .< b) }

/// The lesser of each two lanes.
@inline(__always)
func lesser(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .< a) }

/// The least of the lanes.
@inline(__always)
func least(_ lanes: Lanes) -> Double {
  let four = lanes.lowHalf.replacing(with: lanes.highHalf, where: lanes.highHalf .< lanes.lowHalf)
  let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .< four.lowHalf)
  return two.y < two.x ? two.y : two.x
}

/// The distance between columns of a length: an odd number of cache lines, or columns whose length is a power of two
/// would all fall on the same places of the cache.
func columnStride(_ count: Int) -> Int { padded(count) + Lanes.width }
