extension ClosedRange<Double> {
  /// The value if it lies inside, and the bound if it lies outside by no more than a rounding to `Float` explains.
  ///
  /// Numbers that callers keep as `Float` come back rounded: 0.3 as 0.300000012, outside of 0.1...0.3. Such a value is at
  /// most one unit in the last place from the bound, counted in `Float` at the bound: the distance from `Float(bound)` to
  /// the next `Float` away from zero. So `Double(Float(x))` of every `x` inside is accepted, and so is the next `Float`
  /// beyond. Bounds beyond the largest `Float` have no such unit; they are compared as they are.
  ///
  /// - Returns: The nearest value inside the range, or nil if the value lies farther outside or is not a number.
  public func snapped(_ value: Double) -> Double? {
    if contains(value) { return value }
    let bound = value < lowerBound ? lowerBound : upperBound
    return abs(value - bound) <= Double(Float(bound).ulp) ? bound : nil
  }
}
