/// The name most like a mistyped one, or nil where none is near enough to be meant: at most a third of the longer
/// one's letters changed, where two neighbours that are swapped count as one change. Upper and lower case count as equal, underscores and hyphens too.
///
/// Complexity: O(`names.count` * `name.count` * the longest name's length).
public func nearestName(to name: String, among names: [String]) -> String? {
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

/// The least number of changes that turns one word into the other: letters inserted, deleted or replaced, and neighbours
/// swapped (the optimal string alignment distance, after Damerau and Levenshtein).
private func editDistance(_ first: [Character], _ second: [Character]) -> Int {
  // The distances from the first i letters, from one less and from two less, to each beginning of `second`.
  var (row, rowBefore, rowBeforeThat) = (Array(0...second.count), [Int](), [Int]())
  for (i, letter) in first.enumerated() {
    (rowBeforeThat, rowBefore) = (rowBefore, row)
    row[0] = i + 1
    for (j, other) in second.enumerated() {
      row[j + 1] = min(rowBefore[j] + (letter == other ? 0 : 1), row[j] + 1, rowBefore[j + 1] + 1)
      if i > 0, j > 0, letter == second[j - 1], first[i - 1] == other {
        row[j + 1] = min(row[j + 1], rowBeforeThat[j - 1] + 1)
      }
    }
  }
  return row[second.count]
}
