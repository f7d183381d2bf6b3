import Glibc

/// How far episodes in two generations of the physics library drift apart.
public struct PhysicsPicture {
  private let differences: [(name: String, values: [Double])]

  /// For each episode the difference of observations, step by step.
  public init(_ differences: [(name: String, values: [Double])]) { self.differences = differences }

  /// The picture, on a logarithmic scale; equal observations are drawn at its lower end.
  public var picture: Picture {
    let (low, high) = (-9.0, 1.0)
    var (marks, legend) = ([Mark](), [LegendEntry]())
    for (index, (name, values)) in differences.enumerated() {
      let style = GroupStyle(of: "", index: index)
      let points = values.enumerated().map { Point(Double($0), max(low, log10(max($1, 1e-30)))) }
      marks.append(.line(points, style.color, dash: style.dash))
      let words = name.split(separator: "_").joined(separator: " ")
      legend.append(LegendEntry(.line(style.color, dash: style.dash), words))
    }
    let chart = Chart(
      title: "The same actions in Box2D 2.3 and 2.4",
      x: Axis("environment step (1/50 s)", 0...Double(max((differences.map(\.values.count).max() ?? 1) - 1, 1))),
      y: Axis("largest difference of an observation (no unit)", powersOfTen: low...high), marks: marks, legend: legend)
    return Picture(width: 640, height: 400) { canvas in
      chart.draw(on: canvas, in: Rectangle(0, 4, canvas.width, canvas.height - 8))
    }
  }
}
