import Testing

@testable import TeachDRL

@Suite struct TaskParameterTests {
  private static let space = [
    TaskParameter(
      "gravity", .logNumber, low: 1, high: 20, unit: "m/s^2", documentation: "how heavy", defaultValue: 9.81),
    TaskParameter("legs", .integer, low: 2, high: 4),
    TaskParameter("ground", .category(["grass", "ice"]), low: 0, high: 1, defaultValue: 0),
    TaskParameter("x1", low: -1, high: 1, group: "point"), TaskParameter("x2", low: -1, high: 1, group: "point"),
  ]

  /// What goes in comes out, through the library and through a saved state.
  @Test func theLibraryKeepsEverything() throws {
    let teacher = try Teacher("Random", parameters: Self.space, options: [], seed: 1)
    #expect(teacher.dimension == Self.space.count)
    #expect(try teacher.parameters() == Self.space)
    #expect(try Teacher(state: teacher.state()).parameters() == Self.space)
  }

  @Test func proposalsAreValues() throws {
    let teacher = try Teacher("Random", parameters: Self.space, options: [], seed: 1)
    var seen: Set<Double> = []
    for _ in 0..<100 {
      let proposal = try teacher.propose()
      #expect(zip(Self.space, proposal.task).allSatisfy { $0.snapped($1) == $1 })
      #expect(proposal == Proposal(proposal.task))
      seen.insert(proposal.task[1])
    }
    #expect(seen == [2, 3, 4])
  }

  /// A parameter takes for its value what the library takes for one, and nothing else.
  @Test(arguments: space)
  func snapsAsTheLibraryDoes(parameter: TaskParameter) throws {
    let teacher = try Teacher("Random", parameters: [parameter], options: [], seed: 1)
    var values = [Double.nan, .infinity]
    for bound in [parameter.low, parameter.high] {
      let unit = Double(Float(bound).ulp)
      values += [-1, -0.5, 0.5, 1].map { (share: Double) -> Double in bound + share }
      values += [-2, -1, -0.5, 0, 0.5, 1, 2].map { (share: Double) -> Double in bound + share * unit }
    }
    for value in values {
      let isAccepted = (try? teacher.update(task: [value], episodeReturn: 1)) != nil
      #expect(isAccepted == (parameter.snapped(value) != nil), "\(value)")
    }
  }

  /// A state of another teacher or of another space is refused; one without names takes those that are given.
  @Test func loadsIntoTheSameSpaceOnly() throws {
    let state = try Teacher("Random", parameters: Self.space, options: [], seed: 1).state()
    _ = try Teacher(state: state, of: "Random", parameters: Self.space)
    var other = Self.space
    other[1] = other[1].bounded(low: 2, high: 3)
    for (name, parameters) in [("Random", other), ("RIAC", Self.space)] {
      let error = #expect(throws: LibraryError.self) { try Teacher(state: state, of: name, parameters: parameters) }
      #expect(error?.kind == .mismatch)
      #expect(error?.message.contains(name == "RIAC" ? "RIAC" : "legs") == true)
    }
    let unnamed = try Teacher("Random", low: [0], high: [1], options: [], seed: 1)
    let named = [TaskParameter("height", low: 0, high: 1, unit: "m")]
    #expect(try Teacher(state: unnamed.state(), of: "Random", parameters: named).parameters() == named)
  }

  @Test func environmentsAndListingsDescribeTheirs() throws {
    let environment = try Environment("walker-tracks", options: [OptionSetting("max_poly_shape", "2")], seed: 0)
    #expect(environment.parameters.count == 12 && environment.parameters.allSatisfy { $0.group == "poly_shape" })
    let listing = try #require(try Listing.environments().first { $0.name == "walker-tracks" })
    for parameter in environment.parameters {
      let listed = try #require(listing.parameters.first { $0.name == parameter.name })
      #expect(listed.bounded(low: 0, high: 2) == parameter && parameter.unit != nil && parameter.documentation != nil)
    }
  }
}
