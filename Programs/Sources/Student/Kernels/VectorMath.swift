import COneDNN

// Elementary functions on sixteen floats. Ranges and errors are those measured by VectorMathTests against the C library
// in double precision; an ulp is the distance between the result and the next float. Where nothing else is said,
// the polynomials are those of Moshier's Cephes library (single precision).

/// Adding this to a float below 2^22 in magnitude rounds it to a whole number, which then stands in the low bits.
private let roundingConstant: Float = 12_582_912

extension Lanes {
  /// One step of Horner's rule: `self * x + coefficient`.
  @inline(__always)
  fileprivate func horner(_ x: Lanes, _ coefficient: Float) -> Lanes {
    Lanes(repeating: coefficient).addingProduct(self, x)
  }
}

/// The square root of each lane, correctly rounded.
@inline(__always)
func squareRoot(_ x: Lanes) -> Lanes { student_square_root(x) }

/// e^x, to 1.3 ulp for x in [-87, 88]; beyond, the value at the nearer end.
@inline(__always)
func exponential(_ x: Lanes) -> Lanes {
  let x = x.bounded(from: -87, to: 88)
  let shifted = Lanes(repeating: roundingConstant).addingProduct(x, Lanes(repeating: 1.442_695_04))
  let exponent = shifted - roundingConstant
  // ln 2 in two parts, the first short enough for an exact product.
  var rest = x.addingProduct(exponent, Lanes(repeating: -0.693_359_375))
  rest = rest.addingProduct(exponent, Lanes(repeating: 2.121_944_40e-4))
  let tail = Lanes(repeating: 1.987_569_15e-4)
    .horner(rest, 1.398_199_95e-3)
    .horner(rest, 8.333_451_91e-3)
    .horner(rest, 4.166_579_59e-2)
    .horner(rest, 1.666_666_55e-1)
    .horner(rest, 5.000_000_12e-1)
  let mantissa = (rest + 1).addingProduct(tail, rest * rest)
  return Lanes(bits: mantissa.bits &+ (shifted.bits &<< 23))
}

/// The natural logarithm, to 1 ulp for positive normal x.
@inline(__always)
func logarithm(_ x: Lanes) -> Lanes {
  // x = 2^exponent * (1 + rest), with 1 + rest in [sqrt(1/2), sqrt 2).
  let offset: UInt32 = 0x3F35_04F3
  let shiftedBits = x.bits &- SIMD16(repeating: offset)
  let exponent = Lanes(SIMD16<Int32>(truncatingIfNeeded: shiftedBits) &>> 23)
  let rest = Lanes(bits: (shiftedBits & 0x007F_FFFF) &+ SIMD16(repeating: offset)) - 1
  let square = rest * rest
  var tail = Lanes(repeating: 7.037_683_6292e-2)
    .horner(rest, -1.151_461_0310e-1)
    .horner(rest, 1.167_699_8740e-1)
    .horner(rest, -1.242_014_0846e-1)
    .horner(rest, 1.424_932_2787e-1)
    .horner(rest, -1.666_805_7665e-1)
    .horner(rest, 2.000_071_4765e-1)
    .horner(rest, -2.499_999_3993e-1)
    .horner(rest, 3.333_333_1174e-1)
  tail = tail * rest * square
  tail = tail.addingProduct(exponent, Lanes(repeating: -2.121_944_40e-4))
  tail = tail.addingProduct(square, Lanes(repeating: -0.5))
  return (rest + tail).addingProduct(exponent, Lanes(repeating: 0.693_359_375))
}

/// The hyperbolic tangent, to 4e-7 and 7 ulp; never beyond -1 and 1.
///
/// The rational function of the Eigen library, with its roundings (no fused products), because the published graph
/// computes with it: where an action is within 1e-5 of its bounds, the last bit of the tangent changes log pi by 0.01.
@inline(__always)
func hyperbolicTangent(_ x: Lanes) -> Lanes {
  let bounded = x.bounded(from: -9, to: 9)
  let square = bounded * bounded
  var numerator = -2.760_768_477_423_55e-16 * square + 2.000_187_904_824_77e-13
  numerator = numerator * square + -8.604_671_522_137_35e-11
  numerator = numerator * square + 5.122_297_090_371_14e-8
  numerator = numerator * square + 1.485_722_357_179_79e-5
  numerator = numerator * square + 6.372_619_288_754_36e-4
  numerator = numerator * square + 4.893_524_558_917_86e-3
  var denominator = 1.198_258_394_667_02e-6 * square + 1.185_347_056_866_54e-4
  denominator = denominator * square + 2.268_434_632_439_00e-3
  denominator = denominator * square + 4.893_525_185_543_85e-3
  return (bounded * numerator / denominator).bounded(from: -1, to: 1)
}

/// The sine and cosine of `turns` whole turns (2 pi each), to 1.5e-7, for turns in [0, 1].
@inline(__always)
func sineAndCosine(turns: Lanes) -> (sine: Lanes, cosine: Lanes) {
  let shifted = Lanes(repeating: roundingConstant).addingProduct(turns, Lanes(repeating: 4))
  let quarters = shifted - roundingConstant
  // Exact: both are multiples of the smaller one's last bit.
  let angle = (turns - quarters * 0.25) * (2 * Float.pi)
  let square = angle * angle
  let sineTail = Lanes(repeating: -1.951_529_5891e-4)
    .horner(square, 8.332_160_8736e-3)
    .horner(square, -1.666_665_4611e-1)
  let sine = angle.addingProduct(sineTail * square, angle)
  let cosineTail = Lanes(repeating: 2.443_315_711_809_948e-5)
    .horner(square, -1.388_731_625_493_765e-3)
    .horner(square, 4.166_664_568_298_827e-2)
  let cosine = (1 - square * 0.5).addingProduct(cosineTail, square * square)
  // The quadrant: an odd one swaps the two, the second and third negate the sine, the first and second the cosine.
  let quadrant = shifted.bits & 3
  let odd = (quadrant & 1) .== 1
  let sineSign = (quadrant & 2) &<< 30
  let cosineSign = ((quadrant &+ 1) & 2) &<< 30
  return (
    Lanes(bits: sine.replacing(with: cosine, where: odd).bits ^ sineSign),
    Lanes(bits: cosine.replacing(with: sine, where: odd).bits ^ cosineSign)
  )
}
