/// The observations and the action of one step, in memory that the C API and the networks share.
final class StepBuffers {
  private(set) var observation: UnsafeMutableBufferPointer<Float>
  private(set) var nextObservation: UnsafeMutableBufferPointer<Float>
  let action: UnsafeMutableBufferPointer<Float>

  init(observationSize: Int, actionSize: Int) {
    observation = .allocate(capacity: observationSize)
    nextObservation = .allocate(capacity: observationSize)
    action = .allocate(capacity: actionSize)
    observation.initialize(repeating: 0)
    nextObservation.initialize(repeating: 0)
    action.initialize(repeating: 0)
  }

  deinit {
    observation.deallocate()
    nextObservation.deallocate()
    action.deallocate()
  }

  /// What came after the step is what the next one starts from.
  func advance() { swap(&observation, &nextObservation) }
}
