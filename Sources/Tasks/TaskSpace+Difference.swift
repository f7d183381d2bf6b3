import Arguments

extension TaskSpace {
  /// What is different between this task space, of a saved state, and another one; nil if tasks of one are tasks of the
  /// other. Units, documentation and defaults do not matter, and names not if this one has none.
  ///
  /// - Complexity: O(dimension).
  public func difference(from other: TaskSpace) -> String? {
    guard dimension == other.dimension else {
      return "there are \(dimension) parameters there and \(other.dimension) here"
    }
    for (i, (own, given)) in zip(parameters, other.parameters).enumerated() {
      if isNamed && other.isNamed && own.name != given.name {
        return "parameter \(i) is '\(own.name)' there and '\(given.name)' here"
      }
      if isNamed && other.isNamed && own.group != given.group {
        return "parameter '\(own.name)' is in \(text(own.group)) there and in \(text(given.group)) here"
      }
      if let difference = own.differenceOfCategories(from: given) {
        return "parameter '\(given.name)' has \(difference)"
      }
      guard own.isLike(given) else {
        return "parameter '\(given.name)' is \(own.values) there and \(given.values) here"
      }
    }
    return nil
  }

  private func text(_ group: String?) -> String { group.map { "the group '\($0)'" } ?? "no group" }
}

extension Parameter {
  /// What is different between the names of two categories; nil if nothing is, or if not both are categories.
  fileprivate func differenceOfCategories(from other: Parameter) -> String? {
    guard case .category(let own) = kind, case .category(let given) = other.kind, own != given else { return nil }
    guard own.count == given.count, let place = own.indices.first(where: { own[$0] != given[$0] }) else {
      return "\(own.count) categories there and \(given.count) here"
    }
    return "'\(own[place])' as category \(place) there and '\(given[place])' here"
  }

  /// Its values, for people.
  fileprivate var values: String {
    switch kind {
    case .number: "a number from \(shortText(low)) to \(shortText(high))"
    case .logNumber: "a log-scaled number from \(shortText(low)) to \(shortText(high))"
    case .integer: "a whole number from \(shortText(low)) to \(shortText(high))"
    case .category(let names): "one of \(shortened(names.joined(separator: ", ")))"
    }
  }
}
