import Platform
import Synchronization

// Some environments now, others later.
extension VectorEnvironment {
  /// How many environments have been sent and not received.
  public var sentCount: Int { ringTail - ringHead }

  /// Whether an environment has been sent and not received.
  public func isSent(_ i: Int) -> Bool { slots[i].isSent }

  /// The place of the first of these environments, none of which is sent, that was there before; nil where there is none.
  public func firstRepetition(in indices: UnsafeBufferPointer<Int>) -> Int? {
    var repetition: Int?
    for (row, i) in indices.enumerated() {
      if slots[i].isSent {
        repetition = row
        break
      }
      slots[i].isSent = true
    }
    for i in indices.prefix(repetition ?? indices.count) { slots[i].isSent = false }
    return repetition
  }

  /// Has environments stepped that are not sent already, one row of actions each, and does not wait.
  public func send(_ indices: UnsafeBufferPointer<Int>, actions: UnsafePointer<Float>) {
    if sentCount == 0 { beginSending() }
    for (row, i) in indices.enumerated() {
      sentActions[i].baseAddress?.update(from: actions + row * actionSize, count: actionSize)
      isStepped[i].store(false, ordering: .relaxed)
      slots[i].isSent = true
      ring[ringTail % count] = Int32(truncatingIfNeeded: i)
      ringTail += 1
    }
    platform_workers_post(workers, indices.count)
  }

  private func beginSending() {
    ringHead = 0
    ringTail = 0
    platform_workers_begin(
      workers,
      { context, position in
        guard let context else { return }
        Unmanaged<VectorEnvironment>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.stepSent(at: position) }
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// On any thread. An entry of the ring stays until its environment has been received.
  private func stepSent(at position: Int) {
    let i = Int(ring[position % count])
    step(i, action: UnsafeBufferPointer(sentActions[i]), into: sentObservations[i])
    isStepped[i].store(true, ordering: .releasing)
  }

  /// The number of the environment that was sent first, as soon as it has been stepped; helps until then. There must be
  /// one.
  public func receive() -> Int {
    let i = Int(ring[ringHead % count])
    while !isStepped[i].load(ordering: .acquiring) {
      let finished = platform_workers_finished(workers)
      if isStepped[i].load(ordering: .acquiring) { break }
      if !platform_workers_help(workers) { platform_workers_wait(workers, finished) }
    }
    ringHead += 1
    slots[i].isSent = false
    // No thread is at anything when nothing is sent: a fork then loses nothing.
    if sentCount == 0 { platform_workers_drain(workers) }
    return i
  }

  /// The observation of an environment that has just been received.
  public func receivedObservation(of i: Int) -> UnsafeBufferPointer<Float> { UnsafeBufferPointer(sentObservations[i]) }

  /// Same-step mode: starts the next episode of an environment that has just been received, has finished one and waited
  /// for its task.
  public func startNextEpisode(ofReceived i: Int) {
    if autoreset == .sameStep && slots[i].phase == .ended { start(i, into: sentObservations[i]) }
  }
}
