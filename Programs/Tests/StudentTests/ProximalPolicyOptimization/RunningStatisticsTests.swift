import Testing

@testable import Student

@Suite struct RunningStatisticsTests {
  /// Parts of any size give what all rows at once give, computed in two passes.
  @Test func partsGiveTheWhole() {
    let (rows, columns) = (200, 3)
    // Means that are far from 0 beside the deviation.
    let values = wave(rows * columns, phase: 0.4, scale: 0.5).enumerated().map {
      Float($0.offset % columns) * 1000 + $0.element
    }
    var statistics = RunningStatistics(columns: columns)
    var row = 0
    for size in [1, 0, 7, 100, 2, 90] {
      values.withUnsafeBufferPointer { statistics.add($0.baseAddress! + row * columns, rows: size, stride: columns) }
      row += size
    }
    #expect(row == rows && statistics.count == 200)
    for column in 0..<columns {
      let own = stride(from: column, to: values.count, by: columns).map { Double(values[$0]) }
      let mean = own.reduce(0, +) / Double(rows)
      let variance = own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rows)
      #expect(abs(statistics.means[column] - mean) < 1e-9)
      #expect(abs(statistics.variance(of: column) - variance) < 1e-9)
    }
  }

  @Test func comesBackAsItWas() {
    var statistics = RunningStatistics(columns: 2)
    let values = wave(20, phase: 0, scale: 1)
    values.withUnsafeBufferPointer { statistics.add($0.baseAddress!, rows: 10, stride: 2) }
    var other = RunningStatistics(columns: 2)
    #expect(other.restore(from: statistics.encoded) && other == statistics)
    var wrong = RunningStatistics(columns: 3)
    #expect(!wrong.restore(from: statistics.encoded) && wrong == RunningStatistics(columns: 3))
    #expect(!other.restore(from: [UInt8](repeating: 0xFF, count: statistics.encoded.count)) && other == statistics)
  }

  @Test func aScaleFollowsThem() {
    var statistics = RunningStatistics(columns: 2)
    let values: [Float] = [1, 100, 3, 104, 5, 108]
    values.withUnsafeBufferPointer { statistics.add($0.baseAddress!, rows: 3, stride: 2) }
    let scale = ObservationScale(size: 2)
    scale.follow(statistics)
    let result = FloatBuffer(count: 16)
    let observation: [Float] = [5, -1e9]
    observation.withUnsafeBufferPointer { scale.normalize($0.baseAddress!, into: result.pointer) }
    #expect(abs(result.pointer[0] - Float((8.0 / 3).squareRoot() * 0.75)) < 1e-5)
    #expect(result.pointer[1] == -10 && result.pointer[2] == 0)
  }
}
