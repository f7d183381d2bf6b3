/// A vector of the plane of each of eight worlds.
struct LaneVector {
  var x: WorldLanes
  var y: WorldLanes

  static let zero = LaneVector(x: .zero, y: .zero)

  /// The same vector in all worlds.
  init(_ vector: SIMD2<Float>) { self.init(x: WorldLanes(repeating: vector.x), y: WorldLanes(repeating: vector.y)) }

  @inline(__always)
  init(x: WorldLanes, y: WorldLanes) {
    self.x = x
    self.y = y
  }

  @inline(__always)
  static func + (a: Self, b: Self) -> Self { Self(x: a.x + b.x, y: a.y + b.y) }

  @inline(__always)
  static func - (a: Self, b: Self) -> Self { Self(x: a.x - b.x, y: a.y - b.y) }

  @inline(__always)
  static prefix func - (a: Self) -> Self { Self(x: -a.x, y: -a.y) }

  @inline(__always)
  static func * (factor: WorldLanes, a: Self) -> Self { Self(x: factor * a.x, y: factor * a.y) }

  @inline(__always)
  static func += (a: inout Self, b: Self) { a = a + b }

  @inline(__always)
  static func -= (a: inout Self, b: Self) { a = a - b }
}

/// The scalar product.
@inline(__always)
func dot(_ a: LaneVector, _ b: LaneVector) -> WorldLanes { a.x * b.x + a.y * b.y }

/// The vector product's one component.
@inline(__always)
func cross(_ a: LaneVector, _ b: LaneVector) -> WorldLanes { a.x * b.y - a.y * b.x }

/// The velocity of a point at `a` from a centre that turns.
@inline(__always)
func cross(_ angularVelocity: WorldLanes, _ a: LaneVector) -> LaneVector {
  LaneVector(x: -angularVelocity * a.y, y: angularVelocity * a.x)
}

/// The one vector if the mask says so, the other otherwise.
@inline(__always)
func select(_ mask: WorldMask, _ yes: LaneVector, _ no: LaneVector) -> LaneVector {
  LaneVector(x: select(mask, yes.x, no.x), y: select(mask, yes.y, no.y))
}

/// A rotation of each of eight worlds.
struct LaneRotation {
  var sine: WorldLanes
  var cosine: WorldLanes

  static let none = LaneRotation(sine: .zero, cosine: WorldLanes(repeating: 1))

  @inline(__always)
  static func * (rotation: Self, a: LaneVector) -> LaneVector {
    LaneVector(
      x: rotation.cosine * a.x - rotation.sine * a.y,
      y: rotation.sine * a.x + rotation.cosine * a.y)
  }
}

/// Where a point of a body is that is turned and then moved.
@inline(__always)
func place(_ a: LaneVector, _ rotation: LaneRotation, _ origin: LaneVector) -> LaneVector {
  LaneVector(
    x: rotation.cosine * a.x - rotation.sine * a.y + origin.x,
    y: rotation.sine * a.x + rotation.cosine * a.y + origin.y)
}
