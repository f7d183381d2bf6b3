/// How mixtures are fitted and chosen.
public struct MixtureSettings: Sendable, Equatable {
  /// The numbers of components to try, from 1 to 64.
  public let components: ClosedRange<Int>
  /// What decides between them.
  public let criterion: InformationCriterion
  /// How many times EM starts anew for each number of components; the likeliest result counts. At least 1.
  public let restarts: Int
  /// Whether EM starts from the last fit with as many components, where there is one.
  public let warmStart: Bool

  /// How many threads share the work, the caller's among them. At least 1.
  public let threads: Int

  /// The settings given.
  public init(
    components: ClosedRange<Int>, criterion: InformationCriterion = .aic, restarts: Int = 1, warmStart: Bool = false,
    threads: Int = 1
  ) {
    self.components = components
    self.criterion = criterion
    self.restarts = restarts
    self.warmStart = warmStart
    self.threads = threads
  }
}
