import ArgumentParser
import Student

/// Where a walker plays.
struct PlayTrackOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The environment ('teachdrl environments' lists them). (default: a run's own, else walker-tracks, which has every "
        + "parameter)", valueName: "name"))
  var env: String?

  @Option(
    name: .customLong("env_option"),
    help: ArgumentHelp(
      "An option of the environment, such as contacts=published; may be repeated.", valueName: "name=value")
  )
  var settingTexts: [String] = []

  @Option(
    name: [.customLong("walker"), .customLong("leg_size")],
    help: ArgumentHelp("The walker's build, as --env_option walker=name.", valueName: "name"))
  var walker: String?

  @Option(
    help: ArgumentHelp(
      "The task: every parameter of the environment's task space, in its order, such as 1.5,3.", valueName: "x,x"))
  var task: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "A parameter of the track, such as stump_height=1.5; may be repeated. There are \(parameterNames()). Without task "
        + "and parameters the ground is flat.", valueName: "name=x,x"))
  var parameterTexts: [String] = []

  @Option(
    name: .customLong("test_task"),
    help: ArgumentHelp(
      "A task of the run's test set instead, counted from 1, on the track that its tests play.", valueName: "n"))
  var testTask: Int?
}

/// Who plays, and how long.
struct PlayPolicyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Who moves the walker: random, gait (a gait made by hand), a run's folder such as data/test/test_s0, or a file that "
        + "'teachdrl export' has written.",
      valueName: "policy"))
  var policy = "gait"

  @Flag(help: "Draw actions from the policy, as in training, instead of playing its mean; for what a run has learnt.")
  var explore = false

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("Seed of track, push, random actions and exploration.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(name: .customLong("max_steps"), help: ArgumentHelp("Steps played at most, 50 a second.", valueName: "n"))
  var maxSteps = 2000
}

/// Where the pictures go.
struct PlayOutputOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Write an animation to a file.", valueName: "file"))
  var gif: String?

  @Option(help: ArgumentHelp("Write each frame to a folder: frame_00000.png, ...", valueName: "folder"))
  var png: String?

  @Option(help: ArgumentHelp("Steps for each frame; 2 show 25 frames a second.", valueName: "n"))
  var every = 2

  @Option(help: ArgumentHelp("Width of a frame in pixels; its height is two thirds.", valueName: "n"))
  var width = 600

  @Flag(name: .customLong("no_caption"), help: "Leave time, return and task out of the picture.")
  var hasNoCaption = false
}
