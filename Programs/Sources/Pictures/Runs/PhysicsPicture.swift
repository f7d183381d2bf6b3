import Glibc
import Student

/// How episodes with the same actions drift apart in two generations of the physics library.
public struct PhysicsPicture {
  private let episodes: [(name: String, comparison: RecordedEpisode.Comparison)]

  /// A picture of some episodes.
  public init(_ episodes: [(name: String, comparison: RecordedEpisode.Comparison)]) { self.episodes = episodes }

  /// The picture: the hull's angle in both, and the difference of observations on a logarithmic scale.
  public var picture: Picture {
    let (angles, differences) = (angles, differences)
    return Picture(width: 640, height: 640) { canvas in
      let frames = Rectangle(0, 4, canvas.width, canvas.height - 8).grid(columns: 1, rows: 2)
      angles.draw(on: canvas, in: frames[0])
      differences.draw(on: canvas, in: frames[1])
    }
  }

  private var step: Axis {
    let longest = episodes.map(\.comparison.angles.count).max() ?? 1
    return Axis("environment step (1/50 s)", 0...Double(max(longest - 1, 1)))
  }

  private var angles: Chart {
    var marks: [Mark] = []
    for (index, episode) in episodes.enumerated() {
      let color = color(index)
      marks.append(.line(points(episode.comparison.recordedAngles), color, width: 1.8, dash: [5, 3]))
      marks.append(.line(points(episode.comparison.angles), color, width: 1.8))
    }
    return Chart(
      title: "The same actions in two generations of Box2D", x: step,
      y: Axis("hull angle (rad)", around: episodes.flatMap { $0.comparison.angles + $0.comparison.recordedAngles }),
      marks: marks,
      legend: names + [
        LegendEntry(.line(Palette.grey, dash: [5, 3]), "Box2D 2.3 (recorded)"),
        LegendEntry(.line(Palette.grey), "Box2D 2.4 (here)"),
      ])
  }

  private var differences: Chart {
    let (low, high) = (-9.0, 1.0)
    let marks = episodes.enumerated().map { index, episode in
      // What is equal is drawn at the lower end.
      Mark.line(
        points(episode.comparison.differences.map { max(low, log10(max($0, 1e-30))) }), color(index), width: 1.8)
    }
    return Chart(
      title: "Largest difference of a number about hull and joints", x: step,
      y: Axis("difference of observations (no unit)", powersOfTen: low...high), marks: marks, legend: names)
  }

  private func color(_ index: Int) -> Color { Palette.groups[index % Palette.groups.count] }

  private var names: [LegendEntry] {
    episodes.enumerated().map { index, episode in
      LegendEntry(.line(color(index)), episode.name.split(separator: "_").joined(separator: " "))
    }
  }

  private func points(_ values: [Double]) -> [Point] { values.enumerated().map { Point(Double($0), $1) } }
}
