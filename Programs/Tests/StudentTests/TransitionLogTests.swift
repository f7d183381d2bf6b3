import Foundation
import Testing

@testable import Student

struct TransitionLogTests {
  /// Plays episodes of given lengths into a log and a buffer; every number tells where it comes from.
  private func play(_ lengths: [Int], into log: TransitionLog, _ replay: ReplayBuffer, from first: Int = 0) throws {
    var step = first
    for (episode, length) in lengths.enumerated() {
      for index in 0..<length {
        let observation = [Float(step), Float(episode), 0.5]
        let next = [Float(step) + (index == length - 1 ? 0.25 : 1), Float(episode), 0.5]
        let action = [Float(-step), Float(index)]
        let done = index == length - 1 && episode % 2 == 0
        replay.append(observation, action, Float(step) / 3, next, done: done)
        observation.withUnsafeBufferPointer { observation in
          action.withUnsafeBufferPointer { action in
            log.append(observation: observation, action: action, reward: Float(step) / 3, done: done)
          }
        }
        step += 1
        if index == length - 1 { try next.withUnsafeBufferPointer { try log.endEpisode(with: $0) } }
      }
    }
  }

  private func contents(_ replay: ReplayBuffer) -> [[Float]] {
    (0..<replay.count).map { index in
      let transition = replay.transition(at: index)
      return (0..<3).map { transition.observation[$0] } + (0..<2).map { transition.action[$0] }
        + [transition.reward, transition.end] + (0..<3).map { transition.nextObservation[$0] }
    }
  }

  @Test(arguments: [1, 2, 5, 17, 18, 100])
  func fillsABufferAsItWas(capacity: Int) throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/transitions.bin"
      let replay = try ReplayBuffer(capacity: capacity, observationSize: 3, actionSize: 2)
      let log = try TransitionLog(path: path, observationSize: 3, actionSize: 2)
      try play([5, 1, 7, 1, 4], into: log, replay)
      log.forget(allBut: capacity, of: 18)
      #expect(log.length == 64 + (18 + 5) * 7 * 4)
      let length = log.length
      try play([2], into: log, try ReplayBuffer(capacity: 1, observationSize: 3, actionSize: 2))

      let filled = try ReplayBuffer(capacity: capacity, observationSize: 3, actionSize: 2)
      let reopened = try TransitionLog(path: path, length: length, stepCount: 18, filling: filled)
      #expect(reopened.length == length)
      #expect(contents(filled) == contents(replay))
      // Both go on alike.
      try play([3, 2], into: reopened, filled, from: 18)
      let other = try TransitionLog(path: "\(folder)/other.bin", observationSize: 3, actionSize: 2)
      try play([3, 2], into: other, replay, from: 18)
      #expect(contents(filled) == contents(replay))
    }
  }

  @Test func refusesAnotherRunsFile() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/transitions.bin"
      let log = try TransitionLog(path: path, observationSize: 3, actionSize: 2)
      try play([4], into: log, try ReplayBuffer(capacity: 9, observationSize: 3, actionSize: 2))
      for (observationSize, actionSize, stepCount) in [(4, 1, 4), (2, 2, 4), (3, 2, 5)] {
        let replay = try ReplayBuffer(capacity: 9, observationSize: observationSize, actionSize: actionSize)
        #expect(throws: RunFileError.self) {
          try TransitionLog(path: path, length: log.length, stepCount: stepCount, filling: replay)
        }
      }
    }
  }
}
