import Glibc
import Numerics

/// The clouds of pictures: the same in every episode, from a generator of their own.
enum Clouds {
  /// Convex polygons, where they are while the view is at the start.
  static let outlines: [Corners] = {
    var generator = Xoshiro256PlusPlus(seed: 1)
    let step = Scene.terrainStep
    return (0..<10).map { _ in
      let place = SIMD2(generator.uniform(from: 0, to: Scene.trackLength), Scene.viewportHeight * 3 / 4)
      var corners = Corners()
      for corner in 0..<5 {
        let angle = 2 * .pi * Double(corner) / 5
        let spread = SIMD2(generator.uniform(), generator.uniform()) * 5 * step
        corners.append(place + SIMD2(15 * step * sin(angle), 5 * step * cos(angle)) + spread)
      }
      return convexHull(of: corners)
    }
  }()
}
