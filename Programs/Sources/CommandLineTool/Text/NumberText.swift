import Glibc

/// A whole number with commas between its thousands: 20,000,000.
func grouped(_ number: Int) -> String {
  let digits = Array(String(number.magnitude))
  var text = number < 0 ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
    text.append(digit)
  }
  return text
}

/// A number of things: `1 run`, `2,000 runs`.
///
/// - Parameter thing: The singular; its plural ends in `s`.
func counted(_ number: Int, _ thing: String) -> String { "\(grouped(number)) \(thing)" + (number == 1 ? "" : "s") }

/// A number with a fixed number of decimals: -104.1.
func fixed(_ number: Double, decimals: Int = 1) -> String {
  var buffer = [CChar](repeating: 0, count: 400)
  let length = withVaList([Int32(clamping: decimals), number]) { vsnprintf(&buffer, buffer.count, "%.*f", $0) }
  return String(decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// A time in the two largest units that it has: 45 s, 2 min 58 s, 6 h 49 min, 3 d 4 h.
func duration(_ seconds: Double) -> String {
  guard seconds.isFinite, seconds < 1e12 else { return "?" }
  let total = Int(max(0, seconds).rounded())
  let (days, hours, minutes) = (total / 86_400, total / 3600 % 24, total / 60 % 60)
  if days > 0 { return "\(days) d \(hours) h" }
  if hours > 0 { return "\(hours) h \(minutes) min" }
  if minutes > 0 { return "\(minutes) min \(total % 60) s" }
  return "\(total) s"
}

/// A text moved to the right edge of a column.
func rightAligned(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}

/// A text filled up with spaces to a column's width.
func leftAligned(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}
