// The names and the documentation of what is exported are the header's.
// swift-format-ignore-file: AlwaysUseLowerCamelCase, AllPublicDeclarationsHaveDocumentation

import Arguments
import TeachDRLHeader
import Environments

@_cdecl("teachdrl_environment_scene") @implementation
public func teachdrl_environment_scene(
  _ environment: OpaquePointer?, _ view: UnsafeMutablePointer<teachdrl_view>?,
  _ shapes: UnsafeMutablePointer<teachdrl_shape>?, _ capacity: Int, _ count: UnsafeMutablePointer<Int>?
) -> teachdrl_status {
  computing { () throws(UsageError) in
    try withEnvironment(environment) { (handle) throws(UsageError) in
      let count = try required(count, "count")
      var drawn: Drawing?
      try handle.alone { drawn = handle.environment.drawing() }
      guard let drawing = drawn else {
        throw .invalidState("there is no episode to draw: call teachdrl_environment_reset first")
      }
      if let shapes { try copy(drawing.shapes.map(teachdrl_shape.init), to: shapes, capacity: capacity) }
      view?.pointee = teachdrl_view(
        left: drawing.corner.x, bottom: drawing.corner.y, width: Drawing.size.x, height: Drawing.size.y)
      count.pointee = drawing.shapes.count
    }
  }
}

extension teachdrl_shape {
  fileprivate init(_ shape: DrawnShape) {
    self.init()
    kind =
      switch shape.kind {
      case .polygon: TEACHDRL_SHAPE_POLYGON
      case .line: TEACHDRL_SHAPE_LINE
      case .circle: TEACHDRL_SHAPE_CIRCLE
      }
    let points = shape.points.prefix(Int(TEACHDRL_SHAPE_MAX_POINTS))
    point_count = UInt32(points.count)
    withUnsafeMutableBytes(of: &x) { bytes in
      points.map { Float($0.x) }.withUnsafeBytes { bytes.copyMemory(from: $0) }
    }
    withUnsafeMutableBytes(of: &y) { bytes in
      points.map { Float($0.y) }.withUnsafeBytes { bytes.copyMemory(from: $0) }
    }
    width = Float(shape.width)
    (red, green, blue) = (shape.color.x, shape.color.y, shape.color.z)
  }
}
