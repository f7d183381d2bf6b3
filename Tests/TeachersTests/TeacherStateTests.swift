import Numerics
import Testing

@testable import SavedState
@testable import Teachers

/// A teacher, its options, and the dimension of the task space.
struct StateCase: CustomTestStringConvertible, Sendable {
  let name: String
  let options: [String: String]
  let dimension: Int
  var testDescription: String { "\(name) \(options)" }

  func make(seed: UInt64) throws -> TeacherInstance {
    let low = (0..<dimension).map { Double($0) - 1 }
    return try makeTeacher(name, try space(low, low.map { 2 * abs($0) + 1.5 }), options, seed: seed)
  }

  static let all = [
    StateCase(name: "ALP-GMM", options: [:], dimension: 2),
    StateCase(
      name: "ALP-GMM",
      options: [
        "warm_start": "true", "nb_em_init": "2", "fit_rate": "40", "max_k": "4", "alp_max_size": "100",
        "gmm_fitness": "bic", "history": "3",
      ], dimension: 3),
    StateCase(name: "ALP-GMM", options: ["normalize": "true", "reward_range": "-150,350"], dimension: 5),
    StateCase(name: "Covar-GMM", options: ["fit_rate": "100", "absolute_lp": "true"], dimension: 2),
    StateCase(name: "RIAC", options: ["max_region_size": "30"], dimension: 2),
    StateCase(
      name: "RIAC", options: ["max_region_size": "20", "sampling_in_leaves_only": "true", "history": "0"], dimension: 4),
    StateCase(name: "Oracle", options: ["step_rate": "7", "reward_threshold": "0"], dimension: 2),
    StateCase(name: "Random", options: [:], dimension: 3),
  ]
}

func restored(_ bytes: [UInt8]) throws(StateError) -> TeacherInstance {
  var result: Result<TeacherInstance, StateError> = .failure(.foreign)
  bytes.withUnsafeBytes { bytes in
    result = Result { () throws(StateError) in try TeacherCatalog.restore(from: bytes) }
  }
  return try result.get()
}

/// Bytes in an envelope that is right.
private func sealed(_ content: [UInt8]) -> [UInt8] {
  var writer = StateWriter()
  writer.bytes += content
  return writer.sealed()
}

/// A student that does well where the first coordinate is low, better from episode to episode, with some jumps.
private func play(_ task: [Double], _ episode: Int) -> Double {
  300 * task[0] * Double(episode % 700) / 700 - (episode % 11 == 0 ? 200 : 0)
}

@Suite struct TeacherStateTests {
  @Test(arguments: StateCase.all)
  func aRestoredTeacherGoesOnBitForBit(_ example: StateCase) throws {
    var chance = Xoshiro256PlusPlus(seed: 17)
    for stop in [0, 3, chance.uniform(below: 300), 250 + chance.uniform(below: 2000), 2750] {
      let teacher = try example.make(seed: UInt64(stop))
      teacher.train(stop, play)
      for slot in [5, 2, 999_999] {
        let task = UnsafeMutableBufferPointer<Double>.allocate(capacity: example.dimension)
        defer { task.deallocate() }
        teacher.beginEpisode(slot: slot, task: task)
      }
      let state = teacher.savedState()
      let copy = try restored(state)
      #expect(copy.savedState() == state)
      #expect(copy.busySlots == [2, 5, 999_999] && copy.task(inSlot: 5) == teacher.task(inSlot: 5))
      for slot in [2, 5] {
        teacher.endEpisode(slot: slot, episodeReturn: 7)
        copy.endEpisode(slot: slot, episodeReturn: 7)
      }
      for episode in 0..<5000 {
        let task = teacher.sample()
        guard copy.sample() == task else {
          Issue.record("differs \(episode) episodes after episode \(stop)")
          break
        }
        teacher.update(task, play(task, episode))
        copy.update(task, play(task, episode))
      }
      #expect(copy.savedState() == teacher.savedState())
      #expect(copy.episodeCount == teacher.episodeCount && copy.changeEpisodes == teacher.changeEpisodes)
    }
  }

  @Test(arguments: StateCase.all)
  func everyChangedByteAndEveryCutIsRefused(_ example: StateCase) throws {
    let teacher = try example.make(seed: 1)
    teacher.train(60, play)
    let state = teacher.savedState()
    for place in state.indices {
      var changed = state
      changed[place] ^= 0x10
      #expect(throws: StateError.self) { try restored(changed) }
    }
    for length in state.indices { #expect(throws: StateError.self) { try restored(Array(state.prefix(length))) } }
  }

  /// With a right checksum over wrong bytes a state is refused, or it is one that a teacher can work from.
  @Test(arguments: StateCase.all)
  func forgedStatesDoNoHarm(_ example: StateCase) throws {
    let teacher = try example.make(seed: 1)
    teacher.train(130, play)
    let content = Array(teacher.savedState().dropFirst(24))
    var chance = Xoshiro256PlusPlus(seed: 3)
    var refused = 0
    for place in content.indices {
      var forged = content
      forged[place] = UInt8(truncatingIfNeeded: chance.next())
      if place % 8 == 7 { forged[place] = [0, 0x7F, 0xFF, 0x80][chance.uniform(below: 4)] }
      do {
        let copy = try restored(sealed(forged))
        if place % 40 == 0 { copy.train(60, play) }
        #expect(copy.taskSpace.contains(copy.sample()))
      } catch { refused += 1 }
    }
    #expect(refused > content.count / 20)
  }
}
