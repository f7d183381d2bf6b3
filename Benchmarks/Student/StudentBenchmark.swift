import Student

/// Times the student on one thread beside the matrix products that it cannot do without.
///
/// Run it on a core of its own, as in `taskset -c 1 StudentBenchmark`. Update and products take turns, so that what else
/// the machine does meets both; figures are medians.
@main
struct StudentBenchmark {
  private static let observationSize = 24
  private static let actionSize = 4
  private static let repetitions = 60
  private static let transitionCount = 200_000

  static func main() throws {
    let configuration = SoftActorCriticConfiguration()
    let student = try SoftActorCritic(
      observationSize: observationSize, actionSize: actionSize, configuration: configuration, seed: 1)
    let replay = try filledReplay()
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
    reportActions(student)
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
