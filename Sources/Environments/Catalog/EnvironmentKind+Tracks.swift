import Arguments

extension EnvironmentKind {
  /// A walker on tracks whose tasks are the given parameters, each with bounds for each of its parts.
  ///
  /// - Parameters:
  ///   - setsAnyParameter: Whether parameters that are not in the task space can be set by name too.
  ///   - returns: What returns mean: by default, what the published environments say.
  init(
    name: String, documentation: String, tracksWith parameters: [TrackParameterOptions], setsAnyParameter: Bool = false,
    returns: Returns = Returns(range: (-150, 350), mastered: 230)
  ) {
    self.init(
      name: name, documentation: documentation,
      options: parameters.flatMap(\.descriptions) + WalkerOptions.ofTracks
    ) { (options) throws(UsageError) in
      var settable: [BoundedParameter] = []
      for parameter in parameters {
        let bounded = try parameter.bounded(by: options)
        if setsAnyParameter || bounded.boundedCount > 0 { settable.append(bounded) }
      }
      let settings = WalkerOptions.settings(options, space: try TrackSpace(settable), returns: returns)
      return { seed in WalkerEnvironment(settings, seed: seed) }
    }
  }
}
