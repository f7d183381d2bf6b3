import Arguments
import Dispatch
import Glibc
import Numerics
import Synchronization
import Tasks
import Teachers

/// Measures teachers.
///
///     TeacherBenchmark                       costs of episodes, fits and neighbours
///     TeacherBenchmark fits neighbors        only these of them
///     TeacherBenchmark --toy-curves          learning curves on the toy environment beside the reference's figures;
///                                            ends with 1 where they disagree
///     TeacherBenchmark --toy-curves FOLDER   beside those in the folder's toy_curves_2d.json and toy_curves_3d.json
///     TeacherBenchmark --units [SEEDS]       how far the units of tasks and returns matter
@main
struct TeacherBenchmark {
  private static let sections: [(name: String, measure: @Sendable () throws -> Void)] = [
    ("episodes", EpisodeCosts.measure), ("fits", FitCosts.measure), ("neighbors", NeighborCosts.measure),
  ]

  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.first == "--toy-curves", arguments.count <= 2 {
      let folder = arguments.dropFirst().first
      let agrees = try ToyCurves.compare(with: folder.map(ToyReference.read) ?? ToyReference.recorded)
      exit(agrees ? 0 : 1)
    }
    if arguments.first == "--units", arguments.count <= 2, let seeds = Int(arguments.dropFirst().first ?? "20"),
      seeds > 0
    {
      return try UnitCurves.measure(seeds: seeds)
    }
    guard arguments.allSatisfy({ name in sections.contains { $0.name == name } }) else {
      print("usage: TeacherBenchmark [episodes] [fits] [neighbors] | --toy-curves [FOLDER] | --units [SEEDS]")
      exit(2)
    }
    var load = [0.0, 0.0, 0.0]
    getloadavg(&load, 3)
    print("load average \(load.map { rounded($0, 2) }.joined(separator: " "))")
    print("this core does \(rounded(multiplyAddRate(), 2)) billion multiply-adds of four doubles a second")
    for section in sections where arguments.isEmpty || arguments.contains(section.name) { try section.measure() }
  }
}

/// Makes a teacher of the catalog over a unit box.
func makeTeacher(
  _ name: String, dimension: Int, options: [(name: String, value: String)] = [], seed: UInt64
) throws -> TeacherInstance {
  try makeTeacher(name, .unitBox(dimension: dimension), options: options, seed: seed)
}

/// Makes a teacher of the catalog over a task space.
func makeTeacher(
  _ name: String, _ taskSpace: TaskSpace, options: [(name: String, value: String)] = [], seed: UInt64
) throws -> TeacherInstance {
  let kind = try TeacherCatalog.teacher(named: name)
  let values = try OptionValues(options, for: name, allowing: kind.allOptions)
  return try TeacherInstance(kind, taskSpace: taskSpace, options: values, seed: seed, workers: Workers())
}

/// The results for each number below `count`, on all cores.
func inParallel<Value: Sendable>(_ count: Int, _ body: @Sendable (Int) throws -> Value) throws -> [Value] {
  let results = Mutex([Result<Value, any Error>?](repeating: nil, count: count))
  DispatchQueue.concurrentPerform(iterations: count) { index in
    let result = Result { try body(index) }
    results.withLock { $0[index] = result }
  }
  return try results.withLock { $0 }.compactMap { try $0?.get() }
}

/// Nanoseconds of the monotonic clock.
func now() -> Double { nanoseconds(CLOCK_MONOTONIC) }

/// Nanoseconds that this thread has computed for: what other processes take of the processor does not count.
func computed() -> Double { nanoseconds(CLOCK_THREAD_CPUTIME_ID) }

private func nanoseconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}

/// A yardstick for the rest: how many fused multiply-adds of four doubles this core does in a nanosecond. A free core
/// does two a cycle; other work on the machine takes its share.
func multiplyAddRate() -> Double {
  let rates = (0..<9).map { repetition in
    var sums = (0..<5).map { SIMD8<Double>(repeating: Double($0 + repetition)) }
    let factor = SIMD8(repeating: 0.9999999)
    let count = 200_000
    let start = computed()
    var (a, b, c, d, e) = (sums[0], sums[1], sums[2], sums[3], sums[4])
    for _ in 0..<count {
      a = factor.addingProduct(a, factor)
      b = factor.addingProduct(b, factor)
      c = factor.addingProduct(c, factor)
      d = factor.addingProduct(d, factor)
      e = factor.addingProduct(e, factor)
    }
    sums = [a, b, c, d, e]
    let time = computed() - start
    return sums.reduce(0) { $0 + $1[0] } > 0 ? Double(count) * 10 / time : 0
  }
  return median(rates)
}

/// The value below which a share of the numbers lies; of a sorted array that is not empty.
func quantile(_ share: Double, of sorted: [Double]) -> Double {
  sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
}

func median(_ numbers: [Double]) -> Double { quantile(0.5, of: numbers.sorted()) }

/// A number with some digits after the point, right-aligned in `width`.
func rounded(_ number: Double, _ digits: Int, width: Int = 0) -> String {
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  let whole = (abs(number) * scale).rounded()
  let text = "\(Int(whole))"
  let filled = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
  let sign = number < 0 && whole > 0 ? "-" : ""
  let result = digits == 0 ? sign + filled : "\(sign)\(filled.dropLast(digits)).\(filled.suffix(digits))"
  return padded(result, width)
}

func padded(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}
