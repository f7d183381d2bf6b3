import Student
import TeachDRL

/// What `teachdrl teachers --json` and `teachdrl environments --json` print: an object with one member, a list of what
/// there is.
func listingJSON(_ member: String, _ listings: [Listing]) -> String {
  JSONText.object([(member, .array(listings.map(json)))]).text() + "\n"
}

private func json(_ listing: Listing) -> JSONText {
  .object([
    ("name", .string(listing.name)), ("documentation", .string(listing.documentation)),
    ("options", .array(listing.options.map(json))), ("needs", .array(listing.needs.names.map(JSONText.string))),
    ("uses", .array(listing.uses.names.map(JSONText.string))),
    ("parameters", .array(listing.parameters.map(JSONText.init))),
  ])
}

private func json(_ option: Listing.Option) -> JSONText {
  .object([
    ("name", .string(option.name)), ("type", .string(option.type)), ("default", .string(option.defaultValue)),
    ("range", .string(option.range)), ("minimum", JSONText(option.bounds?.lowerBound)),
    ("maximum", JSONText(option.bounds?.upperBound)), ("accepts_off", .boolean(option.acceptsOff)),
    ("choices", .array(option.choices.map(JSONText.string))), ("documentation", .string(option.documentation)),
  ])
}
