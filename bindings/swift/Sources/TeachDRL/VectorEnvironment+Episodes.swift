import CTeachDRL

extension VectorEnvironment {
  /// Starts an episode in one environment, as a single environment does after `seed`, `setTask` and `reset`. The others go
  /// on. Its observation is in its row of `observations`.
  ///
  /// - Parameters:
  ///   - index: The environment.
  ///   - task: The task, which lies in the task space. It must be the caller's to choose: no teachers are attached.
  ///   - seed: What the episode's track and push are drawn from.
  /// - Throws: `LibraryError` if the task is not one, or teachers are attached.
  public func startEpisode(in index: Int, task: [Double], seed: UInt64) throws(LibraryError) {
    precondition((0..<count).contains(index) && task.count == parameters.count)
    let mask = (0..<count).map { $0 == index }
    var tasks = [Double](repeating: 0, count: count * task.count)
    tasks.replaceSubrange(index * task.count..<(index + 1) * task.count, with: task)
    var seeds = [UInt64](repeating: 0, count: count)
    seeds[index] = seed
    try check(teachdrl_vector_environment_set_tasks(handle, mask, tasks, count, task.count))
    try check(teachdrl_vector_environment_seed(handle, mask, seeds, count))
    try check(
      teachdrl_vector_environment_reset(handle, mask, memory.observations.baseAddress, count, observationSize))
  }

  /// Plays actions in one environment, as steps of all would. The others stay as they are. Its last observation is then in
  /// its row of `observations`.
  ///
  /// - Parameters:
  ///   - actions: Actions that do not end the episode but perhaps with the last, one after the other.
  ///   - index: The environment.
  ///   - observe: Gets the reward of each.
  /// - Throws: `LibraryError` if a number is not finite, or the episode ends before the last.
  public func play(
    _ actions: [Float], in index: Int, observe: (Double) -> Void = { _ in }
  ) throws(LibraryError) {
    precondition((0..<count).contains(index) && actions.count.isMultiple(of: actionSize))
    let single = StepMemory(count: 1, observationSize: observationSize, dimension: parameters.count)
    var index = index
    let row = index * observationSize
    for start in stride(from: 0, to: actions.count, by: actionSize) {
      let action = Array(actions[start..<start + actionSize])
      try check(teachdrl_vector_environment_send(handle, &index, action, 1, actionSize))
      try check(single.withRows { teachdrl_vector_environment_receive(handle, &index, 1, $0) })
      observe(single.rewards[0])
      for place in 0..<observationSize { memory.observations[row + place] = single.observations[place] }
    }
  }
}
