import Testing

@testable import Teachers

@Suite struct RecentMeanTests {
  /// The mean and the variance that the weights of the numbers give, added up one by one.
  private func weighted(_ numbers: [Double], window: Int) -> (mean: Double, variance: Double) {
    var weights: [Double] = []
    for n in 1...numbers.count {
      let rate = 1 / Double(min(n, window))
      weights = weights.map { $0 * (1 - rate) } + [rate]
    }
    let mean = zip(weights, numbers).reduce(0) { $0 + $1.0 * $1.1 }
    return (mean, zip(weights, numbers).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) })
  }

  @Test(arguments: [1, 4, 100])
  func itIsTheMeanByItsWeights(window: Int) {
    let numbers = (0..<40).map { Double($0 * $0 % 17) - 5 }
    var recent = RecentMean()
    #expect(recent.mean.isNaN && recent.variance.isNaN)
    for (i, number) in numbers.enumerated() {
      recent.add(number, window: window)
      let expected = weighted(Array(numbers[...i]), window: window)
      #expect(abs(recent.mean - expected.mean) < 1e-12)
      #expect(abs(recent.variance - expected.variance) < 1e-11)
    }
  }

  @Test func theLargestRewardsDoNotOverflow() {
    var recent = RecentMean()
    for i in 0..<1000 { recent.add(i % 2 == 0 ? 1e100 : -1e100, window: 20) }
    #expect(abs(recent.mean) <= 1e100 && recent.variance.isFinite && recent.variance > 0.9e200)
  }
}
