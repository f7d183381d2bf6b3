import Testing

@testable import TeachDRL

@Suite struct EpisodeOutcomeTests {
  @Test func whatIsNotKnownIsMarkedAsSuch() {
    #expect(EpisodeOutcome().described.known == 0)
    let all = EpisodeOutcome(episodeReturn: 0, success: 0, valueEstimate: 0, length: 0, score: 0, level: 0)
    #expect(all.described.known == 63)
    #expect(EpisodeOutcome(length: 7, level: 3).described.known == 8 | 32)
    #expect(EpisodeOutcome(length: 7, level: 3).described.length == 7)
    #expect(EpisodeOutcome(length: 7, level: 3).described.level == 3)
  }

  /// The teacher learns from the member that its option names, and says which is missing.
  @Test(arguments: [
    ("return", EpisodeOutcome(episodeReturn: 1), OutcomeMembers.episodeReturn),
    ("success", EpisodeOutcome(success: 1), .success),
    ("score", EpisodeOutcome(score: 1), .score),
  ])
  func eachMemberReachesTheTeacher(signal: String, outcome: EpisodeOutcome, member: OutcomeMembers) throws {
    func teacher() throws -> Teacher {
      try Teacher(
        "ALP-GMM", low: [0], high: [1],
        options: [OptionSetting("signal", signal), OptionSetting("reward_range", "off")], seed: 3)
    }
    let learner = try teacher()
    #expect(try learner.neededOutcomeMembers() == member)
    let nothing = EpisodeOutcome(episodeReturn: 0, success: 0, score: 0)
    for place in 0..<6 { try learner.update(task: [Double(place) / 10], nothing) }
    try learner.update(task: [0.5], outcome)
    #expect(try learner.learningProgress() == 1)
    let error = #expect(throws: LibraryError.self) { try teacher().update(task: [0.5], EpisodeOutcome(length: 5)) }
    #expect(error?.kind == .invalidArgument && error?.message.contains(signal) == true)
  }

  @Test func listingsSayWhatTeachersNeed() throws {
    for teacher in try Listing.teachers() {
      #expect(teacher.uses.isSuperset(of: teacher.needs))
    }
    let published = try Listing.teachers().filter {
      ["ALP-GMM", "RIAC", "Covar-GMM", "Oracle", "Random"].contains($0.name)
    }
    #expect(published.count == 5)
    for teacher in published { #expect(teacher.needs == (teacher.name == "Random" ? [] : .episodeReturn)) }
    #expect(OutcomeMembers([.success, .length]).names == ["success", "length"])
  }
}
