import Numerics

/// What terrains on a grid draw, in the terms of the published generators.
protocol TerrainDraws {
  /// A number uniform in [low, high).
  mutating func uniform(from low: Double, to high: Double) -> Double
  /// A whole number uniform in a range of one at least.
  mutating func integer(in range: Range<Int>) -> Int
}

extension PCG64: TerrainDraws {}

extension Xoshiro256PlusPlus: TerrainDraws {
  mutating func integer(in range: Range<Int>) -> Int { range.lowerBound + uniform(below: range.count) }
}
