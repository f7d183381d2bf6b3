import ArgumentParser
import Student
import TeachDRL

/// `teachdrl teachers`
struct TeachersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "teachers", abstract: "List the teachers with their options, defaults and ranges.")

  @OptionGroup var format: JSONFormat

  func run() throws {
    let listings = try Listing.teachers()
    try Terminal.standardOutput.writeOrFail(
      format.json ? listingJSON("teachers", listings) : listingText(listings))
  }
}

/// `teachdrl environments`
struct EnvironmentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "environments",
    abstract: "List the environments, and the toy environment, with their options, defaults and ranges.")

  @OptionGroup var format: JSONFormat

  func run() throws {
    let listings = try Listing.environments() + [try Listing.toy()]
    try Terminal.standardOutput.writeOrFail(
      format.json ? listingJSON("environments", listings) : listingText(listings))
  }
}
