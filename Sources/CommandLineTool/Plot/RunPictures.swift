import Pictures
import Student

/// The files that `teachdrl plot` writes for some runs.
struct RunPictures {
  private let groups: [RunGroup]

  init(_ runs: [RecordedRun]) { groups = RunGroup.groups(runs) }

  /// Writes them, and returns their paths. What a run has nothing to show for is left out.
  func write(to folder: OutputFolder) throws -> [String] {
    let curves = LearningCurves(groups)
    var paths =
      try folder.write(curves.returns, to: "returns") + folder.write(curves.masteredShare, to: "mastered_share")
    var names = DistinctFileNames()
    for group in groups {
      let test = TestSetPicture(group)
      if !test.tasks.isEmpty { paths += try folder.write(test.picture, to: names.name("test_set_\(group.name)")) }
      for run in group.runs where !run.episodes.isEmpty {
        let name = names.name("curriculum_\(group.name)_s\(run.configuration.seed)")
        paths += try folder.write(Curriculum(run).picture, to: name)
      }
    }
    return paths
  }
}
