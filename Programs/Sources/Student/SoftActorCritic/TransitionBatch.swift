/// The transitions of one update, in the form that the networks read.
final class TransitionBatch {
  let observationSize: Int
  let actionSize: Int
  /// The number of transitions.
  let count: Int
  /// (o, a): an observation and the action taken, a row each. The first columns alone are the observations.
  let taken: Matrix
  /// (o, pi): the same with the policy's action, which an update computes.
  let proposed: Matrix
  /// o', the observations that followed.
  let next: Matrix
  /// The rewards r.
  let rewards: FloatBuffer
  /// The ends d: 1 where the episode ended with this transition, else 0.
  let ends: FloatBuffer
  private let buffers: [FloatBuffer]
  private let indices: UnsafeMutableBufferPointer<UInt32>
  /// Where the transitions that were drawn are, until they are gathered.
  private var source: ReplayBuffer?

  /// Room for `count` transitions.
  init(observationSize: Int, actionSize: Int, count: Int) {
    self.observationSize = observationSize
    self.actionSize = actionSize
    self.count = count
    var buffers: [FloatBuffer] = []
    func matrix(columns: Int) -> Matrix {
      let buffer = FloatBuffer(count: count * paddedCount(columns))
      buffers.append(buffer)
      return Matrix(pointer: buffer.pointer, rows: count, columns: columns, stride: paddedCount(columns))
    }
    taken = matrix(columns: observationSize + actionSize)
    proposed = matrix(columns: observationSize + actionSize)
    next = matrix(columns: observationSize)
    self.buffers = buffers
    rewards = FloatBuffer(count: count)
    ends = FloatBuffer(count: count)
    indices = .allocate(capacity: count)
  }

  deinit { indices.deallocate() }

  /// Chooses transitions uniformly with replacement; there is at least one. `gather` then copies them.
  func draw(from replay: ReplayBuffer, using stream: inout RandomStream) {
    stream.fillIndices(indices, below: UInt32(replay.count))
    source = replay
  }

  /// Copies some rows of the transitions last drawn.
  func gather(rows: Range<Int>) {
    guard let source else { return }
    for row in rows { set(row, to: source.transition(at: Int(indices[row]))) }
  }

  /// Sets one transition.
  @inline(__always)
  func set(_ row: Int, to transition: ReplayBuffer.Transition) {
    taken.row(row).update(from: transition.observation, count: observationSize)
    (taken.row(row) + observationSize).update(from: transition.action, count: actionSize)
    proposed.row(row).update(from: transition.observation, count: observationSize)
    next.row(row).update(from: transition.nextObservation, count: observationSize)
    rewards.pointer[row] = transition.reward
    ends.pointer[row] = transition.end
  }
}
