// The names and the documentation of what is exported are the header's.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

import Arguments
import TeachDRLHeader
import Teachers

@_cdecl("teachdrl_teacher_history") @implementation
public func teachdrl_teacher_history(
  _ teacher: OpaquePointer?, _ episodes: UnsafeMutablePointer<UInt64>?, _ capacity: Int,
  _ count: UnsafeMutablePointer<Int>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try TeacherHandle.waiting(teacher) { (handle) throws(UsageError) in
      try write(handle.teacher.changeEpisodes, to: episodes, capacity: capacity, count: count)
    }
  }
}

@_cdecl("teachdrl_teacher_mixture_dimension") @implementation
public func teachdrl_teacher_mixture_dimension(
  _ teacher: OpaquePointer?, _ dimension: UnsafeMutablePointer<Int>?
) -> teachdrl_status {
  TeacherHandle.tell(teacher, dimension, "dimension") { $0.mixtureDimension }
}

@_cdecl("teachdrl_teacher_mixture") @implementation
public func teachdrl_teacher_mixture(
  _ teacher: OpaquePointer?, _ episode: UInt64, _ mixture: UnsafePointer<teachdrl_mixture>?,
  _ count: UnsafeMutablePointer<Int>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try TeacherHandle.waiting(teacher) { (handle) throws(UsageError) in
      let count = try required(count, "count")
      var arrays = teachdrl_mixture()
      if let mixture { arrays = try structure(at: mixture, "mixture", smallest: 48, unknown: teachdrl_mixture()) }
      guard let mixture = try handle.teacher.mixture(after: episode == 0 ? nil : episode) else {
        count.pointee = 0
        return
      }
      let all = [arrays.weights, arrays.means, arrays.covariances, arrays.sampling_weights]
      if all.contains(where: { $0 != nil }) { try require(arrays.capacity, holds: mixture.count) }
      copy(mixture.weights, to: arrays.weights)
      copy(mixture.means, to: arrays.means)
      copy(mixture.samplingWeights, to: arrays.sampling_weights)
      if let covariances = arrays.covariances {
        let dimension = mixture.dimension
        for component in 0..<mixture.count {
          for i in 0..<dimension {
            for j in 0..<dimension {
              covariances[(component * dimension + i) * dimension + j] = mixture.covariance(of: component, i, j)
            }
          }
        }
      }
      count.pointee = mixture.count
    }
  }
}

@_cdecl("teachdrl_teacher_regions") @implementation
public func teachdrl_teacher_regions(
  _ teacher: OpaquePointer?, _ episode: UInt64, _ regions: UnsafePointer<teachdrl_regions>?,
  _ count: UnsafeMutablePointer<Int>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try TeacherHandle.waiting(teacher) { (handle) throws(UsageError) in
      let count = try required(count, "count")
      var arrays = teachdrl_regions()
      if let regions { arrays = try structure(at: regions, "regions", smallest: 48, unknown: teachdrl_regions()) }
      let regions = try handle.teacher.regions(after: episode == 0 ? nil : episode)
      if arrays.is_leaf != nil || [arrays.low, arrays.high, arrays.progress].contains(where: { $0 != nil }) {
        try require(arrays.capacity, holds: regions.count)
      }
      copy(regions.low, to: arrays.low)
      copy(regions.high, to: arrays.high)
      copy(regions.progress, to: arrays.progress)
      copy(regions.isLeaf, to: arrays.is_leaf)
      count.pointee = regions.count
    }
  }
}

@_cdecl("teachdrl_teacher_learning_progress") @implementation
public func teachdrl_teacher_learning_progress(
  _ teacher: OpaquePointer?, _ progress: UnsafeMutablePointer<Double>?
) -> teachdrl_status {
  reporting { () throws(UsageError) in
    try TeacherHandle.waiting(teacher) { (handle) throws(UsageError) in
      try required(progress, "progress").pointee = handle.teacher.learningProgress
    }
  }
}

@_cdecl("teachdrl_teacher_log_density") @implementation
public func teachdrl_teacher_log_density(
  _ teacher: OpaquePointer?, _ tasks: UnsafePointer<Double>?, _ count: Int, _ dimension: Int,
  _ log_densities: UnsafeMutablePointer<Double>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try TeacherHandle.waiting(teacher) { (handle) throws(UsageError) in
      let inside = handle.taskSpace
      guard let tasks = try TaskRows(tasks, count: count, dimension: dimension, inside: inside) else { return }
      let output = try required(log_densities, "log_densities")
      tasks.forEach { row, task in output[row] = handle.teacher.logDensity(at: task) }
    }
  }
}
