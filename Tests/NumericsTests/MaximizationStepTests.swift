import Testing

@testable import Numerics

/// One M step from random responsibilities, against sums written as the textbook has them.
@Test(arguments: [1, 2, 3, 4, 5, 6, 13])
func momentsAreWeightedMeansAndCovariances(d: Int) {
  var generator = Xoshiro256PlusPlus(seed: UInt64(d))
  let (count, components) = (37, 3)
  let rows = (0..<count).map { _ in (0..<d).map { 5 + Double($0) * generator.normal() + generator.normal() } }
  let points = PointColumns(capacity: 40, dimension: d)
  rows.flatMap { $0 }.withUnsafeBufferPointer { points.load(rows: $0) }
  let parameters = MixtureParameters(capacity: components, dimension: d)
  parameters.count = components
  let workspace = MixtureWorkspace(capacity: 40, dimension: d, components: components)
  var shares = Array(repeating: [0.0], count: components)
  for component in 0..<components {
    // The last component owns nothing.
    shares[component] = (0..<count).map { _ in component < 2 ? generator.uniform() : 0 }
    for i in 0..<points.paddedCount { workspace.responsibilities(component)[i] = i < count ? shares[component][i] : 0 }
    for i in 0..<d { parameters.mean(component)[i] = generator.normal() }
  }
  let lastMean = (0..<d).map { parameters.mean(2)[$0] }
  MaximizationStep(points: points, parameters: parameters, workspace: workspace).run()

  let masses = shares.map { $0.reduce(0, +) }
  for component in 0..<2 {
    let mean = (0..<d).map { i in
      zip(shares[component], rows).reduce(0) { $0 + $1.0 * $1.1[i] } / masses[component]
    }
    #expect(abs(parameters.weights[component] - masses[component] / masses.reduce(0, +)) < 1e-12)
    for i in 0..<d {
      #expect(abs(points.origin[i] + parameters.mean(component)[i] - mean[i]) < 1e-12)
      for j in i..<d {
        let covariance = zip(shares[component], rows).reduce(0) {
          $0 + $1.0 * ($1.1[i] - mean[i]) * ($1.1[j] - mean[j])
        }
        let expected = covariance / masses[component] + (i == j ? 1e-6 : 0)
        #expect(abs(parameters.covariance(component)[i * parameters.rowStride + j] - expected) < 1e-10)
      }
    }
  }
  #expect((0..<d).map { parameters.mean(2)[$0] } == lastMean)
  #expect(parameters.covariance(2)[0] == 1e-6)
  #expect(parameters.weights[2] > 0)
}
