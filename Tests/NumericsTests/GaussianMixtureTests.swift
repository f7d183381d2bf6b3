import Glibc
import Testing

@testable import Numerics

private func fitter(
  _ rows: [[Double]], _ settings: MixtureSettings = MixtureSettings(components: 2...5)
) -> MixtureFitter {
  let fitter = MixtureFitter(capacity: rows.count, dimension: rows[0].count, settings: settings)
  rows.flatMap { $0 }.withUnsafeBufferPointer { fitter.points.load(rows: $0) }
  return fitter
}

private func fit(
  _ rows: [[Double]], _ settings: MixtureSettings = MixtureSettings(components: 2...5), seed: UInt64 = 1
) -> GaussianMixture {
  var generator = Xoshiro256PlusPlus(seed: seed)
  var previous: [GaussianMixture] = []
  return fitter(rows, settings).fit(startingFrom: &previous, using: &generator)
}

/// Two loose clusters.
private let smallRows = [
  [0.1, 0.2], [0.3, 0.1], [0.2, 0.5], [0.4, 0.3], [0.0, 0.4], [0.5, 0.2], [2.1, 1.0], [1.9, 1.4], [2.4, 0.8],
  [2.2, 1.6], [1.2, 0.9], [1.0, 0.4],
]

private func clusters(_ count: Int, dimension: Int, seed: UInt64) -> [[Double]] {
  var generator = Xoshiro256PlusPlus(seed: seed)
  return (0..<count).map { index in
    (0..<dimension).map { Double((index + $0) % 3) + 0.2 * generator.normal() }
  }
}

/// The log-likelihood per point by the textbook's formula: determinant and inverse by Gauss and Jordan.
private func logLikelihood(_ mixture: GaussianMixture, _ rows: [[Double]]) -> Double {
  let d = mixture.dimension
  var total = 0.0
  for row in rows {
    var density = 0.0
    for component in 0..<mixture.count {
      var matrix = (0..<d).map { i in
        (0..<d).map { mixture.covariance(of: component, i, $0) } + (0..<d).map { $0 == i ? 1.0 : 0 }
      }
      var determinant = 1.0
      for i in 0..<d {
        let pivot = matrix[i][i]
        determinant *= pivot
        matrix[i] = matrix[i].map { $0 / pivot }
        for other in 0..<d where other != i {
          let factor = matrix[other][i]
          matrix[other] = zip(matrix[other], matrix[i]).map { $0 - factor * $1 }
        }
      }
      let difference = (0..<d).map { row[$0] - mixture.mean(of: component, coordinate: $0) }
      var square = 0.0
      for i in 0..<d {
        for j in 0..<d { square += difference[i] * matrix[i][d + j] * difference[j] }
      }
      density +=
        mixture.weights[component] * exp(-square / 2) / (pow(2 * Double.pi, Double(d)) * determinant).squareRoot()
    }
    total += log(density)
  }
  return total / Double(rows.count)
}

/// Whether a mixture is one that can be drawn from, whatever it was fitted to.
private func isUsable(_ mixture: GaussianMixture) -> Bool {
  guard mixture.count >= 1, mixture.weights.allSatisfy({ $0 > 0 }) else { return false }
  guard abs(mixture.weights.reduce(0, +) - 1) < 1e-9 else { return false }
  var generator = Xoshiro256PlusPlus(seed: 5)
  for component in 0..<mixture.count {
    var point = Array(repeating: 0.0, count: mixture.dimension)
    point.withUnsafeMutableBufferPointer { mixture.sample(component: component, into: $0, using: &generator) }
    guard point.allSatisfy(\.isFinite) else { return false }
    for i in 0..<mixture.dimension where !(mixture.covariance(of: component, i, i) > 0) { return false }
  }
  return mixture.logLikelihoodPerPoint.isFinite && (mixture.means + mixture.covariances).allSatisfy(\.isFinite)
}

@Test func emFromLabelsGivesTheNumbersOfAnIndependentComputation() {
  let labels = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]
  let (mixture, iterations) = fitter(smallRows).fit(startingFromLabels: labels, components: 2)
  // NumPy, by determinants and inverses.
  #expect(iterations == 2)
  #expect(abs(mixture.logLikelihoodPerPoint - -0.7054734763065826) < 1e-12)
  let expected: [([Double], [Double])] = [
    (mixture.weights, [0.4974579323388561, 0.502542067661144]),
    (mixture.means, [0.24939045497293558, 0.2834785888281619, 1.7927628310145864, 1.0128133744266032]),
    (
      mixture.covariances,
      [
        0.029138391195747446, -0.00915382031927565, -0.009153820319275651, 0.018070978027591427, 0.27904137478109725,
        0.12151975895502655, 0.12151975895502655, 0.1569339505219482,
      ]
    ),
  ]
  for (ours, numbers) in expected {
    #expect(ours.count == numbers.count)
    #expect(zip(ours, numbers).allSatisfy { abs($0 - $1) < 1e-12 })
  }
}

@Test(arguments: [1, 2, 3, 4, 5, 9, 13])
func theLikelihoodIsThatOfTheTextbook(dimension: Int) {
  let rows = clusters(131, dimension: dimension, seed: 4)
  let mixture = fit(rows, MixtureSettings(components: 3...3))
  #expect(abs(mixture.logLikelihoodPerPoint - logLikelihood(mixture, rows)) < 1e-9)
}

@Test func aFitFindsTheClustersThereAre() {
  let mixture = fit(clusters(300, dimension: 2, seed: 2), MixtureSettings(components: 1...6, criterion: .bic))
  #expect(mixture.count == 3)
  #expect(mixture.weights.allSatisfy { abs($0 - 1.0 / 3) < 0.02 })
}

