import CTeachDRL
import TeachDRL
import Student

/// Paints what `teachdrl_environment_scene` gives: the frame of an episode.
public enum WalkerPainter {
  /// The published picture's size in pixels.
  public static let size = (width: 600, height: 400)

  /// Paints a frame over a whole canvas.
  public static func paint(_ scene: Environment.Scene, on canvas: Canvas) {
    let view = scene.view
    let scale = Point(canvas.width / view.width, canvas.height / view.height)
    for shape in scene.shapes { paint(shape, on: canvas, corner: Point(view.left, view.bottom), scale) }
  }

  private static func paint(_ shape: teachdrl_shape, on canvas: Canvas, corner: Point, _ scale: Point) {
    let points = points(of: shape).map { point in
      let offset = (point - corner) * scale
      return Point(offset.x, canvas.height - offset.y)
    }
    let color = Color(Double(shape.red), Double(shape.green), Double(shape.blue))
    switch shape.kind {
    case TEACHDRL_SHAPE_POLYGON:
      canvas.fill(points, color)
      // Pieces of ground stand edge to edge; smoothed edges would let the sky shine through.
      if isGround(points, on: canvas) { canvas.stroke(points + points.prefix(1), color, width: 2) }
    case TEACHDRL_SHAPE_LINE: canvas.stroke(points, color, width: Double(shape.width) * scale.x)
    case TEACHDRL_SHAPE_CIRCLE: canvas.disc(at: points[0], radius: Double(shape.width) / 2 * scale.x, color)
    // A later library may know kinds that this program was not built with.
    default: break
    }
  }

  /// Whether a polygon stands on the picture's lower edge, and is not the sky.
  private static func isGround(_ points: [Point], on canvas: Canvas) -> Bool {
    points.contains { $0.y > canvas.height - 0.01 } && !points.contains { $0.y < 0.01 }
  }

  private static func points(of shape: teachdrl_shape) -> [Point] {
    withUnsafeBytes(of: shape.x) { x in
      withUnsafeBytes(of: shape.y) { y in
        let (x, y) = (x.bindMemory(to: Float.self), y.bindMemory(to: Float.self))
        return (0..<min(Int(shape.point_count), x.count)).map { Point(Double(x[$0]), Double(y[$0])) }
      }
    }
  }
}
