/// Where a chart's axes lie in a picture.
struct ChartFrame {
  let area: Rectangle
  let x: ClosedRange<Double>
  let y: ClosedRange<Double>

  /// Pixels for each unit of the axes.
  private var scale: Point {
    Point(area.width / (x.upperBound - x.lowerBound), -area.height / (y.upperBound - y.lowerBound))
  }

  /// Where a point lies.
  func place(_ point: Point) -> Point {
    Point(area.x, area.bottom) + (point - Point(x.lowerBound, y.lowerBound)) * scale
  }

  /// Draws a mark.
  func draw(_ mark: Mark, on canvas: Canvas) {
    switch mark {
    case .line(let points, let color, let width, let dash):
      for part in finiteParts(points) { canvas.stroke(part.map(place), color, width: width, dash: dash) }
    case .band(let x, let low, let high, let color):
      let points = zip(x, high).map { Point($0, $1) } + zip(x, low).reversed().map { Point($0, $1) }
      canvas.fill(points.filter { $0.y.isFinite }.map(place), color)
    case .disc(let point, let radius, let color, let outline):
      canvas.disc(
        at: place(point), radius: radius, color, outline: outline.map(canvas.theme.outline), outlineWidth: 0.7)
    case .box(let low, let high, let fill, let outline, let width):
      let (corner, opposite) = (place(Point(low.x, high.y)), place(Point(high.x, low.y)))
      let rectangle = Rectangle(corner.x, corner.y, opposite.x - corner.x, opposite.y - corner.y)
      if let fill { canvas.fill(rectangle, fill) }
      if let outline { canvas.stroke(rectangle, outline, width: width) }
    case .ellipse(let gaussian, let color, let width):
      let (first, second) = gaussian.halfAxes
      canvas.ellipse(at: place(gaussian.mean), first * scale, second * scale, color, width: width)
    }
  }

  /// A curve breaks off where it has no value.
  private func finiteParts(_ points: [Point]) -> [[Point]] {
    points.split { !$0.x.isFinite || !$0.y.isFinite }.map(Array.init)
  }
}
