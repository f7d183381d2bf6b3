import Platform

// All environments in one call.
extension VectorEnvironment {
  /// Waking threads takes longer than stepping fewer environments than this.
  private static let fewestForThreads = 3

  /// What the threads share in one call.
  private struct Round {
    let vector: Unmanaged<VectorEnvironment>
    let actions: UnsafePointer<Float>?
    let observations: UnsafeMutablePointer<Float>

    /// Steps an environment, or starts its episode where there are no actions.
    func advance(_ i: Int) {
      vector._withUnsafeGuaranteedRef { vector in
        let observation = UnsafeMutableBufferPointer(
          start: observations + i * vector.observationSize, count: vector.observationSize)
        guard let actions else { return vector.start(i, into: observation) }
        let action = UnsafeBufferPointer(start: actions + i * vector.actionSize, count: vector.actionSize)
        vector.step(i, action: action, into: observation)
      }
    }
  }

  /// Starts an episode in every environment that a condition holds for, and writes their rows of observations.
  public func reset(where isChosen: (Int) -> Bool, observations: UnsafeMutablePointer<Float>) {
    var chosen = 0
    for i in 0..<count where isChosen(i) {
      order[chosen] = Int32(truncatingIfNeeded: i)
      chosen += 1
      slots[i].hasFinished = false
      slots[i].outcome = .none
    }
    play(Round(vector: .passUnretained(self), actions: nil, observations: observations), chosen)
  }

  /// Steps every environment, and writes all observations.
  public func step(actions: UnsafePointer<Float>, observations: UnsafeMutablePointer<Float>) {
    // Resets take longer than steps and go first, so that threads end together.
    var first = 0
    var last = count
    for i in 0..<count {
      if slots[i].phase == .ended {
        order[first] = Int32(truncatingIfNeeded: i)
        first += 1
      } else {
        last -= 1
        order[last] = Int32(truncatingIfNeeded: i)
      }
    }
    play(Round(vector: .passUnretained(self), actions: actions, observations: observations), count)
  }

  /// Same-step mode: starts the next episode of every environment that has finished one and waited for its task.
  public func startNextEpisodes(observations: UnsafeMutablePointer<Float>) {
    guard autoreset == .sameStep else { return }
    var chosen = 0
    for i in 0..<count where slots[i].phase == .ended {
      order[chosen] = Int32(truncatingIfNeeded: i)
      chosen += 1
    }
    play(Round(vector: .passUnretained(self), actions: nil, observations: observations), chosen)
  }

  /// Advances the first environments of `order`.
  private func play(_ round: Round, _ chosen: Int) {
    guard chosen >= Self.fewestForThreads else {
      for position in 0..<chosen { round.advance(Int(order[position])) }
      return
    }
    withUnsafePointer(to: round) { round in
      platform_workers_run(
        workers,
        { context, position in
          guard let round = context?.assumingMemoryBound(to: Round.self).pointee else { return }
          round.advance(round.vector._withUnsafeGuaranteedRef { Int($0.order[position]) })
        }, UnsafeMutableRawPointer(mutating: round), chosen)
    }
  }
}
