import CTeachDRL

extension Teacher {
  /// The teacher's whole state, from which `init(state:)` makes one that goes on bit for bit.
  public func state() throws(LibraryError) -> [UInt8] {
    var size = 0
    try check(teachdrl_teacher_save_to_memory(handle, nil, 0, &size))
    var bytes = [UInt8](repeating: 0, count: size)
    try check(teachdrl_teacher_save_to_memory(handle, &bytes, bytes.count, &size))
    return bytes
  }

  /// A teacher that goes on where another one was when its state was taken.
  public convenience init(state: [UInt8]) throws(LibraryError) {
    var handle: OpaquePointer?
    try check(teachdrl_teacher_load_from_memory(state, state.count, &handle))
    try self.init(handle: handle)
  }

  /// The teacher whose state was taken, if it is of that name and works over that task space.
  ///
  /// - Parameter parameters: The task space. The teacher gets its names, units and documentation; a state of a teacher
  ///   that was created without names fits any.
  /// - Throws: A `LibraryError`. Its kind is `mismatch` if the state is another teacher's.
  public convenience init(
    state: [UInt8], of name: String, parameters: [TaskParameter]
  ) throws(LibraryError) {
    var handle: OpaquePointer?
    try check(
      withDefinition(name, parameters, [], seed: 0) {
        teachdrl_teacher_load_from_memory_as(state, state.count, $0, &handle)
      })
    try self.init(handle: handle)
  }

  /// The teacher whose state a file is.
  ///
  /// - Throws: A `LibraryError`. Its kind is `notFound` if there is no such file, and only then is a new
  ///   teacher right: after any other failure its `save` would overwrite a state that could not be read.
  public convenience init(savedAt path: String) throws(LibraryError) {
    var handle: OpaquePointer?
    try check(teachdrl_teacher_load(path, &handle))
    try self.init(handle: handle)
  }

  /// Writes the teacher's state to a file in one step; `teachdrl_teacher_load` reads it.
  public func save(to path: String) throws(LibraryError) { try check(teachdrl_teacher_save(handle, path)) }
}
