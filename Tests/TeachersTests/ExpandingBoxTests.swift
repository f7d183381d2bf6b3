import Testing

@testable import Teachers

@Suite struct ExpandingBoxTests {
  @Test func theBoxWidensAndNarrowsByTheMeanOfAWindow() throws {
    let teacher = try makeTeacher(
      "ExpandingBox", try space([0, -4], [1, 4]), ["center": "0.5,2", "window": "4", "signal": "success"])
    #expect(try teacher.bounds() == ([0.4, 1.2], [0.6, 2.8]))
    // Three of four are 0.75, the default threshold.
    for success in [1.0, 0, 1, 1] { teacher.update([0.5, 2], EpisodeOutcome(success: success)) }
    let wide = try teacher.bounds()
    #expect(zip(wide.low + wide.high, [0.3, 0.4, 0.7, 3.6]).allSatisfy { abs($0 - $1) < 1e-12 })
    for success in [1.0, 0, 1, 0] { teacher.update([0.5, 2], EpisodeOutcome(success: success)) }
    #expect(try teacher.bounds() == wide && teacher.changeEpisodes == [4])
    for success in [1.0, 0, 0, 0] { teacher.update([0.5, 2], EpisodeOutcome(success: success)) }
    #expect(try teacher.bounds() == ([0.4, 1.2], [0.6, 2.8]) && teacher.changeEpisodes == [4, 12])
    // It is never narrower than at first.
    for _ in 0..<8 { teacher.update([0.5, 2], EpisodeOutcome(success: 0)) }
    #expect(try teacher.bounds() == ([0.4, 1.2], [0.6, 2.8]))
  }

  @Test func theBoxBecomesTheWholeTaskSpaceWhereverItsCenterIs() throws {
    let teacher = try makeTeacher(
      "ExpandingBox", try space([0, -4], [1, 4]),
      ["center": "0,-3.5", "grow_threshold": "0", "shrink_threshold": "off"])
    teacher.train(1000) { _, _ in 5 }
    #expect(try teacher.bounds() == ([0, -4], [1, 4]))
    let random = try makeTeacher("Random", try space([0, -4], [1, 4]))
    #expect(abs(teacher.logDensity(at: [0.3, 1]) - random.logDensity(at: [0.3, 1])) < 1e-12)
    let changes = teacher.changeEpisodes.count
    teacher.train(100) { _, _ in 5 }
    #expect(teacher.changeEpisodes.count == changes)
  }
}
