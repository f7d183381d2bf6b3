import Box2DBridge

extension box2d_vector {
  /// The nearest point in the physics engine's precision.
  init(_ point: SIMD2<Double>) { self.init(x: Float(point.x), y: Float(point.y)) }
}

extension Corners {
  /// Calls a function with the corners in the physics engine's precision, and their number.
  func withPhysicsVectors(_ body: (_ vectors: UnsafePointer<box2d_vector>, _ count: Int32) -> Void) {
    var vectors = InlineArray<8, box2d_vector>(repeating: box2d_vector())
    for i in indices { vectors[i] = box2d_vector(self[i]) }
    vectors.span.withUnsafeBufferPointer { vectors in
      guard let start = vectors.baseAddress else { return }
      body(start, Int32(count))
    }
  }
}
