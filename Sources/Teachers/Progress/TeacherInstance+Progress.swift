import Numerics
import Tasks

extension TeacherInstance {
  /// The numbers of its progress, in their order.
  public var progressNumbers: [ProgressNumber] { ProgressNumber.all(of: taskSpace) }

  /// The bounds of what a number is about, in the caller's units, as those of regions; nil if it is about the whole.
  public func bounds(of number: ProgressNumber) -> (low: Double, high: Double)? {
    number.bounds(in: progress.frame, progress.grid)
  }

  /// The value of each number of its progress; NaN is what is not known.
  ///
  /// - Complexity: O(dimension + components), without the history.
  public func progressValues() -> [Double] {
    let record = record
    return progressNumbers.map { value(of: $0, record) }
  }

  private func value(of number: ProgressNumber, _ record: TeacherRecord) -> Double {
    switch number.quantity {
    case .episodes: return Double(episodeCount)
    case .proposals: return progress.knows ? Double(progress.proposals.count) : .nan
    case .changes: return Double(changeCount)
    case .episodesSinceChange: return lastChange.map { Double(episodeCount - $0) } ?? .nan
    case .unmovedChanges: return progress.movement.unmovedChanges.map(Double.init) ?? .nan
    case .randomShare: return randomShare
    case .components:
      guard case .mixture(let mixture) = record else { return .nan }
      return Double(mixture.count)
    case .regions:
      let regions = regions(of: record)
      return regions.count > 0 ? Double(regions.isLeaf.count { $0 }) : .nan
    case .learningProgress: return progress.outcomes.learningProgress.mean
    case .meanReturn: return progress.outcomes.returns.mean
    case .returnDeviation: return progress.outcomes.returns.variance.squareRoot()
    case .meanSuccess: return progress.outcomes.successes.mean
    default: break
    }
    guard let parameter = number.parameter else { return progress.value(of: number.quantity) }
    return progress.value(of: number.quantity, parameter: parameter, part: number.part ?? 0)
  }
}

extension TeacherProgress {
  /// Whether a proposal or an update has come since there are numbers.
  var knows: Bool { proposals.count > 0 || outcomes != OutcomeStatistics() }

  /// A quantity of the regions.
  fileprivate func value(of quantity: ProgressQuantity) -> Double {
    switch quantity {
    case .regionProgress: regions.mean(\.progress, where: \.isKnown)
    case .masteredShare: regions.mean({ $0.isMastered ? 1 : 0 }, where: \.hasSuccess)
    case .forgetting: regions.mean(\.successLoss, where: \.wasMastered)
    case .returnForgetting: regions.mean(\.returnLoss, where: \.isKnown)
    case .coverage: proposals.coverage
    case .borderCoverage: proposals.borderCoverage
    default: .nan
    }
  }

  /// A quantity of a parameter or of a part of its range.
  fileprivate func value(of quantity: ProgressQuantity, parameter: Int, part: Int) -> Double {
    switch quantity {
    case .proposalMean: frame.value(of: parameter, at: proposals.mean(parameter))
    case .proposalSpread: (12 * proposals.variance(parameter)).squareRoot()
    case .parameterCoverage: proposals.coverage(parameter)
    case .parameterBorderCoverage: proposals.borderCoverage(parameter)
    case .influence: influence(parameter)
    case .partReturn: parts[grid.firstParts[parameter] + part].returns.mean
    case .partSuccess: parts[grid.firstParts[parameter] + part].successes.mean
    default: .nan
    }
  }
}
