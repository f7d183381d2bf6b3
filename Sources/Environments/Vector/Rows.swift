/// A fixed number of rows of numbers, one after the other in memory, owned.
struct Rows<Element: BitwiseCopyable>: ~Copyable {
  let start: UnsafeMutablePointer<Element>
  let length: Int

  init(count: Int, length: Int, repeating value: Element) {
    self.length = length
    start = .allocate(capacity: max(1, count * length))
    start.initialize(repeating: value, count: max(1, count * length))
  }

  deinit { start.deallocate() }

  subscript(row: Int) -> UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(start: start + row * length, count: length)
  }

  func copy(_ row: Int, to other: borrowing Rows) {
    other[row].baseAddress?.update(from: start + row * length, count: length)
  }
}
