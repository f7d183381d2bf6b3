import Student

/// How groups of runs learn: returns in training and in the test, and the share of mastered test tasks.
public struct LearningCurves {
  private let groups: [RunGroup]

  /// Curves of some groups.
  public init(_ groups: [RunGroup]) { self.groups = groups }

  /// Returns over environment steps: training above, the test below.
  public var returns: Picture {
    let training = chart(title: "Training", label: "return of an episode") { run, epochs in
      run.trainingReturns(epochs: epochs.count)
    }
    let test = chart(title: "Test set, without exploration", label: "return of an episode") { run, epochs in
      epochs.map { mean(run.tests(ofEpoch: $0).map(\.episodeReturn)) }
    }
    return Picture(width: 640, height: 620) { canvas in
      for (chart, frame) in zip([training, test], Rectangle(0, 4, 640, 612).grid(columns: 1, rows: 2)) {
        chart.draw(on: canvas, in: frame)
      }
    }
  }

  /// The share of mastered test tasks over environment steps.
  public var masteredShare: Picture {
    let threshold = plainText(groups.first?.runs.first?.masteredReturn ?? 0, decimals: 0)
    let chart = chart(
      title: "Mastered test tasks (return above \(threshold))", label: "mastered tasks (%)", range: 0...100
    ) { run, epochs in
      epochs.map { epoch in
        mean(run.tests(ofEpoch: epoch).map { $0.episodeReturn > run.masteredReturn ? 100 : 0 })
      }
    }
    return Picture(width: 640, height: 400) { canvas in
      chart.draw(on: canvas, in: Rectangle(0, 4, canvas.width, canvas.height - 8))
    }
  }

  /// A curve a group; `values` says a run's value for each of its epochs.
  private func chart(
    title: String, label: String, range: ClosedRange<Double>? = nil,
    values: (RecordedRun, [Int]) -> [Double]
  ) -> Chart {
    let steps = StepsAxis(upTo: groups.flatMap(\.runs).map { $0.steps(atEpoch: epochs(of: $0)) }.max() ?? 0)
    var (marks, legend, shown) = ([Mark](), [LegendEntry](), [Double]())
    for (index, group) in groups.enumerated() {
      let longest = group.runs.max { epochs(of: $0) < epochs(of: $1) } ?? group.runs[0]
      let numbers = (0..<epochs(of: longest)).map { $0 + 1 }
      let curve = Curve(
        x: numbers.map { longest.steps(atEpoch: $0) * steps.factor }, runs: group.runs.map { values($0, numbers) })
      marks += curve.marks(group.style(index: index))
      legend.append(curve.legend(group.name, group.style(index: index)))
      shown += curve.low + curve.high
    }
    let label = label + (groups.contains { $0.runs.count > 1 } ? Curve.spread : "")
    let axis = range.map { Axis(label, $0) } ?? Axis(label, around: shown)
    return Chart(title: title, x: steps.axis, y: axis, marks: marks, legend: legend)
  }

  private func epochs(of run: RecordedRun) -> Int {
    run.testedEpochs.last ?? (run.episodes.last.map { ($0.totalSteps - 1) / run.configuration.stepsPerEpoch + 1 } ?? 0)
  }
}

/// NaN where there is none.
private func mean(_ values: [Double]) -> Double {
  values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
}
