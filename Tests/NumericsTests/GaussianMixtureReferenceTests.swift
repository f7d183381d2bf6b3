import Foundation
import Testing

@testable import Numerics

/// A data set of the reference library's fits.
struct ReferenceData: Decodable {
  struct Fits: Decodable {
    let ll_median: Double
    let ll_all: [Double]
  }
  struct Model: Decodable {
    let k: Int
    let weights: [Double]
    let means: [[Double]]
    let covariances: [[[Double]]]
    let score: Double
    let aic: Double
    let bic: Double?
    let n_iter: Int
    let init_rows: [Int]?
  }
  let n: Int
  let d: Int
  let X: [[Double]]
  let ks: [String: Fits]
  let deterministic_em: Model

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/reference/gmm").standardizedFileURL

  static var all: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []).filter { $0.hasSuffix(".json") }
      .sorted()
  }

  init(name: String) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: Self.folder.appending(path: name)))
  }
}

private func fitter(_ rows: [[Double]], _ settings: MixtureSettings) -> MixtureFitter {
  let fitter = MixtureFitter(capacity: rows.count, dimension: rows[0].count, settings: settings)
  rows.flatMap { $0 }.withUnsafeBufferPointer { fitter.points.load(rows: $0) }
  return fitter
}

@Test(arguments: ReferenceData.all)
func emReproducesTheReference(name: String) throws {
  let data = try ReferenceData(name: name)
  let expected = data.deterministic_em
  let centers = try #require(expected.init_rows)
  let labels = data.X.map { row in
    let distances = centers.map { zip(row, data.X[$0]).map { ($0 - $1) * ($0 - $1) }.reduce(0, +) }
    return distances.indices.min { distances[$0] < distances[$1] } ?? 0
  }
  let fitter = fitter(data.X, MixtureSettings(components: expected.k...expected.k))
  let (mixture, iterations) = fitter.fit(startingFromLabels: labels, components: expected.k)
  #expect(iterations == expected.n_iter)
  #expect(abs(mixture.logLikelihoodPerPoint - expected.score) < 1e-6)
  for (ours, theirs) in [
    (mixture.weights, expected.weights), (mixture.means, expected.means.flatMap { $0 }),
    (mixture.covariances, expected.covariances.flatMap { $0.flatMap { $0 } }),
  ] {
    #expect(ours.count == theirs.count)
    #expect(zip(ours, theirs).allSatisfy { abs($0 - $1) < 1e-6 })
  }
  let parameters = GaussianMixture.parameterCount(components: expected.k, dimension: data.d)
  let aic = InformationCriterion.aic.value(
    logLikelihood: mixture.logLikelihoodPerPoint * Double(data.n), parameters: parameters, points: data.n)
  #expect(abs(aic - expected.aic) < 1e-6 * abs(expected.aic))
}

@Test(arguments: ReferenceData.all)
func fitsAreAsLikelyAsTheReferences(name: String) throws {
  let data = try ReferenceData(name: name)
  for k in 2...10 {
    let fitter = fitter(data.X, MixtureSettings(components: k...k))
    let likelihoods = (0..<1000).map { seed in
      var generator = Xoshiro256PlusPlus(seed: UInt64(seed))
      var previous: [GaussianMixture] = []
      return fitter.fit(startingFrom: &previous, using: &generator).logLikelihoodPerPoint
    }.sorted()
    let median = (likelihoods[499] + likelihoods[500]) / 2
    let reference = try #require(data.ks["\(k)"])
    if name.contains("dupl"), k == 5 { print("HIST", Dictionary(grouping: likelihoods, by: { ($0 * 100).rounded() }).mapValues(\.count).sorted { $0.value > $1.value }.prefix(12)) }
    #expect(median >= reference.ll_median - 0.01)
  }
}
