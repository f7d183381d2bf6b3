import Foundation
import Student
import Testing

@testable import CommandLineTool

@Suite struct StandingRemarksTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func standing(_ arguments: String) throws -> RunStanding {
    let words =
      "--max_stump_h 1 --hid 4 --batch_size 4 --max_ep_len 50 --nb_test_episodes 0 --epochs 1 --steps_per_ep 1000"
    let command = try TeachdrlCommand.parseAsRoot(
      ["train"] + "\(words) \(arguments)".split(separator: " ").map(String.init))
    let configuration = try #require(command as? TrainCommand).trainingConfiguration()
    let directory = RunDirectory(path: "\(folder.path)/\(UUID().uuidString)")
    let outcome = try Training(configuration, directory: directory, overwrite: false).run { _ in true }
    return try RunStanding(of: directory, steps: outcome.progress.stepCount)
  }

  @Test func saysWhatHasHadNoEffect() throws {
    let idle = try standing("")
    #expect(
      standingRemarks([idle]) == [
        "ALP-GMM has not fitted yet: its tasks were random (fit_rate 250, \(idle.episodeCount) episodes).",
        "The student has not acted yet: all actions in training were random (start_steps 10000).",
      ])
    let working = try standing("--fit_rate 12 --start_steps 100")
    #expect(standingRemarks([working]) == [])
    #expect(
      standingRemarks([idle, working, idle]) == [
        "ALP-GMM has not fitted yet in 2 of 3 runs: its tasks were random (fit_rate 250, \(idle.episodeCount) episodes).",
        "The student has not acted yet in 2 of 3 runs: all actions in training were random (start_steps 10000).",
      ])
    #expect(standingRemarks([idle, idle])[1].contains("in any of 2 runs"))
  }

  @Test(arguments: [
    ("RIAC", "RIAC has not split its task space yet: its tasks were random (max_region_size 200, "),
    ("Covar-GMM", "Covar-GMM has not fitted yet: "),
    ("Oracle --window_step_vector 0.1", "Oracle has not moved its window yet: its tasks were all from the first one ("),
  ])
  func knowsEveryTeacher(teacher: String, remark: String) throws {
    let remarks = standingRemarks([try standing("--teacher \(teacher) --start_steps 0")])
    #expect(remarks.count == 1)
    #expect(remarks.first?.hasPrefix(remark) == true, "\(remarks)")
  }

  @Test func saysNothingOfRandomTasks() throws {
    #expect(standingRemarks([try standing("--teacher Random --start_steps 0")]) == [])
  }
}
