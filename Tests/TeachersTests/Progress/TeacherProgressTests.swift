import Arguments
import Glibc
import Numerics
import SavedState
import Tasks
import Testing

@testable import Teachers

extension TeacherInstance {
  /// The values of its numbers by their names.
  func numbers() -> [String: Double] {
    Dictionary(uniqueKeysWithValues: zip(progressNumbers.map { $0.name(in: taskSpace) }, progressValues()))
  }
}

/// Proposes the lowest corner, then the highest, then always the middle.
private struct Listed: Teacher {
  static let name = "Listed"
  static let documentation = "proposes two corners of the space, then its middle"
  static let options: [OptionDescription] = []
  static let dimensions = 1...10
  private var count = 0
  private let box: Box

  init(taskSpace: Box, options: OptionValues, seed: UInt64, workers: Workers) { box = taskSpace }

  mutating func sampleTask(into task: UnsafeMutableBufferPointer<Double>) -> Proposal {
    let share = [0, 1, 0.5][min(count, 2)]
    for i in 0..<task.count { task[i] = box.low[i] + share * box.range(i) }
    count += 1
    return Proposal()
  }

  mutating func update(task: UnsafeBufferPointer<Double>, reward: Double, outcome: EpisodeOutcome) {}
  func logDensity(at place: Place) -> Double { -.infinity }
  func save(to state: inout StateWriter) {}
  mutating func restore(from state: inout StateReader) throws(StateError) {}
}

@Suite struct TeacherProgressTests {
  @Test func nothingIsKnownBeforeTheFirstCall() throws {
    let numbers = try makeTeacher("ALP-GMM", .unitBox(dimension: 2)).numbers()
    let known = numbers.filter { !$0.value.isNaN }
    #expect(known == ["episodes": 0, "changes": 0, "random_share": 1])
  }

  @Test func uniformProposalsHaveUniformMoments() throws {
    let parameters = [
      try Parameter("plain", .number, low: -3, high: 5), try Parameter("log", .logNumber, low: 0.1, high: 1000),
      try Parameter("dice", .integer, low: 1, high: 6), try Parameter("one", .integer, low: 4, high: 4),
    ]
    let teacher = try makeTeacher("Random", try TaskSpace(parameters))
    for _ in 0..<20_000 { _ = teacher.sample() }
    let numbers = teacher.numbers()
    // Four standard deviations of a mean of 1999 numbers, the weights' effective count.
    let tolerance = 4 / (12.0 * 1999).squareRoot()
    #expect(abs(try #require(numbers["proposal_mean/plain"]) - 1) < 8 * tolerance)
    #expect(abs(log10(try #require(numbers["proposal_mean/log"])) - 1) < 4 * tolerance)
    #expect(abs(try #require(numbers["proposal_mean/dice"]) - 3.5) < 6 * tolerance)
    #expect(try abs(#require(numbers["proposal_spread/plain"]) - 1) < 0.1)
    // The middles of six parts vary less than a uniform number: by 1 - 1/36.
    #expect(try abs(#require(numbers["proposal_spread/dice"]) - (35.0 / 36).squareRoot()) < 0.1)
    #expect(numbers["proposal_mean/one"] == 4 && numbers["proposal_spread/one"] == 0)
    #expect(numbers["proposals"] == 20_000 && numbers["random_share"] == 1)
    #expect(numbers["coverage"] == 1 && numbers["border_coverage"] == 1 && numbers["parameter_coverage/log"] == 1)
    #expect(try #require(numbers["episodes_since_change"]).isNaN)
  }

  @Test func coverageIsOfTheNewestProposals() throws {
    let teacher = try makeTeacher(Listed.self, .unitBox(dimension: 2))
    for _ in 0..<2000 { _ = teacher.sample() }
    var numbers = teacher.numbers()
    #expect(numbers["coverage"] == 3.0 / 256 && numbers["border_coverage"] == 1)
    #expect(numbers["parameter_coverage/task[0]"] == 3.0 / 5)
    _ = teacher.sample()
    numbers = teacher.numbers()
    #expect(numbers["coverage"] == 2.0 / 256 && numbers["border_coverage"] == 0.5)
    _ = teacher.sample()
    numbers = teacher.numbers()
    #expect(numbers["coverage"] == 1.0 / 256 && numbers["parameter_border_coverage/task[1]"] == 0)
  }

