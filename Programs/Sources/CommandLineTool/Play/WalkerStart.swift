import Arguments
import Student
import TeachDRL

/// Puts a walker on its track, as the options say.
struct WalkerStart {
  private let track: PlayTrackOptions
  private let player: PlayPolicyOptions

  init(_ track: PlayTrackOptions, _ player: PlayPolicyOptions) { (self.track, self.player) = (track, player) }

  /// Starts the episode. Throws a `Misuse`, a `LibraryError`, a `FileError` or a `RunFileError`.
  func episode() throws -> WalkerEpisode {
    if player.explore, ["random", "gait"].contains(player.policy) {
      throw Misuse(message: "--explore is for what a run has learnt, and policy is '\(player.policy)'; leave it out")
    }
    switch player.policy {
    case "random":
      let environment = try newEnvironment()
      return try start(environment, .random(ActionNoise(seed: player.seed)))
    case "gait":
      let environment = try newEnvironment()
      guard HeuristicGait.suits(environment) else {
        throw Misuse(
          message:
            "policy is 'gait', which moves pairs of legs with a hip and a knee each, and this walker has others; "
            + "choose random, a run's folder or a policy's file")
      }
      let pairs = environment.actionSize / HeuristicGait.actionSize
      let gaits = (0..<pairs).map { HeuristicGait(pairs == 1 ? .biped : .quadruped, firstLeg: 2 * $0, lifting: $0 % 2) }
      return try start(environment, .gait(gaits))
    case let path where isFile(path) || path.hasSuffix(".safetensors"): return try exported()
    default: return try trained()
    }
  }

  /// The folder of the run that plays.
  private func run() throws -> RunDirectory {
    let directory = RunDirectory(path: player.policy)
    guard !directory.holdsRun else { return directory }
    guard directory.identity == nil else { throw NoRun(folder: player.policy) }
    let name = nearestName(to: player.policy, among: ["random", "gait"])
    throw Misuse(
      message: "policy is '\(player.policy)', which is no run's folder and no file"
        + (name.map { "; did you mean '\($0)'?" } ?? "; it may also be random or gait"))
  }

  private func exported() throws -> WalkerEpisode {
    let policy = try Policy(contentsOf: player.policy)
    if player.explore { policy.explore(seed: player.seed) }
    let environment = try newEnvironment(for: policy.walkerOptions)
    try requireWalker(policy.walker, "the policy in \(player.policy)", joints: policy.actionSize, in: environment)
    return try start(environment, .exported(policy))
  }

  private func trained() throws -> WalkerEpisode {
    let policy = try TrainedPolicy(of: run(), playing: .all)
    if player.explore { policy.explore(seed: player.seed) }
    if let number = track.testTask { return try test(policy, number) }
    let isOwn = track.env == nil && track.walker == nil && track.settingTexts.isEmpty && track.parameterTexts.isEmpty
    let environment = isOwn ? policy.environment : try newEnvironment(for: policy.walkerOptions)
    try requireWalker(
      policy.walker, "the run in \(player.policy)", joints: policy.environment.actionSize, in: environment)
    if isOwn { try environment.seed(player.seed) }
    return try start(environment, .trained(policy))
  }

  private func requireWalker(
    _ walker: String, _ source: String, joints: Int, in environment: Environment
  ) throws(Misuse) {
    guard environment.actionSize == joints else {
      throw Misuse(
        message: "\(source) trained the walker \(walker), which has \(joints) joints, and this one has "
          + "\(environment.actionSize); choose that walker")
    }
  }

  private func test(_ policy: TrainedPolicy, _ number: Int) throws -> WalkerEpisode {
    guard policy.testTasks.indices.contains(number - 1) else {
      throw Misuse(message: "test_task is \(number); the test set has the tasks 1 to \(policy.testTasks.count)")
    }
    guard track.task == nil, track.env == nil, track.parameterTexts.isEmpty, track.settingTexts.isEmpty else {
      throw Misuse(message: "test_task says where to play; leave task, env, env_option and set out")
    }
    let episode = try WalkerEpisode(policy.environment, .trained(policy)) { observation in
      try policy.startTest(number - 1, observation: observation)
    }
    episode.terrain = policy.environment.parameters.caption(of: policy.testTasks[number - 1])
    return episode
  }

  /// The environment that the arguments describe, with a policy's walker unless they say which.
  private func newEnvironment(for walkerOptions: [OptionSetting] = []) throws -> Environment {
    guard track.testTask == nil else { throw Misuse(message: "test_task needs a run's folder as policy") }
    if let walker = track.walker, track.settingTexts.contains(where: { $0.hasPrefix("walker=") }) {
      throw Misuse(message: "walker is '\(walker)', and env_option sets it too; leave one of them out")
    }
    var settings = try track.settingTexts.map { text throws(Misuse) in
      try namedValue(text, of: "env_option", example: "walker=quadru")
    }
    let walker = track.walker.map { [OptionSetting("walker", $0)] } ?? []
    let maxSteps = OptionSetting("max_episode_steps", "\(max(2000, player.maxSteps))")
    // What is said first counts.
    for setting in walker + walkerOptions + [maxSteps] where !settings.contains(where: { $0.name == setting.name }) {
      settings.append(setting)
    }
    return try Environment(track.env ?? "walker-tracks", options: settings, seed: player.seed)
  }

  private func start(_ environment: Environment, _ actor: Actor) throws -> WalkerEpisode {
    var terrain = ""
    if let text = track.task {
      let task = try numbers(text, option: "task")
      try setTask(task, text, in: environment)
      terrain = environment.parameters.caption(of: task)
    }
    for text in track.parameterTexts {
      let setting = try namedValue(text, of: "set", example: "stump_height=1.5")
      let values = try numbers(setting.value, option: "set")
      do {
        try environment.setParameter(setting.name, to: values)
      } catch {
        throw Misuse(message: "set is '\(text)': \(error.commandLineMessage)")
      }
      if values.count <= 2 { terrain += (terrain.isEmpty ? "" : ", ") + "\(setting.name) \(setting.value)" }
    }
    let episode = try WalkerEpisode(environment, actor) { try environment.reset(observation: $0) }
    episode.terrain = terrain
    return episode
  }

  private func setTask(_ task: [Double], _ text: String, in environment: Environment) throws(Misuse) {
    let names = environment.parameters.map(\.name)
    guard !names.isEmpty else {
      throw Misuse(
        message: "task is '\(text)', and this environment has no task, because all parameters are off; name parameters"
          + " by --set, or choose another --env")
    }
    guard task.count == names.count else {
      throw Misuse(
        message: "task is '\(text)', which is \(counted(task.count, "number")); this environment's task has "
          + "\(counted(names.count, "number")): \(names.joined(separator: ", "))")
    }
    do {
      try environment.setTask(task)
    } catch {
      throw Misuse(message: "task is '\(text)': \(error.commandLineMessage)")
    }
  }

  private func numbers(_ text: String, option: String) throws(Misuse) -> [Double] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part throws(Misuse) in
      guard let number = Double(part), number.isFinite else {
        throw Misuse(message: "\(option) is '\(text)', in which '\(part)' is no number; right is 1.5,3")
      }
      return number
    }
  }
}
