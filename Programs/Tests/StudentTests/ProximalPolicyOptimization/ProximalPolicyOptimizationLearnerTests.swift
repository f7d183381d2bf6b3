import Foundation
import TeachDRL
import Testing

@testable import Student

@Suite struct ProximalPolicyOptimizationLearnerTests {
  /// Learners of a trivial task: the reward of a step is highest if the action is half the observation.
  private static func learn(
    rollouts: Int, threadCount: Int = 1, change: (inout ProximalPolicyOptimizationConfiguration) -> Void = { _ in }
  ) throws -> ProximalPolicyOptimizationLearner {
    var configuration = ProximalPolicyOptimizationConfiguration()
    (configuration.hiddenSizes, configuration.environmentCount, configuration.rolloutLength) = ([16, 16], 8, 32)
    (configuration.batchSize, configuration.passes, configuration.learningRate) = (64, 4, 3e-3)
    change(&configuration)
    let learner = try ProximalPolicyOptimizationLearner(
      observationSize: 2, actionSize: 1, configuration: configuration, seeds: TrainingSeeds(run: 5),
      threadCount: threadCount)
    let count = configuration.environmentCount
    var generator = SplitMix64(state: 1)
    var observations = (0..<2 * count).map { _ in Float.random(in: -1...1, using: &generator) }
    var actions = [Float](repeating: 0, count: count)
    for step in 0..<rollouts * configuration.rolloutLength {
      observations.withUnsafeBufferPointer { observations in
        actions.withUnsafeMutableBufferPointer {
          learner.chooseActions(for: observations, into: $0, stepCount: step * count)
        }
      }
      let rewards = (0..<count).map { 1 - Double(pow(actions[$0] - observations[2 * $0] / 2, 2)) }
      // Each fourth step ends an episode; every second one of these cuts it off.
      let ending: EpisodeEnding = step % 8 == 3 ? .terminated : step % 8 == 7 ? .cutOff : .none
      let next = (0..<2 * count).map { _ in Float.random(in: -1...1, using: &generator) }
      let isOver = observations.withUnsafeBufferPointer { observations in
        actions.withUnsafeBufferPointer { actions in
          rewards.withUnsafeBufferPointer { rewards in
            next.withUnsafeBufferPointer { next in
              [EpisodeEnding](repeating: ending, count: count).withUnsafeBufferPointer { endings in
                [Bool](repeating: true, count: count).withUnsafeBufferPointer { areForLearning in
                  learner.observe(
                    ObservedStep(
                      observations: observations, actions: actions, rewards: rewards, nextObservations: next,
                      endings: endings, areForLearning: areForLearning))
                }
              }
            }
          }
        }
      }
      #expect(isOver == (step % configuration.rolloutLength == configuration.rolloutLength - 1))
      while learner.dueUpdateCount > 0 { learner.update() }
      if isOver { learner.reachBoundary() }
      observations = next
    }
    return learner
  }

  private static func action(_ learner: ProximalPolicyOptimizationLearner, _ observation: [Float]) -> Float {
    var action: [Float] = [0]
    observation.withUnsafeBufferPointer { observation in
      action.withUnsafeMutableBufferPointer {
        learner.policy.act(observation: observation, into: $0, deterministic: true)
      }
    }
    return action[0]
  }

  @Test func learnsATrivialTask() throws {
    let learner = try Self.learn(rollouts: 150)
    for observation: [Float] in [[-0.8, 0.3], [0, -0.9], [0.9, 0.9]] {
      #expect(abs(Self.action(learner, observation) - observation[0] / 2) < 0.15)
    }
    // It has become surer of what it does, from a deviation of 1 on.
    #expect(learner.state.policy.logDeviations[0] < -0.5)
  }

  @Test func threadsAndSeedsDecideAsTheyShould() throws {
    let bytes = try [1, 2].map { try Self.learn(rollouts: 3, threadCount: $0).encodedNetworks() }
    #expect(bytes[0] == bytes[1])
    #expect(try Self.learn(rollouts: 2).encodedNetworks() != bytes[0])
  }

  /// A batch size that does not divide the rollout, with a last batch of one step, which is left out, and of more.
  @Test(arguments: [(51, 24), (100, 12), (255, 8), (256, 4), (1000, 4)])
  func makesTheUpdatesThatAreDue(batchSize: Int, updates: Int) throws {
    let learner = try Self.learn(rollouts: 1) { $0.batchSize = batchSize }
    #expect(learner.state.policyOptimizer.stepCount == (batchSize == 51 ? 20 : batchSize == 255 ? 4 : updates))
  }

  // MARK: In a run

