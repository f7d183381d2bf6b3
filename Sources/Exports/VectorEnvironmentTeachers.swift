// The names and the documentation of what is exported are the header's.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

import Arguments
import Curriculum
import TeachDRLHeader
import Environments
import Tasks
import Teachers

@_cdecl("teachdrl_vector_environment_attach_teachers") @implementation
public func teachdrl_vector_environment_attach_teachers(
  _ vector: OpaquePointer?, _ index: Int, _ teachers: UnsafePointer<OpaquePointer?>?,
  _ shares: UnsafePointer<Double>?, _ teacher_count: Int
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try withVector(vector) { (handle) throws(UsageError) in
      // SIZE_MAX in C.
      let isForAll = index == -1
      guard isForAll || handle.parts.indices.contains(index) else { throw outside(index, handle, "index") }
      let environments = isForAll ? handle.parts.indices : index..<(index + 1)
      let (attached, shares) = try attachedTeachers(teachers, shares, count: teacher_count, handle)
      try handle.alone { () throws(UsageError) in
        for i in environments where handle.vector.isSent(i) { throw hasBeenSent(i) }
        handle.curriculum.attach(attached, shares: shares, to: environments)
      }
    }
  }
}

/// The teachers of a call with their shares.
private func attachedTeachers(
  _ teachers: UnsafePointer<OpaquePointer?>?, _ shares: UnsafePointer<Double>?, count: Int,
  _ handle: VectorEnvironmentHandle
) throws(UsageError) -> (teachers: [TeacherHandle], shares: [Double]) {
  try require(count, within: 0...64, "teacher_count")
  guard count > 0 else { return ([], []) }
  let pointers = try required(teachers, "teachers")
  let space = try handle.space.requiredTaskSpace()
  var handles: [TeacherHandle] = []
  for t in 0..<count {
    guard let pointer = pointers[t] else { throw .invalidArgument("'teachers[\(t)]' is NULL; it must be a teacher") }
    let teacher = Unmanaged<TeacherHandle>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue()
    try requireTasks(of: teacher.taskSpace, inside: space, "teachers[\(t)]")
    try requireOutcomes(for: teacher, "teachers[\(t)]")
    try teacher.requireWhole()
    handles.append(teacher)
  }
  guard let shares else { return (handles, handles.map { _ in 1 }) }
  let given = Array(UnsafeBufferPointer(start: shares, count: count))
  for (t, share) in given.enumerated() where !(share >= 0 && share.isFinite) {
    throw .invalidArgument("'shares[\(t)]' is \(share); it must be a finite number, 0 or greater")
  }
  guard given.contains(where: { $0 > 0 }) else {
    throw .invalidArgument("all of 'shares' are 0; one at least must be greater")
  }
  return (handles, given)
}

/// A teacher's task space, all whose tasks an environment must accept.
private func requireTasks(of inner: TaskSpace, inside space: TaskSpace, _ name: String) throws(UsageError) {
  guard inner.dimension == space.dimension else {
    throw .invalidArgument(
      "'\(name)' proposes tasks of \(inner.dimension) numbers; this environment's have \(space.dimension)")
  }
  for (k, (given, own)) in zip(inner.parameters, space.parameters).enumerated() {
    if given.name != own.name, let place = space.parameters.firstIndex(where: { $0.name == given.name }) {
      throw .invalidArgument(
        "'\(name)' has parameter '\(given.name)' at place \(k); in this environment it is at \(place)")
    }
    guard given.kind.hasValues(of: own.kind) else {
      throw .invalidArgument(
        "'\(name)' proposes values of another kind for parameter '\(own.name)'; they must be \(own.kind.values)")
    }
    let bounds = space.bounds(k)
    guard bounds.snapped(given.low) == nil || bounds.snapped(given.high) == nil else { continue }
    throw .invalidArgument(
      "'\(name)' proposes from \(shortText(given.low)) to \(shortText(given.high)) for parameter '\(own.name)'; this "
        + "environment's tasks lie from \(shortText(own.low)) to \(shortText(own.high))")
  }
}

/// Checks that an environment gives a teacher all that it needs of an outcome.
private func requireOutcomes(for handle: TeacherHandle, _ name: String) throws(UsageError) {
  let known = Curriculum.outcomeMembers(for: handle)
  let missing = handle.teacher.missing(from: known)
  guard !missing.isEmpty else { return }
  throw .invalidArgument(
    "'\(name)' needs the outcome's \(listed(missing)); with its options, environments give it \(listed(known)) only")
}

private func listed(_ members: OutcomeMembers) -> String {
  members.names.map { "'\($0)'" }.joined(separator: " and ")
}

extension Parameter.Kind {
  /// Whether values of this kind are values of another kind: plain and log-scaled numbers differ only in how a teacher lays
  /// them out.
  fileprivate func hasValues(of other: Parameter.Kind) -> Bool {
    switch (self, other) {
    case (.number, .logNumber), (.logNumber, .number): true
    default: self == other
    }
  }

  /// Its values, for people.
  fileprivate var values: String {
    switch self {
    case .number, .logNumber: "numbers"
    case .integer: "whole numbers"
    case .category(let names): "the indices of \(shortened(names.joined(separator: ", ")))"
    }
  }
}
