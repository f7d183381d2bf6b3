import Numerics

/// How a size of an obstacle varies from one to the next: a normal distribution.
struct Distribution: Sendable {
  let mean: Double
  let deviation: Double

  /// The distribution with the mean and the deviation that a parameter gives; `noise` is the deviation where it gives
  /// none.
  init(_ numbers: [Double], noise: Double) {
    self.init(mean: numbers[0], deviation: numbers.count > 1 ? numbers[1] : noise)
  }

  init(mean: Double, deviation: Double) {
    self.mean = mean
    self.deviation = deviation
  }

  /// The size of one obstacle.
  func sample(using generator: inout Xoshiro256PlusPlus) -> Double {
    generator.normal(mean: mean, deviation: deviation)
  }
}
