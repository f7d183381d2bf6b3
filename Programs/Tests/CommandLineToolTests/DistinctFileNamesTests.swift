import Testing

@testable import CommandLineTool

@Suite struct DistinctFileNamesTests {
  @Test func givesNoNameTwice() {
    var names = DistinctFileNames()
    #expect(["a b", "a_b", "a_b_2", "c", "a/b"].map { names.name($0) } == ["a_b", "a_b_2", "a_b_2_2", "c", "a_b_3"])
  }
}
