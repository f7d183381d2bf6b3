import Arguments
import Numerics
import Testing

@testable import Teachers

/// Options whose effective values depend on others, or on the task space.
private struct Case: CustomTestStringConvertible {
  let name: String
  let options: [(name: String, value: String)]
  /// Those of the effective values that are not as given or listed.
  let effective: [String: String]
  var high = [3.0, 6]
  var testDescription: String { "\(name) \(options)" }

  static let all = [
    Case(name: "ALP-GMM", options: [], effective: [:]),
    Case(name: "ALP-GMM", options: [("min_k", "20")], effective: ["max_k": "20"]),
    Case(name: "Covar-GMM", options: [("min_k", "20")], effective: ["max_k": "20"]),
    Case(name: "ALP-GMM", options: [("max_k", "1"), ("alp_max_size", "off")], effective: ["min_k": "1"]),
    Case(name: "Covar-GMM", options: [("max_k", "1"), ("reward_range", "off")], effective: ["min_k": "1"]),
    Case(
      name: "ALP-GMM",
      options: [
        ("min_k", "3"), ("max_k", "3"), ("reward_range", "-1, 1"), ("normalize", "false"),
        ("random_task_ratio", "1e-3"),
      ], effective: [:]),
    Case(name: "RIAC", options: [], effective: ["alp_window_size": "200", "min_reg_size": "10"]),
    Case(
      name: "RIAC", options: [("max_region_size", "30")], effective: ["alp_window_size": "30", "min_reg_size": "2"]),
    Case(
      name: "RIAC", options: [("max_region_size", "50"), ("alp_window_size", "9"), ("min_reg_size", "2.25")],
      effective: [:]),
    Case(
      name: "RIAC", options: [("max_region_size", "100000"), ("min_reg_size", "off")],
      effective: ["alp_window_size": "100000", "min_reg_size": "5000"]),
    Case(name: "Oracle", options: [("reward_threshold", "0.1")], effective: ["window_step_vector": "0.1,-0.2"]),
    Case(
      name: "Oracle", options: [("window_step_vector", "0.30000000000000004, -1e-3"), ("reward_threshold", "-1")],
      effective: [:], high: [1, 1]),
    Case(name: "Random", options: [("history", "0")], effective: [:]),
    Case(name: "ADR", options: [], effective: ["grow_threshold": "180", "shrink_threshold": "0"]),
    Case(name: "Stages", options: [("signal", "success")], effective: ["thresholds": "0.75"]),
    Case(
      name: "ADR", options: [("shrink_threshold", "off"), ("grow_threshold", "1")], effective: [:]),
  ]
}

@Test(arguments: Case.all)
private func aTeacherReportsOptionsThatMakeItAgain(example: Case) throws {
  let kind = try kind(example.name)
  let box = try space(example.high.map { _ in 0 }, example.high)
  func make(_ options: [(name: String, value: String)]) throws -> TeacherInstance {
    try makeTeacher(kind, box, options, seed: 5)
  }
  let teacher = try make(example.options)
  let reported = kind.allOptions.map { (name: $0.name, value: teacher.options.text(of: $0)) }
  for (name, value) in reported {
    let given = example.options.first { $0.name == name }?.value
    let listed = kind.allOptions.first { $0.name == name }?.defaultText
    #expect(value == example.effective[name] ?? given ?? listed, "\(name)")
  }
  let again = try make(reported)
  #expect(kind.allOptions.map { again.options.text(of: $0) } == reported.map(\.value))
  let play = { (task: [Double], episode: Int) in task[0] * Double(episode % 300) - task[1] }
  #expect(teacher.train(1200, play) == again.train(1200, play))
  #expect(teacher.savedState() == again.savedState())
}

/// Whatever its options lead to, a teacher is the one that they describe.
@Test(arguments: Case.all)
private func aTeacherFitsTheOptionsThatMadeIt(example: Case) throws {
  let kind = try kind(example.name)
  let box = try space(example.high.map { _ in 0 }, example.high)
  func values(_ options: [(name: String, value: String)]) throws -> OptionValues {
    try OptionValues(options, for: kind.name, allowing: kind.allOptions)
  }
  let teacher = try makeTeacher(kind, box, example.options)
  #expect(teacher.difference(from: box, options: try values(example.options)) == nil)
  #expect(
    teacher.difference(from: nil, options: try values([("history", "7")]))
      == "option 'history' is \(teacher.options.text(of: CommonOptions.history.description)) there and 7 here")
}

@Test func optionsThatAreOffFitWhatTheyLedTo() throws {
  let off = [(name: "min_reg_size", value: "off"), (name: "alp_window_size", value: "off")]
  let teacher = try makeTeacher(RIAC.self, .unitBox(dimension: 2), off)
  let values = try OptionValues(off, for: "RIAC", allowing: RIAC.allOptions)
  #expect(teacher.difference(from: nil, options: values) == nil)
  let other = try OptionValues([("min_reg_size", "9")], for: "RIAC", allowing: RIAC.allOptions)
  #expect(teacher.difference(from: nil, options: other) == "option 'min_reg_size' is 10 there and 9 here")
}
