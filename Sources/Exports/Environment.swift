// The names and the documentation of what is exported are the header's.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

import Arguments
import TeachDRLHeader
import Environments

/// The kind of environment that a name and options ask for, the options checked one by one.
func environmentKind(
  _ name: UnsafePointer<CChar>?, _ options: UnsafePointer<teachdrl_option>?, _ optionCount: Int
) throws(UsageError) -> (EnvironmentKind, OptionValues) {
  let name = try text(name, "name", limit: 255)
  guard let kind = EnvironmentCatalog.all.first(where: { $0.name == name }) else {
    throw UsageError.unknownName("environment", name, among: EnvironmentCatalog.all.map(\.name))
  }
  return (kind, try OptionValues(try optionPairs(options, count: optionCount), for: name, allowing: kind.options))
}

@_cdecl("teachdrl_environment_create") @implementation
public func teachdrl_environment_create(
  _ name: UnsafePointer<CChar>?, _ options: UnsafePointer<teachdrl_option>?, _ option_count: Int, _ seed: UInt64,
  _ environment: UnsafeMutablePointer<OpaquePointer?>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try requireSupportedProcessor()
    let output = try required(environment, "environment")
    let (kind, values) = try environmentKind(name, options, option_count)
    let handle = try EnvironmentHandle(try kind.make(options: values, seed: seed))
    output.pointee = OpaquePointer(Unmanaged.passRetained(handle).toOpaque())
  }
}

@_cdecl("teachdrl_environment_destroy") @implementation
public func teachdrl_environment_destroy(_ environment: OpaquePointer?) {
  guard let environment else { return }
  let handle = Unmanaged<EnvironmentHandle>.fromOpaque(UnsafeRawPointer(environment))
  if !handle._withUnsafeGuaranteedRef(\.isPart) { handle.release() }
}

@_cdecl("teachdrl_environment_observation_size") @implementation
public func teachdrl_environment_observation_size(
  _ environment: OpaquePointer?, _ size: UnsafeMutablePointer<Int>?
) -> teachdrl_status {
  tell(environment, size, "size") { $0.environment.observationSize }
}

@_cdecl("teachdrl_environment_action_size") @implementation
public func teachdrl_environment_action_size(
  _ environment: OpaquePointer?, _ size: UnsafeMutablePointer<Int>?
) -> teachdrl_status {
  tell(environment, size, "size") { $0.environment.actionSize }
}

@_cdecl("teachdrl_environment_observation_bounds") @implementation
public func teachdrl_environment_observation_bounds(
  _ environment: OpaquePointer?, _ low: UnsafeMutablePointer<Float>?, _ high: UnsafeMutablePointer<Float>?, _ size: Int
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      let low = try required(low, "low")
      let high = try required(high, "high")
      try require(size, equals: handle.environment.observationSize, "size")
      for i in 0..<size {
        low[i] = handle.environment.observationLow[i]
        high[i] = handle.environment.observationHigh[i]
      }
    }
  }
}

@_cdecl("teachdrl_environment_return_range") @implementation
public func teachdrl_environment_return_range(
  _ environment: OpaquePointer?, _ low: UnsafeMutablePointer<Double>?, _ high: UnsafeMutablePointer<Double>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      let low = try required(low, "low")
      let high = try required(high, "high")
      (low.pointee, high.pointee) = handle.environment.returns.range
    }
  }
}

@_cdecl("teachdrl_environment_mastered_return") @implementation
public func teachdrl_environment_mastered_return(
  _ environment: OpaquePointer?, _ threshold: UnsafeMutablePointer<Double>?
) -> teachdrl_status {
  tell(environment, threshold, "threshold") { $0.environment.returns.mastered }
}

@_cdecl("teachdrl_environment_seed") @implementation
public func teachdrl_environment_seed(_ environment: OpaquePointer?, _ seed: UInt64) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      try handle.aloneAsAWhole { handle.environment.seed(seed) }
    }
  }
}

@_cdecl("teachdrl_environment_reset") @implementation
public func teachdrl_environment_reset(
  _ environment: OpaquePointer?, _ observation: UnsafeMutablePointer<Float>?, _ size: Int
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      let observation = try required(observation, "observation")
      try require(size, equals: handle.environment.observationSize, "size")
      try handle.aloneAsAWhole {
        handle.environment.reset(into: UnsafeMutableBufferPointer(start: observation, count: size))
      }
    }
  }
}

@_cdecl("teachdrl_environment_step") @implementation
public func teachdrl_environment_step(
  _ environment: OpaquePointer?, _ action: UnsafePointer<Float>?, _ action_size: Int,
  _ observation: UnsafeMutablePointer<Float>?, _ observation_size: Int, _ step: UnsafeMutablePointer<teachdrl_step>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      let environment = handle.environment
      let action = UnsafeBufferPointer(start: try required(action, "action"), count: environment.actionSize)
      let observation = UnsafeMutableBufferPointer(
        start: try required(observation, "observation"), count: environment.observationSize)
      let output = try StructureRows(
        UnsafePointer(try required(step, "step")), count: 1, "step", smallest: 24, unknown: teachdrl_step())
      try require(action_size, equals: action.count, "action_size")
      try require(observation_size, equals: observation.count, "observation_size")
      for i in action.indices where !action[i].isFinite {
        throw .invalidArgument("'action[\(i)]' is \(action[i]); it must be a finite number")
      }
      try handle.aloneAsAWhole { () throws(UsageError) in
        guard environment.canStep else {
          throw .invalidState("there is no running episode: call teachdrl_environment_reset before this step")
        }
        let outcome = environment.step(action: action, observation: observation)
        output.write(
          teachdrl_step(
            struct_size: 0, reward: outcome.reward, terminated: outcome.terminated, truncated: outcome.truncated), to: 0
        )
      }
    }
  }
}
