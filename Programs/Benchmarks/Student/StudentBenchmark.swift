import Student

/// Times the student on one thread beside the matrix products that it cannot do without, then on more threads beside one.
///
/// Run it on cores of its own. What is compared takes turns, so that what else the machine does meets both; figures are
/// medians. An update can take less time than its products alone: it works in blocks of rows that stay in the core's
/// cache, where the products of a whole batch do not.
///
/// With the argument `--threads N` it prints nothing but the milliseconds that an update takes on N threads, for scripts.
@main
struct StudentBenchmark {
  private static let observationSize = 24
  private static let actionSize = 4
  private static let repetitions = 60
  private static let transitionCount = 200_000

  static func main() throws {
    let configuration = SoftActorCriticConfiguration()
    let replay = try filledReplay()
    let arguments = CommandLine.arguments
    if arguments.count == 3, arguments[1] == "--threads", let threadCount = Int(arguments[2]) {
      print(column(median(try updateTimes([threadCount], replay)[0]) / 1e3, decimals: 2, width: 0))
      return
    }
    let student = try makeStudent(threadCount: 1)
    let products = MatrixProductYardstick(
      batch: configuration.batchSize, observation: observationSize, action: actionSize, hidden: (400, 300))

    var productTimes: [[Double]] = []
    var updateTimes: [Double] = []
    for repetition in -5..<repetitions {
      let times = products.run()
      let start = microseconds()
      student.update(from: replay)
      let update = microseconds() - start
      if repetition < 0 { continue }
      productTimes.append(times)
      updateTimes.append(update)
    }
    report(products, productTimes, updateTimes)
    try reportThreads(replay)
    reportActions(student)
  }

  private static func makeStudent(threadCount: Int) throws -> SoftActorCritic {
    try SoftActorCritic(
      observationSize: observationSize, actionSize: actionSize, configuration: SoftActorCriticConfiguration(), seed: 1,
      threadCount: threadCount)
  }

  /// The microseconds of updates with different numbers of threads, which take turns.
  private static func updateTimes(_ threadCounts: [Int], _ replay: ReplayBuffer) throws -> [[Double]] {
    let students = try threadCounts.map(makeStudent)
    var times = [[Double]](repeating: [], count: students.count)
    for repetition in -5..<repetitions {
      for (index, student) in students.enumerated() {
        // The first finds the caches as the other student left them.
        student.update(from: replay)
        let start = microseconds()
        student.update(from: replay)
        if repetition >= 0 { times[index].append(microseconds() - start) }
      }
    }
    return times
  }

  private static func reportThreads(_ replay: ReplayBuffer) throws {
    let threadCounts = [1] + [2, 4].filter { $0 <= Processors.allowed.count }
    let times = try updateTimes(threadCounts, replay)
    for (index, threadCount) in threadCounts.enumerated().dropFirst() {
      let ratios = zip(times[0], times[index]).map { $0 / $1 }
      print(
        "one update on \(threadCount) threads " + column(median(times[index]), width: 0) + " us, "
          + column(median(ratios), decimals: 2, width: 0) + " times as fast as on one (from "
          + column(ratios.sorted()[ratios.count / 10], decimals: 2, width: 0) + " to "
          + column(ratios.sorted()[ratios.count * 9 / 10], decimals: 2, width: 0) + " without the outer tenths)")
    }
  }

  private static func report(_ yardstick: MatrixProductYardstick, _ times: [[Double]], _ updates: [Double]) {
    print("Matrix products of an update, batch 1000, 400-300, observation 24, action 4, one thread (dnnl_sgemm)")
    print("    m    n    k calls       us  GFLOP/s")
    for (index, product) in yardstick.products.enumerated() {
      let time = median(times.map { $0[index] })
      let rate = product.operationCount * Double(product.calls) / time / 1e3
      print(
        column(Double(product.m), width: 5) + column(Double(product.n), width: 5) + column(Double(product.k), width: 5)
          + column(Double(product.calls), width: 6) + column(time) + column(rate, decimals: 1) + "  " + product.purpose)
    }
    let sums = times.map { $0.reduce(0, +) }
    let operations = yardstick.products.reduce(0) { $0 + $1.operationCount * Double($1.calls) }
    print("all products " + column(median(sums), width: 17) + column(operations / median(sums) / 1e3, decimals: 1))
    print("one update   " + column(median(updates), width: 17))
    let ratios = zip(updates, sums).map { $0 / $1 }
    print(
      "update / products: " + column(median(ratios), decimals: 3, width: 0) + " (middle of \(ratios.count) pairs; from "
        + column(ratios.sorted()[ratios.count / 10], decimals: 3, width: 0) + " to "
        + column(ratios.sorted()[ratios.count * 9 / 10], decimals: 3, width: 0) + " without the outer tenths)")
    print("load average: " + column(loadAverage(), decimals: 2, width: 0))
  }

  private static func reportActions(_ student: SoftActorCritic) {
    let rounds = 200
    let calls = 100
    var observation = [Float](repeating: 0, count: observationSize)
    var action = [Float](repeating: 0, count: actionSize)
    var times: [Double] = []
    for round in 0..<rounds {
      for index in observation.indices { observation[index] = Float((index * 7 + round * 13) % 19) / 19 - 0.5 }
      observation.withUnsafeBufferPointer { observation in
        action.withUnsafeMutableBufferPointer { action in
          let start = microseconds()
          for _ in 0..<calls { student.act(observation: observation, into: action, deterministic: false) }
          times.append((microseconds() - start) / Double(calls))
        }
      }
    }
    print("one action: " + column(median(times), decimals: 2, width: 0) + " us")
  }

  /// Transitions of no meaning: more than fit into a cache, so that drawing a batch costs what it costs in a run.
  private static func filledReplay() throws -> ReplayBuffer {
    let replay = try ReplayBuffer(
      capacity: transitionCount, observationSize: observationSize, actionSize: actionSize)
    var state: UInt32 = 1
    func next() -> Float {
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(state >> 8) * 0x1p-23 - 1
    }
    for _ in 0..<transitionCount {
      let observation = (0..<observationSize).map { _ in next() }
      let following = (0..<observationSize).map { _ in next() }
      let action = (0..<actionSize).map { _ in next() }
      observation.withUnsafeBufferPointer { observation in
        following.withUnsafeBufferPointer { following in
          action.withUnsafeBufferPointer { action in
            replay.append(
              observation: observation, action: action, reward: next(), nextObservation: following,
              done: next() > 0.99)
          }
        }
      }
    }
    return replay
  }
}
