import Glibc
import Numerics

/// The coordinates a teacher works in: the task space's own, or the unit box.
///
/// A dimension whose bounds exceed 1e100 is measured in a unit that brings them to 1e100 at most, a power of two: so the
/// squares of distances and variances cannot overflow.
struct TaskFrame {
  /// The largest coordinate a teacher meets.
  static let largestCoordinate = 1e100

  /// The task space in the teacher's coordinates.
  let inner: TaskSpace
  /// Whether the two are the same.
  let isIdentity: Bool
  private let origins: [Double]
  private let units: [Double]

  init(_ taskSpace: TaskSpace, normalize: Bool) {
    let dimensions = 0..<taskSpace.dimension
    if normalize {
      origins = taskSpace.low
      units = dimensions.map { taskSpace.range($0) }
      inner = .unitBox(dimension: taskSpace.dimension)
      isIdentity = false
      return
    }
    let units = dimensions.map { Self.unit(low: taskSpace.low[$0], high: taskSpace.high[$0]) }
    let scaled = TaskSpace(
      low: dimensions.map { taskSpace.low[$0] / units[$0] }, high: dimensions.map { taskSpace.high[$0] / units[$0] })
    origins = dimensions.map { _ in 0 }
    self.units = units
    inner = scaled ?? taskSpace
    isIdentity = units.allSatisfy { $0 == 1 }
  }

  /// The task space as it is.
  init(same taskSpace: TaskSpace) {
    origins = taskSpace.low.map { _ in 0 }
    units = taskSpace.low.map { _ in 1 }
    inner = taskSpace
    isIdentity = true
  }

  private static func unit(low: Double, high: Double) -> Double {
    let largest = max(abs(low), abs(high))
    guard largest > largestCoordinate else { return 1 }
    return Double(sign: .plus, exponent: (largest / largestCoordinate).exponent + 1, significand: 1)
  }

  /// Writes a task in the teacher's coordinates.
  func moveIn(_ task: UnsafeBufferPointer<Double>, to inner: UnsafeMutableBufferPointer<Double>) {
    for i in 0..<units.count { inner[i] = (task[i] - origins[i]) / units[i] }
  }

  /// Turns the teacher's coordinates into the caller's, in place.
  func moveOut(_ task: UnsafeMutableBufferPointer<Double>) {
    guard !isIdentity else { return }
    for i in 0..<units.count { task[i] = origins[i] + task[i] * units[i] }
  }

  /// The natural logarithm of the volume, in the caller's units, of a unit box in the teacher's.
  var logVolume: Double { isIdentity ? 0 : units.reduce(0) { $0 + log($1) } }

  /// A mixture over the teacher's coordinates, over the caller's. Coordinates past the task's stay as they are.
  func movedOut(_ mixture: MixtureSnapshot) -> MixtureSnapshot {
    guard !isIdentity else { return mixture }
    var mixture = mixture
    let dimension = mixture.dimension
    let units = units + Array(repeating: 1, count: dimension - units.count)
    let origins = origins + Array(repeating: 0, count: dimension - origins.count)
    var place = 0
    for component in 0..<mixture.count {
      for i in 0..<dimension {
        let mean = component * dimension + i
        mixture.means[mean] = origins[i] + mixture.means[mean] * units[i]
        for j in i..<dimension {
          mixture.triangles[place] *= units[i] * units[j]
          place += 1
        }
      }
    }
    return mixture
  }

  /// Regions in the teacher's coordinates, in the caller's.
  func movedOut(_ regions: RegionSnapshot) -> RegionSnapshot {
    guard !isIdentity else { return regions }
    var regions = regions
    for bound in regions.low.indices {
      let i = bound % units.count
      regions.low[bound] = origins[i] + regions.low[bound] * units[i]
      regions.high[bound] = origins[i] + regions.high[bound] * units[i]
    }
    return regions
  }
}
