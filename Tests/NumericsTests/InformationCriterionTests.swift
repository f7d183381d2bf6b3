import Testing

@testable import Numerics

@Test func criteriaAreThoseOfTheirFormulas() {
  // By hand: log L = -3, p = 4, n = 10; log 10 = 2.302585...
  #expect(InformationCriterion.aic.value(logLikelihood: -3, parameters: 4, points: 10) == 14)
  #expect(
    abs(InformationCriterion.bic.value(logLikelihood: -3, parameters: 4, points: 10) - 15.210340371976184) < 1e-12)
  #expect(InformationCriterion.aicc.value(logLikelihood: -3, parameters: 4, points: 10) == 22)
}

@Test func theCorrectedCriterionIsInfiniteWithoutEnoughPoints() {
  for points in [1, 4, 5] {
    #expect(InformationCriterion.aicc.value(logLikelihood: 0, parameters: 4, points: points) == .infinity)
  }
  #expect(InformationCriterion.aicc.value(logLikelihood: 0, parameters: 4, points: 6) == 48)
}

@Test func parametersAreCounted() {
  // scikit-learn's count for 10 full covariances in 3 dimensions.
  #expect(GaussianMixture.parameterCount(components: 10, dimension: 3) == 99)
  #expect(GaussianMixture.parameterCount(components: 1, dimension: 1) == 2)
}
