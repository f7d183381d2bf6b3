import Pictures

/// A text as HTML shows it.
func escaped(_ text: String) -> String {
  var result = ""
  for character in text {
    switch character {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    default: result.append(character)
    }
  }
  return result
}

/// A picture for bright and dark pages, inside the page itself; as PNG where an SVG would be long.
func figure(_ picture: Picture, alternative: String, asPNG: Bool = false) throws -> String {
  func url(_ theme: Theme) throws -> String {
    asPNG
      ? "data:image/png;base64," + base64(try picture.png(scale: 1.5, theme: theme))
      : "data:image/svg+xml;base64," + base64(try picture.svg(theme: theme))
  }
  return """
    <picture><source media="(prefers-color-scheme: dark)" srcset="\(try url(.dark))">\
    <img src="\(try url(.light))" width="\(picture.width)" height="\(picture.height)" alt="\(escaped(alternative))"></picture>
    """
}

/// Rows as a table; numbers stand at the right.
func htmlTable(_ header: [String], _ rows: [[String]]) -> String {
  let head = header.map { "<th>\(escaped($0))</th>" }.joined()
  let body = rows.map { "<tr>" + $0.map { "<td>\(escaped($0))</td>" }.joined() + "</tr>" }.joined(separator: "\n")
  return "<div class=\"wide\"><table><thead><tr>\(head)</tr></thead><tbody>\n\(body)\n</tbody></table></div>"
}
