import ArgumentParser
import Student
import TeachDRL

/// The help of an option that the library has, from its listing: the documentation, whose option it is, the default
/// and the values allowed. `default` replaces the listing's where the command line has another.
func helpText(_ option: String, of listings: [Listing], naming: Bool = true, default: String? = nil) -> ArgumentHelp {
  let owners = listings.filter { $0.hasOption(option) }
  guard let description = owners.first?.options.first(where: { $0.name == option }) else { return "" }
  let names = naming ? "\(owners.map(\.name).joined(separator: ", ")); " : ""
  return ArgumentHelp(
    "\(sentence(description.documentation)) (\(names)default: \(`default` ?? description.defaultValue); \(description.range))",
    valueName: valueName(description.type))
}

/// The names of all parameters that tracks have, a group's instead of its members'.
func parameterNames() -> String {
  let all = (try? Listing.environments())?.map(\.parameters.groups).max { $0.count < $1.count } ?? []
  return all.map(\.name).joined(separator: ", ")
}

private func sentence(_ text: String) -> String {
  let capitalized = text.prefix(1).uppercased() + text.dropFirst()
  return capitalized.hasSuffix(".") ? capitalized : capitalized + "."
}

private func valueName(_ type: String) -> String {
  switch type {
  case "integer": "n"
  case "number": "x"
  case "numbers": "x,x"
  default: type
  }
}
