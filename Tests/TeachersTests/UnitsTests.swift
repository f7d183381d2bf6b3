import Arguments
import Glibc
import Numerics
import Tasks
import Testing

@testable import Teachers

// Under the defaults, `reward_range` auto and `normalize`, the units of returns and of tasks do not matter.

private let learners = ["ALP-GMM", "RIAC", "Covar-GMM"]

/// A student whose returns rise and fall with time, differently in different places, with noise; a few go wrong.
private struct Student {
  private var generator = Xoshiro256PlusPlus(seed: 11)

  mutating func play(_ task: [Double], _ episode: Int) -> Double {
    let skill = task[0] < 0.4 ? Double(episode % 900) / 900 : task[1] * 0.3
    return episode % 401 == 400 ? -1e6 : 40 * skill - 110 + generator.normal()
  }
}

private struct Setting: CustomTestStringConvertible {
  let name: String
  let options: [String: String]
  var testDescription: String { "\(name) \(options)" }

  static let all = [
    Setting(name: "ALP-GMM", options: [:]),
    Setting(
      name: "ALP-GMM", options: ["warm_start": "true", "alp_max_size": "300", "gmm_fitness": "bic", "fit_rate": "90"]),
    Setting(name: "Covar-GMM", options: [:]),
    Setting(name: "Covar-GMM", options: ["absolute_lp": "true", "fit_rate": "40", "max_k": "4"]),
    Setting(name: "RIAC", options: [:]),
    Setting(name: "RIAC", options: ["sampling_in_leaves_only": "true", "split_score": "cardinality"]),
    Setting(name: "RIAC", options: ["max_region_size": "20", "alp_window_size": "7"]),
    Setting(name: "Random", options: [:]),
  ]
}

@Test(arguments: Setting.all, [-300, -10, 1, 9, 200])
private func powersOfTwoOfReturnsChangeNoBit(setting: Setting, exponent: Int) throws {
  let plain = try makeTeacher(setting.name, .unitBox(dimension: 2), setting.options)
  let scaled = try makeTeacher(setting.name, .unitBox(dimension: 2), setting.options)
  let factor = Double(sign: .plus, exponent: exponent, significand: 1)
  var student = Student()
  for episode in 0..<4000 {
    let task = plain.sample()
    guard scaled.sample() == task else {
      Issue.record("differs at episode \(episode)")
      return
    }
    let episodeReturn = student.play(task, episode)
    plain.update(task, episodeReturn)
    scaled.update(task, factor * episodeReturn)
  }
  #expect(setting.name == "Random" || plain.changeEpisodes.count > 10)
}

/// The first fit or split comes after uniform tasks, the same for both.
@Test(arguments: learners, [(0.001, 0.0), (500.0, -150.0), (3.0, 1e4)])
func otherUnitsOfReturnsChangeNothingButRounding(name: String, unit: (factor: Double, offset: Double)) throws {
  let plain = try makeTeacher(name, .unitBox(dimension: 2))
  let scaled = try makeTeacher(name, .unitBox(dimension: 2))
  var student = Student()
  while plain.changeEpisodes.isEmpty {
    let task = plain.sample()
    guard scaled.sample().elementsEqual(task, by: { abs($0 - $1) < 1e-9 }) else {
      Issue.record("differs at episode \(plain.episodeCount)")
      return
    }
    let episodeReturn = student.play(task, Int(plain.episodeCount))
    plain.update(task, episodeReturn)
    scaled.update(task, unit.factor * episodeReturn + unit.offset)
  }
  #expect(scaled.changeEpisodes == plain.changeEpisodes)
  if let mixture = try plain.mixture(after: nil) {
    let other = try #require(try scaled.mixture(after: nil))
    #expect(other.count == mixture.count)
    #expect(zip(other.means, mixture.means).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(zip(other.samplingWeights, mixture.samplingWeights).allSatisfy { abs($0 - $1) < 1e-6 })
  } else {
    let (regions, others) = (try plain.regions(after: nil), try scaled.regions(after: nil))
    #expect(others.low == regions.low && others.high == regions.high)
    for (progress, other) in zip(regions.progress, others.progress) {
      #expect(abs(other - unit.factor * progress) <= 1e-9 * max(abs(unit.factor), abs(unit.offset)))
    }
  }
}

