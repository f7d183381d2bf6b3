/// e^x in eight lanes, for x from -infinity to 709; below -708 that of -708. Off by less than one unit in the last place.
///
/// x = n log 2 + r with |r| <= log(2) / 2 and log 2 in two parts (Cody and Waite); e^r by a polynomial of degree 11 whose
/// relative error is 1.7e-17; 2^n by way of the exponent's bits. Every lane is computed alike on every processor.
@inline(__always)
func exponential(_ x: Lanes) -> Lanes {
  let x = greater(x, Lanes(repeating: -708))
  // Adding 1.5 * 2^52 rounds to a whole number and leaves it in the low bits.
  let shifter = Lanes(repeating: 0x1.8p52)
  let shifted = shifter.addingProduct(x, Lanes(repeating: 0x1.71547652b82fep+0))
  let n = shifted - shifter
  let r = x.addingProduct(n, Lanes(repeating: -0x1.62e42fefa39efp-1))
    .addingProduct(n, Lanes(repeating: -0x1.abc9e3b39803fp-56))
  var p = Lanes(repeating: 0x1.af38a9b0ec855p-26)
  p = Lanes(repeating: 0x1.289185613a3d6p-22).addingProduct(p, r)
  p = Lanes(repeating: 0x1.71de0dae63bb3p-19).addingProduct(p, r)
  p = Lanes(repeating: 0x1.a019b90d2ae7ap-16).addingProduct(p, r)
  p = Lanes(repeating: 0x1.a01a01a7c41d5p-13).addingProduct(p, r)
  p = Lanes(repeating: 0x1.6c16c1788bd90p-10).addingProduct(p, r)
  p = Lanes(repeating: 0x1.11111111109b3p-7).addingProduct(p, r)
  p = Lanes(repeating: 0x1.5555555553d63p-5).addingProduct(p, r)
  p = Lanes(repeating: 0x1.5555555555556p-3).addingProduct(p, r)
  p = Lanes(repeating: 0x1.0000000000001p-1).addingProduct(p, r)
  let power = Lanes(repeating: 1) + r.addingProduct(p, r * r)
  return power * powerOfTwo(shifted)
}

/// 2^n, from 1.5 * 2^52 + n with n in -1022...1023.
@inline(__always)
private func powerOfTwo(_ shifted: Lanes) -> Lanes {
  let bits = withUnsafeBytes(of: shifted) { $0.loadUnaligned(as: SIMD8<UInt64>.self) }
  let power = (bits &+ SIMD8(repeating: 1023)) &<< SIMD8(repeating: 52)
  return withUnsafeBytes(of: power) { $0.loadUnaligned(as: Lanes.self) }
}
