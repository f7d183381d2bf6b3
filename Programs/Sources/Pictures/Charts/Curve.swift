/// Mean and standard deviation of several runs along one axis.
struct Curve {
  let x: [Double]
  let mean: [Double]
  /// Over the runs, with n - 1; 0 where there is one run.
  let deviation: [Double]
  let runCount: Int

  /// Of rows of values, a row a run; where rows end early the others go on.
  init(x: [Double], runs: [[Double]]) {
    self.x = x
    runCount = runs.count
    var (means, deviations) = ([Double](), [Double]())
    for place in x.indices {
      let values = runs.compactMap { place < $0.count && $0[place].isFinite ? $0[place] : nil }
      let mean = values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      means.append(mean)
      deviations.append(values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : 0)
    }
    (mean, deviation) = (means, deviations)
  }

  var low: [Double] { zip(mean, deviation).map { $0 - $1 } }
  var high: [Double] { zip(mean, deviation).map { $0 + $1 } }

  /// The band below the line. Where there is one value only, a disc.
  func marks(_ style: GroupStyle) -> [Mark] {
    let points = zip(x, mean).map { Point($0, $1) }
    let line =
      points.count == 1 ? Mark.disc(points[0], radius: 4, style.color) : .line(points, style.color, dash: style.dash)
    guard runCount > 1 else { return [line] }
    return [.band(x: x, low: low, high: high, style.color.opacity(0.22)), line]
  }

  /// What the legend says: `ALP-GMM (20 runs)`.
  func legend(_ name: String, _ style: GroupStyle, of runs: String = "runs") -> LegendEntry {
    runCount > 1
      ? LegendEntry(.lineAndBand(style.color, dash: style.dash), "\(name) (\(runCount) \(runs))")
      : LegendEntry(.line(style.color, dash: style.dash), name)
  }

  /// What an axis's label says of lines and bands.
  static let spread = ", mean \u{00B1} s.d."
}
