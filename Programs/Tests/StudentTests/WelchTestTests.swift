import Foundation
import Testing

@testable import Student

struct WelchTestTests {
  /// scipy.stats.ttest_ind(first, second, equal_var=False) of SciPy 1.17.1.
  @Test func agreesWithSciPy() throws {
    let first = Sample([27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4])
    let second = Sample([27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.5, 38.0])
    let test = try #require(WelchTest(first, second))
    #expect(abs(test.t - -2.7096842328403783) < 1e-9)
    #expect(abs(test.degreesOfFreedom - 23.295928956226163) < 1e-9)
    #expect(abs(test.pValue - 0.012418725869673844) < 1e-9)
    let reversed = try #require(WelchTest(second, first))
    #expect(reversed.t == -test.t && abs(reversed.pValue - test.pValue) < 1e-15)
  }

  /// With one and with two degrees of freedom, Student's distribution has closed forms.
  @Test(arguments: [0.01, 0.3, 1, 2.5, 40])
  func agreesWithClosedForms(t: Double) {
    #expect(abs(regularizedIncompleteBeta(1 / (1 + t * t), 0.5, 0.5) - (1 - 2 / Double.pi * atan(t))) < 1e-13)
    #expect(abs(regularizedIncompleteBeta(2 / (2 + t * t), 1, 0.5) - (1 - t / (2 + t * t).squareRoot())) < 1e-13)
  }

  @Test func hasNothingToSayOfTooFew() {
    #expect(WelchTest(Sample([1]), Sample([1, 2])) == nil)
    #expect(WelchTest(Sample([1, 1]), Sample([2, 2])) == nil)
    #expect(Sample([]).mean.isNaN && Sample([1]).deviation.isNaN)
    #expect(Sample([1, 2, 3, 4]).deviation == (5.0 / 3).squareRoot())
  }
}
