/// The sum of numbers that lie side by side, in eight running sums: the same on every processor.
///
/// Complexity: O(`count`).
public func sum(_ numbers: UnsafePointer<Double>, count: Int) -> Double {
  var totals = Lanes(repeating: 0)
  var index = 0
  while index + Lanes.width <= count {
    totals += numbers.lanes(index)
    index += Lanes.width
  }
  var rest = 0.0
  while index < count {
    rest += numbers[index]
    index += 1
  }
  return sum(totals) + rest
}

/// The sum of eight lanes.
@inline(__always)
func sum(_ lanes: Lanes) -> Double {
  let four = lanes.lowHalf + lanes.highHalf
  let two = four.lowHalf + four.highHalf
  return two.x + two.y
}
