import Foundation
import Testing

@testable import Student

struct RandomStreamTests {
  @Test func normalsHaveTheirDistribution() {
    let count = 1 << 18
    let buffer = FloatBuffer(count: count)
    var stream = RandomStream(seed: 2, purpose: .updateNoise)
    stream.fillNormals(buffer, count: count)
    let values = buffer.first(count).map(Double.init)
    let n = Double(count)
    func moment(_ power: Int) -> Double { values.reduce(0) { $0 + pow($1, Double(power)) } / n }
    // Four deviations of each mean: those of x, x^2, x^3 and x^4 are 1, sqrt 2, sqrt 15 and sqrt 96.
    #expect(abs(moment(1)) < 4 / n.squareRoot())
    #expect(abs(moment(2) - 1) < 4 * (2 / n).squareRoot())
    #expect(abs(moment(3)) < 4 * (15 / n).squareRoot())
    #expect(abs(moment(4) - 3) < 4 * (96 / n).squareRoot())
    // Neighbours, and the two of a pair, sixteen apart.
    for lag in [1, 16, 32, 64] {
      let covariance = (0..<count - lag).reduce(0.0) { $0 + values[$1] * values[$1 + lag] } / n
      #expect(abs(covariance) < 4 / n.squareRoot(), "lag \(lag)")
    }
    // Kolmogorov and Smirnov's distance to the normal distribution; 1.95 / sqrt(n) is passed once in a thousand.
    var distance = 0.0
    for (index, value) in values.sorted().enumerated() {
      let share = 0.5 * erfc(-value / 2.0.squareRoot())
      distance = max(distance, abs(share - Double(index) / n), abs(share - Double(index + 1) / n))
    }
    #expect(distance < 1.95 / n.squareRoot())
  }

  @Test func indicesAreUniform() {
    for bound: UInt32 in [1, 2, 7, 1000] {
      var hits = [Double](repeating: 0, count: Int(bound))
      let indices = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: 100_003)
      defer { indices.deallocate() }
      var stream = RandomStream(seed: UInt64(bound), purpose: .replaySampling)
      stream.fillIndices(indices, below: bound)
      for index in indices { hits[Int(index)] += 1 }
      let expected = Double(indices.count) / Double(bound)
      let chiSquare = hits.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
      let freedom = Double(bound) - 1
      #expect(abs(chiSquare - freedom) <= 4 * (2 * freedom).squareRoot(), "bound \(bound)")
    }
  }

  @Test func uniformsFillTheirRange() {
    let values = UnsafeMutableBufferPointer<Float>.allocate(capacity: 100_001)
    defer { values.deallocate() }
    var stream = RandomStream(seed: 4, purpose: .initialWeights)
    stream.fillUniforms(values, limit: 0.5)
    #expect(values.allSatisfy { (-0.5..<0.5).contains($0) })
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
    let square = values.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(values.count)
    #expect(abs(mean) < 0.004)
    #expect(abs(square - 1.0 / 12) < 0.001)
  }

  @Test func aStreamContinuesFromItsPosition() {
    let buffer = FloatBuffer(count: 100)
    var stream = RandomStream(seed: 8, purpose: .actionNoise)
    stream.fillNormals(buffer, count: 100)
    var resumed = RandomStream(seed: 8, purpose: .actionNoise, position: stream.position)
    stream.fillNormals(buffer, count: 100)
    let expected = buffer.first(100)
    resumed.fillNormals(buffer, count: 100)
    #expect(buffer.first(100) == expected)
    #expect(resumed == stream)
  }

  @Test func seedsAndPurposesGiveOtherNumbers() {
    func numbers(_ seed: UInt64, _ purpose: RandomStream.Purpose) -> [Float] {
      let buffer = FloatBuffer(count: 16)
      var stream = RandomStream(seed: seed, purpose: purpose)
      stream.fillNormals(buffer, count: 16)
      return buffer.first(16)
    }
    let all = [
      numbers(0, .updateNoise), numbers(1, .updateNoise), numbers(1 << 32, .updateNoise), numbers(0, .actionNoise),
    ]
    #expect(Set(all).count == all.count)
    #expect(numbers(0, .updateNoise) == all[0])
  }
}
