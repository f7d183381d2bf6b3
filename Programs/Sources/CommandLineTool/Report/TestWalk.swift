import Pictures
import Student

/// A walk on a test task, as an animation.
struct TestWalk {
  /// Two seconds a hundred steps: the first twenty seconds of an episode are enough to see a gait.
  private static let (maxSteps, stepsPerFrame, width) = (1000, 4, 420)
  let title: String
  let gif: [UInt8]

  /// Walks of a run on the test tasks given, from 0 on; none where it has not saved its networks yet, nil where it was
  /// asked to stop.
  static func walks(
    of run: RecordedRun, tasks: [(index: Int, name: String)], until isStopped: () -> Bool
  ) throws -> [TestWalk]? {
    guard run.hasNetworks else { return [] }
    let policy = try TrainedPolicy(of: run.directory, playing: .all)
    var walks: [TestWalk] = []
    for (index, name) in tasks where policy.testTasks.indices.contains(index) {
      let episode = try WalkerEpisode(policy.environment, .trained(policy)) { observation in
        try policy.startTest(index, observation: observation)
      }
      guard
        let frames = try episode.frames(
          every: stepsPerFrame, maxSteps: maxSteps, caption: true, until: isStopped),
        let gif = try WalkerAnimation(frames: frames, stepsPerFrame: stepsPerFrame, width: width).animation
          .gif(while: { _ in !isStopped() })
      else { return nil }
      let task = run.parameters.caption(of: policy.testTasks[index])
      walks.append(TestWalk(title: "Task \(index + 1), \(name)" + (task.isEmpty ? "" : ": \(task)"), gif: gif))
    }
    return walks
  }

  /// The tasks of best, middle and least return.
  static func chosenTasks(_ test: TestSetPicture) -> [(index: Int, name: String)] {
    let order = test.tasks.indices.sorted { test.tasks[$0].mean > test.tasks[$1].mean }
    guard let best = order.first, let worst = order.last else { return [] }
    let chosen = [
      (best, "the best return"), (order[order.count / 2], "a middling return"), (worst, "the least return"),
    ]
    return chosen.enumerated().filter { place, task in !chosen[..<place].contains { $0.0 == task.0 } }.map(\.element)
  }
}
