import Glibc

/// The logarithm of the sum of numbers whose logarithms are given: -infinity where there are none, or all are that.
///
/// Complexity: O(`logarithms.count`).
public func logOfSum(_ logarithms: [Double]) -> Double {
  let largest = logarithms.max() ?? -.infinity
  guard largest > -.infinity else { return -.infinity }
  return largest + log(logarithms.reduce(0) { $0 + exp($1 - largest) })
}
