// The names and the documentation of what is exported are the header's.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

import Arguments
import TeachDRLHeader
import Platform

@_cdecl("teachdrl_last_error") @implementation
public func teachdrl_last_error() -> UnsafePointer<CChar>? {
  UnsafePointer(platform_message_buffer())
}

@_cdecl("teachdrl_status_name") @implementation
public func teachdrl_status_name(_ status: teachdrl_status) -> UnsafePointer<CChar>? {
  let name: StaticString =
    switch status {
    case TEACHDRL_OK: "TEACHDRL_OK"
    case TEACHDRL_INVALID_ARGUMENT: "TEACHDRL_INVALID_ARGUMENT"
    case TEACHDRL_UNKNOWN_NAME: "TEACHDRL_UNKNOWN_NAME"
    case TEACHDRL_INVALID_STATE: "TEACHDRL_INVALID_STATE"
    case TEACHDRL_UNSUPPORTED: "TEACHDRL_UNSUPPORTED"
    case TEACHDRL_IO_ERROR: "TEACHDRL_IO_ERROR"
    case TEACHDRL_INVALID_DATA: "TEACHDRL_INVALID_DATA"
    case TEACHDRL_NOT_FOUND: "TEACHDRL_NOT_FOUND"
    case TEACHDRL_MISMATCH: "TEACHDRL_MISMATCH"
    default: "unknown status"
    }
  return UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
}

/// Runs what an exported function does and turns a usage error into the status and the thread's message.
@inline(__always)
func reporting(_ body: () throws(UsageError) -> Void) -> teachdrl_status {
  rehearseOnce()
  do throws(UsageError) {
    try body()
    return TEACHDRL_OK
  } catch {
    return report(error)
  }
}

/// The same for a function that computes with floating-point numbers: in the default floating-point environment, the
/// caller's given back.
@inline(__always)
func computing(_ body: () throws(UsageError) -> Void) -> teachdrl_status {
  let saved = platform_enter_default_float_environment()
  defer { platform_leave_default_float_environment(saved) }
  return reporting(body)
}

/// Keeps the message for `teachdrl_last_error` and gives the status.
@inline(never)
private func report(_ error: UsageError) -> teachdrl_status {
  let buffer = platform_message_buffer()
  let capacity = Int(platform_message_capacity)
  var length = 0
  var message = error.message
  message.withUTF8 { bytes in
    length = min(bytes.count, capacity - 1)
    // A character is cut whole: no continuation byte may come first in what is left out.
    while length > 0, length < bytes.count, bytes[length] & 0xC0 == 0x80 { length -= 1 }
    for i in 0..<length { buffer?[i] = CChar(bitPattern: bytes[i]) }
  }
  buffer?[length] = 0
  return switch error.kind {
  case .invalidArgument: TEACHDRL_INVALID_ARGUMENT
  case .unknownName: TEACHDRL_UNKNOWN_NAME
  case .invalidState: TEACHDRL_INVALID_STATE
  case .unsupported: TEACHDRL_UNSUPPORTED
  case .inputOutput: TEACHDRL_IO_ERROR
  case .invalidData: TEACHDRL_INVALID_DATA
  case .notFound: TEACHDRL_NOT_FOUND
  case .mismatch: TEACHDRL_MISMATCH
  }
}

/// Throws on a processor that lacks what the library is compiled for.
func requireSupportedProcessor() throws(UsageError) {
  guard platform_processor_is_supported() else {
    throw UsageError(
      .unsupported, "this processor lacks AVX2, FMA or BMI2; teachdrl needs x86-64-v3 (processors from 2013 on)")
  }
}
