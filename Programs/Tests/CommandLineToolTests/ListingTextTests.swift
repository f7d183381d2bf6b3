import Student
import TeachDRL
import Testing

@testable import CommandLineTool

@Suite struct ListingTextTests {
  @Test func showsAllThatTheLibraryTells() throws {
    let listings = try Listing.teachers() + Listing.environments()
    let text = listingText(listings)
    for listing in listings {
      #expect(text.contains("\(listing.name)\n  \(listing.documentation)\n"))
      for option in listing.options {
        #expect(text.contains("\(option.type), default \(option.defaultValue): \(option.range)\n"))
        #expect(text.contains(option.documentation))
      }
      for parameter in listing.parameters { #expect(text.contains(parameter.name)) }
    }
  }
}
