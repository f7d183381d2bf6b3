import TeachDRL
import Testing

@testable import Student

@Suite struct RunStandingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func directory(_ change: (inout TrainingConfiguration) -> Void) throws -> RunDirectory {
    var configuration = TrainingConfiguration.small
    configuration.epochs = 1
    configuration.testEpisodeCount = 0
    change(&configuration)
    let directory = RunDirectory(root: folder.path, experimentName: "run", seed: 0)
    _ = try Training(configuration, directory: directory, overwrite: true).run { _ in true }
    return directory
  }

  @Test func countsUpToAStep() throws {
    let directory = try directory {
      $0.softActorCritic.startSteps = 1000
      $0.teacherOptions = [OptionSetting("fit_rate", "12")]
    }
    let ends = rows(try folder.text("run/run_s0/episodes.tsv")).compactMap { Int($0[1]) }
    #expect(try RunStanding(of: directory, steps: ends[10]).episodeCount == 11)
    #expect(try RunStanding(of: directory, steps: ends[10]).teacherHasChanged == false)
    #expect(try RunStanding(of: directory, steps: ends[11] - 1).teacherHasChanged == false)
    #expect(try RunStanding(of: directory, steps: ends[11]).teacherHasChanged == true)
    // Steps 0 to 1000 have random actions.
    #expect(try !RunStanding(of: directory, steps: 1001).studentHasActed)
    #expect(try RunStanding(of: directory, steps: 1002).studentHasActed)
  }

  @Test func doesNotGuess() throws {
    let directory = try directory { $0.teacherOptions = [OptionSetting("history", "0")] }
    #expect(try RunStanding(of: directory, steps: 4000).teacherHasChanged == nil)
  }

  /// The first `startSteps` + 1 actions come from their own generator, whatever the student is; the others do not.
  @Test func startStepsSayWhenTheStudentActs() throws {
    func episodes(_ startSteps: Int, batchSize: Int) throws -> String {
      _ = try directory {
        $0.softActorCritic.startSteps = startSteps
        $0.softActorCritic.batchSize = batchSize
        $0.teacher = "Random"
        $0.teacherOptions = []
      }
      return try folder.text("run/run_s0/episodes.tsv")
    }
    #expect(try episodes(3999, batchSize: 16) == episodes(3999, batchSize: 17))
    #expect(try episodes(0, batchSize: 16) != episodes(0, batchSize: 17))
    #expect(try episodes(2000, batchSize: 16).hasPrefix(episodes(3999, batchSize: 16).prefix(200)))
  }
}
