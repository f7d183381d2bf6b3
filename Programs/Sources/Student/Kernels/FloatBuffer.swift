/// Floats in memory of their own that starts on a cache line, all 0 at first.
///
/// The count is rounded up to whole vectors, so that a loop over vectors may run past the last float.
final class FloatBuffer {
  /// The first float.
  let pointer: UnsafeMutablePointer<Float>
  /// The number of floats, a multiple of sixteen.
  let count: Int

  /// At least `count` zeros.
  init(count: Int) {
    self.count = paddedCount(max(count, 1))
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: self.count * MemoryLayout<Float>.stride, alignment: MemoryLayout<Lanes>.size)
    pointer = memory.bindMemory(to: Float.self, capacity: self.count)
    pointer.initialize(repeating: 0, count: self.count)
  }

  deinit { UnsafeMutableRawPointer(pointer).deallocate() }

  /// Copies all floats of a buffer of the same count.
  func copy(from other: FloatBuffer) {
    precondition(count == other.count)
    pointer.update(from: other.pointer, count: count)
  }
}
