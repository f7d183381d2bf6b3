import Arguments
import Environments
import TeachDRLHeader

/// What a `teachdrl_environment *` points to.
final class EnvironmentHandle {
  let environment: any Environment
  /// What can be set on its track, which all parts of a vector share.
  let space: EnvironmentSpace
  /// A lock of its own, or the vector's.
  private let lock: HandleLock
  /// What it is a part of; nil for an environment of its own.
  private let vector: VectorEnvironment?

  convenience init(_ environment: any Environment) throws(UsageError) {
    self.init(environment, space: EnvironmentSpace(environment.space), lock: try HandleLock(), partOf: nil)
  }

  init(_ environment: any Environment, space: EnvironmentSpace, lock: HandleLock, partOf vector: VectorEnvironment?) {
    self.environment = environment
    self.space = space
    self.lock = lock
    self.vector = vector
  }

  /// Whether it goes only with the vector that it is a part of.
  var isPart: Bool { vector != nil }

  /// Runs a body while no other thread is at it.
  @inline(__always)
  func alone(_ body: () throws(UsageError) -> Void) throws(UsageError) {
    try lock.alone("environment") { () throws(UsageError) in
      if let vector, vector.sentCount > 0 { throw sentAway(vector.sentCount) }
      try body()
    }
  }

  /// The same for what a vector does to its parts itself.
  @inline(__always)
  func aloneAsAWhole(_ body: () throws(UsageError) -> Void) throws(UsageError) {
    if isPart { throw onlyAPart() }
    try lock.alone("environment", body)
  }
}

@inline(never)
func sentAway(_ count: Int) -> UsageError {
  .invalidState("\(count) environments have been sent: call teachdrl_vector_environment_receive for them before this")
}

@inline(never)
private func onlyAPart() -> UsageError {
  .invalidState("this environment is part of a vector environment, which alone resets, steps, seeds and sets its tasks")
}

/// Runs a body with the environment that a pointer stands for; its lock is not taken.
@inline(__always)
func withEnvironment(
  _ pointer: OpaquePointer?, _ body: (EnvironmentHandle) throws(UsageError) -> Void
) throws(UsageError) {
  let pointer = try required(pointer, "environment")
  try body(Unmanaged<EnvironmentHandle>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue())
}

/// Writes one thing about an environment, which never changes, to where a caller wants it.
func tell<Value>(
  _ environment: OpaquePointer?, _ output: UnsafeMutablePointer<Value>?, _ name: StaticString,
  _ value: (EnvironmentHandle) -> Value
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      try required(output, name).pointee = value(handle)
    }
  }
}
