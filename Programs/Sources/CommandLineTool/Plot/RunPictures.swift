import Pictures
import Student

/// The files that `teachdrl plot` writes for some runs.
struct RunPictures {
  private let groups: [RunGroup]
  private let isAnimated: Bool

  init(_ runs: [RecordedRun], isAnimated: Bool) { (groups, self.isAnimated) = (RunGroup.groups(runs), isAnimated) }

  /// Writes them, and returns their paths; nil if the command is asked to stop. What a run has nothing to show for is
  /// left out.
  func write(to folder: OutputFolder) throws -> [String]? {
    let curves = LearningCurves(groups)
    var paths =
      try folder.write(curves.returns, to: "returns") + folder.write(curves.masteredShare, to: "mastered_share")
    var names = DistinctFileNames()
    for group in groups {
      let test = TestSetPicture(group)
      if !test.tasks.isEmpty { paths += try folder.write(test.picture, to: names.name("test_set_\(group.name)")) }
      for run in group.runs where !run.episodes.isEmpty {
        let name = names.name("curriculum_\(group.name)_s\(run.configuration.seed)")
        let curriculum = Curriculum(run)
        paths += try folder.write(curriculum.picture, to: name)
        guard isAnimated else { continue }
        guard let gif = try curriculum.animation.gif(while: { _ in !StopRequest.isReceived }) else { return nil }
        paths.append(try folder.write(gif, to: "\(name).gif"))
      }
    }
    return paths
  }
}
