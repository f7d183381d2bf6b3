import Arguments
import Numerics

/// Draws tasks uniformly and learns nothing: what every curriculum is compared with.
struct RandomTeacher: Teacher {
  static let name = "Random"
  static let documentation = "draws tasks uniformly from the whole task space and learns nothing"
  static let options: [OptionDescription] = []
  static let dimensions = 1...10_000

  private let taskSpace: TaskSpace
  private var generator: Xoshiro256PlusPlus

  init(taskSpace: TaskSpace, options: OptionValues, seed: UInt64) {
    self.taskSpace = taskSpace
    generator = Xoshiro256PlusPlus(seed: seed)
  }

  mutating func sampleTask(into task: UnsafeMutableBufferPointer<Double>) {
    taskSpace.sampleUniform(into: task, using: &generator)
  }

  mutating func update(task: UnsafeBufferPointer<Double>, reward: Double) {}
}
