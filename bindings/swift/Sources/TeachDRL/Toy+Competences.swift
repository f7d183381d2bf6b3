import CTeachDRL

extension Toy {
  /// The competence of every cell, 0 to 100, the last relevant dimension varying fastest.
  public func competences() throws(LibraryError) -> [UInt8] {
    var count = 0
    try check(teachdrl_toy_competences(handle, nil, 0, &count))
    var competences = [UInt8](repeating: 0, count: count)
    try check(teachdrl_toy_competences(handle, &competences, count, &count))
    return competences
  }
}
