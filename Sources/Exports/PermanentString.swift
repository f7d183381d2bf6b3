import Glibc

/// A C string that is never freed, for what callers may keep for ever.
struct PermanentString: @unchecked Sendable {
  // Safe to share: nobody writes to it once it is made.
  let pointer: UnsafePointer<CChar>

  init(_ text: String) {
    let bytes = text.utf8CString
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    bytes.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { copy.initialize(from: base, count: source.count) }
    }
    pointer = UnsafePointer(copy)
  }
}
