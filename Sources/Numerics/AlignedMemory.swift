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
}

/// A length rounded up to whole vectors.
@inline(__always)
func padded(_ count: Int) -> Int { (count + Lanes.width - 1) / Lanes.width * Lanes.width }