  @Test func returnsAndSuccessesAreTheMeansOfTheirParts() throws {
    let teacher = try makeTeacher("Random", try space([0, 10], [1, 20]))
    var generator = Xoshiro256PlusPlus(seed: 5)
    for _ in 0..<60_000 {
      let task = teacher.sample()
      let part = min(Int(task[0] * 5), 4)
      teacher.update(
        task, EpisodeOutcome(episodeReturn: 10 * Double(part) + generator.normal(), success: part < 2 ? 1 : 0))
    }
    let numbers = teacher.numbers()
    for part in 0..<5 {
      #expect(try abs(#require(numbers["part_return/task[0]/\(part)"]) - 10 * Double(part)) < 0.3)
      #expect(numbers["part_success/task[0]/\(part)"] == (part < 2 ? 1 : 0))
      #expect(try abs(#require(numbers["part_return/task[1]/\(part)"]) - 20) < 4)
    }
    // Of two values with shares 2/5: the means 0, 10, ..., 40 vary by 250, the noise by 1.
    #expect(try abs(#require(numbers["influence/task[0]"]) - 250.0 / 251) < 0.001)
    #expect(try #require(numbers["influence/task[1]"]) < 0.02)
    // A cell of the grid of 16 reaches over two parts at most; 6 of 16 columns lie left of 0.4, and one over it.
    #expect(try abs(#require(numbers["mastered_share"]) - 6.2 / 16) < 0.05)
    #expect(try abs(#require(numbers["mean_success"]) - 0.4) < 0.2)
  }

  @Test func influenceIsNaNIfReturnsAreAllTheSame() throws {
    let teacher = try makeTeacher("Random", .unitBox(dimension: 1))
    teacher.train(1000) { _, _ in 3 }
    #expect(try #require(teacher.numbers()["influence/task[0]"]).isNaN)
    #expect(teacher.numbers()["return_deviation"] == 0 && teacher.numbers()["mean_return"] == 3)
  }

  /// What was mastered and then lost, in half of the space.
  @Test func forgettingIsHowFarMasteredRegionsHaveFallen() throws {
    let teacher = try makeTeacher("Random", .unitBox(dimension: 1))
    for episode in 0..<40_000 {
      let task = teacher.sample()
      let isLost = task[0] < 0.5 && episode >= 20_000
      let success = task[0] >= 0.75 || isLost ? 0.0 : 1
      teacher.update(task, EpisodeOutcome(episodeReturn: 100 * success, success: success))
      if episode == 19_999 {
        #expect(teacher.numbers()["forgetting"] == 0 && teacher.numbers()["mastered_share"] == 0.75)
      }
    }
    let numbers = teacher.numbers()
    // 12 of 16 regions were mastered, 8 of which fell from 1 to 0: weights of hundreds of episodes ago are below 1e-6.
    #expect(try abs(#require(numbers["forgetting"]) - 8.0 / 12) < 1e-6)
    #expect(try abs(#require(numbers["return_forgetting"]) - 100 * 8.0 / 16) < 1e-4)
    #expect(numbers["mastered_share"] == 0.25)
  }

  @Test func regionProgressShowsWhereReturnsRise() throws {
    let teacher = try makeTeacher("Random", .unitBox(dimension: 1))
    for episode in 0..<16_000 {
      let task = teacher.sample()
      teacher.update(task, task[0] < 0.5 ? Double(episode) / 16 : 7)
    }
    // A return that rises by 1 an episode of its region lies 19 above the mean of the newest 20, 79 above that of 80.
    #expect(try abs(#require(teacher.numbers()["region_progress"]) - 60 / 2) < 2)
  }

