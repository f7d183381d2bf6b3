import Student
import TeachDRL
import Testing

@testable import CommandLineTool

@Suite struct TaskTextTests {
  private static let ground = TaskParameter("ground", .category(["grass", "ice"]), low: 0, high: 1)
  private static let legs = TaskParameter("legs", .integer, low: 2, high: 4)
  private static let height = TaskParameter("height", low: 0, high: 2.5, unit: "m")

  @Test func showsValuesAsPeopleNameThem() {
    let task = [Self.ground, Self.legs, Self.height]
    #expect(task.caption(of: [1, 3, 0.456]) == "ground ice, legs 3, height 0.46")
    #expect([TaskParameter](repeating: Self.height, count: 5).caption(of: [0, 0, 0, 0, 0]) == "")
  }

  @Test(arguments: [
    (ground, "one of grass, ice"), (legs, "whole number from 2 to 4"), (height, "number from 0 to 2.5 m"),
    (TaskParameter("gravity", .logNumber, low: 0.01, high: 100), "log-scaled number from 0.01 to 100"),
  ])
  func saysWhichValuesThereAre(parameter: TaskParameter, text: String) { #expect(parameter.valuesText == text) }

  @Test func groupsAreWhatIsNextToEachOther() {
    let parameters = ["a", nil, "a", "a", "b"].enumerated().map { index, group in
      TaskParameter("p\(index)", low: 0, high: 1, group: group)
    }
    #expect(parameters.groups.map(\.name) == ["a", "p1", "a", "b"])
    #expect(parameters.groups.map(\.members.count) == [1, 1, 2, 1])
  }
}
