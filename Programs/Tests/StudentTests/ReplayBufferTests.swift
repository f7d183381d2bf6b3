import Testing

@testable import Student

struct ReplayBufferTests {
  @Test func holdsWhatWasAppended() throws {
    let replay = try ReplayBuffer(capacity: 4, observationSize: 3, actionSize: 2)
    replay.append([1, 2, 3], [4, 5], 6, [7, 8, 9], done: true)
    replay.append([-1, -2, -3], [-4, -5], -6, [-7, -8, -9], done: false)
    #expect(replay.count == 2)
    for (index, sign) in [Float(1), -1].enumerated() {
      let transition = replay.transition(at: index)
      #expect((0..<3).map { transition.observation[$0] } == [sign, 2 * sign, 3 * sign])
      #expect((0..<2).map { transition.action[$0] } == [4 * sign, 5 * sign])
      #expect(transition.reward == 6 * sign)
      #expect((0..<3).map { transition.nextObservation[$0] } == [7 * sign, 8 * sign, 9 * sign])
      #expect(transition.end == (sign > 0 ? 1 : 0))
    }
  }

  /// Episodes of all lengths, in buffers of all sizes: every transition held is one that was appended.
  @Test(arguments: [1, 2, 3, 7, 30, 1000])
  func linksTransitionsToWhatFollowed(capacity: Int) throws {
    let replay = try ReplayBuffer(capacity: capacity, observationSize: 1, actionSize: 1)
    var step = 0
    for episode in 0..<40 {
      for index in 0..<(episode * 7 % 11 + 1) {
        let isLast = index == episode * 7 % 11
        replay.append(
          [Float(step)], [0], Float(step), [Float(step) + (isLast ? 0.5 : 1)], done: isLast && episode % 2 == 0)
        step += 1
        for place in 0..<replay.count {
          let transition = replay.transition(at: place)
          let ends = [Float](arrayLiteral: 0.5, 1).contains(transition.nextObservation[0] - transition.reward)
          #expect(ends && transition.observation[0] == transition.reward)
          #expect(transition.end == 0 || transition.nextObservation[0] - transition.reward == 0.5)
        }
      }
    }
  }

  @Test func overwritesTheOldest() throws {
    let replay = try ReplayBuffer(capacity: 5, observationSize: 1, actionSize: 1)
    for step in 0..<13 {
      replay.append([0], [0], Float(step), [0], done: false)
      let held = Set((0..<replay.count).map { Int(replay.transition(at: $0).reward) })
      #expect(held == Set(max(0, step - 4)...step))
    }
  }

  @Test func twoMillionTransitionsTakeNoMemoryUntilUsed() throws {
    let before = residentPages()
    let replay = try ReplayBuffer(capacity: 2_000_000, observationSize: 24, actionSize: 4)
    let values = [Float](repeating: 1, count: 24)
    replay.append(values, [1, 1, 1, 1], 1, values, done: false)
    // 240 MB if it were all there; other tests run at the same time.
    #expect(residentPages() - before < 25_000)
  }

  @Test func drawsUniformly() throws {
    let count = 50
    let replay = try ReplayBuffer(capacity: 64, observationSize: 1, actionSize: 1)
    for step in 0..<count { replay.append([Float(step)], [0], Float(step), [Float(step)], done: false) }
    let batch = TransitionBatch(observationSize: 1, actionSize: 1, count: 1000)
    var stream = RandomStream(seed: 11, purpose: .replaySampling)
    var hits = [Double](repeating: 0, count: count)
    let draws = 200
    for _ in 0..<draws {
      batch.draw(from: replay, using: &stream)
      batch.gather(rows: 0..<1000)
      for row in 0..<1000 {
        let step = Int(batch.rewards.pointer[row])
        #expect(batch.taken.row(row)[0] == Float(step) && batch.next.row(row)[0] == Float(step))
        hits[step] += 1
      }
    }
    let expected = Double(draws * 1000 / count)
    let chiSquare = hits.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
    // 49 degrees of freedom: below 85.4 in 999 of 1000 cases, above 23.98 as often.
    #expect((23.98...85.4).contains(chiSquare))
  }

  @Test(arguments: [(0, 1, 1), (-3, 1, 1), (1, 0, 1), (1, 1, 0), (1 << 32, 1, 1), (1, Int.max, 1), (1, 1, Int.max)])
  func refusesSizesThatCannotBe(capacity: Int, observationSize: Int, actionSize: Int) {
    #expect(throws: ConfigurationError.self) {
      try ReplayBuffer(capacity: capacity, observationSize: observationSize, actionSize: actionSize)
    }
  }

  @Test func refusesMoreThanTheAddressSpace() throws {
    let error = try #require(throws: ConfigurationError.self) {
      try ReplayBuffer(capacity: Int(Int32.max) - 1, observationSize: 65536, actionSize: 1)
    }
    #expect(error.description.contains("2147483646"))
  }
}
