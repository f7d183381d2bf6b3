import Student
import TeachDRL

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
    return Animation(
      width: 880, height: 444, frameCount: windows.count, delay: Animation.windowDelay,
      lastDelay: Animation.lastWindowDelay
    ) { frame, canvas in
      canvas.fillPaper()
      draw(windows[frame], scales, on: canvas)
    }
  }

  private var taskColor: TaskColor { teacher == "Covar-GMM" ? .reward : .progress }

  /// The scales of the tasks' colours and of the regions', the same in all frames.
  private var scales: TaskView.Scales {
    let regions = windows.flatMap(\.regions)
    switch taskColor {
    case .progress: return .progress(tasks: windows.flatMap(\.progress), regions: regions, least: 0.02)
    case .reward:
      return TaskView.Scales(
        tasks: ColorScale(map: .viridis, range: 0...1), taskLabel: "reward (0 to 1)", taskLegend: "task, by reward",
        regions: TaskView.Scales.regionScale(regions))
    }
  }

  private func draw(_ window: Window, _ scales: TaskView.Scales, on canvas: Canvas) {
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
    chart.marks += window.regions.count == 1 ? window.regions.map(TaskView.outline) : []
    chart.legend = [LegendEntry(.disc(Palette.blue, radius: 2.5), "task of these \(window.tasks.count) episodes")]
    chart.colorBars = [ColorBar(label: "competence of a cell (0 to 100)", scale: scale)]
    return chart
  }

  private func teacherView(_ window: Window, _ scales: TaskView.Scales) -> Chart {
    var chart = chart("Teacher: what it draws tasks from")
    let view = TaskView(
      tasks: window.tasks, values: taskColor == .reward ? window.rewards : window.progress, mixture: window.mixture,
      regions: window.regions)
    chart.marks = view.marks(scales)
    chart.legend = TaskView.legend(
      scales, hasMixture: window.mixture != nil, hasRegions: window.regions.contains(where: \.isLeaf))
    chart.colorBars = [scales.colorBar]
    return chart
  }

  private func cells(_ window: Window, _ scale: ColorScale) -> [Mark] {
    let size = 1 / Double(cubes)
    return window.plane(cubes: cubes).enumerated().map { cell, competence in
      let low = Point(Double(cell / cubes), Double(cell % cubes)) * size
      return .box(low: low, high: low + size, fill: scale[competence], outline: .grey(0.8), width: 0.5)
    }
  }

  private func point(_ task: [Double]) -> Point { Point(task[0], task[1]) }
}
