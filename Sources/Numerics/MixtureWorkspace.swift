/// Scratch memory for k-means and EM over up to `capacity` points and `components` components.
final class MixtureWorkspace {
  /// The distance from one component's responsibilities to the next one's, and from one column to the next.
  let stride: Int
  private let dimension: Int
  private let components: Int
  private let memory: AlignedMemory

  init(capacity: Int, dimension: Int, components: Int) {
    self.dimension = dimension
    self.components = components
    stride = columnStride(capacity)
    memory = AlignedMemory(count: Self.count(stride: stride, dimension: dimension, components: components))
  }

  /// The bytes that one takes.
  static func size(capacity: Int, dimension: Int, components: Int) -> Int {
    count(stride: columnStride(capacity), dimension: dimension, components: components) * MemoryLayout<Double>.stride
  }

  private static func count(stride: Int, dimension: Int, components: Int) -> Int {
    stride * (components + 2 * (dimension + 1) + 4) + dimension
  }

  /// For each point, a component's share in it; before they are normalised, the logarithms of the densities.
  @inline(__always)
  func responsibilities(_ component: Int) -> UnsafeMutablePointer<Double> { memory.base + component * stride }

  /// For each point, the difference of a coordinate from a mean; a column of zeros past the last coordinate.
  @inline(__always)
  func differences(_ coordinate: Int) -> UnsafeMutablePointer<Double> { column(coordinate) }

  /// The differences times the responsibilities; zeros past the last coordinate.
  @inline(__always)
  func weightedDifferences(_ coordinate: Int) -> UnsafeMutablePointer<Double> { column(dimension + 1 + coordinate) }

  /// For each point, the cluster it belongs to, as a whole number.
  var labels: UnsafeMutablePointer<Double> { column(2 * dimension + 2) }
  /// The labels of the iteration before.
  var lastLabels: UnsafeMutablePointer<Double> { column(2 * dimension + 3) }
  /// For each point, the squared distance from the nearest centre.
  var distances: UnsafeMutablePointer<Double> { column(2 * dimension + 4) }
  /// Squared distances from a centre that is on trial, or running sums.
  var trial: UnsafeMutablePointer<Double> { column(2 * dimension + 5) }
  /// One number for each coordinate: how far a mean moves, or will.
  var shift: UnsafeMutablePointer<Double> { column(2 * dimension + 6) }

  @inline(__always)
  private func column(_ index: Int) -> UnsafeMutablePointer<Double> { memory.base + (components + index) * stride }
}
