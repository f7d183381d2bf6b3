import Glibc

/// Copies of texts for C functions. They live as long as this object.
final class CTexts {
  private var texts: [UnsafeMutablePointer<CChar>?] = []
  private var lists: [UnsafeMutablePointer<UnsafePointer<CChar>?>] = []

  deinit {
    for text in texts { free(text) }
    for list in lists { list.deallocate() }
  }

  /// A text, ended by NUL.
  func copy(_ text: String) -> UnsafePointer<CChar>? {
    let copy = strdup(text)
    texts.append(copy)
    return UnsafePointer(copy)
  }

  /// A list of texts, ended by NULL.
  func copy(_ texts: [String]) -> UnsafePointer<UnsafePointer<CChar>?>? {
    let list = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: texts.count + 1)
    for (index, text) in texts.enumerated() { (list + index).initialize(to: copy(text)) }
    (list + texts.count).initialize(to: nil)
    lists.append(list)
    return UnsafePointer(list)
  }
}

/// The texts of a list that ends with NULL; none if the pointer is nil.
func texts(_ list: UnsafePointer<UnsafePointer<CChar>?>?) -> [String] {
  var texts: [String] = []
  while let text = list?[texts.count] { texts.append(String(cString: text)) }
  return texts
}
