import Student

/// The tasks that one run's teacher chose, over the episodes.
public struct Curriculum {
  /// Dots in one chart; more would only hide each other.
  private static let shownTasks = 500
  let run: RecordedRun

  /// A run's curriculum.
  public init(_ run: RecordedRun) { self.run = run }

  /// The returns' colours: the range from which teachers rescale.
  var returnScale: ColorScale { ColorScale(map: .viridis, range: run.returnRange) }

  /// Some windows of episodes that follow each other and are of about equal length; fewer where episodes are few.
  public func windows(_ count: Int) -> [Range<Int>] {
    let total = run.episodes.count
    let windows = min(count, total)
    return (0..<windows).map { total * $0 / windows..<total * ($0 + 1) / windows }
  }

  /// The whole curriculum: with two parameters window by window, else each parameter over the episodes.
  public var picture: Picture { run.parameters.count == 2 ? windowsPicture : marginalsPicture }

  /// One window's tasks: with two parameters as dots, else a histogram for each parameter.
  public func picture(of window: Range<Int>) -> Picture {
    if run.parameters.count == 2 {
      return Picture(width: 560, height: 440) { canvas in
        var chart = chart(window)
        chart.legend = legend
        chart.colorBars = [ColorBar(label: "return of an episode", scale: returnScale)]
        chart.draw(on: canvas, in: Rectangle(0, 4, canvas.width, canvas.height - 8))
      }
    }
    return histograms(window)
  }

  private var windowsPicture: Picture {
    let windows = windows(6)
    return Picture(width: 900, height: 640) { canvas in
      Legend(entries: legend).draw(on: canvas, at: Point(54, 34), width: 780)
      canvas.text("\(name): tasks by episode", at: Point(54, 20), size: 13.5, isBold: true)
      let cells = Rectangle(0, 54, canvas.width - ColorBar.width - 8, canvas.height - 58).grid(columns: 3, rows: 2)
      for (window, cell) in zip(windows, cells) { chart(window).draw(on: canvas, in: cell) }
      ColorBar(label: "return of an episode", scale: returnScale)
        .draw(on: canvas, in: Rectangle(canvas.width - ColorBar.width - 4, 84, ColorBar.width, canvas.height - 130))
    }
  }

  var name: String { "\(run.configuration.teacher), seed \(run.configuration.seed)" }

  private var legend: [LegendEntry] {
    var entries = [LegendEntry(.disc(ColorMap.viridis[0.5], outline: .grey(0.3)), "task")]
    if run.teacherHistory.contains(where: { $0.mixture != nil }) {
      entries.append(LegendEntry(.ring(Palette.vermilion), "Gaussian, 2 s.d., by weight"))
    }
    if run.teacherHistory.contains(where: { !$0.regions.isEmpty }) {
      entries.append(LegendEntry(.box(fill: nil, outline: Palette.vermilion), "region tasks are drawn from"))
    }
    return entries
  }

  private func chart(_ window: Range<Int>) -> Chart {
    var chart = Chart(
      title: title(window), x: axis(0), y: axis(1), marks: tasks(window), hasGrid: false, titleSize: 11)
    guard let entry = run.teacher(atEpisode: window.upperBound) else { return chart }
    if let mixture = entry.mixture {
      let largest = mixture.samplingWeights.max() ?? 0
      for (index, (mean, covariance)) in zip(mixture.means, mixture.covariances).enumerated() {
        let share = largest > 0 ? mixture.samplingWeights[index] / largest : 1
        chart.marks.append(
          .ellipse(
            Gaussian(mean: mean, covariance: covariance, axes: (0, 1)), Palette.vermilion.opacity(0.35 + 0.65 * share),
            width: 1 + 2 * share))
      }
    }
    for region in entry.regions where region.isLeaf {
      chart.marks.append(
        .box(
          low: Point(region.low[0], region.low[1]), high: Point(region.high[0], region.high[1]),
          outline: Palette.vermilion, width: 1))
    }
    return chart
  }

  func title(_ window: Range<Int>) -> String {
    "episodes \(plainText(Double(window.lowerBound + 1), decimals: 0)) to "
      + plainText(Double(window.upperBound), decimals: 0)
  }

  private func axis(_ index: Int) -> Axis {
    let parameter = run.parameters[index]
    return Axis(labelWithUnit(parameter.name), parameter.low...parameter.high, ticks: 4)
  }

  private func tasks(_ window: Range<Int>) -> [Mark] {
    let step = max(1, window.count / Self.shownTasks)
    return stride(from: window.lowerBound, to: window.upperBound, by: step).map { index in
      let record = run.episodes[index].record
      return .disc(
        Point(record.task[0], record.task[1]), radius: 2.6, returnScale[record.episodeReturn], outline: .grey(0.35))
    }
  }
}

/// A parameter's name as an axis says it.
func labelWithUnit(_ parameter: String) -> String {
  let words = parameter.split(separator: "_").joined(separator: " ")
  switch parameter {
  case "stump_height": return "stump height (\u{00D7} 0.47 m)"
  case "obstacle_spacing": return "obstacle spacing (m)"
  default: return parameter.hasPrefix("poly_shape") ? "\(words) (\u{00D7} 0.47 m)" : words
  }
}
