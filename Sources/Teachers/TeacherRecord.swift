import Numerics
import SavedState

/// What a teacher samples from at one time, as its history keeps it.
public enum TeacherRecord: Sendable, Equatable {
  /// Nothing that changes.
  case nothing
  /// A mixture of Gaussians.
  case mixture(MixtureSnapshot)
  /// The progress of each region of a tree. Regions are only ever added, so that their number tells which there were.
  case progress([Double])
  /// The lower corner of a window of constant size.
  case window([Double])
  /// A box, by its bounds.
  case box(low: [Double], high: [Double])
}

/// A mixture and how tasks are drawn from it. In the caller's units.
public struct MixtureSnapshot: Sendable, Equatable {
  /// The number of coordinates: a task's, and those that the teacher adds.
  public let dimension: Int
  /// The components' weights.
  public var weights: [Double]
  /// The components' means, row after row.
  public var means: [Double]
  /// The upper triangles of the components' covariances, row after row.
  public var triangles: [Double]
  /// The weights of the components in the choice of the one that a task is drawn from; not negative, of any sum.
  public var samplingWeights: [Double]

  init(_ mixture: GaussianMixture, samplingWeights: [Double]) {
    dimension = mixture.dimension
    weights = mixture.weights
    means = mixture.means
    self.samplingWeights = samplingWeights
    triangles = []
    triangles.reserveCapacity(mixture.count * dimension * (dimension + 1) / 2)
    for component in 0..<mixture.count {
      for i in 0..<dimension {
        for j in i..<dimension { triangles.append(mixture.covariance(of: component, i, j)) }
      }
    }
  }

  /// The number of components.
  public var count: Int { weights.count }

  /// One element of a component's covariance.
  ///
  /// Complexity: O(1).
  public func covariance(of component: Int, _ i: Int, _ j: Int) -> Double {
    let (row, column) = (min(i, j), max(i, j))
    let triangle = dimension * (dimension + 1) / 2
    return triangles[component * triangle + row * dimension - row * (row - 1) / 2 + column - row]
  }
}

/// Regions of a task space that tasks are drawn from. In the caller's units.
public struct RegionSnapshot: Sendable, Equatable {
  /// The lower bounds, row after row.
  public var low: [Double] = []
  /// The upper bounds, row after row.
  public var high: [Double] = []
  /// The absolute learning progress of each.
  public var progress: [Double] = []
  /// Whether each is a leaf of the tree.
  public var isLeaf: [Bool] = []

  /// The number of regions.
  public var count: Int { progress.count }
}

// MARK: - Saved state

extension TeacherRecord {
  func save(to state: inout StateWriter) {
    switch self {
    case .nothing: state.write(0)
    case .mixture(let mixture):
      state.write(1)
      state.write(mixture.dimension)
      state.write(mixture.count)
      for numbers in [mixture.weights, mixture.means, mixture.triangles, mixture.samplingWeights] {
        state.write(contentsOf: numbers)
      }
    case .progress(let progress):
      state.write(2)
      state.write(progress.count)
      state.write(contentsOf: progress)
    case .window(let corner):
      state.write(3)
      state.write(corner.count)
      state.write(contentsOf: corner)
    case .box(let low, let high):
      state.write(4)
      state.write(low.count)
      state.write(contentsOf: low)
      state.write(contentsOf: high)
    }
  }

  init(from state: inout StateReader) throws(StateError) {
    switch try state.readInt(in: 0...4, "the kind of a record") {
    case 1: self = .mixture(try MixtureSnapshot(from: &state))
    case 2:
      let count = try state.readCount(ofSize: 8, "the number of regions")
      self = .progress(try state.readDoubles(count, in: SavedRange.weight, "a region's progress"))
    case 3:
      let count = try state.readCount(ofSize: 8, "the dimension of a window")
      self = .window(
        try state.readDoubles(count, in: SavedRange.finite, "a window"))
    case 4:
      let count = try state.readCount(ofSize: 16, "the dimension of a box")
      let low = try state.readDoubles(count, in: SavedRange.finite, "a box's lower bounds")
      self = .box(low: low, high: try state.readDoubles(count, in: SavedRange.finite, "a box's upper bounds"))
    default: self = .nothing
    }
  }
}

extension MixtureSnapshot {
  fileprivate init(from state: inout StateReader) throws(StateError) {
    dimension = try state.readInt(in: 1...66, "a mixture's dimension")
    let count = try state.readInt(in: 1...64, "the number of a mixture's components")
    weights = try state.readDoubles(count, in: SavedRange.record, "a mixture's weights")
    means = try state.readDoubles(count * dimension, in: SavedRange.record, "a mixture's means")
    triangles = try state.readDoubles(
      count * dimension * (dimension + 1) / 2, in: SavedRange.record, "a mixture's covariances")
    samplingWeights = try state.readDoubles(count, in: SavedRange.record, "a mixture's sampling weights")
  }
}
