import Testing

@testable import Numerics

/// A window slides over numbers that change their kind on the way: as long as the range says that it is the same, it is.
@Test(arguments: [1, 3, 20, 99, 150, 200, 900])
func slidingRangesAreThoseOfTheirNumbers(window: Int) throws {
  var generator = Xoshiro256PlusPlus(seed: UInt64(window))
  var numbers: [Double] = []
  var range: SlidingTypicalRange?
  var kept = 0
  for step in 0..<4000 {
    let number: Double =
      switch step / 500 {
      case 0, 5: generator.normal()
      case 1: Double(generator.uniform(below: 3))
      case 2: Double(step)
      case 3: 7
      case 4: step % 97 == 0 ? 1e8 : 7
      case 6: generator.uniform() < 0.02 ? 1 : 0
      default: generator.normal() - Double(step)
      }
    let old = numbers.count == window ? numbers.removeFirst() : nil
    numbers.append(number)
    if range?.add(number, removing: old) == true { kept += 1 } else { range = nil }
    let fresh = try numbers.withUnsafeBufferPointer {
      SlidingTypicalRange(of: try #require($0.baseAddress), count: $0.count)
    }
    let current = range ?? fresh
    range = current
    guard current.range == fresh.range, current.isExceeded == fresh.isExceeded else {
      Issue.record("differs at step \(step)")
      return
    }
    let isExceeded = numbers.contains { $0 < current.range.low || $0 > current.range.high }
    #expect(current.isExceeded == isExceeded)
  }
  #expect(window < 99 || kept > 2000)
}
