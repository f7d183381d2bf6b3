import Glibc

/// The corners of an upright rectangle, counter-clockwise from the lower left one.
func rectangle(at corner: SIMD2<Double>, width: Double, height: Double) -> Corners {
  let (x, y) = (corner.x, corner.y)
  return [corner, SIMD2(x + width, y), SIMD2(x + width, y + height), SIMD2(x, y + height)]
}

/// A vector turned counter-clockwise.
func turned(_ vector: SIMD2<Double>, by angle: Double) -> SIMD2<Double> {
  let (sine, cosine) = (sin(angle), cos(angle))
  return SIMD2(cosine * vector.x - sine * vector.y, sine * vector.x + cosine * vector.y)
}

/// 1 for a positive number, -1 for a negative one, else 0.
func sign(_ number: Double) -> Double { number > 0 ? 1 : number < 0 ? -1 : 0 }
