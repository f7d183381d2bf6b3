import Glibc
import Numerics
import Teachers

/// What ALP-GMM's updates cost without fits once it has seen many episodes, and the memory an episode takes.
enum NeighborCosts {
  @Sendable static func measure() {
    print("\nALP-GMM's nearest neighbour and insertion (no fits), by episodes seen; uniform tasks, then clustered ones")
    print(" dims     episodes   us/update   SIMD brute force us   bytes/episode")
    for (dimension, counts) in [
      (2, [10_000, 100_000, 1_000_000]), (12, [10_000, 100_000, 1_000_000]), (64, [10_000, 50_000]),
    ] {
      for isClustered in [false, true] {
        measure(dimension: dimension, counts: counts, isClustered: isClustered)
      }
    }
  }

  private static func measure(dimension: Int, counts: [Int], isClustered: Bool) {
    var generator = Xoshiro256PlusPlus(seed: 3)
    let before = residentBytes()
    var neighbors = NearestNeighbors(dimension: dimension, memory: nil)
    var task = Array(repeating: 0.0, count: dimension)
    for count in counts {
      while neighbors.insertedCount < count - 1000 {
        draw(&task, isClustered, using: &generator)
        task.withUnsafeBufferPointer { neighbors.insert($0, value: 0) }
      }
      var times: [Double] = []
      var sink = 0.0
      for _ in 0..<10 {
        let start = now()
        for _ in 0..<100 {
          draw(&task, isClustered, using: &generator)
          task.withUnsafeBufferPointer {
            sink += neighbors.nearest(to: $0)?.value ?? 0
            neighbors.insert($0, value: 0)
          }
        }
        times.append((now() - start) / 100 / 1000)
      }
      let bytes = Double(residentBytes() - before) / Double(count)
      print(
        padded("\(dimension)", 5), padded("\(count)", 12), rounded(median(times), 2, width: 11),
        rounded(bruteForce(dimension: dimension, count: count), 2, width: 21), rounded(bytes, 0, width: 15),
        isClustered ? "clustered" : "uniform", sink == 0 ? "" : "!")
    }
  }

  private static func draw(_ task: inout [Double], _ isClustered: Bool, using generator: inout Xoshiro256PlusPlus) {
    let cluster = generator.uniform(below: 5)
    for i in task.indices {
      task[i] = isClustered ? generator.normal(mean: Double((cluster + i) % 5), deviation: 0.1) : generator.uniform()
    }
  }

  /// The microseconds of a search that looks at every point, eight at a time.
  private static func bruteForce(dimension: Int, count: Int) -> Double {
    let memory = UnsafeMutablePointer<Double>.allocate(capacity: count * dimension)
    defer { memory.deallocate() }
    memory.initialize(repeating: 0.5, count: count * dimension)
    var times: [Double] = []
    var sink = 0.0
    for repetition in 0..<5 {
      let query = Double(repetition)
      let start = now()
      var best = Double.infinity
      for first in stride(from: 0, to: count - 7, by: 8) {
        var distance = SIMD8<Double>(repeating: 0)
        for i in 0..<dimension {
          let values = UnsafeRawPointer(memory + i * count + first).loadUnaligned(as: SIMD8<Double>.self)
          let difference = values - query
          distance = distance.addingProduct(difference, difference)
        }
        let least = distance.min()
        if least < best { best = least }
      }
      sink += best
      times.append((now() - start) / 1000)
    }
    return sink < 0 ? 0 : median(times)
  }

  private static func residentBytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var text = [CChar](repeating: 0, count: 128)
    guard fgets(&text, Int32(text.count), file) != nil else { return 0 }
    let fields = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(
      separator: " ")
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4096 : 0
  }
}
