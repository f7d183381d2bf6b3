import Glibc

/// Something in a chart, in the axes' units.
enum Mark {
  case line([Point], Color, width: Double = 2, dash: [Double] = [])
  /// The part between two curves that have the same x.
  case band(x: [Double], low: [Double], high: [Double], Color)
  case disc(Point, radius: Double, Color, outline: Color? = nil)
  case box(low: Point, high: Point, fill: Color? = nil, outline: Color? = nil, width: Double = 1)
  /// Two standard deviations of a Gaussian: its mean, variances and covariance.
  case ellipse(Gaussian, Color, width: Double)
}

/// A Gaussian in the plane.
struct Gaussian: Equatable {
  let mean: Point
  /// The variances of x and y, and their covariance.
  let xx, yy, xy: Double

  /// Two coordinates of a Gaussian of more; `covariance` is row after row.
  init(mean: [Double], covariance: [Double], axes: (Int, Int)) {
    self.mean = Point(mean[axes.0], mean[axes.1])
    let size = mean.count
    (xx, yy) = (covariance[axes.0 * size + axes.0], covariance[axes.1 * size + axes.1])
    xy = covariance[axes.0 * size + axes.1]
  }

  /// The half axes of the ellipse of two standard deviations.
  var halfAxes: (Point, Point) {
    let middle = (xx + yy) / 2
    let spread = ((xx - yy) * (xx - yy) / 4 + xy * xy).squareRoot()
    let angle = 0.5 * atan2(2 * xy, xx - yy)
    let (long, short) = (2 * (middle + spread).squareRoot(), 2 * max(middle - spread, 0).squareRoot())
    return (Point(cos(angle), sin(angle)) * long, Point(-sin(angle), cos(angle)) * short)
  }
}
