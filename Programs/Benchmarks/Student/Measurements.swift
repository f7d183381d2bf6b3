import Glibc

/// The time since some start.
func microseconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
}

/// The middle one of some numbers.
func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

/// A number in a column of its own.
func column(_ value: Double, decimals: Int = 0, width: Int = 9) -> String {
  let scale = pow(10, Double(decimals))
  let whole = Int((value * scale).rounded())
  let digits = String(whole)
  let text: String
  if decimals == 0 {
    text = digits
  } else {
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    text = "\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }
  return String(repeating: " ", count: max(0, width - text.count)) + text
}

/// The number of processes that wanted to run in the last minute.
func loadAverage() -> Double {
  var load = 0.0
  return getloadavg(&load, 1) == 1 ? load : .nan
}
