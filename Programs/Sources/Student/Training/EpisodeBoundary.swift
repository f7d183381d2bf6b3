import TeachDRL

/// Where a run stands between two phases of its learner: all that has ended is learnt from and recorded.
///
/// With the learner's and the teacher's state this is all that the rest of the run depends on: the episodes under way are
/// played again from their start by their actions.
struct EpisodeBoundary: Equatable {
  /// Environment steps played.
  var stepCount = 0
  /// Episodes finished.
  var episodeCount = 0
  /// Epochs finished.
  var epochCount = 0
  /// The episode of each environment; none before the first boundary.
  var running: [RunningEpisode] = []
  /// How far the files go that only grow.
  var ends = RunFileEnds()
}

extension EpisodeBoundary {
  /// Adds the boundary to a checkpoint.
  func encode(into file: inout SafeTensors) {
    file.metadata += [
      ("step_count", "\(stepCount)"), ("episode_count", "\(episodeCount)"), ("epoch_count", "\(epochCount)"),
    ]
    if running.count == 1, running[0].actions.isEmpty {
      // The form of runs that play one episode at a time.
      file.metadata += running[0].proposal.metadata
    } else {
      file.metadata.append(("running_count", "\(running.count)"))
      for (index, episode) in running.enumerated() {
        let metadata = episode.proposal.metadata + [("number", "\(episode.number)")]
        file.metadata += metadata.map { ("running.\(index).\($0.name)", $0.value) }
        let bits = episode.actions.map { $0.bitPattern.littleEndian }
        file.add("running.\(index).actions", bits.withUnsafeBytes { Array($0) })
      }
    }
    file.metadata += ends.metadata()
  }

  /// Nil if a word is missing or is no number.
  init?(_ file: SafeTensors) {
    func count(_ name: String) -> Int? { file.metadata(name).flatMap { Int($0) }.flatMap { $0 < 0 ? nil : $0 } }
    guard let stepCount = count("step_count"), let episodeCount = count("episode_count"),
      let epochCount = count("epoch_count"), let ends = RunFileEnds(file)
    else { return nil }
    var running: [RunningEpisode] = []
    if file.metadata("running_count") == nil {
      guard let proposal = Proposal(file, prefix: "") else { return nil }
      running = [RunningEpisode(proposal: proposal, number: episodeCount)]
    } else {
      guard let runningCount = count("running_count"), (1...65_536).contains(runningCount) else { return nil }
      for index in 0..<runningCount {
        let prefix = "running.\(index)."
        guard let proposal = Proposal(file, prefix: prefix), let number = count("\(prefix)number"),
          let bytes = file.bytes("\(prefix)actions"), bytes.count.isMultiple(of: MemoryLayout<Float>.size)
        else { return nil }
        let actions = bytes.withUnsafeBytes { bytes in
          stride(from: 0, to: bytes.count, by: MemoryLayout<Float>.size).map {
            Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self)))
          }
        }
        running.append(RunningEpisode(proposal: proposal, number: number, actions: actions))
      }
    }
    self.init(
      stepCount: stepCount, episodeCount: episodeCount, epochCount: epochCount, running: running, ends: ends)
  }
}

extension Proposal {
  /// The proposal as words about a file. What only teachers that propose levels make differ from its default is left out,
  /// as earlier versions left it out.
  fileprivate var metadata: [(name: String, value: String)] {
    [("task", task.map { "\($0)" }.joined(separator: ","))]
      + [
        ("level", level.map { "\($0)" }), ("level_seed", seed.map { "\($0)" }),
        ("is_for_learning", isForLearning ? nil : "false"),
      ].compactMap { name, value in value.map { (name, $0) } }
  }

  /// Nil if a word is missing or is no number.
  fileprivate init?(_ file: SafeTensors, prefix: String) {
    func number(_ name: String) -> UInt64? { file.metadata(prefix + name).flatMap { UInt64($0) } }
    guard let task = file.metadata("\(prefix)task")?.split(separator: ",").map({ Double($0) }),
      task.allSatisfy({ $0?.isFinite == true })
    else { return nil }
    self.init(
      task.compactMap { $0 }, level: number("level"), seed: number("level_seed"),
      isForLearning: file.metadata("\(prefix)is_for_learning") != "false")
  }
}
