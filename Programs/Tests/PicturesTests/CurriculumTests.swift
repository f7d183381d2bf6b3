import Foundation
import Student
import TeachDRL
import Testing

@testable import Pictures

/// Pictures of a short run, as its folder tells it.
@Suite struct CurriculumTests {
  private let folder = NSTemporaryDirectory() + "/teachdrl-" + UUID().uuidString

  private func run(teacher: String, environment: String = "stump-tracks") throws -> RunDirectory {
    var configuration = TrainingConfiguration()
    configuration.teacher = teacher
    configuration.teacherOptions = teacher == "ALP-GMM" ? [OptionSetting("fit_rate", "20")] : []
    configuration.environment = environment
    configuration.environmentOptions = [OptionSetting("walker", "short")]
    configuration.softActorCritic = SoftActorCriticConfiguration(hiddenSizes: [8], batchSize: 4)
    (configuration.epochs, configuration.stepsPerEpoch, configuration.maxEpisodeSteps) = (1, 6000, 60)
    (configuration.testEpisodeCount, configuration.softActorCritic.stepsPerUpdate) = (0, 60)
    let directory = RunDirectory(root: folder, experimentName: teacher, seed: 0)
    _ = try Training(configuration, directory: directory, overwrite: false).run { _ in true }
    return directory
  }

  private func withFolder(_ body: () throws -> Void) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body()
  }

  @Test(arguments: [
    ("ALP-GMM", "stump-tracks"), ("RIAC", "stump-tracks"), ("Random", "stump-tracks"), ("ALP-GMM", "hexagon-tracks"),
  ])
  func animatesARun(teacher: String, environment: String) throws {
    try withFolder {
      let recorded = try RecordedRun(try run(teacher: teacher, environment: environment))
      let curriculum = Curriculum(recorded)
      #expect(curriculum.hasProgress == (teacher != "Random"))
      let animation = curriculum.animation
      #expect(animation.frameCount == recorded.episodes.count / 50)
      let bytes = try #require(try animation.gif())
      let gif = try #require(GIFFile(bytes))
      #expect(gif.frameCount == animation.frameCount)
      #expect(gif.delays == [Int](repeating: 40, count: animation.frameCount - 1) + [300])
      // Frames differ, for tasks do.
      #expect(try animation.png(frame: 0) != animation.png(frame: 1))
      #expect(try curriculum.picture.png().count > 1000)
    }
  }

  /// Without the column of learning progress tasks are coloured by return.
  @Test func drawsARunOfAnEarlierVersion() throws {
    try withFolder {
      let directory = try run(teacher: "ALP-GMM")
      let new = Curriculum(try RecordedRun(directory))
      let path = "\(directory.path)/episodes.tsv"
      let table = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      let old = table.map { $0.split(separator: "\t").dropLast().joined(separator: "\t") + "\n" }.joined()
      try old.write(toFile: path, atomically: true, encoding: .utf8)
      let curriculum = Curriculum(try RecordedRun(directory))
      #expect(new.hasProgress && !curriculum.hasProgress)
      #expect(try curriculum.picture.png() != new.picture.png())
      #expect(try curriculum.animation.gif() != nil)
    }
  }
}
