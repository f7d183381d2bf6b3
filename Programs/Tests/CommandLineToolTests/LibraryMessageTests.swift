import Student
import TeachDRL
import Testing

@testable import CommandLineTool

/// What the library says of a call, told to somebody who knows no C functions.
@Suite struct LibraryMessageTests {
  private func message(_ call: () throws -> Void) -> String {
    do {
      try call()
      return "no error"
    } catch {
      return (error as? LibraryError)?.commandLineMessage ?? "\(error)"
    }
  }

  @Test func namesNoArgumentsOfFunctions() {
    let teacher = message { _ = try Teacher(state: [1, 2, 3]) }
    #expect(teacher.hasPrefix("the teacher in the checkpoint "))
    let dimension = message {
      _ = try Teacher(
        "ALP-GMM", low: [Double](repeating: 0, count: 65), high: [Double](repeating: 1, count: 65), options: [], seed: 0
      )
    }
    #expect(dimension == "a task has 65 numbers; for ALP-GMM it must have from 1 to 64")
    let parameters = message {
      let parameters = (0..<65).map { TaskParameter("x\($0)", low: 0, high: 1) }
      _ = try Teacher("ALP-GMM", parameters: parameters, options: [], seed: 0)
    }
    #expect(parameters == dimension)
    let count = message {
      let environment = try Environment("walker-tracks", options: [], seed: 0)
      try environment.setParameter("stump_width", to: [1, 2, 3])
    }
    #expect(count == "parameter 'stump_width' takes 1 or 2 numbers")
    let value = message {
      let environment = try Environment("walker-tracks", options: [], seed: 0)
      try environment.setParameter("stump_width", to: [1, -2])
    }
    #expect(value.hasPrefix("parameter 'stump_width'") && value.contains(" is -2; it must lie from 0 to "))
    for text in [teacher, dimension, count, value] { #expect(!text.contains("argument") && !text.contains("[")) }
  }
}
