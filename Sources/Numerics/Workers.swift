import Platform

/// The threads that one object computes with. Whoever owns the object owns them and passes them down.
///
/// Nothing runs before `start`; without it the caller's thread does all the work.
public final class Workers: @unchecked Sendable {
  // Safe to share: it is set up before a second thread can know of it, and `platform_workers` are made to be shared.
  /// The `platform_workers`; nil before `start`.
  private(set) var pointer: OpaquePointer?
  /// The same, if threads that wait for the owner may do some of their work (`platform_workers_assist`); else nil.
  public private(set) var assistable: OpaquePointer?

  /// No threads yet.
  public init() {}

  deinit { if let pointer { platform_workers_destroy(pointer) } }

  /// Prepares threads, which start when there is work for them. Once only: a second call changes nothing.
  ///
  /// - Parameters:
  ///   - threads: How many compute, the caller's among them.
  ///   - takesHelp: Whether threads that wait may do some of the work.
  func start(threads: Int, takesHelp: Bool) {
    guard pointer == nil else { return }
    pointer = platform_workers_create(Int32(clamping: threads))
    assistable = takesHelp ? pointer : nil
  }
}
