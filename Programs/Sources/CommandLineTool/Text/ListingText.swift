import Student
import TeachDRL

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
  if !listing.parameters.isEmpty { text += "  Parameters of its tracks, by their names:\n" + parameterLines(listing) }
  return text
}

private func parameterLines(_ listing: Listing) -> String {
  let groups = listing.parameters.groups
  let width = groups.map(\.name.count).max() ?? 0
  return groups.reduce("") { text, group in
    let parameter = group.members[0]
    let members = group.members.map(\.name).joined(separator: ", ")
    let documentation = group.members.count > 1 ? "\(group.members.count) numbers: \(members)" : parameter.documentation
    return text + """

        \(leftAligned(group.name, width))  \(parameter.valuesText)
        \(leftAligned("", width))  \(documentation ?? "")

      """
  }
}