@Test func theCriterionPicksTheLowestOfSeparateFits() {
  let rows = clusters(60, dimension: 2, seed: 8)
  for criterion in InformationCriterion.allCases {
    var generator = Xoshiro256PlusPlus(seed: 3)
    var previous: [GaussianMixture] = []
    let settings = MixtureSettings(components: 2...9, criterion: criterion, warmStart: true)
    let mixture = fitter(rows, settings).fit(startingFrom: &previous, using: &generator)
    #expect(previous.map(\.count) == Array(2...9))
    let values = previous.map {
      criterion.value(
        logLikelihood: $0.logLikelihoodPerPoint * 60,
        parameters: GaussianMixture.parameterCount(components: $0.count, dimension: 2), points: 60)
    }
    #expect(values.min() == values[mixture.count - 2])
    #expect(mixture == previous[mixture.count - 2])
  }
}

@Test func warmStartGoesOnFromTheLastFit() {
  let rows = clusters(250, dimension: 2, seed: 6)
  let settings = MixtureSettings(components: 4...4, warmStart: true)
  let fitter = fitter(rows, settings)
  var generator = Xoshiro256PlusPlus(seed: 1)
  var previous: [GaussianMixture] = []
  var likelihoods: [Double] = []
  for _ in 0..<5 {
    likelihoods.append(fitter.fit(startingFrom: &previous, using: &generator).logLikelihoodPerPoint)
  }
  // Each start is where the last fit ended, so that the likelihood cannot fall; a fresh start would draw anew.
  #expect(zip(likelihoods, likelihoods.dropFirst()).allSatisfy { $1 >= $0 - 1e-12 })
  #expect(likelihoods[4] - likelihoods[0] < 0.05)
}

@Test func moreStartsAreNeverLessLikely() {
  let rows = clusters(120, dimension: 3, seed: 9)
  for seed in 0..<10 {
    let one = fit(rows, MixtureSettings(components: 6...6), seed: UInt64(seed))
    let four = fit(rows, MixtureSettings(components: 6...6, restarts: 4), seed: UInt64(seed))
    #expect(four.logLikelihoodPerPoint >= one.logLikelihoodPerPoint)
  }
}

@Test func theSameSeedGivesTheSameMixtureWhateverCameBefore() {
  let rows = clusters(250, dimension: 3, seed: 1)
  let fresh = fit(rows, seed: 7)
  let used = MixtureFitter(capacity: 400, dimension: 3, settings: MixtureSettings(components: 2...5))
  var generator = Xoshiro256PlusPlus(seed: 99)
  var previous: [GaussianMixture] = []
  clusters(400, dimension: 3, seed: 2).flatMap { $0 }.withUnsafeBufferPointer { used.points.load(rows: $0) }
  _ = used.fit(startingFrom: &previous, using: &generator)
  rows.flatMap { $0 }.withUnsafeBufferPointer { used.points.load(rows: $0) }
  generator = Xoshiro256PlusPlus(seed: 7)
  #expect(used.fit(startingFrom: &previous, using: &generator) == fresh)
}

@Test(arguments: ["equal", "two", "flat", "line", "wide", "mixed", "huge", "tiny", "outlier", "few"])
func aFitOfDegenerateDataIsUsable(kind: String) {
  var generator = Xoshiro256PlusPlus(seed: 11)
  for dimension in [1, 2, 3, 13, 66] {
    let count = kind == "few" ? 5 : 60
    let rows = (0..<count).map { index -> [Double] in
      let along = generator.normal()
      return (0..<dimension).map { i in
        switch kind {
        case "equal": 0.3
        case "two": Double(index % 2)
        case "flat": i == 0 ? 0.7 : generator.uniform()
        case "line": 1e6 * along * Double(i + 1)
        case "wide": 1e9 + generator.normal()
        case "mixed": generator.normal() * (i % 2 == 0 ? 1e9 : 1e-9)
        case "huge": generator.normal() * 1e99
        case "tiny": generator.normal() * 1e-300
        case "outlier": index == 0 ? 1e100 : 1e-100 * along
        default: generator.normal()
        }
      }
    }
    #expect(isUsable(fit(rows)), "\(dimension) dimensions")
  }
}

@Test func drawsHaveTheComponentsMoments() {
  let mixture = fit(smallRows, MixtureSettings(components: 1...1))
  var generator = Xoshiro256PlusPlus(seed: 21)
  let count = 200_000
  var sums = [0.0, 0.0]
  var products = [0.0, 0.0, 0.0, 0.0]
  for _ in 0..<count {
    var point = [0.0, 0.0]
    point.withUnsafeMutableBufferPointer { mixture.sample(component: 0, into: $0, using: &generator) }
    for i in 0..<2 {
      sums[i] += point[i]
      for j in 0..<2 {
        products[2 * i + j] +=
          (point[i] - mixture.mean(of: 0, coordinate: i)) * (point[j] - mixture.mean(of: 0, coordinate: j))
      }
    }
  }
  for i in 0..<2 {
    // Five standard errors.
    let error = 5 * (mixture.covariance(of: 0, i, i) / Double(count)).squareRoot()
    #expect(abs(sums[i] / Double(count) - mixture.mean(of: 0, coordinate: i)) < error)
    for j in 0..<2 {
      let variances = mixture.covariance(of: 0, i, i) * mixture.covariance(of: 0, j, j)
      let error = 5 * (2 * variances / Double(count)).squareRoot()
      #expect(abs(products[2 * i + j] / Double(count) - mixture.covariance(of: 0, i, j)) < error)
    }
  }
}
