import Testing

@testable import Student

@Suite struct GeneralizedAdvantageTests {
  /// The definition, as a sum over the errors that follow: A_t = sum over k of (gamma lambda)^k delta_{t + k}, up to the
  /// episode's end.
  @Test(arguments: [(0.99, 0.95), (0.9, 1), (1, 0), (0.5, 0.5)]) func isTheSumOfErrors(discount: Double, decay: Double)
  {
    let (environments, length) = (3, 17)
    let count = environments * length
    let rewards = wave(count, phase: 1, scale: 2)
    let values = wave(count, phase: 2, scale: 3)
    let nextValues = wave(count, phase: 3, scale: 3)
    let endings = (0..<count).map { index -> EpisodeEnding in
      index % 13 == 4 ? .terminated : index % 11 == 7 ? .cutOff : .none
    }
    var advantages = [Float](repeating: 0, count: count)
    rewards.withUnsafeBufferPointer { rewards in
      values.withUnsafeBufferPointer { values in
        nextValues.withUnsafeBufferPointer { nextValues in
          endings.withUnsafeBufferPointer { endings in
            advantages.withUnsafeMutableBufferPointer {
              GeneralizedAdvantage.estimate(
                rewards: rewards, values: values, nextValues: nextValues, endings: endings,
                environmentCount: environments, discount: discount, decay: decay, into: $0)
            }
          }
        }
      }
    }
    for start in 0..<count {
      var (expected, weight) = (0.0, 1.0)
      for step in stride(from: start, to: count, by: environments) {
        let future = endings[step] == .terminated ? 0 : discount * Double(nextValues[step])
        expected += weight * (Double(rewards[step]) + future - Double(values[step]))
        if endings[step] != .none { break }
        weight *= discount * decay
      }
      #expect(abs(Double(advantages[start]) - expected) < 1e-5 * max(1, expected.magnitude))
    }
  }
}
