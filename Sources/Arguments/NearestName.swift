/// The name most like a mistyped one, or nil where none is near enough to be meant: at most a third of the longer
/// one's letters changed. Upper and lower case count as equal, underscores and hyphens too.
///
/// Complexity: O(`names.count` * `name.count` * the longest name's length).
func nearestName(to name: String, among names: [String]) -> String? {
  // A stranger's megabyte of text is no typing mistake.
  guard name.utf8.count <= 64 else { return nil }
  let typed = folded(name)
  var best: (name: String, distance: Int)?
  for candidate in names {
    let spelled = folded(candidate)
    let distance = editDistance(typed, spelled)
    let tolerated = max(1, max(typed.count, spelled.count) / 3)
    if distance <= tolerated, distance < best?.distance ?? Int.max {
      best = (candidate, distance)
    }
  }
  return best?.name
}

private func folded(_ name: String) -> [Character] {
  name.lowercased().map { $0 == "-" ? "_" : $0 }
}

/// The least number of letters inserted, deleted or replaced that turns one word into the other (Levenshtein).
private func editDistance(_ first: [Character], _ second: [Character]) -> Int {
  var row = Array(0...second.count)
  for (i, letter) in first.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, other) in second.enumerated() {
      let replaced = diagonal + (letter == other ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
    }
  }
  return row[second.count]
}
