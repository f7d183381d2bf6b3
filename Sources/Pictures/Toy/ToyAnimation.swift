import Student

extension ToyRecording {
  /// Which numbers colour the tasks.
  private enum TaskColor {
    case progress
    case reward
  }

  /// The sampling dynamics: at the left what the student can and which tasks it got, at the right what the teacher saw. A
  /// frame each window, 0.4 s long.
  ///
  /// With more than two dimensions the first two are shown. There must be two dimensions and one window at least.
  public func animation() -> Animation {
    let scales = scales
    return Animation(width: 880, height: 444, frameCount: windows.count, delay: 40, lastDelay: 300) { frame, canvas in
      canvas.fillPaper()
      draw(windows[frame], scales, on: canvas)
    }
  }

  private var taskColor: TaskColor { teacher == "Covar-GMM" ? .reward : .progress }

  /// The scales of the tasks' colours and of the regions', the same in all frames.
  private var scales: (tasks: ColorScale, regions: ColorScale?) {
    let progress = windows.flatMap(\.progress).sorted()
    // A few outliers must not make all others look alike.
    let large = progress.isEmpty ? 0 : progress[progress.count * 95 / 100]
    let tasks = taskColor == .reward ? 0...1.0 : 0...max(large, 0.02)
    let regions = windows.flatMap(\.regions).map(\.progress).max()
    let hasProgress = (regions ?? 0) > 0
    return (
      ColorScale(map: .viridis, range: tasks),
      hasProgress ? ColorScale(map: .viridis, range: 0...(regions ?? 1)) : nil
    )
  }

  private func draw(_ window: Window, _ scales: (tasks: ColorScale, regions: ColorScale?), on canvas: Canvas) {
    let last = window.firstEpisode + window.tasks.count - 1
    let title =
      "\(teacher): episodes \(plainText(Double(window.firstEpisode), decimals: 0)) to "
      + "\(plainText(Double(last), decimals: 0)), \(plainText(window.masteredShare, decimals: 0)) % of the cells mastered"
    canvas.text(title, at: Point(54, 16), size: 14, isBold: true)
    let panels = Rectangle(0, 26, canvas.width, canvas.height - 30).grid(columns: 2, rows: 1)
    student(window).draw(on: canvas, in: panels[0])
    teacherView(window, scales).draw(on: canvas, in: panels[1])
  }

  private func chart(_ title: String) -> Chart {
    let rest = dimensions > 2 ? ", first 2 of \(dimensions)" : ""
    return Chart(
      title: title, x: Axis("task parameter 1 (no unit\(rest))", 0...1), y: Axis("task parameter 2 (no unit)", 0...1),
      hasGrid: false, titleSize: 11.5)
  }

  private func student(_ window: Window) -> Chart {
    var chart = chart("Student: what it can")
    let scale = ColorScale(map: .greys, range: 0...100)
    chart.marks = cells(window, scale) + window.tasks.map { .disc(point($0), radius: 2.2, Palette.blue) }
    chart.marks += outlines(teacher == "Oracle" ? window.regions : [])
    chart.legend = [LegendEntry(.disc(Palette.blue, radius: 2.5), "task of these \(window.tasks.count) episodes")]
    chart.colorBars = [ColorBar(label: "competence of a cell (0 to 100)", scale: scale)]
    return chart
  }

  private func teacherView(_ window: Window, _ scales: (tasks: ColorScale, regions: ColorScale?)) -> Chart {
    var chart = chart("Teacher: what it draws tasks from")
    let leaves = window.regions.filter(\.isLeaf)
    if let scale = scales.regions {
      chart.marks = leaves.map { region in
        .box(
          low: point(region.low), high: point(region.high), fill: scale[region.progress], outline: .grey(1), width: 0.7)
      }
      chart.marks += window.tasks.map { .disc(point($0), radius: 1.8, .grey(1), outline: .grey(0.15)) }
      chart.legend = [
        LegendEntry(.box(fill: scale.map[0.6], outline: .grey(0.6)), "region"),
        LegendEntry(.disc(.grey(1), radius: 2.5, outline: .grey(0.15)), "task"),
      ]
      chart.colorBars = [ColorBar(label: "learning progress of a region (reward)", scale: scale)]
      return chart
    }
    chart.marks = tasks(window, scales.tasks) + outlines(leaves)
    for gaussian in window.mixture.map(gaussians) ?? [] {
      chart.marks.append(.ellipse(gaussian, Palette.vermilion, width: 2))
    }
    let isReward = taskColor == .reward
    chart.legend = [
      LegendEntry(.disc(scales.tasks.map[0.7]), isReward ? "task, by reward" : "task, by learning progress")
    ]
    if window.mixture != nil { chart.legend.append(LegendEntry(.ring(Palette.vermilion), "Gaussian, 2 s.d.")) }
    if !leaves.isEmpty { chart.legend.append(LegendEntry(.box(fill: nil, outline: Palette.vermilion), "window")) }
    let label = isReward ? "reward (0 to 1)" : "absolute learning progress (reward)"
    chart.colorBars = [ColorBar(label: label, scale: scales.tasks)]
    return chart
  }

  private func cells(_ window: Window, _ scale: ColorScale) -> [Mark] {
    let size = 1 / Double(cubes)
    return window.plane(cubes: cubes).enumerated().map { cell, competence in
      let low = Point(Double(cell / cubes), Double(cell % cubes)) * size
      return .box(low: low, high: low + size, fill: scale[competence], outline: .grey(0.8), width: 0.5)
    }
  }

  /// Small ones last, or large ones would hide them.
  private func tasks(_ window: Window, _ scale: ColorScale) -> [Mark] {
    let values = taskColor == .reward ? window.rewards : window.progress
    return zip(window.tasks, values).sorted { $0.1 > $1.1 }.map { task, value in
      let share = min(1, max(0, value / scale.range.upperBound))
      return .disc(point(task), radius: 2 + 3 * share, scale[value], outline: .grey(0.35))
    }
  }

  private func outlines(_ regions: [Teacher.Region]) -> [Mark] {
    regions.map { .box(low: point($0.low), high: point($0.high), outline: Palette.vermilion, width: 2) }
  }

  private func point(_ task: [Double]) -> Point { Point(task[0], task[1]) }

  private func gaussians(_ mixture: Teacher.Mixture) -> [Gaussian] {
    zip(mixture.means, mixture.covariances).map { Gaussian(mean: $0, covariance: $1, axes: (0, 1)) }
  }
}
