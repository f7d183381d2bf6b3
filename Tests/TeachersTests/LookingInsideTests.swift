import Arguments
import Glibc
import Numerics
import Tasks
import Testing

@testable import Teachers

/// The student of these tests: it learns where the first coordinate is low.
private func play(_ task: [Double], _ episode: Int) -> Double { task[0] < 0.5 ? Double(episode % 500) / 500 : 0 }

extension TeacherInstance {
  fileprivate func logDensity(_ task: [Double]) -> Double { task.withUnsafeBufferPointer { logDensity(at: $0) } }

  /// The share of draws that were moved to a bound of the task space (mixtures), or near one of a region (RIAC).
  fileprivate func shares(draws: Int, cells: Int) -> (cells: [Double], onBounds: Double) {
    var shares = Array(repeating: 0.0, count: cells * cells)
    var onBounds = 0.0
    let regions = regionBounds()
    for _ in 0..<draws {
      let task = sample()
      if task.contains(where: { $0 == 0 || $0 == 1 }) || regions.contains(where: { isMoved(task, $0) }) {
        onBounds += 1 / Double(draws)
        continue
      }
      let place = task.map { min(Int($0 * Double(cells)), cells - 1) }
      shares[place[0] * cells + place[1]] += 1 / Double(draws)
    }
    return (shares, onBounds)
  }

  private func regionBounds() -> [[(Double, Double)]] {
    guard name == "RIAC", let regions = try? regions(after: nil) else { return [] }
    let d = taskSpace.dimension
    return (0..<regions.count).map { r in (0..<d).map { (regions.low[r * d + $0], regions.high[r * d + $0]) } }
  }

  private func isMoved(_ task: [Double], _ region: [(Double, Double)]) -> Bool {
    zip(task, region).contains { $0 == $1.0 + 1e-5 || $0 == $1.1 - 1e-5 }
  }
}

@Suite struct LookingInsideTests {
  @Test(arguments: ["ALP-GMM", "Covar-GMM", "RIAC", "Oracle", "Random"], [false, true])
  func theDensityIntegratesToOneAndMatchesSamples(name: String, isNormalized: Bool) throws {
    let options = name == "RIAC" ? ["max_region_size": "60"] : name == "Oracle" ? ["window_step_vector": "0.02,0"] : [:]
    let teacher = try makeTeacher(
      name, .unitBox(dimension: 2), options.merging(isNormalized ? ["normalize": "true"] : [:]) { $1 })
    teacher.train(1100, play)
    let cells = 12
    let fine = 25
    let draws = 400_000
    let sampled = teacher.shares(draws: draws, cells: cells)
    var integral = 0.0
    for cell in 0..<(cells * cells) {
      var share = 0.0
      for point in 0..<(fine * fine) {
        let side = Double(cells * fine)
        let x = (Double(cell / cells * fine + point / fine) + 0.5) / side
        let y = (Double(cell % cells * fine + point % fine) + 0.5) / side
        let logDensity = teacher.logDensity([x, y])
        #expect(!logDensity.isNaN)
        share += Glibc.exp(logDensity) / (side * side)
      }
      integral += share
      // Six deviations of the count, and what a narrow component adds to the midpoint rule's error.
      let deviation = (max(share, 1e-6) / Double(draws)).squareRoot()
      #expect(abs(sampled.cells[cell] - share) < 6 * deviation + 0.02 * share + 1e-5, "cell \(cell)")
    }
    #expect(abs(integral + sampled.onBounds - 1) < 0.005)
  }

  @Test func densitiesAreInTheCallersUnits() throws {
    let unit = try makeTeacher("Random", .unitBox(dimension: 2))
    #expect(unit.logDensity([0.5, 0.5]) == 0)
    let wide = try makeTeacher("Random", try space([0, 0], [10, 100]))
    #expect(abs(wide.logDensity([0.5, 0.5]) + Glibc.log(1000)) < 1e-12)
    let normalized = try makeTeacher("RIAC", try space([0, 0], [10, 100]), ["normalize": "true"])
    #expect(abs(normalized.logDensity([0.5, 0.5]) + Glibc.log(1000)) < 1e-12)
  }

