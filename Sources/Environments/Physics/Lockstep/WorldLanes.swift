/// A number of each of eight worlds, one world a lane.
typealias WorldLanes = SIMD8<Float>

/// A yes or no of each of eight worlds.
typealias WorldMask = SIMDMask<SIMD8<Int32>>

extension WorldLanes {
  /// How many worlds there are.
  static let width = 8
}

// Where Box2D branches, all lanes compute both sides and keep one. Each function gives the bits of Box2D's of the same
// meaning, signs of zeros included. The standard library's own are calls or go lane by lane.

/// The one number if the mask says so, the other otherwise.
@inline(__always)
func select(_ mask: WorldMask, _ yes: WorldLanes, _ no: WorldLanes) -> WorldLanes {
  no.replacing(with: yes, where: mask)
}

/// The greater number; the second if they are equal.
@inline(__always)
func greater(_ a: WorldLanes, _ b: WorldLanes) -> WorldLanes { select(a .> b, a, b) }

/// The lesser number; the second if they are equal.
@inline(__always)
func lesser(_ a: WorldLanes, _ b: WorldLanes) -> WorldLanes { select(a .< b, a, b) }

/// The nearest number within bounds.
@inline(__always)
func clamp(_ a: WorldLanes, _ low: WorldLanes, _ high: WorldLanes) -> WorldLanes { greater(low, lesser(a, high)) }

/// Magnitudes.
@inline(__always)
func magnitude(_ a: WorldLanes) -> WorldLanes { select(a .> .zero, a, -a) }

/// Whether any lane says yes.
@inline(__always)
func any(_ mask: WorldMask) -> Bool {
  let words = unsafeBitCast(mask, to: SIMD4<UInt64>.self)
  let pair = words.lowHalf | words.highHalf
  return pair.x | pair.y != 0
}

/// Whether any lane's bits differ.
@inline(__always)
func differ(_ a: WorldLanes, _ b: WorldLanes) -> Bool {
  let words = unsafeBitCast(a, to: SIMD4<UInt64>.self) ^ unsafeBitCast(b, to: SIMD4<UInt64>.self)
  let pair = words.lowHalf | words.highHalf
  return pair.x | pair.y != 0
}
