import Testing

@testable import Numerics

private func range(_ numbers: [Double]) throws -> TypicalRange {
  try numbers.withUnsafeBufferPointer { TypicalRange(of: try #require($0.baseAddress), count: $0.count) }
}

/// What the definition says, by sorting.
private func expected(_ numbers: [Double]) -> (low: Double, high: Double) {
  let sorted = numbers.sorted()
  let trim = min(8, (numbers.count + 99) / 100)
  var rest = Array(sorted.dropFirst(trim).dropLast(trim))
  if rest.min() == rest.max() { rest = sorted }
  let (low, high) = (rest.min() ?? 0, rest.max() ?? 0)
  return (low - (high - low), high + (high - low))
}

/// Lists of many lengths: continuous, with many equal numbers, ascending, descending, and constant but for a few.
private func lists(_ generator: inout Xoshiro256PlusPlus) -> [[Double]] {
  var lists: [[Double]] = []
  for count in [1, 2, 3, 4, 5, 9, 20, 99, 100, 101, 200, 201, 500, 799, 800, 801, 2000] {
    lists.append((0..<count).map { _ in 300 * generator.normal() - 100 })
    lists.append((0..<count).map { _ in Double(generator.uniform(below: 3)) })
    lists.append((0..<count).map { Double($0) })
    lists.append((0..<count).map { -Double($0) })
    lists.append((0..<count).map { $0 == count / 2 ? 1e6 : 0.5 })
  }
  return lists
}

@Test func theTypicalRangeIsThatOfMostNumbersWidened() throws {
  var generator = Xoshiro256PlusPlus(seed: 1)
  for list in lists(&generator) {
    let range = try range(list)
    #expect(range.low == expected(list).low && range.high == expected(list).high, "\(list.count) numbers")
  }
}

@Test func aFewFarNumbersDoNotWidenTheTypicalRange() throws {
  let numbers = (0..<200).map { Double($0 % 10) }
  let plain = try range(numbers)
  #expect(plain.low == -9 && plain.high == 18)
  #expect(try range(numbers + [1e8]) == plain && range(numbers + [-1e100, 1e100]) == plain)
  #expect(plain.clamp(1e8) == 18 && plain.clamp(-1e8) == -9 && plain.clamp(4.5) == 4.5)
  // But if the others are all equal, they are what there is.
  let sparse = try range(Array(repeating: 0, count: 199) + [1])
  #expect(sparse.low == -1 && sparse.high == 2)
}

@Test func powersOfTwoScaleTheTypicalRangeExactly() throws {
  var generator = Xoshiro256PlusPlus(seed: 2)
  for list in lists(&generator) {
    let plain = try range(list)
    for exponent in [-900, -52, -1, 10, 300] {
      let factor = Double(sign: .plus, exponent: exponent, significand: 1)
      let scaled = try range(list.map { $0 * factor })
      #expect(scaled.low == plain.low * factor && scaled.high == plain.high * factor)
    }
  }
}

@Test func sumsHoldEachNumberWithinTheRange() throws {
  var generator = Xoshiro256PlusPlus(seed: 3)
  let range = try range((0..<200).map { _ in generator.uniform() })
  for count in [0, 1, 7, 8, 9, 250] {
    let numbers = (0..<count).map { _ in 10 * generator.normal() }
    let total = try (numbers + [0]).withUnsafeBufferPointer {
      sum(try #require($0.baseAddress), count: count, within: range)
    }
    #expect(abs(total - numbers.reduce(0) { $0 + range.clamp($1) }) < 1e-10)
  }
}