  @Test func changesAreCounted() throws {
    let teacher = try makeTeacher("ALP-GMM", .unitBox(dimension: 2), ["fit_rate": "50", "max_k": "3"])
    teacher.train(49) { task, _ in task[0] }
    #expect(teacher.numbers()["changes"] == 0 && teacher.numbers()["random_share"] == 1)
    #expect(try #require(teacher.numbers()["components"]).isNaN)
    teacher.train(71) { task, _ in task[0] }
    let numbers = teacher.numbers()
    #expect(numbers["episodes"] == 120 && numbers["changes"] == 2 && numbers["episodes_since_change"] == 20)
    #expect(numbers["random_share"] == 0.2)
    #expect(numbers["components"] == Double(try #require(try teacher.mixture(after: nil)).count))
  }

  @Test func teachersWithoutPartsOfTheirOwnHaveNaN() throws {
    let riac = try makeTeacher("RIAC", .unitBox(dimension: 2), ["max_region_size": "20"])
    riac.train(500) { task, episode in task[0] * Double(episode) }
    #expect(riac.numbers()["regions"] == Double(try riac.regions(after: nil).isLeaf.count { $0 }))
    #expect(try #require(riac.numbers()["components"]).isNaN)
    #expect(try #require(riac.numbers()["learning_progress"]) > 0)
  }

  @Test(arguments: [1, 2, 9])
  func aSavedStateHasThem(dimension: Int) throws {
    for name in ["ALP-GMM", "Random"] {
      let teacher = try makeTeacher(name, .unitBox(dimension: dimension))
      for episode in 0..<1500 {
        let task = teacher.sample()
        teacher.update(task, EpisodeOutcome(episodeReturn: task[0] * Double(episode), success: task[0].rounded()))
      }
      let copy = try restored(teacher.savedState())
      func same(_ one: [Double], _ other: [Double]) -> Bool { one.map(\.bitPattern) == other.map(\.bitPattern) }
      #expect(same(copy.progressValues().filter { !$0.isNaN }, teacher.progressValues().filter { !$0.isNaN }))
      #expect(copy.warnings() == teacher.warnings())
      teacher.train(700) { task, _ in task[0] }
      copy.train(700) { task, _ in task[0] }
      #expect(same(copy.progressValues(), teacher.progressValues()))
    }
  }

  /// The numbers know what all that is told comes to, and draw nothing: they must not depend on being asked for.
  @Test func askingChangesNothing() throws {
    let (asked, other) = (
      try makeTeacher("ALP-GMM", .unitBox(dimension: 2)), try makeTeacher("ALP-GMM", .unitBox(dimension: 2))
    )
    for episode in 0..<600 {
      let tasks = (asked.sample(), other.sample())
      #expect(tasks.0 == tasks.1)
      asked.update(tasks.0, Double(episode) * tasks.0[0])
      other.update(tasks.1, Double(episode) * tasks.1[0])
      _ = asked.progressValues()
      _ = asked.warnings()
    }
    #expect(asked.savedState() == other.savedState())
  }

  @Test func namesAreUniqueAndBoundsCoverTheParameter() throws {
    let parameters = [
      try Parameter("a", .logNumber, low: 1, high: 100_000), try Parameter("a/0", .category(["x", "y"])),
    ]
    let teacher = try makeTeacher("Random", try TaskSpace(parameters))
    let names = teacher.progressNumbers.map { $0.name(in: teacher.taskSpace) }
    #expect(Set(names).count == names.count)
    let parts = teacher.progressNumbers.filter { $0.quantity == .partReturn }
    let bounds = parts.compactMap { teacher.bounds(of: $0) }
    for (part, power) in zip(bounds.prefix(5), 0...) {
      #expect(abs(part.low / pow(10, Double(power)) - 1) < 1e-12)
      #expect(abs(part.high / pow(10, Double(power + 1)) - 1) < 1e-12)
    }
    #expect(bounds.suffix(2).map(\.low) == [-0.5, 0.5] && bounds.suffix(2).map(\.high) == [0.5, 1.5])
  }
}
