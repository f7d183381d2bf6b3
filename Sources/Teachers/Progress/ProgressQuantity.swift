import Tasks

/// What a number of a teacher's progress is about: the whole, a parameter, or a part of a parameter's range.
public enum ProgressScope: Sendable {
  /// One number.
  case whole
  /// One number for each parameter.
  case parameter
  /// One number for each part of each parameter's range.
  case part
}

/// What the numbers of a teacher's progress say. Names stay the same in later versions; new ones come at the end of a scope.
public enum ProgressQuantity: String, CaseIterable, Sendable {
  case episodes
  case proposals
  case changes
  case episodesSinceChange = "episodes_since_change"
  case unmovedChanges = "unmoved_changes"
  case randomShare = "random_share"
  case components
  case regions
  case learningProgress = "learning_progress"
  case regionProgress = "region_progress"
  case meanReturn = "mean_return"
  case returnDeviation = "return_deviation"
  case meanSuccess = "mean_success"
  case coverage
  case borderCoverage = "border_coverage"
  case masteredShare = "mastered_share"
  case forgetting
  case returnForgetting = "return_forgetting"

  case proposalMean = "proposal_mean"
  case proposalSpread = "proposal_spread"
  case parameterCoverage = "parameter_coverage"
  case parameterBorderCoverage = "parameter_border_coverage"
  case influence

  case partReturn = "part_return"
  case partSuccess = "part_success"

  /// What it is about.
  public var scope: ProgressScope {
    switch self {
    case .proposalMean, .proposalSpread, .parameterCoverage, .parameterBorderCoverage, .influence: .parameter
    case .partReturn, .partSuccess: .part
    default: .whole
    }
  }

  /// One line on how it is defined.
  public var documentation: String {
    switch self {
    case .episodes: "updates received so far"
    case .proposals: "tasks proposed so far"
    case .changes: "fits, splits or moves so far: how often what tasks are drawn from has changed"
    case .episodesSinceChange: "updates since the last of these changes"
    case .unmovedChanges:
      "changes since the proposals last moved: by more than 0.03 of a parameter's range, in mean or standard deviation"
    case .randomShare:
      "probability that the next task is drawn uniformly from the whole task space, whatever was learnt"
    case .components: "components of the mixture that tasks are drawn from"
    case .regions: "regions that tasks are drawn from and that are not split"
    case .learningProgress: "the teacher's own learning progress of an update, mean of the newest 100"
    case .regionProgress:
      "mean over the regions of |mean return of the newest 20 episodes there - of the newest 80| (200 and 800 if regions "
        + "are parts)"
    case .meanReturn: "mean of the newest 100 returns, or scores if no return is known"
    case .returnDeviation: "standard deviation of the newest 100 returns"
    case .meanSuccess: "mean of the newest 100 successes"
    case .coverage: "share of the regions in which one of the newest 2000 tasks was proposed"
    case .borderCoverage:
      "share of the parameters' lower and upper borders at which one of the newest 2000 tasks was proposed"
    case .masteredShare: "share of the regions whose mean success is 0.75 or more, of those played 10 times or more"
    case .forgetting:
      "mean over the regions once mastered (mean success 0.75 or more) of the highest mean success less the present one"
    case .returnForgetting: "mean over the regions of the highest mean return less the present one"
    case .proposalMean:
      "mean of the newest 1000 proposals, in the parameter's unit; of a log-scaled number the geometric mean"
    case .proposalSpread: "standard deviation of the newest 1000 proposals; 1 is that of uniform ones"
    case .parameterCoverage: "share of the parameter's parts in which one of the newest 2000 tasks was proposed"
    case .parameterBorderCoverage:
      "share of the parameter's two borders at which one of the newest 2000 tasks was proposed"
    case .influence:
      "share of the variance of returns that the parameter's parts explain: between / (between + within), with the chance "
        + "part of between taken off"
    case .partReturn: "mean of the newest 200 returns of tasks in this part of the parameter's range"
    case .partSuccess: "mean of the newest 200 successes of tasks in this part of the parameter's range"
    }
  }
}

/// One number of a teacher's progress: what it says and what it is about.
public struct ProgressNumber: Sendable, Equatable {
  /// What it says.
  public let quantity: ProgressQuantity
  /// The index of the parameter that it is about; nil if it is about the whole.
  public let parameter: Int?
  /// The index of the part of the parameter's range that it is about; nil if it is about all of it.
  public let part: Int?

  /// The numbers of a teacher over a task space, in their order.
  ///
  /// - Complexity: O(dimension).
  public static func all(of taskSpace: TaskSpace) -> [ProgressNumber] {
    let grid = TaskGrid(taskSpace.parameters)
    func numbers(_ scope: ProgressScope, parameter: Int? = nil, part: Int? = nil) -> [ProgressNumber] {
      ProgressQuantity.allCases.filter { $0.scope == scope }
        .map { ProgressNumber(quantity: $0, parameter: parameter, part: part) }
    }
    var all = numbers(.whole)
    for parameter in 0..<taskSpace.dimension { all += numbers(.parameter, parameter: parameter) }
    for parameter in 0..<taskSpace.dimension {
      for part in 0..<grid.partCounts[parameter] { all += numbers(.part, parameter: parameter, part: part) }
    }
    return all
  }

  /// Its name: "coverage", "influence/gravity", "part_return/gravity/0".
  public func name(in taskSpace: TaskSpace) -> String {
    var name = quantity.rawValue
    if let parameter { name += "/\(taskSpace.parameters[parameter].name)" }
    if let part { name += "/\(part)" }
    return name
  }

  /// The bounds of what it is about, in the caller's units; nil if it is about the whole.
  func bounds(in frame: TaskFrame, _ grid: TaskGrid) -> (low: Double, high: Double)? {
    guard let parameter else { return nil }
    guard let part else { return (frame.value(of: parameter, at: 0), frame.value(of: parameter, at: 1)) }
    let count = Double(grid.partCounts[parameter])
    return (
      frame.value(of: parameter, at: Double(part) / count), frame.value(of: parameter, at: Double(part + 1) / count)
    )
  }
}
