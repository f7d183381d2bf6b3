extension EnvironmentKind {
  /// Groups of five stumps of sizes on average, 8 m apart.
  static let stumpSequence = EnvironmentKind(
    name: "stump-sequence",
    documentation: "A walker on a track with groups of five stumps; a task is the mean height and width of each stump.",
    tracksWith: [TrackParameterOptions(StumpSequence.sizes, upTo: 6)])
}
