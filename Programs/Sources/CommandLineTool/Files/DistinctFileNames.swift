/// Names of the files that a command writes into one folder: none is given twice, so that no file replaces another.
struct DistinctFileNames {
  private var given: Set<String> = []

  /// A text without what file names should not have; a second one of the same name ends in `_2`.
  mutating func name(_ text: String) -> String {
    let name = String(text.map { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" ? $0 : "_" })
    var (candidate, number) = (name, 1)
    while !given.insert(candidate).inserted {
      number += 1
      candidate = "\(name)_\(number)"
    }
    return candidate
  }
}
