import Student
import TeachDRL

/// Tasks over what a teacher draws them from, in the plane of a task's first two parameters.
struct TaskView {
  let tasks: [[Double]]
  /// What colours and sizes the tasks.
  let values: [Double]
  let mixture: Teacher.Mixture?
  let regions: [Teacher.Region]

  /// What the colours mean. All charts that are compared have the same.
  struct Scales {
    /// What the tasks' values are: their colours, and words for them.
    let tasks: ColorScale
    let taskLabel: String
    let taskLegend: String
    /// Fills regions by their learning progress; then tasks have no colour of their own. Nil if regions have none.
    let regions: ColorScale?

    /// Explains the colours.
    var colorBar: ColorBar {
      regions.map { ColorBar(label: "learning progress of a region (reward)", scale: $0) }
        ?? ColorBar(label: taskLabel, scale: tasks)
    }
  }

  /// Everything that is shown, the tasks below Gaussians and windows, but above filled regions.
  func marks(_ scales: Scales) -> [Mark] {
    let leaves = regions.filter(\.isLeaf)
    if let scale = scales.regions {
      return leaves.map { region in
        .box(
          low: point(region.low), high: point(region.high), fill: scale[region.progress], outline: .grey(1), width: 0.7)
      } + tasks.map { .disc(point($0), radius: 1.8, .grey(1), outline: .grey(0.15)) }
    }
    return taskMarks(scales.tasks) + leaves.map(Self.outline) + gaussians
  }

  /// Small ones last, or large ones would hide them.
  private func taskMarks(_ scale: ColorScale) -> [Mark] {
    zip(tasks, values).sorted { $0.1 > $1.1 }.map { task, value in
      .disc(point(task), radius: 2 + 3 * scale.share(of: value), scale[value], outline: .grey(0.35))
    }
  }

  /// The more likely tasks are drawn from a Gaussian, the stronger its outline is.
  private var gaussians: [Mark] {
    guard let mixture else { return [] }
    let largest = mixture.samplingWeights.max() ?? 0
    return mixture.means.indices.map { index in
      let share = largest > 0 ? mixture.samplingWeights[index] / largest : 1
      let gaussian = Gaussian(mean: mixture.means[index], covariance: mixture.covariances[index], axes: (0, 1))
      return .ellipse(gaussian, Palette.vermilion.opacity(0.35 + 0.65 * share), width: 1 + 2 * share)
    }
  }

  /// What the marks mean.
  static func legend(_ scales: Scales, hasMixture: Bool, hasRegions: Bool) -> [LegendEntry] {
    if let scale = scales.regions {
      return [
        LegendEntry(.box(fill: scale.map[0.6], outline: .grey(0.6)), "region"),
        LegendEntry(.disc(.grey(1), radius: 2.5, outline: .grey(0.15)), "task"),
      ]
    }
    var entries = [LegendEntry(.disc(scales.tasks.map[0.7]), scales.taskLegend)]
    if hasMixture { entries.append(LegendEntry(.ring(Palette.vermilion), "Gaussian, 2 s.d.")) }
    if hasRegions {
      entries.append(LegendEntry(.box(fill: nil, outline: Palette.vermilion), "region"))
    }
    return entries
  }

  /// The outline of a region.
  static func outline(_ region: Teacher.Region) -> Mark {
    .box(low: point(region.low), high: point(region.high), outline: Palette.vermilion, width: 2)
  }

  private static func point(_ task: [Double]) -> Point { Point(task[0], task[1]) }
  private func point(_ task: [Double]) -> Point { Self.point(task) }
}

extension TaskView.Scales {
  /// Scales for learning progress of tasks, and of regions if there are some with progress.
  static func progress(tasks: [Double], regions: [Teacher.Region], least: Double) -> TaskView.Scales {
    let sorted = tasks.filter(\.isFinite).sorted()
    // A few outliers must not make all others look alike.
    let large = sorted.isEmpty ? 0 : sorted[sorted.count * 95 / 100]
    return TaskView.Scales(
      tasks: ColorScale(map: .viridis, range: 0...max(large, least)), taskLabel: "absolute learning progress (reward)",
      taskLegend: "task, by learning progress", regions: regionScale(regions))
  }

  /// Nil if no region has progress.
  static func regionScale(_ regions: [Teacher.Region]) -> ColorScale? {
    let most = regions.map(\.progress).max() ?? 0
    return most > 0 ? ColorScale(map: .viridis, range: 0...most) : nil
  }
}
