import Student
import TeachDRL

/// The tasks that one run's teacher chose, over the episodes.
public struct Curriculum {
  /// Dots in one chart; more would only hide each other.
  private static let shownTasks = 500
  let run: RecordedRun
  /// Whether the run knows the learning progress of its episodes. Else its tasks are coloured by return.
  let hasProgress: Bool
  /// The colours of all charts of what the teacher drew tasks from.
  private let scales: TaskView.Scales

  /// A run's curriculum.
  public init(_ run: RecordedRun) {
    self.run = run
    let regions = run.teacherHistory.flatMap(\.regions)
    let progress = run.episodes.map(\.learningProgress)
    hasProgress = progress.contains(where: \.isFinite)
    scales =
      hasProgress ? .progress(tasks: progress, regions: regions, least: 1e-9) : Self.returnScales(run, regions: regions)
  }

  /// The returns' colours: the range from which teachers rescale.
  private static func returnScales(_ run: RecordedRun, regions: [Teacher.Region] = []) -> TaskView.Scales {
    TaskView.Scales(
      tasks: ColorScale(map: .viridis, range: run.returnRange), taskLabel: "return of an episode",
      taskLegend: "task, by return", regions: TaskView.Scales.regionScale(regions))
  }

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
        var chart = chart(window, title: fullTitle(window))
        chart.legend = legend
        chart.colorBars = [scales.colorBar]
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
      for (window, cell) in zip(windows, cells) { chart(window, title: title(window)).draw(on: canvas, in: cell) }
      scales.colorBar
        .draw(on: canvas, in: Rectangle(canvas.width - ColorBar.width - 4, 84, ColorBar.width, canvas.height - 130))
    }
  }

  var name: String { "\(run.configuration.teacher), seed \(run.configuration.seed)" }

  private var legend: [LegendEntry] {
    TaskView.legend(
      scales, hasMixture: run.teacherHistory.contains { $0.mixture != nil },
      hasRegions: run.teacherHistory.contains { !$0.regions.isEmpty })
  }

  /// A window's tasks, over what the teacher draws from at its end.
  private func chart(_ window: Range<Int>, title: String) -> Chart {
    chart(
      window, title: title, scales, by: hasProgress ? \.learningProgress : \.record.episodeReturn,
      over: run.teacher(atEpisode: window.upperBound))
  }

  private func chart(
    _ window: Range<Int>, title: String, _ scales: TaskView.Scales,
    by value: KeyPath<RecordedRun.TrainingEpisode, Double>, over entry: RecordedRun.TeacherEntry?
  ) -> Chart {
    let step = max(1, window.count / Self.shownTasks)
    let shown = stride(from: window.lowerBound, to: window.upperBound, by: step).map { run.episodes[$0] }
    let view = TaskView(
      tasks: shown.map { run.parameters.places(of: $0.record.task) }, values: shown.map { $0[keyPath: value] },
      mixture: entry?.mixture, regions: (entry?.regions ?? []).map { run.parameters.places(of: $0) })
    return Chart(
      title: title, x: run.parameters[0].axis(), y: run.parameters[1].axis(), marks: view.marks(scales), hasGrid: false,
      titleSize: 11)
  }

  /// For a picture of one window.
  func fullTitle(_ window: Range<Int>) -> String { "\(name): \(title(window))" }

  private func title(_ window: Range<Int>) -> String {
    "episodes \(plainText(Double(window.lowerBound + 1), decimals: 0)) to "
      + plainText(Double(window.upperBound), decimals: 0)
  }
}

extension Curriculum {
  /// The most frames of an animation, and about how many episodes each has at least.
  private static let (frameCount, windowLength) = (60, 50)

  /// The curriculum window by window: at the left the student's returns, at the right what the teacher saw in them and
  /// drew the window's tasks from. Where that is not known, or tasks have not two parameters, one chart is shown. There
  /// must be an episode.
  public var animation: Animation {
    let windows = windows(min(Self.frameCount, max(1, run.episodes.count / Self.windowLength)))
    guard run.parameters.count == 2, hasProgress else {
      let pictures = windows.map { picture(of: $0) }
      return animation(width: pictures[0].width, height: pictures[0].height, frameCount: windows.count) {
        pictures[$0].paint(on: $1)
      }
    }
    return animation(width: 880, height: 444, frameCount: windows.count) { frame, canvas in
      canvas.fillPaper()
      drawStudentAndTeacher(windows[frame], on: canvas)
    }
  }

  private func animation(
    width: Int, height: Int, frameCount: Int, draw: @escaping (Int, Canvas) -> Void
  ) -> Animation {
    Animation(
      width: width, height: height, frameCount: frameCount, delay: Animation.windowDelay,
      lastDelay: Animation.lastWindowDelay, draw: draw)
  }

  private func drawStudentAndTeacher(_ window: Range<Int>, on canvas: Canvas) {
    canvas.text(fullTitle(window), at: Point(54, 16), size: 14, isBold: true)
    let panels = Rectangle(0, 26, canvas.width, canvas.height - 30).grid(columns: 2, rows: 1)
    let returns = Self.returnScales(run)
    var student = chart(window, title: "Student: what it reached", returns, by: \.record.episodeReturn, over: nil)
    student.legend = TaskView.legend(returns, hasMixture: false, hasRegions: false)
    student.colorBars = [returns.colorBar]
    student.draw(on: canvas, in: panels[0])
    var teacher = chart(
      window, title: "Teacher: what it draws tasks from", scales, by: \.learningProgress,
      over: run.teacher(atEpisode: window.lowerBound))
    teacher.legend = legend
    teacher.colorBars = [scales.colorBar]
    teacher.draw(on: canvas, in: panels[1])
  }
}
