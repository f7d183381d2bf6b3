/// The gradients of an update's four losses, each with respect to its own network.
struct UpdateGradients {
  let policy: ParameterVector
  let q1: ParameterVector
  let q2: ParameterVector
  let value: ParameterVector

  /// Zeros in the networks' shapes.
  init(_ networks: ActorCriticNetworks) {
    policy = ParameterVector(shape: networks.policy.shape)
    q1 = ParameterVector(shape: networks.q1.shape)
    q2 = ParameterVector(shape: networks.q2.shape)
    value = ParameterVector(shape: networks.value.shape)
  }
}

/// What an update computes for each row of its batch.
struct UpdateRows {
  /// V_target(o').
  let nextValues: FloatBuffer
  /// Q1(o, a), Q2(o, a) and V(o).
  let q1: FloatBuffer
  let q2: FloatBuffer
  let values: FloatBuffer
  /// Q1(o, pi) and Q2(o, pi).
  let proposedQ1: FloatBuffer
  let proposedQ2: FloatBuffer
  /// r + gamma (1 - d) V_target(o').
  let qTargets: FloatBuffer
  /// min(Q1(o, pi), Q2(o, pi)) - alpha log pi.
  let valueTargets: FloatBuffer

  /// Room for `count` rows.
  init(count: Int) {
    func rows() -> FloatBuffer { FloatBuffer(count: count) }
    (nextValues, q1, q2, values) = (rows(), rows(), rows(), rows())
    (proposedQ1, proposedQ2, qTargets, valueTargets) = (rows(), rows(), rows(), rows())
  }
}

/// The losses of one update, at the weights before it.
public struct SoftActorCriticLosses: Sendable, Equatable {
  /// mean(alpha log pi - Q1(o, pi)).
  public let policy: Double
  /// 1/2 mean (q_target - Q1(o, a))^2.
  public let q1: Double
  /// 1/2 mean (q_target - Q2(o, a))^2.
  public let q2: Double
  /// 1/2 mean (v_target - V(o))^2.
  public let value: Double
}
