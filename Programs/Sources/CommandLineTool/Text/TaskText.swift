import Student
import TeachDRL

extension TaskParameter {
  /// A value for people: a category's name, a whole number, or a number with so many decimals.
  func text(_ value: Double, decimals: Int) -> String {
    if case .category(let names) = kind, let index = Int(exactly: value), names.indices.contains(index) {
      return names[index]
    }
    return fixed(value, decimals: isDiscrete ? 0 : decimals)
  }

  /// The values, in words, with their unit.
  var valuesText: String {
    guard categories.isEmpty else { return "one of \(categories.joined(separator: ", "))" }
    let (low, high) = (short(low), short(high))
    let unit = unit.map { " \($0)" } ?? ""
    return switch kind {
    case .integer: "whole number from \(low) to \(high)\(unit)"
    case .logNumber: "log-scaled number from \(low) to \(high)\(unit)"
    default: "number from \(low) to \(high)\(unit)"
    }
  }
}

extension [TaskParameter] {
  /// A task as a caption says it; empty if it has so many numbers that they would fill the picture.
  func caption(of task: [Double]) -> String {
    guard task.count <= 4 else { return "" }
    return zip(self, task).map { "\($0.name) \($0.text($1, decimals: 2))" }.joined(separator: ", ")
  }

  /// The parameters that are next to each other and in one group, or a parameter alone.
  var groups: [(name: String, members: [TaskParameter])] {
    var groups: [(name: String, members: [TaskParameter])] = []
    for parameter in self {
      if let group = parameter.group, groups.last?.name == group {
        groups[groups.count - 1].members.append(parameter)
      } else {
        groups.append((parameter.group ?? parameter.name, [parameter]))
      }
    }
    return groups
  }
}

/// A number without decimals that say nothing: 3, 0.5, 6.28.
private func short(_ number: Double) -> String {
  if let whole = Int(exactly: number) { return "\(whole)" }
  return "\((number * 100).rounded() / 100)"
}
