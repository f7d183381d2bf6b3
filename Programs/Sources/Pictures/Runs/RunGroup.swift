import Student

/// Runs that differ in their seeds only, under one name.
public struct RunGroup: Sendable {
  /// What legends call it.
  public let name: String
  /// The runs, one at least.
  public let runs: [RecordedRun]

  /// Runs of one experiment are a group, named by their teacher, or by the experiment where teachers do not tell the
  /// groups apart. The groups come in the order of their first runs.
  public static func groups(_ runs: [RecordedRun]) -> [RunGroup] {
    var experiments: [(name: String, runs: [RecordedRun])] = []
    for run in runs {
      let configuration = run.configuration
      if let place = experiments.firstIndex(where: {
        $0.name == configuration.experimentName && $0.runs[0].configuration.teacher == configuration.teacher
      }) {
        experiments[place].runs.append(run)
      } else {
        experiments.append((configuration.experimentName, [run]))
      }
    }
    let teachers = experiments.map { $0.runs[0].configuration.teacher }
    return zip(experiments, teachers).map { experiment, teacher in
      let isUnique = teachers.count { $0 == teacher } == 1
      return RunGroup(name: isUnique ? teacher : "\(teacher), \(experiment.name)", runs: experiment.runs)
    }
  }

  /// The look of its curves.
  func style(index: Int) -> GroupStyle { GroupStyle(of: name, index: index) }
}

extension RecordedRun {
  /// The environment steps at an epoch's end.
  func steps(atEpoch epoch: Int) -> Double { Double(epoch) * Double(configuration.stepsPerEpoch) }

  /// The mean return of each epoch's training episodes; NaN where none ended in it.
  func trainingReturns(epochs: Int) -> [Double] {
    var (sums, counts) = ([Double](repeating: 0, count: epochs), [Int](repeating: 0, count: epochs))
    for episode in episodes {
      let epoch = (episode.totalSteps - 1) / configuration.stepsPerEpoch
      guard sums.indices.contains(epoch) else { continue }
      sums[epoch] += episode.record.episodeReturn
      counts[epoch] += 1
    }
    return zip(sums, counts).map { $1 > 0 ? $0 / Double($1) : .nan }
  }
}
