import Student

/// The last test's returns, task by task: the mean over a group's runs.
public struct TestSetPicture {
  /// One task with what the runs reached on it.
  public struct Task {
    /// The task's parameters.
    public let parameters: [Double]
    /// The mean return over the runs.
    public let mean: Double
    /// The deviation over the runs; 0 for one run.
    public let deviation: Double
  }

  private let group: RunGroup
  /// The epoch shown: the last that all runs have tested; 0 where there is none.
  public let epoch: Int
  /// The tasks in the test set's order.
  public let tasks: [Task]

  /// A group's last test.
  public init(_ group: RunGroup) {
    self.group = group
    var shared = Set(group.runs[0].testedEpochs)
    for run in group.runs { shared.formIntersection(run.testedEpochs) }
    let epoch = shared.max() ?? 0
    self.epoch = epoch
    let tests = group.runs.map { $0.tests(ofEpoch: epoch) }
    let count = tests.map(\.count).min() ?? 0
    let curve = Curve(
      x: (0..<count).map(Double.init), runs: tests.map { $0.prefix(count).map(\.episodeReturn) })
    tasks = (0..<count).map { index in
      Task(parameters: tests[0][index].task, mean: curve.mean[index], deviation: curve.deviation[index])
    }
  }

  private var threshold: Double { group.runs[0].masteredReturn }

  /// The picture: with two parameters a map coloured by return, else the tasks in the order of their returns.
  public var picture: Picture {
    let chart = group.runs[0].parameters.count == 2 ? map : ranking
    return Picture(width: 600, height: 460) { canvas in
      chart.draw(on: canvas, in: Rectangle(0, 4, canvas.width, canvas.height - 8))
    }
  }

  private var title: String {
    "\(group.name): test tasks after epoch \(epoch)"
      + (group.runs.count > 1 ? ", mean of \(group.runs.count) runs" : "")
  }

  private var map: Chart {
    let run = group.runs[0]
    let scale = ColorScale(map: .viridis, range: run.returnRange)
    // The test set may reach beyond the range that was trained on.
    func axis(_ index: Int) -> Axis {
      let parameter = run.parameters[index]
      let values = tasks.map { parameter.place($0.parameters[index]) }
      let low = min(parameter.places.lowerBound, values.min() ?? .infinity)
      let high = max(parameter.places.upperBound, values.max() ?? -.infinity)
      let room = 0.02 * (high - low)
      return parameter.axis((low - room)...(high + room), ticks: 5)
    }
    let marks = tasks.sorted { $0.mean < $1.mean }.flatMap { task -> [Mark] in
      let places = run.parameters.places(of: task.parameters)
      let place = Point(places[0], places[1])
      let isMastered = task.mean > threshold
      return (isMastered ? [.disc(place, radius: 8.5, Palette.vermilion), .disc(place, radius: 6.7, .grey(1))] : [])
        + [.disc(place, radius: 5.5, scale[task.mean], outline: .grey(0.3))]
    }
    return Chart(
      title: title, x: axis(0), y: axis(1), marks: marks,
      legend: [
        LegendEntry(.disc(scale.map[0.5], radius: 5, outline: .grey(0.3)), "test task"),
        LegendEntry(.ring(Palette.vermilion), "mastered: return above \(plainText(threshold, decimals: 0))"),
      ],
      colorBars: [ColorBar(label: "return of an episode", scale: scale)])
  }

  private var ranking: Chart {
    let sorted = tasks.sorted { $0.mean > $1.mean }
    let hasSpread = group.runs.count > 1
    var marks: [Mark] = [
      .line(
        [Point(0, threshold), Point(Double(tasks.count + 1), threshold)], Palette.vermilion, width: 1.5, dash: [5, 3])
    ]
    for (index, task) in sorted.enumerated() {
      let x = Double(index + 1)
      if hasSpread {
        marks.append(
          .line(
            [Point(x, task.mean - task.deviation), Point(x, task.mean + task.deviation)], Palette.skyBlue, width: 1.5))
      }
      marks.append(.disc(Point(x, task.mean), radius: 3.5, Palette.blue))
    }
    return Chart(
      title: title, x: Axis("test task, ordered by its return", 0...Double(tasks.count + 1)),
      y: Axis(
        "return of an episode" + (hasSpread ? Curve.spread : ""),
        around: tasks.flatMap { [$0.mean - $0.deviation, $0.mean + $0.deviation] } + [threshold]),
      marks: marks,
      legend: [
        LegendEntry(.disc(Palette.blue), "test task"),
        LegendEntry(.line(Palette.vermilion, dash: [5, 3]), "mastered above \(plainText(threshold, decimals: 0))"),
      ])
  }
}
