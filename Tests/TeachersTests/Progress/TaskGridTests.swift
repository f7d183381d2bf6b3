import Arguments
import Tasks
import Testing

@testable import Teachers

@Suite struct TaskGridTests {
  @Test func aGridHasAtMost256Cells() throws {
    for (dimension, cells) in [(1, 16), (2, 256), (3, 216), (4, 256), (5, 243), (6, 64), (8, 256), (9, 0), (300, 0)] {
      let grid = TaskGrid(TaskSpace.unitBox(dimension: dimension).parameters)
      #expect(grid.cellCount == cells && grid.partCount == 5 * dimension)
      #expect(grid.regionCount == (cells > 0 ? cells : 5 * dimension))
    }
  }

  @Test func cellsAndPartsDivideTheSpaceEvenly() {
    let grid = TaskGrid(TaskSpace.unitBox(dimension: 3).parameters)
    var cells = Array(repeating: 0, count: grid.cellCount)
    var parts = Array(repeating: 0, count: 5)
    for i in 0..<30 {
      for j in 0..<30 {
        for k in 0..<30 {
          let place = [i, j, k].map { (Double($0) + 0.5) / 30 }
          cells[grid.cell(at: place)] += 1
          parts[grid.part(1, at: place[1])] += 1
        }
      }
    }
    #expect(cells.allSatisfy { $0 == 125 } && parts.allSatisfy { $0 == 5400 })
  }

  @Test func boundsAndWhatRoundingCarriesPastThemBelongToTheOutermostParts() {
    let grid = TaskGrid(TaskSpace.unitBox(dimension: 1).parameters)
    for position in [-1e-9, 0, -0.0] { #expect(grid.part(0, at: position) == 0) }
    for position in [1, 1 + 1e-9, 1.0.nextDown] { #expect(grid.part(0, at: position) == 4) }
  }

  @Test func fewValuesAreAPartEach() throws {
    let parameters = [
      try Parameter("one", .integer, low: 7, high: 7), try Parameter("three", .category(["a", "b", "c"])),
      try Parameter("many", .integer, low: -100, high: 100), try Parameter("most", .integer, low: -1e15, high: 1e15),
    ]
    let grid = TaskGrid(parameters)
    #expect(grid.partCounts == [1, 3, 5, 5])
    #expect(grid.cellCount == 1 * 3 * 4 * 4)
    for value in 0..<3 { #expect(grid.part(1, at: (Double(value) + 0.5) / 3) == value) }
  }
}
