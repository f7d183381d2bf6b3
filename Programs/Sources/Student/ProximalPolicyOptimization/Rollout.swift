/// What all environments played since the last update: T steps of n environments, time after time.
final class Rollout {
  let environmentCount: Int
  let length: Int
  /// The steps so far, of each environment.
  private(set) var stepCount = 0

  /// Normalised observations, a row each; behind those of T steps come those after the last.
  let inputs: Matrix
  /// Actions, a row each.
  let actions: Matrix
  let logProbabilities: UnsafeMutablePointer<Float>
  let rewards: UnsafeMutableBufferPointer<Float>
  let endings: UnsafeMutableBufferPointer<EpisodeEnding>
  /// Whether the student learns from a step.
  let areForLearning: UnsafeMutableBufferPointer<Bool>
  let values: UnsafeMutableBufferPointer<Float>
  let nextValues: UnsafeMutableBufferPointer<Float>
  let advantages: UnsafeMutableBufferPointer<Float>
  /// The observations as they are.
  let observations: FloatBuffer
  /// The steps whose episodes were cut off, and the normalised observations that they ended with.
  private(set) var cutOffs: [(step: Int, observation: [Float])] = []

  private let observationSize: Int
  private let buffers: [FloatBuffer]

  init(environmentCount: Int, length: Int, observationSize: Int, actionSize: Int) {
    self.environmentCount = environmentCount
    self.length = length
    self.observationSize = observationSize
    let count = environmentCount * length
    buffers = [
      (count + environmentCount) * paddedCount(observationSize), count * paddedCount(actionSize), count, count, count,
      count, count,
    ].map { FloatBuffer(count: $0) }
    inputs = Matrix(
      pointer: buffers[0].pointer, rows: count + environmentCount, columns: observationSize,
      stride: paddedCount(observationSize))
    actions = Matrix(
      pointer: buffers[1].pointer, rows: count, columns: actionSize, stride: paddedCount(actionSize))
    logProbabilities = buffers[2].pointer
    let floats = buffers[3...].map { UnsafeMutableBufferPointer(start: $0.pointer, count: count) }
    (rewards, values, nextValues, advantages) = (floats[0], floats[1], floats[2], floats[3])
    observations = FloatBuffer(count: count * observationSize)
    endings = .allocate(capacity: count)
    endings.initialize(repeating: .none)
    areForLearning = .allocate(capacity: count)
    areForLearning.initialize(repeating: true)
  }

  deinit {
    endings.deallocate()
    areForLearning.deallocate()
  }

  /// The number of steps of all environments.
  var count: Int { environmentCount * length }
  var isFull: Bool { stepCount == length }

  /// The rows of the normalised observations that the next step starts from.
  var presentInputs: Matrix {
    inputs.slice(rows: stepCount * environmentCount..<(stepCount + 1) * environmentCount)
  }

  /// Starts anew.
  func clear() {
    stepCount = 0
    cutOffs.removeAll(keepingCapacity: true)
  }

  /// Notes the observations that the next step starts from.
  func begin(_ observations: UnsafeBufferPointer<Float>, scale: ObservationScale) {
    guard let first = observations.baseAddress else { return }
    for row in 0..<environmentCount {
      scale.normalize(first + row * observationSize, into: presentInputs.row(row))
    }
  }

  /// Notes what a step led to.
  func append(_ step: ObservedStep, scale: ObservationScale) {
    let start = stepCount * environmentCount
    if let first = step.observations.baseAddress {
      (observations.pointer + start * observationSize).update(from: first, count: environmentCount * observationSize)
    }
    for row in 0..<environmentCount {
      rewards[start + row] = Float(step.rewards[row])
      endings[start + row] = step.endings[row]
      areForLearning[start + row] = step.areForLearning[row]
      for component in 0..<actions.columns {
        actions.row(start + row)[component] = step.actions[row * actions.columns + component]
      }
      if step.endings[row] == .cutOff, let first = step.nextObservations.baseAddress {
        let last = FloatBuffer(count: paddedCount(observationSize))
        scale.normalize(first + row * observationSize, into: last.pointer)
        cutOffs.append((start + row, Array(UnsafeBufferPointer(start: last.pointer, count: inputs.stride))))
      }
    }
    stepCount += 1
    if isFull, let first = step.nextObservations.baseAddress {
      // Of an episode that has ended, its last observation: nothing is bootstrapped from it but a cut-off's value.
      for row in 0..<environmentCount {
        scale.normalize(first + row * observationSize, into: inputs.row(count + row))
      }
    }
  }
}
