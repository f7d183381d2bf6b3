import Foundation
import TeachDRL
import Testing

@testable import Student

@Suite struct TestSetFileTests {
  private static let parameters = [
    TaskParameter("stump_height", low: 0, high: 100),
    TaskParameter("obstacle_spacing", low: 0, high: 100),
  ]

  private func tasks(_ text: String) throws -> [[Double]] {
    let folder = try TemporaryFolder()
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/tasks.csv"))
    return try TestSetFile.tasks(at: "\(folder.path)/tasks.csv", parameters: Self.parameters)
  }

  @Test(arguments: [
    "stump_height,obstacle_spacing\n0.5,3\n1e0,6\n", "0.5,3\n1,6", " 0.5 , 3 \r\n\r\n1,\t6\r\n",
    "obstacle_spacing,stump_height\n3,0.5\n6,1\n", "\u{FEFF}stump_height, obstacle_spacing\n0.5,3\n1,6\n\n",
    "\n0.5,3\n1,6",
  ])
  func readsTasks(text: String) throws {
    #expect(try tasks(text) == [[0.5, 3], [1, 6]])
  }

  /// A table that another program wrote as `float`: 2 pi comes back as 6.28318548.
  @Test func takesWhatPassedThroughFloatForTheBound() throws {
    let folder = try TemporaryFolder()
    let rotation = TaskParameter("stump_rot", low: 0, high: 2 * .pi)
    try Data("stump_rot\n6.2831855\n1.5\n".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/tasks.csv"))
    #expect(try TestSetFile.tasks(at: "\(folder.path)/tasks.csv", parameters: [rotation]) == [[2 * .pi], [1.5]])
    try Data("stump_rot\n6.28319\n".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/tasks.csv"))
    #expect(throws: ConfigurationError.self) {
      try TestSetFile.tasks(at: "\(folder.path)/tasks.csv", parameters: [rotation])
    }
  }

  @Test(arguments: [
    ("", "has no task"), ("stump_height,obstacle_spacing\n", "has no task"),
    ("stump_height,obstacle_spacing\n1,2\n1\n", "line 3 of the test set"), ("1,2\n\n1,2,3\n", "line 3 of"),
    ("1,2,3\n", "has 3 values; a task has 2: stump_height, obstacle_spacing"),
    ("1\n", "has 1 value; a task has 2"), ("1,high\n", "has 'high', which is no number"),
    ("1,nan\n", "has 'nan', which is no number"), ("1,2\nstump_height,obstacle_spacing\n", "line 2 of the test set"),
    ("stump_height,spacing\n1,2\n", "names 'spacing', which is not in the task space"),
    ("stump_height,stump_height\n1,2\n", "must name each parameter once"),
    ("stump_height\n1\n", "must name each parameter once"),
    ("1,2\n-1,2\n", "line 2 of the test set"),
    ("1,2\n-1,2\n", "has -1.0 for stump_height; it must be from 0.0 to 100.0"),
    ("101,2\n", "has 101.0 for stump_height"), ("1;2\n", "names '1;2'"),
  ])
  func saysWhatIsWrong(text: String, message: String) throws {
    let error = #expect(throws: ConfigurationError.self) { try tasks(text) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test func saysThatThereIsNone() {
    let error = #expect(throws: ConfigurationError.self) {
      try TestSetFile.tasks(at: "/nowhere/tasks.csv", parameters: Self.parameters)
    }
    #expect(error?.description == "test_set is '/nowhere/tasks.csv'; there is no such file")
  }
}
