import Testing

@testable import Numerics

@Test func sumsAreThoseOfALoop() {
  var generator = Xoshiro256PlusPlus(seed: 3)
  for count in [0, 1, 7, 8, 9, 16, 201] {
    let numbers = (0..<count).map { _ in Double(generator.uniform(below: 1000)) }
    let total = numbers.withUnsafeBufferPointer { buffer in buffer.baseAddress.map { sum($0, count: count) } ?? 0 }
    #expect(total == numbers.reduce(0, +))
  }
}
