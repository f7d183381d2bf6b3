import Arguments
import Numerics
import SavedState
import Testing

@testable import Tasks

@Test func acceptedTasksReachTheBodyInside() throws {
  let space = try #require(TaskSpace(low: [0.1, -3], high: [0.3, 0.7]))
  var generator = Xoshiro256PlusPlus(seed: 1)
  for _ in 0..<2000 {
    let task = (0..<2).map { Double(Float(Double.random(in: space.bounds($0), using: &generator))) }
    task.withUnsafeBufferPointer { task in
      #expect(space.accepts(task))
      space.withClamped(task) { inside in
        #expect(space.contains(inside))
        for i in 0..<2 { #expect(inside[i] == space.bounds(i).snapped(task[i])) }
      }
    }
  }
  for wrong in [[0.1, 0.70001], [.nan, 0], [0.0999, 0], [0.2], [0.2, 0, 0]] {
    #expect(!wrong.withUnsafeBufferPointer(space.accepts))
  }
}

@Test func tasksInsideAreNotCopied() throws {
  let space = TaskSpace.unitBox(dimension: 2)
  [0.5, 1].withUnsafeBufferPointer { task in
    space.withClamped(task) { #expect($0.baseAddress == task.baseAddress) }
  }
}

/// The message of the error that making a task space ends with; nil if it does not.
private func problem(_ parameters: () throws(UsageError) -> [Parameter]) -> String? {
  do throws(UsageError) {
    _ = try TaskSpace(try parameters())
    return nil
  } catch {
    return error.message
  }
}

private func example() throws(UsageError) -> TaskSpace {
  try TaskSpace([
    Parameter("gravity", .logNumber, low: 1, high: 20, unit: "m/s2", documentation: "pulls", defaultValue: 9.81),
    Parameter("legs", .integer, low: -2, high: 4), Parameter("ground", .category(["grass", "ice"])),
    Parameter("x0", .number, low: 0, high: 4, group: "shape"),
    Parameter("x1", .number, low: 0, high: 4, group: "shape"),
  ])
}

@Test func aTaskIsAccepted() throws {
  let space = try example()
  #expect(space.low == [1, -2, 0, 0, 0] && space.high == [20, 4, 1, 4, 4] && space.isNamed)
  func accepts(_ task: [Double]) -> Bool { task.withUnsafeBufferPointer(space.accepts) }
  func message(_ task: [Double]) -> String { task.withUnsafeBufferPointer { space.refusal(of: $0).message } }
  #expect(accepts([1, -2, 1, 0, 4]) && accepts([Double(Float(19.999999999)), 4, 0, 2.5, 0]))
  #expect(!accepts([1, 0.5, 1, 0, 0]))
  // What a float32 rounding explains.
  #expect(accepts([1, 4.0000002, 1.0000001, 0, 4]) && accepts([1, -2.0000001, -1e-46, 0, 0]))
  #expect(!accepts([1, 3.0000002, 1, 0, 0]) && !accepts([1, 4.000001, 1, 0, 0]))
  #expect(message([1, 0.5, 1, 0, 0]) == "parameter 'legs' is 0.5; it must be a whole number from -2 to 4")
  #expect(message([1, 0, 2, 0, 0]) == "parameter 'ground' is 2; it must be a whole number from 0 to 1")
  #expect(message([30, 0, 0, 0, 0]) == "parameter 'gravity' is 30; it must lie from 1 to 20")
  #expect(message([2, 0, 0, 0, .nan]).hasPrefix("parameter 'x1' is nan; "))
  let plain = TaskSpace.unitBox(dimension: 2)
  #expect(
    [0, 7].withUnsafeBufferPointer { plain.refusal(of: $0).message } == "'task[1]' is 7; it must lie from 0 to 1")
}

@Test func wrongParametersAreNamed() {
  let next = 100.0.nextUp
  #expect(
    problem { () throws(UsageError) in [try Parameter("g", .logNumber, low: 100, high: next)] }?.contains(
      "whose logarithms are the same") == true)
  #expect(
    problem { () throws(UsageError) in [try Parameter("a\0b", .number, low: 0, high: 1)] }?.contains("NUL") == true)
  #expect(problem { () throws(UsageError) in [] } == "there are no parameters; there must be one at least")
  let wrong: [(message: String, make: () throws(UsageError) -> Parameter)] = [
    ("a parameter's name is empty", { () throws(UsageError) in try Parameter("", .number, low: 0, high: 1) }),
    (
      "parameter 'g': 'low' is 0; it must be above 0 for a log-scaled number",
      { () throws(UsageError) in try Parameter("g", .logNumber, low: 0, high: 1) }
    ),
    ("parameter 'g': 'low' is -1;", { () throws(UsageError) in try Parameter("g", .logNumber, low: -1, high: 1) }),
    (
      "parameter 'g': 'low' is 2 and 'high' is 1; low must be below high",
      { () throws(UsageError) in try Parameter("g", .number, low: 2, high: 1) }
    ),
    (
      "parameter 'g': 'low' is 1 and 'high' is 1;",
      { () throws(UsageError) in try Parameter("g", .number, low: 1, high: 1) }
    ),
    (
      "parameter 'g': 'high' is inf; it must be a finite number",
      { () throws(UsageError) in try Parameter("g", .number, low: 1, high: .infinity) }
    ),
    ("parameter 'g': 'low' is nan", { () throws(UsageError) in try Parameter("g", .integer, low: .nan, high: 3) }),
    (
      "parameter 'g': 'high' - 'low' is infinite",
      { () throws(UsageError) in try Parameter("g", .number, low: -1.5e308, high: 1.5e308) }
    ),
    (
      "parameter 'n': 'high' is 2.5; it must be a whole number",
      { () throws(UsageError) in try Parameter("n", .integer, low: 2, high: 2.5) }
    ),
    (
      "parameter 'n': 'low' is 3 and 'high' is 2; low must not be above high",
      { () throws(UsageError) in try Parameter("n", .integer, low: 3, high: 2) }
    ),
    (
      "parameter 'n': 'high' is 1e+17; it must be a whole number from -2^51 to 2^51",
      { () throws(UsageError) in try Parameter("n", .integer, low: 3, high: 1e17) }
    ),
    ("parameter 'c': it has no categories", { () throws(UsageError) in try Parameter("c", .category([])) }),
    (
      "parameter 'c': 'categories[2]' is 'ice', which is there already",
      { () throws(UsageError) in try Parameter("c", .category(["ice", "mud", "ice"])) }
    ),
    ("parameter 'c': 'categories[0]' is 0 bytes", { () throws(UsageError) in try Parameter("c", .category([""])) }),
    (
      "parameter 'n': 'default_value' is 2.5; it must be a whole number from 2 to 4",
      { () throws(UsageError) in try Parameter("n", .integer, low: 2, high: 4, defaultValue: 2.5) }
    ),
  ]
  for (message, make) in wrong {
    #expect(problem { () throws(UsageError) in [try make()] }?.hasPrefix(message) == true, "\(message)")
  }
}