// MARK: - Learning curves

/// The toy student's share of mastered cells after 8,000 episodes: the mean over seeds, and the variance of the mean.
private func masteredShare(
  _ name: String, _ taskSpace: TaskSpace = .unitBox(dimension: 2), _ options: [String: String] = [:],
  returns: (_ reward: Double, _ episode: Int) -> Double
) throws -> (mean: Double, variance: Double) {
  let seeds = 16
  let shares = try (0..<seeds).map { seed in
    let teacher = try makeTeacher(name, taskSpace, options, seed: UInt64(seed))
    var cells = Cells()
    teacher.train(8000) { task, episode in
      let place = task.indices.map { (task[$0] - taskSpace.low[$0]) / (taskSpace.high[$0] - taskSpace.low[$0]) }
      return returns(cells.play(place), episode)
    }
    return cells.masteredShare
  }
  let mean = shares.reduce(0, +) / Double(seeds)
  let squares = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (mean, squares / Double(seeds * (seeds - 1)))
}

/// At most three standard errors, or a point, below.
private func isAsGood(_ share: (mean: Double, variance: Double), as other: (mean: Double, variance: Double)) -> Bool {
  share.mean >= other.mean - max(1, 3 * (share.variance + other.variance).squareRoot())
}

@Test(arguments: learners)
func defaultsAreAsGoodAsThePublishedSettingsInTheirUnits(name: String) throws {
  let published = try masteredShare(
    name, .unitBox(dimension: 2), ["reward_range": "0,1", "normalize": "false"], returns: { reward, _ in reward })
  #expect(isAsGood(try masteredShare(name, returns: { reward, _ in reward }), as: published))
}

/// Axes in units of 1000 and 0.001, returns in -150...350, returns in thousandths, one value a million times larger.
@Test(arguments: learners)
func curriculaWorkInAnyUnit(name: String) throws {
  let plain = try masteredShare(name, returns: { reward, _ in reward })
  let box = try space([0, 0], [1000, 0.001])
  #expect(isAsGood(try masteredShare(name, box, returns: { reward, _ in reward }), as: plain))
  #expect(isAsGood(try masteredShare(name, returns: { reward, _ in 500 * reward - 150 }), as: plain))
  #expect(isAsGood(try masteredShare(name, returns: { reward, _ in 0.001 * reward }), as: plain))
  for wrong in [100, 1000, 4000] {
    for value in [1e6, -1e6] {
      let share = try masteredShare(name, returns: { reward, episode in episode == wrong ? value : reward })
      #expect(isAsGood(share, as: plain), "\(value) in episode \(wrong)")
    }
  }
}

/// While all returns grow or shrink a millionfold, those of mastered tasks do too, which is progress to a teacher. It still
/// does far better than chance.
@Test(arguments: learners)
func curriculaSurviveDrift(name: String) throws {
  let chance = try masteredShare("Random", returns: { reward, _ in reward })
  for sign in [1.0, -1] {
    let drifting = try masteredShare(
      name, returns: { reward, episode in reward * pow(10, sign * 6 * Double(episode) / 8000) })
    #expect(drifting.mean > 2 * chance.mean, "\(drifting.mean)")
  }
}

/// Without any difference between returns there is no progress, and all places are as good.
@Test(arguments: learners, [0, 0.1, -1e100, Double.leastNonzeroMagnitude])
func constantReturnsAreNoProgress(name: String, value: Double) throws {
  let teacher = try makeTeacher(name, .unitBox(dimension: 2))
  let tasks = teacher.train(3000) { _, _ in value }
  if let mixture = try teacher.mixture(after: nil) {
    #expect(mixture.samplingWeights.allSatisfy { $0 < 1e-6 })
  } else {
    #expect(try teacher.regions(after: nil).progress.allSatisfy { $0 == 0 })
  }
  for i in 0..<2 { #expect(abs(tasks.reduce(0) { $0 + $1[i] } / 3000 - 0.5) < 0.1) }
}
