import Student

/// What `teachdrl teachers` and `teachdrl environments` print: a paragraph a thing, a line or two an option.
func listingText(_ listings: [Listing]) -> String {
  listings.map(paragraph).joined(separator: "\n")
}

private func paragraph(_ listing: Listing) -> String {
  var text = "\(listing.name)\n  \(listing.documentation)\n"
  if listing.options.isEmpty { text += "  It has no options.\n" }
  let width = listing.options.map(\.name.count).max() ?? 0
  for option in listing.options {
    text += """

        \(leftAligned(option.name, width))  \(option.type), default \(option.defaultValue): \(option.range)
        \(leftAligned("", width))  \(option.documentation)

      """
  }
  return text
}
