import Arguments

// Structures that begin with `struct_size`: callers built against an earlier version of the header pass shorter ones.

/// The size that a caller gave a structure.
///
/// - Parameter smallest: The size in the first version of the header that had the structure.
/// - Throws: `UsageError`, which names the structure, if it is none that a version of the header up to this one has.
@inline(__always)
func structureSize<Structure>(
  of pointer: UnsafePointer<Structure>, _ name: @autoclosure () -> String, smallest: Int
) throws(UsageError) -> Int {
  let size = UnsafeRawPointer(pointer).load(as: Int.self)
  guard
    size == MemoryLayout<Structure>.stride
      || (size >= smallest && size < MemoryLayout<Structure>.stride && size % 8 == 0)
  else { throw wrongSize(size, name(), MemoryLayout<Structure>.stride) }
  return size
}

@inline(never)
private func wrongSize(_ size: Int, _ name: String, _ expected: Int) -> UsageError {
  .invalidArgument(
    "'\(name).struct_size' is \(UInt(bitPattern: size)); it must be sizeof the structure, \(expected) here")
}

/// A caller's structure; members that its version does not have are `unknown`'s.
///
/// - Throws: `UsageError` if the size is wrong.
@inline(__always)
func structure<Structure>(
  at pointer: UnsafePointer<Structure>, _ name: @autoclosure () -> String, smallest: Int, unknown: Structure
) throws(UsageError) -> Structure {
  let size = try structureSize(of: pointer, name(), smallest: smallest)
  if size == MemoryLayout<Structure>.stride { return pointer.pointee }
  var result = unknown
  withUnsafeMutableBytes(of: &result) { $0.copyMemory(from: UnsafeRawBufferPointer(start: pointer, count: size)) }
  return result
}

/// The rows of a caller's array of structures, which all have the size of the first.
struct StructureRows<Structure> {
  private let base: UnsafeRawPointer
  private let stride: Int
  private let unknown: Structure

  /// - Throws: `UsageError` if a size is wrong or is not the first one's.
  init(
    _ pointer: UnsafePointer<Structure>, count: Int, _ name: @autoclosure () -> String, smallest: Int,
    unknown: Structure
  ) throws(UsageError) {
    base = UnsafeRawPointer(pointer)
    self.unknown = unknown
    stride = try structureSize(of: pointer, count == 1 ? name() : "\(name())[0]", smallest: smallest)
    for row in 1..<max(count, 1) {
      let size = base.load(fromByteOffset: row * stride, as: Int.self)
      guard size == stride else { throw differentSize(size, row, stride, name()) }
    }
  }

  /// A row; members that its version does not have are `unknown`'s.
  subscript(row: Int) -> Structure {
    if stride == MemoryLayout<Structure>.stride {
      return base.load(fromByteOffset: row * stride, as: Structure.self)
    }
    var result = unknown
    withUnsafeMutableBytes(of: &result) {
      $0.copyMemory(from: UnsafeRawBufferPointer(start: base + row * stride, count: stride))
    }
    return result
  }

  /// Writes what the caller's version has of a row.
  func write(_ value: Structure, to row: Int) {
    var value = value
    withUnsafeMutableBytes(of: &value) {
      // The size is the caller's.
      $0.storeBytes(of: stride, as: Int.self)
      UnsafeMutableRawPointer(mutating: base + row * stride)
        .copyMemory(from: UnsafeRawPointer($0.baseAddress.unsafelyUnwrapped), byteCount: stride)
    }
  }
}

@inline(never)
private func differentSize(_ size: Int, _ row: Int, _ expected: Int, _ name: String) -> UsageError {
  .invalidArgument(
    "'\(name)[\(row)].struct_size' is \(UInt(bitPattern: size)); it must be \(expected), that of the first")
}
