// The names and the documentation of what is exported are the header's.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

import TeachDRLHeader
import Glibc

@_cdecl("teachdrl_version") @implementation
public func teachdrl_version() -> UInt32 {
  UInt32(TEACHDRL_VERSION_MAJOR * 10_000 + TEACHDRL_VERSION_MINOR * 100 + TEACHDRL_VERSION_PATCH)
}

@_cdecl("teachdrl_version_string") @implementation
public func teachdrl_version_string() -> UnsafePointer<CChar>? {
  rehearseOnce()
  return versionText.pointer
}

private let versionText = PermanentString(
  "\(TEACHDRL_VERSION_MAJOR).\(TEACHDRL_VERSION_MINOR).\(TEACHDRL_VERSION_PATCH)")
