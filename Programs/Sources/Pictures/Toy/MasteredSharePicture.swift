import TeachDRL

/// The share of mastered cells over episodes: for each teacher the mean, and the deviation over seeds.
public struct MasteredSharePicture {
  /// One teacher's scores, a row a seed.
  public struct Group {
    let name: String
    let scores: [[Double]]

    /// A teacher with its scores.
    public init(name: String, scores: [[Double]]) { (self.name, self.scores) = (name, scores) }
  }

  private let episodes: [Int]
  private let groups: [Group]

  /// `episodes` are those before which the scores were taken.
  public init(episodes: [Int], groups: [Group]) { (self.episodes, self.groups) = (episodes, groups) }

  /// The picture.
  public var picture: Picture {
    let x = episodes.map(Double.init)
    var chart = Chart(
      title: "Toy environment: what the student mastered", x: Axis("episode", (x.first ?? 0)...(x.last ?? 1), ticks: 6),
      y: Axis("mastered cells (%)" + (hasSpread ? Curve.spread : ""), 0...highest(x)))
    for (index, group) in groups.enumerated() {
      let (curve, style) = (Curve(x: x, runs: group.scores), GroupStyle(of: group.name, index: index))
      chart.marks += curve.marks(style)
      chart.legend.append(curve.legend(group.name, style, of: "seeds"))
    }
    return Picture(width: 640, height: 420) { [chart] canvas in
      chart.draw(on: canvas, in: Rectangle(0, 4, canvas.width, canvas.height - 4))
    }
  }

  private var hasSpread: Bool { groups.contains { $0.scores.count > 1 } }

  private func highest(_ x: [Double]) -> Double {
    let values = groups.flatMap { Curve(x: x, runs: $0.scores).high.filter(\.isFinite) }
    return min(100, max(5, (values.max() ?? 100) * 1.06))
  }
}
