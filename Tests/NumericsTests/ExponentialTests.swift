import Glibc
import Testing

@testable import Numerics

@Test func exponentialIsWithinOneUnitInTheLastPlace() {
  var generator = Xoshiro256PlusPlus(seed: 1)
  var worst = 0.0
  for _ in 0..<50_000 {
    var x = Lanes(repeating: 0)
    for lane in 0..<Lanes.width { x[lane] = generator.uniform(from: -708, to: lane < 4 ? 0 : 709) }
    let power = exponential(x)
    // The C library's is correct to little more than half a unit.
    for lane in 0..<Lanes.width { worst = max(worst, abs(power[lane] - exp(x[lane])) / exp(x[lane]).ulp) }
  }
  #expect(worst <= 1)
}

@Test func exponentialEndsAtItsLeast() {
  let power = exponential(Lanes(0, -0.0, -708, -708.1, -1e5, -1e300, -.infinity, 1))
  #expect(power[0] == 1 && power[1] == 1)
  #expect(abs(power[2] - exp(-708)) <= exp(-708).ulp)
  for lane in 3...6 { #expect(power[lane] == power[2]) }
  #expect(abs(power[7] - M_E) <= M_E.ulp)
}
