/// The toy student that teachers are measured on: a unit box of cells, each of which can be learnt once a neighbour
/// towards the origin is. Written here again, in its simplest form, so that this benchmark measures teachers alone.
struct ToyWorld {
  let cellsPerDimension = 10
  let relevantDimensions: Int
  private var competences: [Int]

  init(relevantDimensions: Int) {
    self.relevantDimensions = relevantDimensions
    competences = Array(repeating: 0, count: (0..<relevantDimensions).reduce(1) { count, _ in count * 10 })
  }

  /// The share of mastered cells in percent.
  var masteredShare: Double { 100 * Double(competences.count { $0 > 75 }) / Double(competences.count) }

  /// Plays an episode; returns the reward.
  mutating func play(_ task: UnsafeBufferPointer<Double>) -> Double {
    let coordinates = (0..<relevantDimensions).map { min(Int(task[$0] * 10), 9) }
    let cell = index(coordinates)
    if competences[cell] < 100, canLearn(coordinates) { competences[cell] += 1 }
    return Double(competences[cell]) / 100
  }

  private func index(_ coordinates: [Int]) -> Int { coordinates.reduce(0) { $0 * cellsPerDimension + $1 } }

  private func canLearn(_ coordinates: [Int]) -> Bool {
    if coordinates.allSatisfy({ $0 == 0 }) { return true }
    for steps in 1..<(1 << relevantDimensions) {
      let neighbor = coordinates.indices.map { coordinates[$0] - (steps >> $0 & 1) }
      if neighbor.allSatisfy({ $0 >= 0 }), competences[index(neighbor)] >= 75 { return true }
    }
    return false
  }
}
