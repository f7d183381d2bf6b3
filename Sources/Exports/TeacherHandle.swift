import Arguments
import Curriculum
import Numerics
import Tasks
import TeachDRLHeader
import Teachers

/// What a `teachdrl_teacher *` points to.
final class TeacherHandle {
  let teacher: TeacherInstance
  let dimension: Int
  let taskSpace: TaskSpace
  /// Kept here because reading the teacher takes its lock.
  let mixtureDimension: Int
  /// Whether the teacher needs more of an outcome than the return.
  let needsMoreThanReturn: Bool
  /// The parameters for callers.
  let parameters: ParameterList
  /// What its progress says, made when it is first asked for; the lock must be taken.
  private(set) lazy var progress = ProgressList(teacher)
  let lock: HandleLock
  /// The threads that the teacher computes with.
  private let workers: Workers
  /// The name and the options' values, for callers: C strings that live as long as the handle.
  let name: UnsafePointer<CChar>
  let optionValues: [String: UnsafePointer<CChar>]

  /// - Parameter workers: The threads that the teacher was made with.
  init(_ teacher: TeacherInstance, workers: Workers) throws(UsageError) {
    self.teacher = teacher
    self.workers = workers
    needsMoreThanReturn = !teacher.missing(from: .episodeReturn).isEmpty
    parameters = ParameterList(teacher.taskSpace.parameters)
    self.taskSpace = teacher.taskSpace
    self.dimension = teacher.taskSpace.dimension
    self.mixtureDimension = teacher.mixtureDimension
    self.lock = try HandleLock(workers: workers)
    name = UnsafePointer(copied(teacher.name))
    optionValues = Dictionary(
      uniqueKeysWithValues: teacher.kind.allOptions.map {
        ($0.name, UnsafePointer(copied(teacher.options.text(of: $0))))
      })
  }

  deinit {
    name.deallocate()
    for value in optionValues.values { value.deallocate() }
  }

  /// A pointer for the caller, who destroys it.
  static func pointer(to teacher: TeacherInstance, workers: Workers) throws(UsageError) -> OpaquePointer {
    OpaquePointer(Unmanaged.passRetained(try TeacherHandle(teacher, workers: workers)).toOpaque())
  }

  /// The teacher that a pointer stands for.
  @inline(__always)
  static func of(_ pointer: OpaquePointer?) throws(UsageError) -> TeacherHandle {
    Unmanaged<TeacherHandle>.fromOpaque(UnsafeRawPointer(try required(pointer, "teacher"))).takeUnretainedValue()
  }

  /// Runs a body with the teacher that a pointer stands for; its lock is not taken.
  @inline(__always)
  static func with(
    _ pointer: OpaquePointer?, _ body: (TeacherHandle) throws(UsageError) -> Void
  ) throws(UsageError) {
    try body(try of(pointer))
  }

  /// Writes one thing about a teacher, which never changes, to where a caller wants it.
  static func tell<Value>(
    _ teacher: OpaquePointer?, _ output: UnsafeMutablePointer<Value>?, _ name: StaticString,
    _ value: (TeacherHandle) -> Value
  ) -> teachdrl_status {
    reporting { () throws(UsageError) in
      try with(teacher) { (handle) throws(UsageError) in try required(output, name).pointee = value(handle) }
    }
  }

  /// The same with its lock taken.
  @inline(__always)
  static func waiting(
    _ pointer: OpaquePointer?, _ body: (TeacherHandle) throws(UsageError) -> Void
  ) throws(UsageError) {
    try with(pointer) { (handle) throws(UsageError) in
      try handle.lock.waiting("teacher") { () throws(UsageError) in try body(handle) }
    }
  }
}

extension TeacherHandle: SharedTeacher {
  var takesSuccessOfEnvironment: Bool { teacher.takesSuccessOfEnvironment }

  func requireWhole() throws(UsageError) { try lock.requireWhole("teacher") }

  func propose(into task: UnsafeMutableBufferPointer<Double>) throws(UsageError) -> Proposal {
    var proposal = Proposal()
    try lock.waiting("teacher") { proposal = teacher.sampleTask(into: task) }
    return proposal
  }

  func update(_ task: UnsafeBufferPointer<Double>, _ outcome: EpisodeOutcome) throws(UsageError) {
    try lock.waiting("teacher") { taskSpace.withClamped(task) { teacher.update(task: $0, outcome: outcome) } }
  }
}

/// A C string, to be deallocated.
private func copied(_ text: String) -> UnsafeMutablePointer<CChar> {
  let bytes = text.utf8CString
  let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
  for (i, byte) in bytes.enumerated() { copy[i] = byte }
  return copy
}
