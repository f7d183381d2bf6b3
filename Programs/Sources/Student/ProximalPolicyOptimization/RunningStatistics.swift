/// The mean and the variance of all rows seen so far, each column for itself.
///
/// Chan, Golub and LeVeque's formula for joining two samples ("Updating formulae and a pairwise algorithm for computing
/// sample variances", 1979): exact whatever the sizes, and stable.
struct RunningStatistics: Equatable {
  /// The number of rows.
  private(set) var count = 0.0
  /// The columns' means.
  private(set) var means: [Double]
  /// The columns' sums of squared differences from their means.
  private(set) var squares: [Double]

  /// Statistics of nothing.
  init(columns: Int) {
    means = [Double](repeating: 0, count: columns)
    squares = means
  }

  /// The variance of a column: that of the rows as a whole population; 1 before the first row.
  func variance(of column: Int) -> Double { count > 0 ? squares[column] / count : 1 }

  /// Takes in rows, one after the other in memory.
  mutating func add(_ values: UnsafePointer<Float>, rows: Int, stride: Int) {
    guard rows > 0 else { return }
    let added = Double(rows)
    let total = count + added
    for column in means.indices {
      var mean = 0.0
      for row in 0..<rows { mean += Double(values[row * stride + column]) }
      mean /= added
      var square = 0.0
      for row in 0..<rows {
        let difference = Double(values[row * stride + column]) - mean
        square += difference * difference
      }
      let difference = mean - means[column]
      squares[column] += square + difference * difference * count * added / total
      means[column] += difference * added / total
    }
    count = total
  }
}

extension RunningStatistics {
  /// The statistics as bytes: the count, the means, the squares.
  var encoded: [UInt8] {
    ([count] + means + squares).flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
  }

  /// Takes over what `encoded` gave for as many columns; false, and nothing is changed, if it is something else.
  mutating func restore(from bytes: [UInt8]) -> Bool {
    let size = MemoryLayout<UInt64>.size
    guard bytes.count == size * (1 + 2 * means.count) else { return false }
    let numbers = bytes.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: size).map {
        Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self)))
      }
    }
    guard numbers.allSatisfy(\.isFinite), numbers[0] >= 0 else { return false }
    count = numbers[0]
    means = Array(numbers[1...means.count])
    squares = Array(numbers[(1 + means.count)...])
    return true
  }
}
