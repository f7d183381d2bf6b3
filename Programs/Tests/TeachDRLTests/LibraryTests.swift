import Foundation
import Testing

@testable import TeachDRL

/// The thin layer over the C header: what goes in comes out, and a failure carries the library's own sentence.
@Suite struct LibraryTests {
  @Test func listsWhatThereIs() throws {
    #expect(Set(try Listing.teachers().map(\.name)).isSuperset(of: ["ALP-GMM", "Random"]))
    #expect(try Listing.environments().map(\.name).contains("stump-tracks"))
    let listings = try Listing.teachers() + Listing.environments() + [Listing.toy()]
    for listing in listings {
      #expect(!listing.documentation.isEmpty)
      for option in listing.options {
        #expect(!option.documentation.isEmpty && !option.range.isEmpty && !option.defaultValue.isEmpty)
        #expect(option.type != "value")
      }
    }
  }

  /// What the listing calls a default, the library takes as a value.
  @Test func completesOptionsWithTheirDefaults() throws {
    let listing = try #require(try Listing.teachers().first { $0.name == "ALP-GMM" })
    let given = [OptionSetting("stranger", "1"), OptionSetting("fit_rate", "100")]
    let complete = listing.complete(given)
    #expect(complete.map(\.name) == listing.options.map(\.name) + ["stranger"])
    #expect(complete.contains(OptionSetting("fit_rate", "100")))
    _ = try Teacher("ALP-GMM", low: [0], high: [1], options: Array(complete.dropLast()), seed: 0)
  }

  @Test func teacherProposesWithinItsTaskSpace() throws {
    let teacher = try Teacher("Random", low: [-1, 5], high: [1, 6], options: [], seed: 3)
    for _ in 0..<100 {
      let task = try teacher.sampleTask()
      #expect((-1...1).contains(task[0]) && (5...6).contains(task[1]))
      try teacher.update(task: task, episodeReturn: 1)
    }
  }

  @Test func carriesTheLibrarysMessage() throws {
    let unknown = #expect(throws: LibraryError.self) {
      try Teacher("ALP-GMM", low: [0], high: [1], options: [OptionSetting("fit_rat", "250")], seed: 0)
    }
    #expect(unknown?.kind == .unknownName)
    #expect(unknown?.message.contains("did you mean 'fit_rate'?") == true)
    let environment = try Environment(
      "stump-tracks", options: [OptionSetting("max_stump_height", "3")], seed: 0)
    #expect(throws: LibraryError.self) { try environment.setTask([99]) }
    #expect(throws: LibraryError.self) { try Toy(options: []).play([2, 2]) }
  }

  @Test func loadsWhatWasSavedAndSaysIfThereIsNothing() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "teachdrl-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (file, nowhere) = (folder.appending(path: "teacher.state"), folder.appending(path: "nothing"))
    let teacher = try Teacher("ALP-GMM", low: [0], high: [1], options: [], seed: 3)
    try teacher.update(task: [0.5], episodeReturn: 1)
    try teacher.save(to: file.path)
    #expect(try Teacher(savedAt: file.path).sampleTask() == teacher.sampleTask())
    #expect(#expect(throws: LibraryError.self) { try Teacher(savedAt: nowhere.path) }?.kind == .notFound)
    #expect(#expect(throws: LibraryError.self) { try Teacher(savedAt: folder.path) }?.kind == .inputOutput)
    try Data("no state".utf8).write(to: file)
    #expect(#expect(throws: LibraryError.self) { try Teacher(savedAt: file.path) }?.kind == .invalidData)
  }

  /// A coordinate within one unit in the last place of `Float` from a bound counts as the bound.
  @Test func takesTasksThatPassedThroughFloat() throws {
    var state: UInt64 = 4
    func draw() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state
    }
    for _ in 0..<200 {
      let ends = (0..<2).map { _ in Double(Int64(bitPattern: draw()) >> 20) / 1e9 }.sorted()
      guard ends[0] < ends[1] else { continue }
      let teacher = try Teacher("Random", low: [ends[0]], high: [ends[1]], options: [], seed: draw())
      for task in try ends + (0..<20).map({ _ in try teacher.sampleTask()[0] }) {
        try teacher.update(task: [Double(Float(task))], episodeReturn: 1)
      }
      let above = Double(Float(ends[1]).nextUp.nextUp.nextUp)
      #expect(throws: LibraryError.self) { try teacher.update(task: [above], episodeReturn: 1) }
    }
    let low = [OptionSetting("max_stump_height", "0.3"), OptionSetting("max_obstacle_spacing", "off")]
    try Environment("stump-tracks", options: low, seed: 0).setTask([Double(Float(0.3))])
    _ = try Toy(options: []).play([Double(Float(1).nextUp), 0])
  }

  /// A parameter takes for a bound what the library takes for it, and nothing else.
  @Test(arguments: [0.3, 2.999999, 0.1, 7, 0.01])
  func snapsAsTheLibraryDoes(high: Double) throws {
    let options = [OptionSetting("max_stump_height", "\(high)"), OptionSetting("max_obstacle_spacing", "off")]
    let environment = try Environment("stump-tracks", options: options, seed: 0)
    let parameter = try #require(environment.parameters.first)
    let unit = Double(Float(high).ulp)
    for value in [
      0, high, high + unit, (high + unit).nextUp, high + unit / 2, high - unit, high + 2 * unit, Double(Float(high)),
      -Double(Float.leastNonzeroMagnitude), -1e-44, .infinity, -.infinity, .nan,
    ] {
      let isAccepted = (try? environment.setTask([value])) != nil
      #expect(isAccepted == (parameter.snapped(value) != nil), "\(value) of \(high)")
    }
    #expect(parameter.snapped(high + unit / 2) == high)
  }

  @Test func environmentKnowsItself() throws {
    let environment = try Environment(
      "stump-tracks",
      options: [OptionSetting("max_stump_height", "3"), OptionSetting("max_obstacle_spacing", "6")], seed: 0)
    #expect(environment.observationSize == 24)
    #expect(environment.actionSize == 4)
    #expect(environment.parameters.map(\.name) == ["stump_height", "obstacle_spacing"])
    #expect(environment.parameters.map(\.high) == [3, 6])
    #expect(environment.parameters.allSatisfy { $0.low == 0 && $0.kind == .number && $0.unit != nil })
    #expect(environment.returnRange == -150...350)
    #expect(environment.masteredReturn == 230)
    #expect(try environment.testSet().count == 50)
    let flat = [OptionSetting("max_stump_height", "off"), OptionSetting("max_obstacle_spacing", "off")]
    #expect(try Environment("stump-tracks", options: flat, seed: 0).parameters.isEmpty)
  }

  @Test func toyRewardsAreCompetences() throws {
    let toy = try Toy(options: [])
    #expect(toy.dimension == 2)
    // The origin's cell gains a hundredth an episode.
    let rewards = try (1...76).map { _ in try toy.play([0, 0]) }
    #expect(rewards == (1...76).map { Double($0) / 100 })
    #expect(try toy.masteredShare() == 1)
  }
}
