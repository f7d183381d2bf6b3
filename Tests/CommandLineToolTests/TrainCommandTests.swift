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
