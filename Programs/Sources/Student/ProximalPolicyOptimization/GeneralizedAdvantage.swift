/// Generalized advantage estimation (Schulman et al. 2016, arXiv 1506.02438), for n environments that played T steps.
///
///     delta_t = r_t + gamma V(s_{t+1}) - V(s_t)        V(s_{t+1}) is 0 if the episode came to its own end
///     A_t = delta_t + gamma lambda A_{t+1}             A_{t+1} is 0 if the episode ended in any way
enum GeneralizedAdvantage {
  /// Writes the advantages of steps that stand time after time, a row of environments each.
  ///
  /// - Parameters:
  ///   - rewards: Of each step.
  ///   - values: V of what each step started from.
  ///   - nextValues: V of what each step led to: of an episode that ended, of its last observation.
  ///   - endings: How episodes go on after each step.
  ///   - environmentCount: The length of a row.
  static func estimate(
    rewards: UnsafeBufferPointer<Float>, values: UnsafeBufferPointer<Float>, nextValues: UnsafeBufferPointer<Float>,
    endings: UnsafeBufferPointer<EpisodeEnding>, environmentCount: Int, discount: Double, decay: Double,
    into advantages: UnsafeMutableBufferPointer<Float>
  ) {
    for environment in 0..<environmentCount {
      var next = 0.0
      for step in stride(from: rewards.count - environmentCount + environment, through: 0, by: -environmentCount) {
        let future = endings[step] == .terminated ? 0 : Double(nextValues[step])
        let error = Double(rewards[step]) + discount * future - Double(values[step])
        next = error + (endings[step] == .none ? discount * decay * next : 0)
        advantages[step] = Float(next)
      }
    }
  }
}
