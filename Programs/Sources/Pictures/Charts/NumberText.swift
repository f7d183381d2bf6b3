import Glibc

/// A number with so many decimals, and commas between thousands: 20,000 or -0.25.
func plainText(_ number: Double, decimals: Int) -> String {
  var buffer = [CChar](repeating: 0, count: 400)
  let length = withVaList([Int32(clamping: decimals), abs(number)]) { vsnprintf(&buffer, buffer.count, "%.*f", $0) }
  let digits = String(decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  let whole = Array(digits.prefix { $0 != "." })
  var text = ""
  for (index, digit) in whole.enumerated() {
    if index > 0, (whole.count - index) % 3 == 0 { text.append(",") }
    text.append(digit)
  }
  text += digits.dropFirst(whole.count)
  // A minus sign as wide as a digit, but none before a zero.
  return number < 0 && digits.contains { ("1"..."9").contains($0) } ? "\u{2212}" + text : text
}
