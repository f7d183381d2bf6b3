import CTeachDRL
import Platform

@_cdecl("teachdrl_version") @implementation
public func teachdrl_version() -> UInt32 {
  100
}
@_cdecl("teachdrl_last_error") @implementation
public func teachdrl_last_error() -> UnsafePointer<CChar>! {
  UnsafePointer(platform_message_buffer())
}
@_cdecl("teachdrl_teacher_destroy") @implementation
public func teachdrl_teacher_destroy(_ teacher: OpaquePointer!) {
}
@_cdecl("teachdrl_environment_step") @implementation
public func teachdrl_environment_step(
  _ environment: OpaquePointer?, _ action: UnsafePointer<Float>?, _ n: Int,
  _ observation: UnsafeMutablePointer<Float>?, _ m: Int, _ reward: UnsafeMutablePointer<Double>?, _ terminated: UnsafeMutablePointer<Bool>?, _ truncated: UnsafeMutablePointer<Bool>?) -> teachdrl_status {
  TEACHDRL_OK
}
