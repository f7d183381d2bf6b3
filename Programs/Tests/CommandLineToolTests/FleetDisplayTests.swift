import Student
import Testing

@testable import CommandLineTool

/// The table of several runs.
@Suite struct FleetDisplayTests {
  private func runs(_ count: Int, name: String = "seed 4") -> [RunFleet.Run] {
    (0..<count).map { RunFleet.Run(name: name + "\($0)", directory: RunDirectory(path: "x"), argument: "") }
  }

  @Test func cutsNamesThatLeaveNoRoom() {
    let folder = "data/a_long_experiment/a_long_experiment_s4"
    let runs = runs(3, name: folder)
    #expect(fleetTable(runs, lineWidth: 79)[2].hasPrefix("…xperiment_s41 "))
    #expect(fleetTable(runs)[2].hasPrefix(folder + "1 "))
  }

  /// A longer line would be broken in two, and the table could not be redrawn.
  @Test(
    arguments: [1, 2, 6, 10, 15, 20, 40, 59, 68, 69, 79, 200], ["seed 4", "data/a_long_experiment/a_long_experiment_s"])
  func fitsIntoItsLines(width: Int, name: String) {
    let table = fleetTable(runs(3, name: name), lineWidth: width)
    #expect(table.count == 5)
    #expect(table.allSatisfy { $0.count <= width })
  }

  /// The state is the last column to go.
  @Test func leavesColumnsOutWhereThereIsNoRoom() {
    func titles(_ width: Int) -> [Substring] { fleetTable(runs(1), lineWidth: width)[0].split(separator: " ") }
    #expect(titles(71) == ["run", "state", "steps", "steps/s", "left", "return", "mastered"])
    #expect(titles(70) == ["run", "state", "steps", "left", "return", "mastered"])
    #expect(titles(50) == ["run", "state", "steps", "left"])
    #expect(titles(16) == ["run", "state"])
  }

  @Test(arguments: [2, 3, 5, 22, 100], [1, 4, 20, 30])
  func fitsIntoItsRows(rows: Int, count: Int) {
    var runs = runs(count)
    for index in runs.indices.dropFirst(count / 2) { runs[index].state = .running }
    let table = fleetTable(runs, lineCount: rows)
    #expect(table.count <= rows)
    #expect(table.last?.contains("running") == true)
  }
}
