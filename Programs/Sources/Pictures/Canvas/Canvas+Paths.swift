import CCairo
import Glibc

extension Canvas {
  /// Covers everything with the theme's paper.
  func fillPaper() { fill(Rectangle(0, 0, width, height), theme.paper) }

  /// Fills a rectangle.
  func fill(_ rectangle: Rectangle, _ color: Color) {
    cairo_rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
    use(color)
    cairo_fill(context)
  }

  /// Outlines a rectangle.
  func stroke(_ rectangle: Rectangle, _ color: Color, width: Double = 1) {
    cairo_rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
    stroke(color, width, [])
  }

  /// Fills a polygon.
  func fill(_ points: [Point], _ color: Color) {
    guard points.count > 2 else { return }
    trace(points)
    cairo_close_path(context)
    use(color)
    cairo_fill(context)
  }

  /// Draws a line through points.
  func stroke(_ points: [Point], _ color: Color, width: Double = 1, dash: [Double] = []) {
    guard points.count > 1 else { return }
    trace(points)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    stroke(color, width, dash)
  }

  /// Draws a disc, with an outline if it is given a colour for it.
  func disc(at center: Point, radius: Double, _ color: Color, outline: Color? = nil, outlineWidth: Double = 1) {
    cairo_new_sub_path(context)
    cairo_arc(context, center.x, center.y, radius, 0, 2 * .pi)
    use(color)
    guard let outline else {
      cairo_fill(context)
      return
    }
    cairo_fill_preserve(context)
    stroke(outline, outlineWidth, [])
  }

  /// Draws the outline of an ellipse, given by its two half axes.
  func ellipse(at center: Point, _ first: Point, _ second: Point, _ color: Color, width: Double) {
    let points = (0...64).map { step in
      let angle = 2 * Double.pi * Double(step) / 64
      return center + first * cos(angle) + second * sin(angle)
    }
    stroke(points, color, width: width)
  }

  /// Draws nothing outside of a rectangle meanwhile.
  func clipped(to rectangle: Rectangle, _ body: () -> Void) {
    cairo_save(context)
    cairo_rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
    cairo_clip(context)
    body()
    cairo_restore(context)
  }

  private func trace(_ points: [Point]) {
    cairo_move_to(context, points[0].x, points[0].y)
    for point in points.dropFirst() { cairo_line_to(context, point.x, point.y) }
  }

  private func stroke(_ color: Color, _ width: Double, _ dash: [Double]) {
    use(color)
    cairo_set_line_width(context, width)
    cairo_set_dash(context, dash, Int32(dash.count), 0)
    cairo_stroke(context)
  }

  func use(_ color: Color) {
    cairo_set_source_rgba(context, color.red, color.green, color.blue, color.alpha)
  }
}