  private static func configuration() -> TrainingConfiguration {
    var configuration = TrainingConfiguration.small
    configuration.teacherOptions = [OptionSetting("fit_rate", "20")]
    var ppo = ProximalPolicyOptimizationConfiguration()
    (ppo.hiddenSizes, ppo.environmentCount, ppo.rolloutLength) = ([8], 6, 70)
    (ppo.batchSize, ppo.passes) = (128, 2)
    configuration.proximalPolicyOptimization = ppo
    // Epochs end within rollouts.
    configuration.stepsPerEpoch = 3000
    configuration.epochs = 2
    configuration.testEpisodeCount = 2
    return configuration
  }

  private static let files = [
    "config.json", "episodes.tsv", "test_episodes.tsv", "networks.safetensors", "teacher.state",
    "teacher_history.jsonl",
  ]

  private func directory(_ folder: TemporaryFolder, _ name: String) -> RunDirectory {
    RunDirectory(root: folder.path, experimentName: name, seed: 0)
  }

  private func expectEqual(_ folder: TemporaryFolder, _ name: String, _ other: String) throws {
    for file in Self.files {
      #expect(try folder.bytes("\(name)/\(name)_s0/\(file)") == folder.bytes("\(other)/\(other)_s0/\(file)"), "\(file)")
    }
  }

  /// Stops in rollouts, in updates and in tests.
  @Test func goesOnAsIfItHadNeverStopped() throws {
    let folder = try TemporaryFolder()
    let configuration = Self.configuration()
    let whole = try Training(configuration, directory: directory(folder, "whole"), overwrite: false).run { _ in true }
    #expect(whole.isComplete && whole.progress.episodeCount > 10)
    let parts = directory(folder, "parts")
    // Once in each of what a run does, after a while.
    var stops: [String] = []
    func part(_ training: Training) throws -> Bool {
      var questions = 0
      return try training.run { progress in
        questions += 1
        let activity = String("\(progress.activity)".prefix { $0 != "(" })
        guard questions > 100, !stops.contains(activity) else { return true }
        stops.append(activity)
        return false
      }.isComplete
    }
    var isComplete = try part(Training(configuration, directory: parts, overwrite: false, checkpointInterval: 0))
    while !isComplete { isComplete = try part(Training(resuming: parts, threadCount: 2, checkpointInterval: 0)) }
    #expect(Set(stops) == ["training", "updating", "testing"])
    let text = try folder.text("parts/parts_s0/config.json")
    #expect(text.contains("\"algorithm\": \"ppo\"") && !text.contains("buf_size"))
    for file in Self.files where file != "config.json" {
      #expect(
        try folder.bytes("whole/whole_s0/\(file)") == folder.bytes("parts/parts_s0/\(file)"), "\(file)")
    }
  }

  @Test func theNumberOfThreadsDoesNotShow() throws {
    let folder = try TemporaryFolder()
    for threads in [1, 2] {
      let run = RunDirectory(root: "\(folder.path)/\(threads)", experimentName: "run", seed: 0)
      _ = try Training(Self.configuration(), directory: run, overwrite: false, threadCount: threads).run { _ in true }
    }
    for file in Self.files {
      #expect(try folder.bytes("1/run/run_s0/\(file)") == folder.bytes("2/run/run_s0/\(file)"), "\(file)")
    }
  }

  /// A policy's file plays what the run's networks play, with their scale of observations.
  @Test func policiesCarryTheirScale() throws {
    let folder = try TemporaryFolder()
    let run = directory(folder, "run")
    _ = try Training(Self.configuration(), directory: run, overwrite: false).run { _ in true }
    let trained = try TrainedPolicy(of: run, playing: .first(1))
    let path = "\(folder.path)/policy.safetensors"
    try trained.savePolicy(to: path)
    let policy = try Policy(contentsOf: path)
    #expect(policy.observationSize == 24 && policy.actionSize == 4 && policy.walker == trained.walker)
    let observation = wave(24, phase: 0, scale: 2)
    var actions = [[Float]](repeating: [Float](repeating: 0, count: 4), count: 2)
    observation.withUnsafeBufferPointer { observation in
      actions[0].withUnsafeMutableBufferPointer { policy.act(observation: observation, into: $0) }
      actions[1].withUnsafeMutableBufferPointer { trained.act(observation: observation, into: $0) }
    }
    #expect(actions[0] == actions[1] && actions[0].contains { $0 != 0 })
    #expect(try #require(SafeTensors(folder.bytes("policy.safetensors"))).restore(trained.policy.tensors))
    let factor = try #require(trained.policy.tensors.last?.tensor.values)
    #expect(factor.contains { abs($0 - 1) > 0.1 })
  }
}
