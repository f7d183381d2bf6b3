import Foundation
import TeachDRL
import Testing

@testable import Student

@Suite struct ConfigurationFileTests {
  private func configuration(_ text: String) throws -> TrainingConfiguration {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/run.json"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return try TrainingConfiguration(contentsOf: path)
  }

  private static var unusual: TrainingConfiguration {
    var configuration = TrainingConfiguration.small
    configuration.experimentName = "a \"b\""
    configuration.seed = .max
    configuration.softActorCritic.polyak = 0.1 + 0.2
    configuration.softActorCritic.startSteps = 0
    configuration.testInterval = 3
    configuration.taskBounds = [TaskBounds("stump_height", low: 0.1, high: 0.1 + 0.2)]
    configuration.testSet = [[0.1 + 0.2, 1e-300], [0, 6]]
    return configuration
  }

  @Test func comesBackAsItWas() throws {
    for configuration in [TrainingConfiguration.small, Self.unusual] {
      let text = ConfigurationFile(configuration: configuration, parameters: []).text()
      var expected = configuration
      // Options come in the order of their names.
      expected.environmentOptions.sort { $0.name < $1.name }
      #expect(try self.configuration(text) == expected)
    }
  }

  /// Runs of versions that did not have these members yet.
  @Test func readsOlderFiles() throws {
    var value = try #require(
      try JSONSerialization.jsonObject(
        with: Data(ConfigurationFile(configuration: .small, parameters: []).text().utf8)) as? [String: Any])
    for name in ["start_steps", "test_interval", "bounds"] { #expect(value.removeValue(forKey: name) != nil) }
    let folder = try TemporaryFolder()
    try JSONSerialization.data(withJSONObject: value).write(to: URL(fileURLWithPath: "\(folder.path)/config.json"))
    let read = try TrainingConfiguration(of: RunDirectory(path: folder.path))
    #expect(
      read.softActorCritic.startSteps == 10_000 && read.testInterval == 1 && read.taskBounds.isEmpty
        && read.testSet == nil)
    value["seed"] = nil
    try JSONSerialization.data(withJSONObject: value).write(to: URL(fileURLWithPath: "\(folder.path)/config.json"))
    let error = #expect(throws: RunFileError.self) { try TrainingConfiguration(of: RunDirectory(path: folder.path)) }
    #expect(error?.problem == "is not the configuration of a run: 'seed' is missing")
  }

  @Test func takesOptionsAsPeopleWriteThem() throws {
    let read = try configuration(
      #"{"teacher": {"name": "Covar-GMM", "options": {"absolute_lp": true, "fit_rate": 30, "reward_range": [-1, 1.5]}}}"#
    )
    #expect(
      read.teacherOptions == [
        OptionSetting("absolute_lp", "true"), OptionSetting("fit_rate", "30"), OptionSetting("reward_range", "-1,1.5"),
      ])
  }

  @Test(arguments: [
    ("[]", "it holds no object"), ("{", "it is not JSON"),
    (#"{"epoch": 3}"#, "'epoch' is unknown; there are: exp_name"),
    (#"{"student": {"gama": 0.9}}"#, "'student.gama' is unknown; there are: algorithm, hidden_sizes, gamma"),
    (#"{"teacher": {"fit_rate": 3}}"#, "'teacher.fit_rate' is unknown; there are: name, options"),
    (#"{"epochs": "3"}"#, "'epochs' is not a whole number"), (#"{"epochs": 1.5}"#, "'epochs' is not a whole number"),
    (#"{"epochs": 0}"#, "epochs is 0; it must be"), (#"{"seed": -1}"#, "'seed' is not a whole number from 0 to"),
    (#"{"student": []}"#, "'student' is not an object"), (#"{"bounds": {"x": [1]}}"#, "'bounds' is not an object of"),
    (#"{"test_set": [[1], "x"]}"#, "'test_set' is not a list of tasks"),
    (#"{"steps_per_ep": 9223372036854775807}"#, "steps_per_ep is 9223372036854775807; it must be"),
  ])
  func saysWhatIsWrong(text: String, message: String) throws {
    let error = #expect(throws: ConfigurationError.self) { try configuration(text) }
    #expect(
      error?.description.contains("run.json', which cannot be used: \(message)") == true, "\(error?.description ?? "")")
  }
}
