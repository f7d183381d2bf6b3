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
    StateCase(name: "RIAC", options: ["reward_range": "off", "normalize": "false"], dimension: 2),
    StateCase(name: "ALP-GMM", options: ["reward_range": "off", "normalize": "false", "min_k": "12"], dimension: 2),
    StateCase(name: "Oracle", options: ["step_rate": "7", "reward_threshold": "0"], dimension: 2),
    StateCase(name: "Random", options: [:], dimension: 3),
    StateCase(
      name: "ADR", options: ["queue_len": "3", "grow_threshold": "30", "shrink_threshold": "-50"], dimension: 2),
    StateCase(
      name: "ExpandingBox", options: ["window": "7", "grow_threshold": "30", "shrink_threshold": "-50"], dimension: 2),
    StateCase(name: "Stages", options: ["window": "5", "thresholds": "20"], dimension: 3),
    StateCase(name: "Annealing", options: ["duration": "1000"], dimension: 2),
    StateCase(name: "SPDL", options: ["update_rate": "20", "update_offset": "60", "alpha_offset": "5"], dimension: 3),
    StateCase(name: "DORAEMON", options: ["update_rate": "40"], dimension: 2),
  ]
}

func restored(_ bytes: [UInt8]) throws(StateError) -> TeacherInstance {
  var result: Result<TeacherInstance, StateError> = .failure(.foreign)
  bytes.withUnsafeBytes { bytes in
    result = Result { () throws(StateError) in try TeacherCatalog.restore(from: bytes, workers: Workers()) }
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
        teacher.endEpisode(slot: slot, outcome: EpisodeOutcome(episodeReturn: 7))
        copy.endEpisode(slot: slot, outcome: EpisodeOutcome(episodeReturn: 7))
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

  /// Numbers that would count up to where they no longer fit, or take memory that the state itself has not, are refused.
  @Test func statesThatWouldGrowBeyondBoundsAreRefused() throws {
    let teacher = try makeTeacher("Random", .unitBox(dimension: 1))
    let content = Array(teacher.savedState().dropFirst(24))
    // The number of episodes stands before that of episodes under way and the generator's four words.
    let place = content.count - 8 - 4 * 8 - 8 - 8
    #expect(content[place..<(place + 16)].allSatisfy { $0 == 0 })
    var forged = content
    for i in 0..<8 { forged[place + i] = 0xFF }
    #expect(throws: StateError.self) { try restored(sealed(forged)) }

    var writer = StateWriter()
    writer.write("RIAC")
    writer.write(1)
    writer.write("max_region_size")
    writer.write("100000")
    writer.write(1)
    writer.write(false)
    writer.write(contentsOf: [0, 1])
    for zero in [0, 0] { writer.write(zero) }
    Xoshiro256PlusPlus(seed: 1).save(to: &writer)
    writer.write(500)
    for split in 0..<500 {
      writer.write(2 * split)
      writer.write(0)
      writer.write(Double(split + 1) / 501)
    }
    let bytes = writer.sealed()
    #expect(throws: StateError.damaged("the number of splits is 500, more than there is")) { try restored(bytes) }
  }

  /// Mixtures to start from that are so far away that no point has a density are not started from.
  @Test func uselessStartsAreReplaced() throws {
    let options = ["warm_start": "true", "min_k": "2", "max_k": "2", "fit_rate": "30"]
    let teacher = try makeTeacher("ALP-GMM", .unitBox(dimension: 2), options)
    teacher.train(65, play)
    let mixture = try #require(try teacher.mixture(after: nil))
    var content = Array(teacher.savedState().dropFirst(24))
    var changed = 0
    for mean in mixture.means {
      let bits = withUnsafeBytes(of: mean.bitPattern.littleEndian, Array.init)
      for place in 0..<(content.count - 8) where Array(content[place..<(place + 8)]) == bits {
        content.replaceSubrange(place..<(place + 8), with: withUnsafeBytes(of: (1e101).bitPattern, Array.init))
        changed += 1
      }
    }
    #expect(changed >= 12)
    let forged = try restored(sealed(content))
    for episode in 0..<200 {
      let task = forged.sample()
      #expect(forged.taskSpace.contains(task))
      forged.update(task, play(task, episode))
    }
    let last = try #require(try forged.mixture(after: nil))
    #expect((last.means + last.triangles).allSatisfy { $0.isFinite })
    _ = try restored(forged.savedState())
  }
}
