/// A cell of comma-separated values (RFC 4180).
func csvCell(_ text: String) -> String {
  guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
  return "\"" + text.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
}

/// A line of comma-separated values.
func csvLine(_ cells: [String]) -> String { cells.map(csvCell).joined(separator: ",") + "\n" }
