import Numerics

/// What one fit of mixtures with 2 to 10 components costs on 250 points.
enum FitCosts {
  static func measure() {
    print("\none fit, k = 2..10, 250 points; median over 40 data sets")
    for dimension in [3, 13, 65] {
      let fitter = MixtureFitter(capacity: 250, dimension: dimension, settings: MixtureSettings(components: 2...10))
      var generator = Xoshiro256PlusPlus(seed: 1)
      var times: [Double] = []
      for _ in 0..<(dimension > 20 ? 5 : 40) {
        points(dimension, using: &generator).withUnsafeBufferPointer { fitter.points.load(rows: $0) }
        var previous: [GaussianMixture] = []
        let start = now()
        _ = fitter.fit(startingFrom: &previous, using: &generator)
        times.append((now() - start) / 1e6)
      }
      print(padded("\(dimension)-D", 6), rounded(median(times), 3, width: 9), "ms")
    }
  }

  /// Points as ALP-GMM meets them: a few clusters of tasks beside uniform ones, and an ALP that is often 0.
  private static func points(_ dimension: Int, using generator: inout Xoshiro256PlusPlus) -> [Double] {
    var rows: [Double] = []
    for _ in 0..<250 {
      let cluster = generator.uniform(below: 5)
      for i in 0..<(dimension - 1) {
        let center = 0.1 + 0.2 * Double((cluster + i) % 5)
        rows.append(cluster == 0 ? generator.uniform() : generator.normal(mean: center, deviation: 0.05))
      }
      rows.append(generator.uniform() < 0.5 ? 0 : 0.1 * abs(generator.normal()))
    }
    return rows
  }
}
