import Testing

@testable import Numerics

/// Bounds of every size that `Float` has, some of them closer together than one unit in its last place.
private func randomRange(using generator: inout Xoshiro256PlusPlus) -> ClosedRange<Double> {
  func number(_ generator: inout Xoshiro256PlusPlus) -> Double {
    let exponent = Int.random(in: -160...127, using: &generator)
    let significand = Double.random(in: 1..<2, using: &generator)
    return Double(sign: .plus, exponent: exponent, significand: significand) * (generator.next() & 1 == 0 ? 1 : -1)
  }
  let first = generator.next() & 7 == 0 ? 0 : number(&generator)
  let isNarrow = generator.next() & 3 == 0
  let width = Double(Float(first).ulp) * Double.random(in: 0...2, using: &generator)
  let second = isNarrow ? first + width : number(&generator)
  return min(first, second)...max(first, second)
}

@Test func whatPassedThroughFloatIsAccepted() throws {
  var generator = Xoshiro256PlusPlus(seed: 5)
  var movedCount = 0
  for _ in 0..<20_000 {
    let range = randomRange(using: &generator)
    let ends = [range.lowerBound, range.upperBound, range.lowerBound.nextUp, range.upperBound.nextDown]
    let inside = (0..<4).map { _ in
      let share = Double.random(in: 0...1, using: &generator)
      return range.lowerBound * (1 - share) + range.upperBound * share
    }
    for value in ends + inside where range.contains(value) && abs(value) <= Double(Float.greatestFiniteMagnitude) {
      let rounded = Double(Float(value))
      let snapped = try #require(range.snapped(rounded), "\(value) as a Float in \(range)")
      #expect(range.contains(snapped))
      // The nearest number inside: itself if it lies inside.
      #expect(snapped == min(max(rounded, range.lowerBound), range.upperBound))
      movedCount += range.contains(rounded) ? 0 : 1
    }
  }
  #expect(movedCount > 10_000)
}

@Test func whatLiesFartherOutsideIsNot() {
  var generator = Xoshiro256PlusPlus(seed: 6)
  for _ in 0..<20_000 {
    let range = randomRange(using: &generator)
    // The third Float beyond a bound is more than one unit away from it, however the bound is rounded.
    let above = Float(range.upperBound).nextUp.nextUp.nextUp
    let below = Float(range.lowerBound).nextDown.nextDown.nextDown
    if above.isFinite { #expect(range.snapped(Double(above)) == nil) }
    if below.isFinite { #expect(range.snapped(Double(below)) == nil) }
    for value in [Double.nan, .infinity, -.infinity] { #expect(range.snapped(value) == nil) }
  }
}

@Test func theDistanceIsOneUnitInTheLastPlaceOfFloat() {
  let unit = Double(Float(0.3).ulp)
  #expect((0.1...0.3).snapped(0.3 + unit) == 0.3)
  #expect((0.1...0.3).snapped((0.3 + unit).nextUp) == nil)
  #expect((0.1...0.3).snapped(0.1 - Double(Float(0.1).ulp)) == 0.1)
  // Beside 0 it is the least Float, and bounds that round to 0 are no exception.
  let least = Double(Float.leastNonzeroMagnitude)
  #expect((0.0...1).snapped(-least) == 0)
  #expect((0.0...1).snapped(-1.5 * least) == nil)
  #expect((1e-50...1).snapped(0) == 1e-50)
  #expect((-1 ... -1e-300).snapped(0) == -1e-300)
  #expect((0.0...0).snapped(least) == 0)
  // No Float is as large as these.
  #expect((1e300...1e301).snapped(1e300.nextDown) == nil)
  #expect((1e300...1e301).snapped(1e301.nextUp) == nil)
  #expect((-Double.greatestFiniteMagnitude...0).snapped(.greatestFiniteMagnitude) == nil)
  let largest = Double(Float.greatestFiniteMagnitude)
  #expect((0...largest.nextDown).snapped(largest) == largest.nextDown)
}
