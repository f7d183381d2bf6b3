import Testing

@testable import Environments

/// A body without legs: a hull with two arms.
@Suite struct BodyTests {
  private func body(contacts: [Joint.Contact], speeds: [Double]) -> Body {
    func part(_ x: Double, width: Double) -> Part {
      Part(
        shape: .box(width: width, height: 0.2), offset: SIMD2(x, 0), angle: 0, density: 1, friction: 0.5,
        color: SIMD3(1, 0, 0), outlineColor: SIMD3(0, 0, 0))
    }
    let joints = zip(contacts, speeds).enumerated().map { i, joint in
      let side: Double = i == 0 ? -1 : 1
      return Joint(
        parts: (Body.hull, 1 + i), anchors: (SIMD2(side, 0), SIMD2(-0.5 * side, 0)), limits: -1...1,
        speed: joint.1, torque: 1000, angleOffset: Float(2 * i), contact: joint.0)
    }
    return Body(
      name: "arms", parts: [part(0, width: 2), part(-1.5, width: 1), part(1.5, width: 1)], joints: joints,
      startHeight: 5,
      motorCost: 0.5)
  }

  private func observation(_ observer: Observer, _ episode: borrowing Episode) -> [Float] {
    var observation = [Float](repeating: .nan, count: observer.size)
    observation.withUnsafeMutableBufferPointer { observer.observe(episode.simulation, into: $0) }
    return observation
  }

  // Strong motors in free fall reach the speeds of the table, which observations tell as 1; angles follow from them.
  @Test func observationsFollowTheTableOfJoints() {
    let body = body(contacts: [.felt, .unfelt], speeds: [3, 2])
    let observer = Observer(of: body, maxEpisodeSteps: 100)
    #expect(observer.size == 4 + 3 + 2 + 10 && observer.bounds.low.count == observer.size)
    var episode = Episode(of: body, on: Course(of: Track()), push: 0, maxSteps: 100)
    let start = observation(observer, episode)
    #expect(abs(start[4]) < 1e-4 && abs(start[7] - 2) < 1e-4)
    let action: [Float] = [1, -1]
    for _ in 0..<10 { _ = action.withUnsafeBufferPointer { episode.step($0) } }
    let end = observation(observer, episode)
    #expect(abs(end[5] - 1) < 1e-3 && abs(end[8] + 1) < 1e-3)
    #expect(abs(end[4] - start[4] - 0.2 * 3) < 1e-2 && abs(end[7] - start[7] + 0.2 * 2) < 1e-2)
    #expect(end[6] == 0)
  }

  // Two motors at half of their torque cost as much as one at full torque.
  @Test func motorsCostWhatTheBodySays() {
    let body = body(contacts: [.unfelt, .unfelt], speeds: [3, 3])
    var resting = Episode(of: body, on: Course(of: Track()), push: 0, maxSteps: 100)
    var turning = Episode(of: body, on: Course(of: Track()), push: 0, maxSteps: 100)
    let rest = ([0, 0] as [Float]).withUnsafeBufferPointer { resting.step($0) }
    let effort = ([0.5, -0.5] as [Float]).withUnsafeBufferPointer { turning.step($0) }
    // The arms mirror each other, so that the hull neither turns nor moves sideways.
    #expect(abs(rest.reward - effort.reward - 0.5) < 1e-2)
  }

  // Both arms lie on the ground in the end; a flag that is not published stays 0.
  @Test func contactsAreFeltAsTheTableSays() {
    let body = body(contacts: [.felt, .feltUnlessPublished], speeds: [3, 3])
    for (contacts, expected) in [(Senses.Contacts.counted, [1, 1]), (.published, [1, 0])] as [(_, [Float])] {
      let observer = Observer(of: body, maxEpisodeSteps: 1000, senses: Senses(contacts: contacts))
      var episode = Episode(of: body, on: Course(of: Track()), push: 0, maxSteps: 1000)
      // Arms down, so that they land first.
      let action: [Float] = [1, -1]
      var flags: Set<[Float]> = []
      while !episode.hasEnded {
        _ = action.withUnsafeBufferPointer { episode.step($0) }
        let observation = observation(observer, episode)
        flags.insert([observation[6], observation[9]])
      }
      #expect(flags.contains([0, 0]) && flags.contains(expected))
      #expect(flags.allSatisfy { $0[1] <= expected[1] })
    }
  }
}
