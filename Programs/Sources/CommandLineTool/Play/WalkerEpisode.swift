import Pictures
import Student
import TeachDRL

/// An episode that is played step by step to be shown.
final class WalkerEpisode {
  private let environment: Environment
  private var actor: Actor
  private let observation: UnsafeMutableBufferPointer<Float>
  private let action: UnsafeMutableBufferPointer<Float>
  /// The steps played.
  private(set) var stepCount = 0
  /// The sum of the rewards.
  private(set) var episodeReturn = 0.0
  /// Whether the episode is over.
  private(set) var hasEnded = false

  /// Starts an episode: `start` writes its first observation.
  init(
    _ environment: Environment, _ actor: Actor, start: (UnsafeMutableBufferPointer<Float>) throws -> Void
  ) throws {
    (self.environment, self.actor) = (environment, actor)
    observation = .allocate(capacity: environment.observationSize)
    action = .allocate(capacity: environment.actionSize)
    observation.initialize(repeating: 0)
    action.initialize(repeating: 0)
    try start(observation)
  }

  deinit {
    observation.deallocate()
    action.deallocate()
  }

  /// Plays so many steps, less where the episode ends before.
  func advance(_ steps: Int) throws {
    for _ in 0..<steps where !hasEnded {
      actor.act(observation: UnsafeBufferPointer(observation), into: action)
      let step = try environment.step(action: UnsafeBufferPointer(action), observation: observation)
      stepCount += 1
      episodeReturn += step.reward
      hasEnded = step.terminated || step.truncated
    }
  }

  /// The present moment.
  func frame(caption: Bool) throws -> WalkerFrame {
    let seconds = fixed(Double(stepCount) / 50)
    return WalkerFrame(
      try environment.scene(),
      caption: caption ? "time \(seconds) s   return \(fixed(episodeReturn))   \(terrain)" : "")
  }

  /// What the caption says of the track.
  var terrain = ""

  /// Plays at most so many steps, and keeps every so manieth moment; nil once `isStopped` is true.
  func frames(
    every steps: Int, maxSteps: Int, caption: Bool, until isStopped: () -> Bool = { false }
  ) throws -> [WalkerFrame]? {
    var frames = [try frame(caption: caption)]
    while !hasEnded, stepCount < maxSteps {
      if isStopped() { return nil }
      try advance(min(steps, maxSteps - stepCount))
      frames.append(try frame(caption: caption))
    }
    return frames
  }
}
