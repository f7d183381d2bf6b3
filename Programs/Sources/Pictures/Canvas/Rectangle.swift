/// A point in a picture, x to the right, y downwards.
typealias Point = SIMD2<Double>

/// A rectangle in a picture.
struct Rectangle: Equatable {
  var x, y, width, height: Double

  init(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
  }

  var right: Double { x + width }
  var bottom: Double { y + height }
  var center: Point { Point(x + width / 2, y + height / 2) }

  /// What is left within some margins.
  func inset(left: Double = 0, top: Double = 0, right: Double = 0, bottom: Double = 0) -> Rectangle {
    Rectangle(x + left, y + top, width - left - right, height - top - bottom)
  }

  /// Rows and columns of equal cells, row after row.
  func grid(columns: Int, rows: Int) -> [Rectangle] {
    let size = Point(width / Double(columns), height / Double(rows))
    return (0..<rows * columns).map { index in
      Rectangle(x + size.x * Double(index % columns), y + size.y * Double(index / columns), size.x, size.y)
    }
  }
}
