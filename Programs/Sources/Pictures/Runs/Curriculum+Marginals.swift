import Student
import TeachDRL

extension Curriculum {
  private static let bins = 16

  /// Each parameter's distribution over the episodes, and where the teacher's mixture or regions lay.
  var marginalsPicture: Picture {
    let columns = run.parameters.count > 4 ? 3 : min(2, run.parameters.count)
    let rows = (run.parameters.count + columns - 1) / columns
    return Picture(width: columns == 1 ? 640 : 300 * columns + 70, height: 60 + 230 * max(rows, columns == 1 ? 2 : 1)) {
      canvas in
      canvas.text("\(name): each parameter's tasks over the episodes", at: Point(54, 20), size: 13.5, isBold: true)
      if !means.isEmpty {
        let entry = LegendEntry(.disc(.grey(1), outline: .grey(0)), "mean of a Gaussian, by weight")
        Legend(entries: [entry]).draw(on: canvas, at: Point(54, 32), width: 600)
      }
      let cells = Rectangle(0, 52, canvas.width - ColorBar.width - 4, canvas.height - 56).grid(
        columns: columns, rows: rows)
      for (index, cell) in zip(run.parameters.indices, cells) { marginal(index).draw(on: canvas, in: cell) }
      ColorBar(label: "share of a window's tasks (%)", scale: shareScale)
        .draw(
          on: canvas,
          in: Rectangle(canvas.width - ColorBar.width - 4, 60, ColorBar.width, min(360, canvas.height - 110)))
    }
  }

  private var shareScale: ColorScale { ColorScale(map: .viridis, range: 0...30) }

  private func marginal(_ index: Int) -> Chart {
    let (parameter, windows) = (run.parameters[index], windows(min(24, max(4, run.episodes.count / 40))))
    var marks: [Mark] = []
    for window in windows {
      for (bin, share) in shares(index, window).enumerated() {
        let edges = edges(parameter, bin)
        marks.append(
          .box(
            low: Point(Double(window.lowerBound), edges.0), high: Point(Double(window.upperBound), edges.1),
            fill: shareScale[100 * share]))
      }
    }
    marks += means.map {
      .disc(Point($0.episode, $0.mean[index]), radius: 1 + 2 * $0.share, .grey(1), outline: .grey(0))
    }
    let total = Double(max(run.episodes.count, 1))
    return Chart(
      x: Axis("episode", 0...total, ticks: 3),
      y: parameter.axis(),
      marks: marks, hasGrid: false)
  }

  /// The means of mixtures along the run, some thirty mixtures at most.
  private var means: [(episode: Double, mean: [Double], share: Double)] {
    let entries = run.teacherHistory.filter { $0.mixture != nil }
    let step = max(1, entries.count / 30)
    return stride(from: 0, to: entries.count, by: step).flatMap {
      place -> [(episode: Double, mean: [Double], share: Double)] in
      guard let mixture = entries[place].mixture else { return [] }
      let largest = max(mixture.samplingWeights.max() ?? 0, .leastNonzeroMagnitude)
      return zip(mixture.means, mixture.samplingWeights).map {
        (episode: Double(entries[place].episode), mean: $0, share: $1 / largest)
      }
    }
  }

  /// How one window's tasks are spread along each parameter.
  func histograms(_ window: Range<Int>) -> Picture {
    let columns = min(3, run.parameters.count)
    let rows = (run.parameters.count + columns - 1) / columns
    return Picture(width: max(560, 270 * columns), height: 40 + max(200, 180) * rows) { canvas in
      canvas.text(fullTitle(window), at: Point(54, 18), size: 12.5, isBold: true)
      let cells = Rectangle(0, 30, canvas.width, canvas.height - 34).grid(columns: columns, rows: rows)
      for (index, cell) in zip(run.parameters.indices, cells) { histogram(index, window).draw(on: canvas, in: cell) }
    }
  }

  private func histogram(_ index: Int, _ window: Range<Int>) -> Chart {
    let parameter = run.parameters[index]
    let marks = shares(index, window).enumerated().map { bin, share in
      let edges = edges(parameter, bin)
      return Mark.box(low: Point(edges.0, 0), high: Point(edges.1, 100 * share), fill: Palette.blue)
    }
    return Chart(
      x: parameter.axis(),
      y: Axis("tasks (%)", 0...40, ticks: 4),
      marks: marks)
  }

  /// The share of a window's tasks in each bin of a parameter.
  private func shares(_ index: Int, _ window: Range<Int>) -> [Double] {
    let parameter = run.parameters[index]
    let (places, bins) = (parameter.places, parameter.binCount(atMost: Self.bins))
    var counts = [Double](repeating: 0, count: bins)
    for episode in run.episodes[window] {
      let share =
        (parameter.place(episode.record.task[index]) - places.lowerBound) / (places.upperBound - places.lowerBound)
      counts[min(max(Int(share * Double(bins)), 0), bins - 1)] += 1
    }
    return counts.map { $0 / Double(max(window.count, 1)) }
  }

  private func edges(_ parameter: TaskParameter, _ bin: Int) -> (Double, Double) {
    let places = parameter.places
    let width = (places.upperBound - places.lowerBound) / Double(parameter.binCount(atMost: Self.bins))
    return (places.lowerBound + Double(bin) * width, places.lowerBound + Double(bin + 1) * width)
  }
}
