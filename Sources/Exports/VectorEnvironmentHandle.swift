import Arguments
import Curriculum
import Environments

/// What a `teachdrl_vector_environment *` points to.
final class VectorEnvironmentHandle {
  let curriculum: Curriculum
  /// What callers see of each environment.
  let parts: [EnvironmentHandle]
  /// What can be set on each environment's track.
  let space: EnvironmentSpace
  let lock: HandleLock

  /// The environments alone.
  var vector: VectorEnvironment { curriculum.vector }

  init(_ vector: VectorEnvironment, seeds: [UInt64]) throws(UsageError) {
    let lock = try HandleLock()
    self.lock = lock
    let space = EnvironmentSpace(vector.environments[0].space)
    self.space = space
    parts = vector.environments.map { EnvironmentHandle($0, space: space, lock: lock, partOf: vector) }
    curriculum = Curriculum(vector, seeds: seeds)
  }

  /// Runs a body while no other thread is at it; steps may have been sent.
  @inline(__always)
  func alone(_ body: () throws(UsageError) -> Void) throws(UsageError) {
    try lock.alone("vector environment") { () throws(UsageError) in
      if vector.isLost { throw lostInFork("vector environment") }
      try body()
    }
  }

  /// The same while nothing has been sent.
  @inline(__always)
  func aloneAndIdle(_ body: () throws(UsageError) -> Void) throws(UsageError) {
    try alone { () throws(UsageError) in
      if vector.sentCount > 0 { throw sentAway(vector.sentCount) }
      try body()
    }
  }
}

/// Runs a body with the vector environment that a pointer stands for; its lock is not taken.
@inline(__always)
func withVector(
  _ pointer: OpaquePointer?, _ body: (VectorEnvironmentHandle) throws(UsageError) -> Void
) throws(UsageError) {
  let pointer = try required(pointer, "vector")
  try body(Unmanaged<VectorEnvironmentHandle>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue())
}

/// Which environments a caller means.
struct Mask {
  // Bytes, because what is neither 0 nor 1 is no Bool.
  private let flags: UnsafeRawPointer?

  init(_ flags: UnsafePointer<Bool>?, count: Int, _ handle: VectorEnvironmentHandle) throws(UsageError) {
    try require(count, equals: handle.vector.count, "count")
    self.flags = UnsafeRawPointer(flags)
  }

  func contains(_ i: Int) -> Bool {
    guard let flags else { return true }
    return flags.load(fromByteOffset: i, as: UInt8.self) != 0
  }
}

@inline(never)
func hasBeenSent(_ i: Int) -> UsageError {
  .invalidState("environment \(i) has been sent: call teachdrl_vector_environment_receive for it before this")
}

/// The error for the number of an environment that is not there.
func outside(_ index: Int, _ handle: VectorEnvironmentHandle, _ name: String) -> UsageError {
  .invalidArgument("'\(name)' is \(UInt(bitPattern: index)); it must be below \(handle.vector.count)")
}
