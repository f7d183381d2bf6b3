import Arguments
import Numerics
import Tasks
import Testing

@testable import Teachers

/// A kind of the catalog.
func kind(_ name: String) throws -> any Teacher.Type { try TeacherCatalog.teacher(named: name) }

/// A teacher of the catalog; the Oracle gets some steps where none are given.
func makeTeacher(
  _ name: String, _ taskSpace: TaskSpace, _ options: [String: String] = [:], seed: UInt64 = 1
) throws -> TeacherInstance {
  var options = options
  if name == "Oracle", options["window_step_vector"] == nil {
    options["window_step_vector"] = taskSpace.low.indices.map { "\((taskSpace.high[$0] - taskSpace.low[$0]) / 50)" }
      .joined(separator: ",")
  }
  return try makeTeacher(try kind(name), taskSpace, options.map { (name: $0.key, value: $0.value) }, seed: seed)
}

/// A teacher of a kind that need not be in the catalog.
func makeTeacher(
  _ kind: any Teacher.Type, _ taskSpace: TaskSpace, _ options: [(name: String, value: String)] = [], seed: UInt64 = 1
) throws(UsageError) -> TeacherInstance {
  try TeacherInstance(
    kind, taskSpace: taskSpace, options: try OptionValues(options, for: kind.name, allowing: kind.allOptions),
    seed: seed, workers: Workers())
}

/// The message of the error that making a teacher ends with; nil if it does not.
func errorMessage(_ name: String, _ taskSpace: TaskSpace, _ options: [(name: String, value: String)]) throws -> String?
{
  let kind = try kind(name)
  do throws(UsageError) {
    _ = try makeTeacher(kind, taskSpace, options)
    return nil
  } catch {
    return error.message
  }
}

func space(_ low: [Double], _ high: [Double]) throws -> TaskSpace { try #require(TaskSpace(low: low, high: high)) }

extension TeacherInstance {
  func sample() -> [Double] {
    var task = Array(repeating: 0.0, count: taskSpace.dimension)
    task.withUnsafeMutableBufferPointer { _ = sampleTask(into: $0) }
    return task
  }

  /// A return; for teachers that need the success, one that follows from it.
  func update(_ task: [Double], _ episodeReturn: Double) {
    update(
      task,
      EpisodeOutcome(
        episodeReturn: episodeReturn, success: needs.contains(.success) ? (episodeReturn > 0.5 ? 1 : 0) : .nan))
  }

  func update(_ task: [Double], _ outcome: EpisodeOutcome) {
    task.withUnsafeBufferPointer { update(task: $0, outcome: outcome) }
  }

  func logDensity(at task: [Double]) -> Double { task.withUnsafeBufferPointer { logDensity(at: $0) } }

  /// Plays episodes with a student that `play` stands for; returns the tasks.
  @discardableResult
  func train(_ episodes: Int, _ play: (_ task: [Double], _ episode: Int) -> Double) -> [[Double]] {
    (0..<episodes).map { episode in
      let task = sample()
      update(task, play(task, episode))
      return task
    }
  }
}

extension TaskSpace {
  func contains(_ task: [Double]) -> Bool { task.withUnsafeBufferPointer { contains($0) } }
}

/// The toy student in two dimensions: cells of a tenth, each of which can be learnt once a neighbour towards the origin
/// is mastered.
struct Cells {
  var competences = Array(repeating: Array(repeating: 0, count: 10), count: 10)

  var masteredShare: Double { Double(competences.joined().count { $0 > 75 }) }

  mutating func play(_ task: [Double]) -> Double {
    let (i, j) = (min(Int(task[0] * 10), 9), min(Int(task[1] * 10), 9))
    let neighbors = [(i - 1, j), (i, j - 1), (i - 1, j - 1)].filter { $0 >= 0 && $1 >= 0 }
    let canLearn = (i, j) == (0, 0) || neighbors.contains { competences[$0][$1] >= 75 }
    if canLearn, competences[i][j] < 100 { competences[i][j] += 1 }
    return Double(competences[i][j]) / 100
  }
}
