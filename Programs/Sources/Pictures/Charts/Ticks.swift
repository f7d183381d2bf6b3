import Glibc

/// Round numbers along an axis: multiples of 1, 2 or 5 times a power of ten.
struct Ticks: Equatable {
  let values: [Double]
  let labels: [String]

  /// About `count` ticks within a range.
  init(_ range: ClosedRange<Double>, about count: Int = 5) {
    let width = range.upperBound - range.lowerBound
    guard width > 0, width.isFinite else {
      (values, labels) = ([range.lowerBound], [plainText(range.lowerBound, decimals: 2)])
      return
    }
    let raw = width / Double(max(count, 1))
    let power = pow(10, floor(log10(raw)))
    let step = [1, 2, 5, 10].first { $0 * power >= raw * 0.999 }.map { $0 * power } ?? raw
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    values = first <= last ? stride(from: first, through: last, by: 1).map { $0 * step } : []
    let decimals = max(0, Int(-floor(log10(step) + 1e-9)))
    labels = values.map { plainText($0, decimals: decimals) }
  }

  /// A tick for each name, the first at 0.
  init(names: [String]) { (values, labels) = (names.indices.map(Double.init), names) }

  /// A tick for each power of ten; the range's bounds are exponents.
  init(powersOfTen range: ClosedRange<Double>) {
    let step = max(1, ((range.upperBound - range.lowerBound) / 6).rounded(.up))
    values = stride(from: range.lowerBound.rounded(.up), through: range.upperBound, by: step).map { $0 }
    labels = values.map { "1e" + plainText($0, decimals: 0) }
  }
}
