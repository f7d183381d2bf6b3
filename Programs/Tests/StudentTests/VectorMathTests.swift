import Foundation
import Testing

@testable import Student

/// Accuracy against the C library in double precision.
struct VectorMathTests {
  @Test func exponentialIsRight() {
    #expect(worstUlps(from: -87, to: 88, exponential, exp) <= 1.3)
    #expect(exponential(Lanes(repeating: -1000))[3] == exponential(Lanes(repeating: -87))[0])
    #expect(exponential(Lanes(repeating: 0)) == Lanes(repeating: 1))
  }

  @Test func logarithmIsRight() {
    #expect(worstUlps(from: 0.5, to: 2, logarithm, log) <= 1)
    #expect(worstUlps(from: 1e-6, to: 1.1, logarithm, log) <= 1)
    // Every power of two, and what lies between.
    #expect(
      worstUlps(from: -126, to: 127, { logarithm(Self.each($0) { Float(exp2(Double($0))) }) }) {
        log(Double(Float(exp2($0))))
      } <= 1)
    #expect(logarithm(Lanes(repeating: 1)) == Lanes(repeating: 0))
  }

  @Test func hyperbolicTangentIsRight() {
    #expect(worstUlps(from: -9.5, to: 9.5, hyperbolicTangent, tanh) <= 7)
    #expect(worstUlps(from: -0.01, to: 0.01, hyperbolicTangent, tanh) <= 5)
    for x: Float in [9, 20, 1e30, .infinity] {
      #expect(hyperbolicTangent(Lanes(repeating: x)) == Lanes(repeating: 1))
      #expect(hyperbolicTangent(Lanes(repeating: -x)) == Lanes(repeating: -1))
    }
    #expect(hyperbolicTangent(Lanes(repeating: 0)) == Lanes(repeating: 0))
  }

  @Test func sineAndCosineAreRight() {
    var worst = 0.0
    forEach(from: 0, to: 1) { turns in
      let (sine, cosine) = sineAndCosine(turns: turns)
      for lane in 0..<16 {
        let angle = 2 * Double.pi * Double(turns[lane])
        worst = max(worst, abs(Double(sine[lane]) - sin(angle)), abs(Double(cosine[lane]) - cos(angle)))
      }
    }
    #expect(worst < 1.5e-7)
  }

  @Test func squareRootIsRounded() {
    forEach(from: 0, to: 50) { x in
      for lane in 0..<16 { #expect(squareRoot(x)[lane] == x[lane].squareRoot()) }
    }
  }

  @Test func sumsAreWhatTheySay() {
    let lanes = Lanes(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768)
    #expect(lanes.total == 65535)
    // What is left of 128, 256, ... 32768.
    #expect((lanes - 100).rectified.total == Float(65280 + 128 - 9 * 100))
    let signs = Lanes(1, -1, 0, 2, -2, -0.0, .infinity, -.infinity, 3, -3, 4, -4, 5, -5, 6, -6)
    let kept: [Float] = [1, 8, 64, 256, 1024, 4096, 16384]
    #expect(lanes.kept(wherePositive: signs).total == kept.reduce(0, +))
  }

  /// The largest error in units of the result's last place over 400,000 numbers.
  private func worstUlps(
    from low: Float, to high: Float, _ function: (Lanes) -> Lanes, _ exact: (Double) -> Double
  ) -> Double {
    var worst = 0.0
    forEach(from: low, to: high) { x in
      let result = function(x)
      for lane in 0..<16 {
        let expected = exact(Double(x[lane]))
        worst = max(worst, abs(Double(result[lane]) - expected) / Double(Float(expected).ulp))
      }
    }
    return worst
  }

  private func forEach(from low: Float, to high: Float, _ body: (Lanes) -> Void) {
    let count = 25_000
    for index in 0..<count {
      var x = Lanes(repeating: 0)
      for lane in 0..<16 {
        let share = Double(index * 16 + lane) / Double(count * 16 - 1)
        x[lane] = Float(Double(low) + share * (Double(high) - Double(low)))
      }
      body(x)
    }
  }

  private static func each(_ lanes: Lanes, _ function: (Float) -> Float) -> Lanes {
    var result = lanes
    for lane in 0..<16 { result[lane] = function(lanes[lane]) }
    return result
  }
}
