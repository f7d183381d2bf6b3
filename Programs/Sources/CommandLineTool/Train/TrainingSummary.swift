import Student

/// What a run's end says: how far it came, what the returns were at first and at last, where everything is.
func trainingSummary(
  _ outcome: TrainingOutcome, _ configuration: TrainingConfiguration, masteredReturn: Double, directory: RunDirectory,
  remarks: [String]
) -> String {
  let progress = outcome.progress
  let extent = outcome.isComplete ? "Complete" : "Stopped before its end"
  var lines = [
    "\(extent): \(grouped(progress.stepCount)) of \(counted(progress.totalSteps, "step")),"
      + " \(counted(progress.episodeCount, "episode")), \(duration(outcome.seconds)).",
    "",
  ]
  let returns = returnLines(outcome.progress, masteredReturn: masteredReturn)
  if !returns.isEmpty {
    lines.append("Mean return of an episode, \(configuration.teacher) choosing the training tasks:")
    lines += returns + [""]
  }
  if !remarks.isEmpty { lines += remarks + [""] }
  lines += [
    "Saved in \(directory.path):",
    "  networks.safetensors   the learner's networks",
    "  progress.txt           a line per epoch: returns in training and test",
    "  episodes.tsv           a line per training episode: task, return, length, progress",
    "  test_episodes.tsv      a line per test episode",
    "  teacher.state          the teacher, for teachdrl_teacher_load",
    "  teacher_history.jsonl  a line per fit, split or move of the teacher's",
    "  config.json            all that is needed to repeat the run",
  ]
  if !outcome.isComplete {
    lines += [
      "", "Go on from step \(grouped(outcome.savedStepCount)) with",
      "  " + resumeCommand(folders: [directory.path]),
    ]
  }
  return lines.joined(separator: "\n") + "\n"
}

private func returnLines(_ progress: TrainingProgress, masteredReturn: Double) -> [String] {
  func line(_ label: String, _ mean: Double) -> String {
    "  \(leftAligned(label, 40))\(rightAligned(fixed(mean), 8))"
  }
  var lines: [String] = []
  if let mean = progress.randomReturn { lines.append(line("random actions, at the start", mean)) }
  if let mean = progress.recentReturn {
    lines.append(
      line("newest \(counted(min(TrainingProgress.recentEpisodes, progress.episodeCount), "training episode"))", mean))
  }
  if let test = progress.lastTest, test.taskCount > 0 {
    lines.append(
      line("last test, \(counted(test.taskCount, "task")), no exploration", test.meanReturn)
        + "   mastered (above \(fixed(masteredReturn, decimals: 0))): \(test.masteredCount)")
  }
  return lines
}
