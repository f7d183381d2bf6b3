import ArgumentParser
import Foundation
import Student
import TeachDRL
import Testing

@testable import CommandLineTool

@Suite struct TrainCommandTests {
  private func configuration(_ arguments: String) throws -> TrainingConfiguration {
    let words = ["train"] + arguments.split(separator: " ").map(String.init)
    let command = try TeachdrlCommand.parseAsRoot(normalizedArguments(words))
    return try #require(command as? TrainCommand).trainingConfiguration()
  }

  /// The published implementation's own command line for Stump Tracks.
  @Test func takesThePublishedCommandLine() throws {
    var expected = TrainingConfiguration()
    expected.experimentName = "test_alpgmm"
    expected.seed = 42
    expected.environmentOptions = [
      OptionSetting("walker", "default"), OptionSetting("max_stump_height", "3.0"),
      OptionSetting("max_obstacle_spacing", "6.0"),
    ]
    #expect(
      try configuration(
        "--exp_name test_alpgmm --teacher ALP-GMM --seed 42 --leg_size default --max_stump_h 3.0"
          + " --max_obstacle_spacing 6.0") == expected)
  }

  /// And the one for Hexagon Tracks.
  @Test func takesThePublishedCommandLineForHexagons() throws {
    var expected = TrainingConfiguration()
    expected.experimentName = "test_alpgmm_hexa"
    expected.seed = 42
    expected.environment = "hexagon-tracks"
    expected.environmentOptions = [OptionSetting("walker", "quadru"), OptionSetting("max_poly_shape", "4")]
    #expect(
      try configuration("--exp_name test_alpgmm_hexa --teacher ALP-GMM --seed 42 --leg_size quadru -hexa") == expected)
  }

  @Test(arguments: [
    ("--max_stump_h 3", "stump-tracks"), ("--max_obstacle_spacing 6", "stump-tracks"), ("-hexa", "hexagon-tracks"),
    ("--hexa_shape --roughness 1", "hexagon-tracks"), ("-seq", "stump-sequence"), ("--stump_seq", "stump-sequence"),
    ("-hexa -seq", "walker-tracks"), ("-hexa --max_obstacle_spacing 6", "walker-tracks"),
    ("--max_stump_h 3 --max_stump_w 2", "walker-tracks"), ("--max_stump_h 3 --max_stump_r 3", "walker-tracks"),
    ("--max_stump_h 3 --env_option min_stump_height=1", "stump-tracks"),
    ("--max_stump_h 3 --max_stump_w 2 --env_option min_stump_width=1", "walker-tracks"),
  ])
  func choosesTheEnvironment(arguments: String, environment: String) throws {
    let configuration = try configuration(arguments)
    #expect(configuration.environment == environment)
    // The library takes them all, and knows the task space.
    let made = try Environment(environment, options: configuration.environmentOptions, seed: 0)
    #expect(!made.parameters.isEmpty)
  }

  @Test func turnsOnWhatIsAskedFor() throws {
    let options = try configuration("--max_stump_h 3 --max_stump_w 2 --max_stump_r 1.5 -hexa --roughness 0.5")
    let environment = try Environment("walker-tracks", options: options.environmentOptions, seed: 0)
    #expect(environment.parameters.prefix(3).map(\.name) == ["stump_height", "stump_width", "stump_rot"])
    #expect(environment.parameters.prefix(3).map(\.high) == [3, 2, 1.5])
    #expect(environment.parameters.count == 15)
    #expect(options.environmentOptions.contains(OptionSetting("roughness", "0.5")))
  }

  @Test(arguments: [
    ("RIAC", "--max_region_size 100 --alp_window_size 50", ["max_region_size": "100", "alp_window_size": "50"]),
    ("Covar-GMM", "-alp --min_k 3", ["absolute_lp": "true", "min_k": "3"]),
    ("Covar-GMM", "--absolute_lp", ["absolute_lp": "true"]),
    ("Oracle", "--window_step_vector -0.1,0.2", ["window_step_vector": "-0.1,0.2"]),
  ])
  func takesEveryTeachersOptions(teacher: String, arguments: String, options: [String: String]) throws {
    let configuration = try configuration("--teacher \(teacher) \(arguments)")
    #expect(Dictionary(uniqueKeysWithValues: configuration.teacherOptions.map { ($0.name, $0.value) }) == options)
  }

  // Whatever the bounds: the published script chooses the steps by the parameters that are on.
  @Test(arguments: [
    ("--max_stump_h 3 --max_obstacle_spacing 6", true), ("--max_stump_h 1.5 --max_obstacle_spacing 4", true),
    ("-hexa", true), ("-seq", true), ("--max_stump_h 3", false), ("--max_obstacle_spacing 6", false),
    ("--max_stump_h 3 --max_obstacle_spacing 6 --max_stump_w 2", false), ("-hexa --max_obstacle_spacing 6", false),
  ])
  func theOracleKnowsThePublishedWays(tracks: String, isPublished: Bool) throws {
    let configuration = try configuration("--teacher Oracle \(tracks)")
    guard !isPublished else { return try configuration.check() }
    let error = try #require(throws: LibraryError.self) { try configuration.check() }
    #expect(error.message.contains("'window_step_vector' is off") && error.message.contains("give one number"))
  }

  @Test func theWalkerFeelsAndSeesAsTold() throws {
    for tracks in ["--max_stump_h 3", "-hexa", "-hexa -seq"] {
      let configuration = try configuration("\(tracks) --contacts published --lidar published")
      #expect(configuration.environmentOptions.contains(OptionSetting("contacts", "published")))
      #expect(configuration.environmentOptions.contains(OptionSetting("lidar", "published")))
      try configuration.check()
    }
    let error = try #require(throws: LibraryError.self) {
      try configuration("-hexa --contacts first").check()
    }
    #expect(error.message.contains("'first'") && error.message.contains("counted or published"))
  }

  @Test func givesEachRunItsOwnOptions() {
    #expect(
      argumentsForOne(["--seeds", "1-3", "--hid", "8", "--jobs=2", "--seeds=1", "--jobs", "4"]) == ["--hid", "8"])
    #expect(argumentsForOne(["--resume", "a", "b", "--epochs", "8", "--jobs", "2"]) == ["--epochs", "8"])
  }

  @Test(arguments: [
    ([0, 1], 2, [[0], [1]]), ([0, 1], 1, [[0, 1]]), ([2, 5, 7], 2, [[2], [5, 7]]), ([4], 3, [[4], [4], [4]]),
  ])
  func sharesProcessorsOut(allowed: [Int], jobs: Int, groups: [[Int]]) {
    #expect(RunFleet.processors(allowed, jobs: jobs) == groups)
  }

  @Test func reportsComeBackAsTheyWere() {
    var report = RunReport()
    #expect(RunReport(line: report.line) == report)
    (report.stepCount, report.totalSteps, report.epochCount) = (3, 40, 1)
    (report.recentReturn, report.masteredCount, report.testCount) = (-0.1, 2, 50)
    #expect(RunReport(line: report.line) == report)
    #expect(RunReport(line: "Training in data") == nil)
  }

  /// What is not given of the track is off.
  private static let flat = [OptionSetting("max_stump_height", "off"), OptionSetting("max_obstacle_spacing", "off")]

  @Test func hasThePublishedDefaults() throws {
    var expected = TrainingConfiguration()
    expected.environmentOptions = Self.flat
    #expect(try configuration("") == expected)
  }

  @Test(arguments: [
    "--exp_name a -s 7 --epochs 2 --steps_per_ep 300 --max_ep_len 40 --nb_test_episodes 5 --hid 64 --l 3 --gamma 0.9"
      + " --ent_coef 0.1 --lr 0.01 --batch_size 6 --buf_size 70 --train_freq 8 --teacher ALP-GMM -fit bic"
      + " --nb_em_init 2 --min_k 3 --max_k 4 --fit_rate 50 --alp_max_size 1000 --polyak 0.9 --start_steps 0"
      + " --test_interval 2",
    "--exp-name=a --seed=7 --epochs=2 --steps-per-ep=300 --max-ep-len=40 --nb-test-episodes=5 --hid=64 --l=3"
      + " --gamma=0.9 --ent-coef=0.1 --lr=0.01 --batch-size=6 --buf-size=70 --train-freq=8 --teacher=ALP-GMM"
      + " --gmm-fitness-fun=bic --nb-em-init=2 --min-k=3 --max-k=4 --fit-rate=50 --alp-max-size=1000 --polyak=0.9"
      + " --start-steps=0 --test-interval=2",
  ])
  func takesEveryOption(arguments: String) throws {
    var expected = TrainingConfiguration()
    expected.experimentName = "a"
    expected.seed = 7
    expected.epochs = 2
    expected.stepsPerEpoch = 300
    expected.maxEpisodeSteps = 40
    expected.testEpisodeCount = 5
    expected.softActorCritic.hiddenSizes = [64, 64, 64]
    expected.softActorCritic.discount = 0.9
    expected.softActorCritic.entropyCoefficient = 0.1
    expected.softActorCritic.learningRate = 0.01
    expected.softActorCritic.batchSize = 6
    expected.softActorCritic.polyak = 0.9
    expected.softActorCritic.startSteps = 0
    expected.testInterval = 2
    expected.softActorCritic.replayCapacity = 70
    expected.environmentOptions = Self.flat
    expected.softActorCritic.stepsPerUpdate = 8
    expected.teacherOptions = [
      OptionSetting("gmm_fitness", "bic"), OptionSetting("nb_em_init", "2"), OptionSetting("min_k", "3"),
      OptionSetting("max_k", "4"), OptionSetting("fit_rate", "50"), OptionSetting("alp_max_size", "1000"),
    ]
    #expect(try configuration(arguments) == expected)
  }

  @Test(arguments: [
    ("", [400, 300]), ("--l 3", [400, 300]), ("--hid 64", [64]), ("--hid 64 --l 2", [64, 64]),
    ("--hid -1", [400, 300]), ("--hid=-1 --l 1", [400, 300]), ("--hid -1 --l 3", [400, 300]),
  ])
  func makesHiddenLayers(arguments: String, sizes: [Int]) throws {
    #expect(try configuration(arguments).softActorCritic.hiddenSizes == sizes)
  }

  @Test func takesFurtherOptionsByName() throws {
    let configuration = try configuration(
      "--max_stump_h 3 --env_option track_noise=0 --env_option initial_push=1 --teacher_option random_task_ratio=0.1"
        + " --fit_rate 30")
    #expect(configuration.environment == "stump-tracks")
    #expect(
      configuration.environmentOptions == [
        OptionSetting("max_stump_height", "3"), OptionSetting("track_noise", "0"), OptionSetting("initial_push", "1"),
        OptionSetting("max_obstacle_spacing", "off"),
      ])
    #expect(
      configuration.teacherOptions == [OptionSetting("fit_rate", "30"), OptionSetting("random_task_ratio", "0.1")])
  }

  /// A parameter that is turned on by the library's name is turned on as its flag does it.
  @Test(arguments: [
    ("--env_option max_stump_height=3", "stump-tracks"), ("--env_option max_poly_shape=2", "hexagon-tracks"),
    ("--env_option max_stump_seq=2 --env_option walker=short", "stump-sequence"),
    ("--env_option max_roughness=3", "walker-tracks"), ("-hexa --env_option max_roughness=3", "walker-tracks"),
  ])
  func choosesTheEnvironmentByOptions(arguments: String, environment: String) throws {
    let configuration = try configuration(arguments)
    #expect(configuration.environment == environment)
    #expect(try !Environment(environment, options: configuration.environmentOptions, seed: 0).parameters.isEmpty)
  }

  @Test func takesBounds() throws {
    #expect(
      try configuration("--max_stump_h 3 --bounds stump_height=1,2.5 --bounds obstacle_spacing=-1,6").taskBounds == [
        TaskBounds("stump_height", low: 1, high: 2.5), TaskBounds("obstacle_spacing", low: -1, high: 6),
      ])
  }

  @Test(arguments: [
    ("--max_stump_h 3 --env_option max_stump_height=2", "--max_stump_h and --env_option max_stump_height are the same"),
    ("-hexa --env_option max_poly_shape=2", "--hexa_shape and --env_option max_poly_shape are the same option"),
    ("--env_option roughness=1 --env_option roughness=1", "--env_option roughness and --env_option roughness are"),
    ("--fit_rate 30 --teacher_option fit_rate=30", "--fit_rate and --teacher_option fit_rate are the same option"),
    ("-alp --teacher_option absolute_lp=true", "--absolute_lp and --teacher_option absolute_lp are the same option"),
    ("--env_option max_episode_steps=3", "--env_option max_episode_steps is --max_ep_len here"),
    ("--env_option roughness", "env_option is 'roughness'; it must be a name and a value"),
    ("--teacher_option =3", "teacher_option is '=3'; it must be a name and a value"),
    ("--bounds stump_height=1", "bounds is 'stump_height=1'; it must be a name and two numbers"),
    ("--bounds stump_height=1,high", "bounds is 'stump_height=1,high'"),
    ("--teacher RIAC --teacher_option fit_rate=3", "--teacher_option fit_rate is an option of ALP-GMM, Covar-GMM, not"),
    ("--env_option max_stump_width=2", "--env_option max_stump_width is about stumps, and there are none"),
    ("--hid 3 --l -1", "l is -1; it must be"),
  ])
  func refuses(arguments: String, message: String) throws {
    let error = #expect(throws: Misuse.self) { try configuration(arguments) }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  // MARK: From a file

  private func configuration(_ arguments: String, from text: String) throws -> TrainingConfiguration {
    let folder = try TemporaryFolder()
    try text.write(toFile: "\(folder.path)/run.json", atomically: true, encoding: .utf8)
    return try configuration("--config \(folder.path)/run.json \(arguments)")
  }

  private static let file = """
    {"exp_name": "mine", "teacher": {"options": {"fit_rate": 30}}, "student": {"hidden_sizes": [16]}, "epochs": 7,
     "environment": {"name": "stump-tracks", "options": {"max_stump_height": 2, "track_noise": "0"}},
     "bounds": {"stump_height": [1, 2]}, "test_set": [[1, 2], [3, 4]], "nb_test_episodes": 2}
    """

  @Test func startsFromAFile() throws {
    var expected = TrainingConfiguration()
    expected.experimentName = "mine"
    expected.teacherOptions = [OptionSetting("fit_rate", "30")]
    expected.softActorCritic.hiddenSizes = [16]
    expected.epochs = 7
    expected.environmentOptions = [OptionSetting("max_stump_height", "2"), OptionSetting("track_noise", "0")]
    expected.taskBounds = [TaskBounds("stump_height", low: 1, high: 2)]
    expected.testSet = [[1, 2], [3, 4]]
    expected.testEpisodeCount = 2
    #expect(try configuration("", from: Self.file) == expected)
    #expect(try configuration("", from: "{}") == TrainingConfiguration())
    #expect(try configuration("-hexa", from: #"{"epochs": 7}"#).environment == "hexagon-tracks")
  }

  @Test func whatIsGivenWinsAgainstTheFile() throws {
    let options = try configuration(
      "--epochs 3 --seed 4 --hid -1 --max_stump_h 2.5 --leg_size short --fit_rate 40 --bounds stump_height=0,1"
        + " --teacher_option max_k=3",
      from: Self.file)
    #expect(options.epochs == 3 && options.seed == 4 && options.softActorCritic.hiddenSizes == [400, 300])
    #expect(
      options.environmentOptions == [
        OptionSetting("track_noise", "0"), OptionSetting("walker", "short"), OptionSetting("max_stump_height", "2.5"),
      ])
    #expect(options.teacherOptions == [OptionSetting("fit_rate", "40"), OptionSetting("max_k", "3")])
    #expect(options.taskBounds == [TaskBounds("stump_height", low: 0, high: 1)])
    // Another teacher has nothing of the file's; another kind of obstacle keeps the tracks' options.
    let other = try configuration("--teacher RIAC -hexa", from: Self.file)
    #expect(other.teacher == "RIAC" && other.teacherOptions.isEmpty)
    #expect(other.environment == "walker-tracks")
    #expect(other.environmentOptions.contains(OptionSetting("max_poly_shape", "4")))
    #expect(other.environmentOptions.contains(OptionSetting("max_obstacle_spacing", "6")))
    #expect(other.environmentOptions.contains(OptionSetting("track_noise", "0")))
  }
}
