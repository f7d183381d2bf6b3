import Testing

@testable import Teachers

@Suite struct StagesTests {
  private static let options = ["boxes": "0,0,0.2,0.2, 0.5,0.5,0.7,0.7, 0,0,1,1", "window": "3"]

  @Test func aStageEndsWithItsThreshold() throws {
    let teacher = try makeTeacher(
      "Stages", .unitBox(dimension: 2), Self.options.merging(["thresholds": "10,20"]) { $1 })
    #expect(try teacher.bounds() == ([0, 0], [0.2, 0.2]))
    for value in [9.0, 9, 11, 10, 10, 10] { teacher.update([0.1, 0.1], value) }
    #expect(try teacher.bounds() == ([0.5, 0.5], [0.7, 0.7]) && teacher.changeEpisodes == [6])
    for value in [19.0, 20, 20, 30, 15, 15] { teacher.update([0.6, 0.6], value) }
    #expect(try teacher.bounds() == ([0, 0], [1, 1]) && teacher.changeEpisodes == [6, 12])
    teacher.train(100) { _, _ in 100 }
    #expect(teacher.changeEpisodes == [6, 12])
    #expect(try teacher.regions(after: 6).low == [0.5, 0.5])
  }

  /// What comes late from an earlier stage says nothing about this one.
  @Test func outcomesOfAnEarlierStageDoNotCount() throws {
    let teacher = try makeTeacher("Stages", .unitBox(dimension: 2), Self.options.merging(["thresholds": "10"]) { $1 })
    for _ in 0..<3 { teacher.update([0.2, 0], 10) }
    for _ in 0..<30 { teacher.update([0.2, 0], 10) }
    #expect(try teacher.bounds().low == [0.5, 0.5])
    for _ in 0..<3 { teacher.update([Double(Float(0.7)), 0.5], 10) }
    #expect(try teacher.bounds().low == [0, 0])
  }

  @Test func boxesAreOfTheTaskSpace() throws {
    let box = try space([0, 0], [1, 2])
    #expect(
      try errorMessage("Stages", box, [("boxes", "0,0,1")])
        == "option 'boxes' has 3 numbers; it must have 4 for each box: 2 lower bounds, then 2 upper bounds")
    #expect(
      try errorMessage("Stages", box, [("boxes", "0,0,1,3")])
        == "option 'boxes' has the bounds 0 and 3 in dimension 1; they must be in order and lie from 0 to 2")
    #expect(
      try errorMessage("Stages", box, [("boxes", "0,0,1,1,0,0,1,2"), ("thresholds", "1,2")])
        == "option 'thresholds' has 2 numbers; it must have 1, or one for each of the 2 stages but the last")
  }

  @Test func theDefaultStagesEndWithTheWholeTaskSpace() throws {
    let teacher = try makeTeacher("Stages", try space([0, -4], [1, 4]), ["signal": "success"])
    for _ in 0..<39 { teacher.update(teacher.sample(), EpisodeOutcome(success: 1)) }
    #expect(try teacher.bounds().low != [0, -4])
    teacher.update(teacher.sample(), EpisodeOutcome(success: 1))
    #expect(try teacher.bounds() == ([0, -4], [1, 4]))
  }
}
