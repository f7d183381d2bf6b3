// The names and the documentation of what is exported are the header's.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

import Arguments
import TeachDRLHeader
import Glibc
import Numerics
import Platform
import SavedState
import Teachers

@_cdecl("teachdrl_teacher_save") @implementation
public func teachdrl_teacher_save(_ teacher: OpaquePointer?, _ path: UnsafePointer<CChar>?) -> teachdrl_status {
  reporting { () throws(UsageError) in
    let handle = try TeacherHandle.of(teacher)
    let path = try filePath(path)
    let state = try savedState(handle)
    let failed = state.withUnsafeBytes { platform_replace_file(path, $0.baseAddress, $0.count) }
    guard let failed else { return }
    throw systemError("cannot \(String(cString: failed)) '\(String(cString: path))'")
  }
}

@_cdecl("teachdrl_teacher_load") @implementation
public func teachdrl_teacher_load(
  _ path: UnsafePointer<CChar>?, _ teacher: UnsafeMutablePointer<OpaquePointer?>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try requireSupportedProcessor()
    let path = try filePath(path)
    let output = try required(teacher, "teacher")
    try withBytes(of: path) { (bytes, source) throws(UsageError) in
      output.pointee = try restored(bytes, from: source).pointer()
    }
  }
}

@_cdecl("teachdrl_teacher_load_as") @implementation
public func teachdrl_teacher_load_as(
  _ path: UnsafePointer<CChar>?, _ definition: UnsafePointer<teachdrl_teacher_definition>?,
  _ teacher: UnsafeMutablePointer<OpaquePointer?>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try requireSupportedProcessor()
    let path = try filePath(path)
    let definition = try TeacherDefinition(definition)
    try withBytes(of: path) { (bytes, source) throws(UsageError) in
      let restored = try restored(bytes, from: source)
      try require(restored.teacher, fits: definition, source)
      if let teacher { teacher.pointee = try restored.pointer() }
    }
  }
}

@_cdecl("teachdrl_teacher_save_to_memory") @implementation
public func teachdrl_teacher_save_to_memory(
  _ teacher: OpaquePointer?, _ bytes: UnsafeMutableRawPointer?, _ capacity: Int, _ size: UnsafeMutablePointer<Int>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    let handle = try TeacherHandle.of(teacher)
    let size = try required(size, "size")
    let state = try savedState(handle)
    if let bytes {
      try require(capacity, holds: state.count)
      state.withUnsafeBytes { UnsafeMutableRawBufferPointer(start: bytes, count: $0.count).copyMemory(from: $0) }
    }
    size.pointee = state.count
  }
}

@_cdecl("teachdrl_teacher_load_from_memory") @implementation
public func teachdrl_teacher_load_from_memory(
  _ bytes: UnsafeRawPointer?, _ size: Int, _ teacher: UnsafeMutablePointer<OpaquePointer?>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try requireSupportedProcessor()
    let bytes = try buffer(bytes, size)
    let output = try required(teacher, "teacher")
    output.pointee = try restored(bytes, from: "argument 'bytes'").pointer()
  }
}

@_cdecl("teachdrl_teacher_load_from_memory_as") @implementation
public func teachdrl_teacher_load_from_memory_as(
  _ bytes: UnsafeRawPointer?, _ size: Int, _ definition: UnsafePointer<teachdrl_teacher_definition>?,
  _ teacher: UnsafeMutablePointer<OpaquePointer?>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try requireSupportedProcessor()
    let bytes = try buffer(bytes, size)
    let definition = try TeacherDefinition(definition)
    let restored = try restored(bytes, from: "argument 'bytes'")
    try require(restored.teacher, fits: definition, "argument 'bytes'")
    if let teacher { teacher.pointee = try restored.pointer() }
  }
}

/// The bytes of a state in memory.
private func buffer(_ bytes: UnsafeRawPointer?, _ size: Int) throws(UsageError) -> UnsafeRawBufferPointer {
  let bytes = try required(bytes, "bytes")
  guard size >= 0 else {
    throw .invalidArgument("argument 'size' is \(UInt(bitPattern: size)); it must be the number of bytes")
  }
  return UnsafeRawBufferPointer(start: bytes, count: size)
}

/// Runs a body with the bytes of a file, and what messages call it.
private func withBytes(
  of path: UnsafePointer<CChar>, _ body: (UnsafeRawBufferPointer, _ source: String) throws(UsageError) -> Void
) throws(UsageError) {
  var count = 0
  guard let bytes = platform_read_file(path, &count) else {
    // Only a file that is not there may be replaced by a new teacher's state.
    throw systemError("cannot read '\(String(cString: path))'", errno == ENOENT ? .notFound : .inputOutput)
  }
  defer { free(bytes) }
  try body(UnsafeRawBufferPointer(start: bytes, count: count), "'\(String(cString: path))'")
}

/// A teacher that was restored, and the threads that it computes with.
private struct RestoredTeacher {
  let teacher: TeacherInstance
  let workers: Workers

  /// A pointer for the caller, who destroys it.
  func pointer() throws(UsageError) -> OpaquePointer { try TeacherHandle.pointer(to: teacher, workers: workers) }
}

/// Checks that a teacher is the one that a definition describes, and gives it the definition's descriptions.
private func require(
  _ teacher: TeacherInstance, fits definition: TeacherDefinition, _ source: String
) throws(UsageError) {
  if let name = definition.name, try TeacherCatalog.teacher(named: name).name != teacher.name {
    throw UsageError(.mismatch, "\(source) is of the teacher \(teacher.name); the definition asks for \(name)")
  }
  let options = try OptionValues(definition.options, for: teacher.name, allowing: teacher.kind.allOptions)
  if let difference = teacher.difference(from: definition.taskSpace, options: options) {
    throw UsageError(.mismatch, "\(source) does not fit: \(difference)")
  }
}

private func savedState(_ handle: TeacherHandle) throws(UsageError) -> [UInt8] {
  var state: [UInt8] = []
  try handle.lock.waiting("teacher") { state = handle.teacher.savedState() }
  return state
}

private func restored(_ bytes: UnsafeRawBufferPointer, from source: String) throws(UsageError) -> RestoredTeacher {
  let workers = Workers()
  do throws(StateError) {
    return RestoredTeacher(teacher: try TeacherCatalog.restore(from: bytes, workers: workers), workers: workers)
  } catch {
    let reason =
      switch error {
      case .foreign: "is not a saved teacher; it must be what teachdrl_teacher_save wrote"
      case .newer(let version):
        "was written by a later version of teachdrl (format \(version); this library reads up to "
          + "\(stateFormatVersion)); it needs that version or a later one"
      case .damaged(let finding): "is damaged: \(finding); it must be as teachdrl_teacher_save wrote it"
      }
    throw UsageError(.invalidData, "\(source) \(reason)")
  }
}

/// A path, whose bytes are the system's affair.
private func filePath(_ path: UnsafePointer<CChar>?) throws(UsageError) -> UnsafePointer<CChar> {
  guard try !text(path, "path", limit: 4095).isEmpty, let path else {
    throw .invalidArgument("argument 'path' is empty; it must name a file")
  }
  return path
}

/// What the system just refused, and why, from `errno`.
private func systemError(_ what: @autoclosure () -> String, _ kind: UsageError.Kind = .inputOutput) -> UsageError {
  let code = errno
  let reason = code == EINVAL ? "it is not a regular file" : String(cString: strerror(code))
  return UsageError(kind, "\(what()): \(reason)")
}
