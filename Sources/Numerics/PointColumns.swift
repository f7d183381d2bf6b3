/// Points laid out for SIMD: a column of memory for each coordinate, padded to whole pairs of vectors.
///
/// The coordinates are kept relative to the first point, so that no precision is lost to where the points lie. The lanes
/// past the last point repeat the first one and have presence 0, so that loops need no case for the rest.
public final class PointColumns {
  /// The number of coordinates of a point.
  public let dimension: Int
  /// The most points there is room for.
  public let capacity: Int
  /// The points there are.
  public private(set) var count = 0
  /// The first point, to which the columns are relative.
  private(set) var origin: [Double]
  /// The distance from one column to the next.
  let stride: Int
  private let memory: AlignedMemory

  /// Room for `capacity` points, at least 1.
  public init(capacity: Int, dimension: Int) {
    self.capacity = capacity
    self.dimension = dimension
    stride = columnStride(capacity)
    origin = Array(repeating: 0, count: dimension)
    memory = AlignedMemory(count: stride * (dimension + 1))
  }

  /// The length of the columns in use: `count` rounded up to whole pairs of vectors.
  var paddedCount: Int { padded(count) }

  /// The values of a coordinate, one for each point.
  @inline(__always)
  func column(_ coordinate: Int) -> UnsafePointer<Double> { UnsafePointer(memory.base + coordinate * stride) }

  /// 1 for each point, 0 for the lanes past the last.
  var presence: UnsafePointer<Double> { UnsafePointer(memory.base + dimension * stride) }

  /// Replaces the points by rows of `dimension` numbers: at least one, at most `capacity`.
  ///
  /// Complexity: O(rows * dimension).
  public func load(rows: UnsafeBufferPointer<Double>) {
    count = min(rows.count / dimension, capacity)
    let length = paddedCount
    let presence = memory.base + dimension * stride
    for i in 0..<length { presence[i] = i < count ? 1 : 0 }
    for coordinate in 0..<dimension {
      let column = memory.base + coordinate * stride
      let first = rows[coordinate]
      origin[coordinate] = first
      for i in 0..<length { column[i] = rows[(i < count ? i : 0) * dimension + coordinate] - first }
    }
  }
}
