import Student
import Synchronization
import TeachDRL

/// Teachers side by side on the toy environment: a run for each teacher and seed, with a toy of its own.
struct ToyComparison: Sendable {
  /// One teacher's way with one seed.
  struct Run: Sendable, Equatable {
    let teacher: String
    let seed: UInt64
    /// The share of mastered cells in percent, before each of the comparison's `points`.
    let scores: [Double]
  }

  /// How far all runs together are.
  struct Progress: Sendable {
    let episodes: Int
    let finishedRuns: Int
  }

  /// The teachers' names, each with its options.
  let teachers: [(name: String, options: [OptionSetting])]
  let seeds: [UInt64]
  /// The episodes before which scores are taken, in ascending order: each thousandth, each tenth of the way, the end.
  let points: [Int]
  /// The number of parameters of a task.
  let dimension: Int
  let toyOptions: [OptionSetting]

  /// The teachers get the toy's rewards as they are. An option goes to each teacher that has it.
  ///
  /// - Throws: A `Misuse` or a `LibraryError` where a name, an option or a value is wrong.
  init(
    teachers names: [String], options: [OptionSetting], toyOptions: [OptionSetting], seeds: [UInt64], episodes: Int
  ) throws {
    let toy = try Toy(options: toyOptions)
    dimension = toy.dimension
    self.toyOptions = toyOptions
    self.seeds = seeds
    let rows = min(10, episodes)
    points = Set(stride(from: 0, to: episodes, by: 1000)).union((1...rows).map { episodes * $0 / rows }).sorted()
    teachers = try assigned(options, to: names, dimension: toy.dimension, toyOptions: toyOptions)
    // What is wrong with a name or a value is said before anything is played.
    for teacher in teachers { _ = try makeTeacher(teacher, dimension: dimension, seed: 0) }
  }

  var runCount: Int { teachers.count * seeds.count }
  var episodes: Int { points.last ?? 0 }

  /// Plays all runs, `jobs` at a time, and returns them by teacher and seed. They do not depend on `jobs`.
  ///
  /// `isStopped` is asked before every episode, on any thread; once it is true there is no result. `progress`, where
  /// given, is called now and then, on the calling thread.
  func run(
    jobs: Int, until isStopped: @escaping @Sendable () -> Bool = { false }, progress: ((Progress) -> Void)? = nil
  ) throws -> [Run]? {
    let results = Mutex([Result<Run?, LibraryError>](repeating: .success(nil), count: runCount))
    let (played, finished) = (Counter(), Counter())
    inParallel(
      count: runCount, jobs: jobs,
      waiting: progress.map { show in
        { show(Progress(episodes: played.value, finishedRuns: finished.value)) }
      }
    ) { index in
      let result = Result { () throws(LibraryError) in try run(index, until: isStopped, counting: played) }
      results.withLock { $0[index] = result }
      finished.add(1)
    }
    let runs = try results.withLock { $0 }.compactMap { try $0.get() }
    return runs.count == runCount ? runs : nil
  }

  private func run(
    _ index: Int, until isStopped: () -> Bool, counting played: Counter
  ) throws(LibraryError) -> Run? {
    let (chosen, seed) = (teachers[index / seeds.count], seeds[index % seeds.count])
    let toy = try Toy(options: toyOptions)
    let teacher = try makeTeacher(chosen, dimension: dimension, seed: seed)
    var scores: [Double] = []
    var episode = 0
    for point in points {
      for _ in episode..<point {
        if isStopped() { return nil }
        let task = try teacher.sampleTask()
        try teacher.update(task: task, episodeReturn: try toy.play(task))
      }
      played.add(point - episode)
      episode = point
      scores.append(try toy.masteredShare())
    }
    return Run(teacher: chosen.name, seed: seed, scores: scores)
  }
}

/// Gives each teacher the options that it has, and those that suit the toy where none are given.
private func assigned(
  _ options: [OptionSetting], to names: [String], dimension: Int, toyOptions: [OptionSetting]
) throws -> [(name: String, options: [OptionSetting])] {
  let listings = try Listing.teachers()
  let chosen = names.compactMap { name in listings.first { $0.name == name } }
  // Where a name is wrong, its options do not matter: the library will say so.
  guard chosen.count == names.count else { return names.map { ($0, []) } }
  for option in options where !chosen.contains(where: { $0.hasOption(option.name) }) {
    let owners = listings.filter { $0.hasOption(option.name) }.map(\.name)
    if owners.isEmpty { throw refusal(of: option, by: chosen, dimension: dimension) }
    throw Misuse(
      message: "'\(option.name)' is an option of \(owners.joined(separator: ", ")), and the teachers are "
        + "\(names.joined(separator: ", ")); leave it out, or choose another teacher")
  }
  return try chosen.map { teacher in
    let own = options.filter { teacher.hasOption($0.name) }
    let cubes = try Listing.toy().complete(toyOptions).first { $0.name == "nb_cubes" }.flatMap { Int($0.value) }
    let defaults = cubes.map { ToyDefaults.options(for: teacher, dimension: dimension, cubes: $0) } ?? []
    return (teacher.name, own + defaults.filter { way in !own.contains { $0.name == way.name } })
  }
}

/// What the library says to an option that no teacher has: it knows the nearest name, if one of the teachers has such.
private func refusal(of option: OptionSetting, by teachers: [Listing], dimension: Int) -> any Error {
  var refusals: [LibraryError] = []
  for teacher in teachers {
    do throws(LibraryError) {
      _ = try makeTeacher((teacher.name, [option]), dimension: dimension, seed: 0)
    } catch {
      refusals.append(error)
    }
  }
  if let refusal = refusals.first(where: { $0.message.contains("did you mean") }) ?? refusals.first { return refusal }
  return Misuse(message: "no teacher has an option '\(option.name)'")
}

func makeTeacher(
  _ teacher: (name: String, options: [OptionSetting]), dimension: Int, seed: UInt64
) throws(LibraryError) -> Teacher {
  try Teacher(
    teacher.name, low: [Double](repeating: 0, count: dimension), high: [Double](repeating: 1, count: dimension),
    options: teacher.options, seed: seed)
}

/// A number that many threads add to.
private final class Counter: Sendable {
  private let number = Atomic<Int>(0)

  var value: Int { number.load(ordering: .relaxed) }

  func add(_ amount: Int) { number.wrappingAdd(amount, ordering: .relaxed) }
}