  @Test func fitsAreCountedFromOneAndKept() throws {
    let teacher = try makeTeacher("ALP-GMM", .unitBox(dimension: 2), ["fit_rate": "100", "history": "4"])
    #expect(try teacher.mixture(after: nil) == nil && teacher.changeEpisodes.isEmpty)
    var current: [UInt64: MixtureSnapshot] = [:]
    for episode in 1...1050 {
      teacher.train(1, play)
      if episode % 100 == 0 { current[UInt64(episode)] = try #require(try teacher.mixture(after: nil)) }
    }
    #expect(teacher.changeEpisodes == [700, 800, 900, 1000])
    for episode in teacher.changeEpisodes { #expect(try teacher.mixture(after: episode) == current[episode]) }
    #expect(throws: UsageError.self) { try teacher.mixture(after: 600) }
    #expect(throws: UsageError.self) { try teacher.mixture(after: 1050) }
    let mixture = try #require(try teacher.mixture(after: nil))
    #expect(mixture.dimension == 3 && teacher.mixtureDimension == 3)
    #expect(abs(mixture.weights.reduce(0, +) - 1) < 1e-12)
    // Equation: a component is chosen in proportion to its mean ALP, the last coordinate of its mean.
    for k in 0..<mixture.count { #expect(mixture.samplingWeights[k] == mixture.means[3 * k + 2]) }
    for k in 0..<mixture.count { #expect(mixture.covariance(of: k, 2, 0) == mixture.covariance(of: k, 0, 2)) }
  }

  @Test func mixturesOfTheUnitBoxAreShownInTheCallersUnits() throws {
    let options = ["normalize": "true", "fit_rate": "100"]
    let wide = try makeTeacher("ALP-GMM", try space([0, -512], [0.25, 512]), options)
    let unit = try makeTeacher("ALP-GMM", .unitBox(dimension: 2), options)
    for episode in 0..<200 {
      let task = wide.sample()
      _ = unit.sample()
      wide.update(task, play([task[0] * 4], episode))
      unit.update([task[0] * 4, (task[1] + 512) / 1024], play([task[0] * 4], episode))
    }
    let (shown, inner) = (try #require(try wide.mixture(after: 200)), try #require(try unit.mixture(after: 200)))
    let units = [0.25, 1024, 1]
    for k in 0..<inner.count {
      for i in 0..<3 {
        #expect(shown.means[3 * k + i] == inner.means[3 * k + i] * units[i] - (i == 1 ? 512 : 0))
        for j in 0..<3 {
          let expected = inner.covariance(of: k, i, j) * units[i] * units[j]
          #expect(abs(shown.covariance(of: k, i, j) - expected) <= 1e-12 * abs(expected))
        }
      }
    }
  }

  @Test func regionsPartTheTaskSpaceAtEverySplit() throws {
    let teacher = try makeTeacher("RIAC", try space([0, -3], [3, 6]), ["max_region_size": "30", "history": "0"])
    teacher.train(1500) { task, episode in task[0] < 1.5 ? Double(episode % 200) : 0 }
    let episodes = teacher.changeEpisodes
    #expect(episodes.count > 5 && episodes == episodes.sorted() && episodes[0] == 31)
    var last = 1
    for episode in episodes {
      let regions = try teacher.regions(after: episode)
      #expect(regions.count > last && regions.count % 2 == 1)
      last = regions.count
      var area = 0.0
      for r in 0..<regions.count where regions.isLeaf[r] {
        area += (regions.high[2 * r] - regions.low[2 * r]) * (regions.high[2 * r + 1] - regions.low[2 * r + 1])
      }
      #expect(abs(area - 27) < 1e-9)
      #expect(regions.isLeaf.count { $0 } == (regions.count + 1) / 2)
    }
    #expect(try teacher.regions(after: nil).count == last)
    #expect(try teacher.mixture(after: nil) == nil && teacher.mixtureDimension == 0)
  }

  @Test func theOraclesWindowIsARegion() throws {
    let teacher = try makeTeacher(
      "Oracle", .unitBox(dimension: 2),
      ["window_step_vector": "0.25,-0.25", "step_rate": "2", "window_fraction": "0.5"])
    #expect(try teacher.regions(after: nil).low == [0, 0.5])
    for _ in 0..<2 { teacher.update([0.5, 0.5], 300) }
    #expect(teacher.changeEpisodes == [2])
    #expect(try teacher.regions(after: 2).low == [0.25, 0.25] && teacher.regions(after: 2).high == [0.75, 0.75])
  }

  /// Its threshold is a return whatever range the rewards are rescaled from.
  @Test func theOracleTakesReturnsAsTheyAre() throws {
    let options = ["reward_range": "-150,350", "step_rate": "1", "window_step_vector": "0.1,0.1"]
    let teacher = try makeTeacher("Oracle", .unitBox(dimension: 2), options)
    teacher.update([0.5, 0.5], 229)
    #expect(teacher.changeEpisodes.isEmpty)
    teacher.update([0.5, 0.5], 231)
    #expect(teacher.changeEpisodes == [2])
  }
}
