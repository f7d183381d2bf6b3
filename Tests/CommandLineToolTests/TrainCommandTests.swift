import ArgumentParser
import Student
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
    expected.environmentOptions = [OptionSetting("walker", "quadru")]
    #expect(
      try configuration("--exp_name test_alpgmm_hexa --teacher ALP-GMM --seed 42 --leg_size quadru -hexa") == expected)
  }

  @Test(arguments: [
    ("--max_stump_h 3", "stump-tracks"), ("--max_obstacle_spacing 6", "stump-tracks"), ("-hexa", "hexagon-tracks"),
    ("--hexa_shape --roughness 1", "hexagon-tracks"), ("-seq", "stump-sequence"), ("--stump_seq", "stump-sequence"),
    ("-hexa -seq", "walker-tracks"), ("-hexa --max_obstacle_spacing 6", "walker-tracks"),
    ("--max_stump_h 3 --max_stump_w 2", "walker-tracks"), ("--max_stump_h 3 --max_stump_r 3", "walker-tracks"),
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
      + " --nb_em_init 2 --min_k 3 --max_k 4 --fit_rate 50 --alp_max_size 1000",
    "--exp-name=a --seed=7 --epochs=2 --steps-per-ep=300 --max-ep-len=40 --nb-test-episodes=5 --hid=64 --l=3"
      + " --gamma=0.9 --ent-coef=0.1 --lr=0.01 --batch-size=6 --buf-size=70 --train-freq=8 --teacher=ALP-GMM"
      + " --gmm-fitness-fun=bic --nb-em-init=2 --min-k=3 --max-k=4 --fit-rate=50 --alp-max-size=1000",
  ])
  func takesEveryOption(arguments: String) throws {
    var expected = TrainingConfiguration()
    expected.experimentName = "a"
    expected.seed = 7
    expected.epochs = 2
    expected.stepsPerEpoch = 300
    expected.maxEpisodeSteps = 40
    expected.testEpisodeCount = 5
    expected.student.hiddenSizes = [64, 64, 64]
    expected.student.discount = 0.9
    expected.student.entropyCoefficient = 0.1
    expected.student.learningRate = 0.01
    expected.student.batchSize = 6
    expected.replayCapacity = 70
    expected.environmentOptions = Self.flat
    expected.stepsPerUpdate = 8
    expected.teacherOptions = [
      OptionSetting("gmm_fitness", "bic"), OptionSetting("nb_em_init", "2"), OptionSetting("min_k", "3"),
      OptionSetting("max_k", "4"), OptionSetting("fit_rate", "50"), OptionSetting("alp_max_size", "1000"),
    ]
    #expect(try configuration(arguments) == expected)
  }

  @Test(arguments: [
    ("", [400, 300]), ("--l 3", [400, 300]), ("--hid 64", [64]), ("--hid 64 --l 2", [64, 64]),
  ])
  func makesHiddenLayers(arguments: String, sizes: [Int]) throws {
    #expect(try configuration(arguments).student.hiddenSizes == sizes)
  }
}
