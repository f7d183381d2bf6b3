import Numerics

/// The teachers that take turns in proposing an environment's tasks, and how often each does.
final class TaskSources {
  let teachers: [any SharedTeacher]
  /// The sums of the shares up to each teacher's.
  private let cumulativeShares: [Double]

  /// The shares are finite, not negative, and not all zero.
  init(_ teachers: [any SharedTeacher], shares: [Double]) {
    self.teachers = teachers
    let greatest = shares.max() ?? 1
    var sum = 0.0
    cumulativeShares = shares.map { share in
      // Of the greatest, so that the sum is finite.
      sum += share / greatest
      return sum
    }
  }

  /// Chooses a teacher with the probability of its share. Draws nothing if there is but one.
  func choose(using generator: inout Xoshiro256PlusPlus) -> Int {
    guard teachers.count > 1, let total = cumulativeShares.last else { return 0 }
    let place = generator.uniform(from: 0, to: total)
    // Rounding may put the place at the very end, beyond teachers without a share too.
    return cumulativeShares.firstIndex { place < $0 } ?? cumulativeShares.firstIndex(of: total) ?? 0
  }
}