@Test func namesAndGroupsAreKeptApart() {
  func number(_ name: String, _ group: String? = nil, _ high: Double = 1) throws(UsageError) -> Parameter {
    try Parameter(name, .number, low: 0, high: high, group: group)
  }
  #expect(
    problem { () throws(UsageError) in [try number("a"), try number("a")] }
      == "parameter 'a' is there twice; each name may be there once")
  #expect(
    problem { () throws(UsageError) in [try number("a", "g"), try number("b"), try number("c", "g")] }?.contains(
      "next to one another") == true)
  #expect(
    problem { () throws(UsageError) in [try number("g"), try number("b", "g")] }?.contains(
      "'b''s group, 'g', is there already") == true)
  #expect(
    problem { () throws(UsageError) in [try number("b", "g"), try number("g")] }
      == "parameter 'g' is there twice; each name may be there once")
  #expect(
    problem { () throws(UsageError) in [try number("a", "g"), try number("b", "g", 2)] }?.hasPrefix(
      "parameter 'b' is not like 'a'") == true)
  #expect(
    problem { () throws(UsageError) in [try number("a", "g"), try number("b", "g"), try number("c", "h")] } == nil)
}

@Test func savedTaskSpacesComeBack() throws {
  for space in [try example(), TaskSpace.unitBox(dimension: 3)] {
    var writer = StateWriter()
    space.save(to: &writer)
    let bytes = writer.sealed()
    let copy = try bytes.withUnsafeBytes { bytes in
      var reader = try unsealed(bytes)
      let copy = try TaskSpace(from: &reader, dimensions: 1...64)
      try reader.finish()
      return copy
    }
    #expect(copy == space)
  }
}

@Test func differencesAreNamed() throws {
  let space = try example()
  #expect(space.difference(from: space) == nil)
  func changed(_ index: Int, _ parameter: Parameter) throws -> TaskSpace {
    var parameters = space.parameters
    parameters[index] = parameter
    return try TaskSpace(parameters)
  }
  let renamed = try changed(1, Parameter("feet", .integer, low: -2, high: 4))
  #expect(space.difference(from: renamed) == "parameter 1 is 'legs' there and 'feet' here")
  let wider = try changed(0, Parameter("gravity", .logNumber, low: 1, high: 30))
  #expect(
    space.difference(from: wider)
      == "parameter 'gravity' is a log-scaled number from 1 to 20 there and a log-scaled number from 1 to 30 here")
  let other = try changed(2, Parameter("ground", .category(["ice", "grass"])))
  #expect(space.difference(from: other) == "parameter 'ground' has 'grass' as category 0 there and 'ice' here")
  let plain = try #require(TaskSpace(low: [0, 0], high: [3, 6]))
  #expect(space.difference(from: plain) == "there are 5 parameters there and 2 here")
  let named = try TaskSpace([Parameter("a", .number, low: 0, high: 3), Parameter("b", .number, low: 0, high: 6)])
  #expect(plain.difference(from: named) == nil && named.difference(from: plain) == nil)
  let documented = try changed(0, Parameter("gravity", .logNumber, low: 1, high: 20, unit: "g"))
  #expect(space.difference(from: documented) == nil)
}
