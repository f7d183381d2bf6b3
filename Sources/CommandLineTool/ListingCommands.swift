import ArgumentParser
import Student

/// `teachdrl teachers`
struct TeachersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "teachers", abstract: "List the teachers with their options, defaults and ranges.")

  func run() throws {
    try Terminal.standardOutput.writeOrFail(listingText(try Listing.teachers()))
  }
}

/// `teachdrl environments`
struct EnvironmentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "environments",
    abstract: "List the environments, and the toy environment, with their options, defaults and ranges.")

  func run() throws {
    try Terminal.standardOutput.writeOrFail(listingText(try Listing.environments() + [try Listing.toy()]))
  }
}
