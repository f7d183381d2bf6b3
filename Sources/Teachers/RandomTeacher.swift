import Arguments
import Numerics
import SavedState
import Tasks

/// Draws tasks uniformly and learns nothing: what every curriculum is compared with.
struct RandomTeacher: Teacher {
  static let name = "Random"
  static let documentation = "draws tasks uniformly from the whole task space and learns nothing"
  static let options: [OptionDescription] = []
  static let dimensions = 1...10_000
  static let measuresDistances = false
  static let needs: OutcomeMembers = []

  private let taskSpace: Box
  private var generator: Xoshiro256PlusPlus

  init(taskSpace: Box, options: OptionValues, seed: UInt64, workers: Workers) {
    self.taskSpace = taskSpace
    generator = Xoshiro256PlusPlus(seed: seed)
  }

  mutating func sampleTask(into task: UnsafeMutableBufferPointer<Double>) -> Proposal {
    taskSpace.sampleUniform(into: task, using: &generator)
    return Proposal()
  }

  mutating func update(task: UnsafeBufferPointer<Double>, reward: Double, outcome: EpisodeOutcome) {}

  var randomShare: Double { 1 }

  func logDensity(at place: Place) -> Double { place.logUniformDensity(in: taskSpace) }

  func save(to state: inout StateWriter) { generator.save(to: &state) }

  mutating func restore(from state: inout StateReader) throws(StateError) {
    generator = try Xoshiro256PlusPlus(from: &state)
  }
}
