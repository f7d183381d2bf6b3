import Arguments
import Glibc
import Numerics
import Tasks

/// The one transform between a task in the caller's units and the coordinates that a teacher works in.
///
/// A parameter is first laid out on a line: a number as it is, a log-scaled one by its logarithm to base 10, a whole
/// number as the middle of a part of length 1. With `normalize` the line's part between the bounds becomes [0, 1]; so *n*
/// integers or categories are parts of width 1 / *n*. Going out, a coordinate is rounded to the part that holds it.
///
/// Without `normalize`, a number whose bounds exceed 1e100 is measured in a unit that brings them to 1e100 at most, a
/// power of two: so the squares of distances and variances cannot overflow.
struct TaskFrame {
  /// The largest coordinate a teacher meets.
  static let largestCoordinate = 1e100

  /// The task space in the teacher's coordinates.
  let inner: Box
  /// Whether the two are the same.
  let isIdentity: Bool
  /// A place on the line is `origin + coordinate * unit`.
  private let origins: [Double]
  private let units: [Double]
  /// The parameters that are laid out by their logarithms.
  private let logarithmic: [Int]
  /// The parameters that are rounded.
  private let discrete: [Int]

  /// - Parameters:
  ///   - normalize: Whether the teacher works in the unit box.
  ///   - measuresDistances: Whether the teacher must be kept from coordinates whose squares overflow.
  /// - Throws: `UsageError` if a parameter's bounds are the same in the teacher's coordinates.
  init(_ taskSpace: TaskSpace, normalize: Bool, measuresDistances: Bool) throws(UsageError) {
    if normalize, measuresDistances {
      self.init(unitBoxOf: taskSpace)
      return
    }
    let line = taskSpace.parameters.map(Self.bounds)
    let units = line.map { measuresDistances ? Self.unit(low: $0.low, high: $0.high) : 1 }
    let scaled = Box(
      low: line.indices.map { line[$0].low / units[$0] }, high: line.indices.map { line[$0].high / units[$0] })
    guard let scaled else {
      throw .invalidArgument("the bounds of a parameter are too close to each other to tell apart")
    }
    self.init(taskSpace.parameters, inner: scaled, origins: line.map { _ in 0 }, units: units)
  }

  /// The frame of the unit box, which every task space has.
  init(unitBoxOf taskSpace: TaskSpace) {
    let line = taskSpace.parameters.map(Self.bounds)
    self.init(
      taskSpace.parameters, inner: .unitBox(dimension: line.count), origins: line.map(\.low),
      units: line.map { $0.high - $0.low })
  }

  private init(_ parameters: [Parameter], inner: Box, origins: [Double], units: [Double]) {
    logarithmic = parameters.indices.filter { parameters[$0].kind == .logNumber }
    discrete = parameters.indices.filter { parameters[$0].isDiscrete }
    var inner = inner
    inner.parts = Self.parts(discrete, units)
    self.inner = inner
    self.origins = origins
    self.units = units
    isIdentity =
      origins.allSatisfy { $0 == 0 } && units.allSatisfy { $0 == 1 } && logarithmic.isEmpty && discrete.isEmpty
  }

  /// How wide a value's part is in each of the teacher's coordinates.
  private static func parts(_ discrete: [Int], _ units: [Double]) -> [Double] {
    guard !discrete.isEmpty else { return [] }
    var parts = units.map { _ in 0.0 }
    for i in discrete { parts[i] = 1 / units[i] }
    return parts
  }

  /// The ends of a parameter's line.
  private static func bounds(_ parameter: Parameter) -> (low: Double, high: Double) {
    if parameter.isDiscrete { return (parameter.low - 0.5, parameter.high + 0.5) }
    return parameter.kind == .logNumber
      ? (log10(parameter.low), log10(parameter.high)) : (parameter.low, parameter.high)
  }

  private static func unit(low: Double, high: Double) -> Double {
    let largest = max(abs(low), abs(high))
    guard largest > largestCoordinate else { return 1 }
    return Double(sign: .plus, exponent: (largest / largestCoordinate).exponent + 1, significand: 1)
  }

  /// Writes a task in the teacher's coordinates.
  func moveIn(_ task: UnsafeBufferPointer<Double>, to inner: UnsafeMutableBufferPointer<Double>) {
    for i in 0..<units.count { inner[i] = (task[i] - origins[i]) / units[i] }
    for i in logarithmic { inner[i] = (log10(task[i]) - origins[i]) / units[i] }
  }

  /// Turns the teacher's coordinates into the caller's, in place. They can lie outside the bounds as before.
  func moveOut(_ task: UnsafeMutableBufferPointer<Double>) {
    guard !isIdentity else { return }
    for i in 0..<units.count { task[i] = origins[i] + task[i] * units[i] }
    for i in logarithmic { task[i] = pow(10, task[i]) }
    for i in discrete { task[i] = (task[i] + 0.5).rounded(.down) }
  }
}

// MARK: - Looking inside

extension TaskFrame {
  /// A task in the teacher's coordinates, with the parts of integers and categories as intervals. What lies beyond the
  /// first or last part is moved into it, so that these go to infinity.
  ///
  /// - Complexity: O(dimension).
  func place(of task: UnsafeBufferPointer<Double>) -> Place {
    guard !isIdentity else { return Place(point: Array(task)) }
    var point = Array(task)
    point.withUnsafeMutableBufferPointer { moveIn(task, to: $0) }
    let intervals = discrete.map { i in
      let half = 0.5 / units[i]
      let (isFirst, isLast) = (point[i] - half <= inner.low[i] + half / 2, point[i] + half >= inner.high[i] - half / 2)
      return Place.Interval(
        coordinate: i, low: isFirst ? -.infinity : point[i] - half, high: isLast ? .infinity : point[i] + half)
    }
    return Place(point: point, intervals: intervals)
  }

  /// The natural logarithm of the volume, in the caller's units, of a small box of volume 1 in the teacher's coordinates
  /// at a task: the Jacobian of the way out. Integers and categories do not count: they have probabilities.
  ///
  /// - Complexity: O(dimension).
  func logVolume(at task: UnsafeBufferPointer<Double>) -> Double {
    guard !isIdentity else { return 0 }
    var result = units.reduce(0) { $0 + log($1) }
    for i in discrete { result -= log(units[i]) }
    for i in logarithmic { result += log(task[i]) + log(M_LN10) }
    return result
  }

  /// A coordinate of one parameter, in the caller's units, not rounded.
  func value(of parameter: Int, at coordinate: Double) -> Double {
    let place = origins[parameter] + coordinate * units[parameter]
    return logarithmic.contains(parameter) ? pow(10, place) : place
  }

  /// A mixture over the teacher's coordinates, over the lines'. Coordinates past the task's stay as they are.
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

  /// Regions in the teacher's coordinates, in the caller's; bounds of integers and categories are not rounded.
  func movedOut(_ regions: RegionSnapshot) -> RegionSnapshot {
    guard !isIdentity else { return regions }
    var regions = regions
    for bound in regions.low.indices {
      let i = bound % units.count
      regions.low[bound] = origins[i] + regions.low[bound] * units[i]
      regions.high[bound] = origins[i] + regions.high[bound] * units[i]
    }
    for i in logarithmic {
      for bound in stride(from: i, to: regions.low.count, by: units.count) {
        regions.low[bound] = pow(10, regions.low[bound])
        regions.high[bound] = pow(10, regions.high[bound])
      }
    }
    return regions
  }
}
