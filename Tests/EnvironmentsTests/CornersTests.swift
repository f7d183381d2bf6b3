import Numerics
import Testing

@testable import Environments

/// Corners beside arrays: the same after the same calls.
@Suite struct CornersTests {
  @Test(arguments: 0..<50 as Range<UInt64>)
  func doesWhatAnArrayDoes(seed: UInt64) {
    var generator = Xoshiro256PlusPlus(seed: seed)
    var corners = Corners()
    var points: [SIMD2<Double>] = []
    for _ in 0..<200 {
      // Few different numbers, so that some points share an x.
      let point = SIMD2(Double(generator.uniform(below: 4)), generator.uniform())
      switch generator.uniform(below: 5) {
      case 0, 1:
        guard points.count < 8 else { continue }
        corners.append(point)
        points.append(point)
      case 2:
        guard !points.isEmpty else { continue }
        let index = generator.uniform(below: points.count)
        corners.remove(at: index)
        points.remove(at: index)
      case 3:
        guard !points.isEmpty else { continue }
        corners.removeLast()
        points.removeLast()
      default:
        corners.sortFromLeft()
        points.sort { ($0.x, $0.y) < ($1.x, $1.y) }
      }
      #expect(Array(corners) == points && corners == Corners(points) && corners.count == points.count)
    }
  }

  @Test func differsByCornersAndTheirNumber() {
    let triangle: Corners = [SIMD2(0, 0), SIMD2(1, 0), SIMD2(0, 1)]
    #expect(triangle != [SIMD2(0, 0), SIMD2(1, 0), SIMD2(0, 2)])
    #expect(triangle != [SIMD2(0, 0), SIMD2(1, 0)])
    #expect(triangle != [SIMD2(0, 0), SIMD2(1, 0), SIMD2(0, 1), SIMD2(0, 0)])
  }
}
