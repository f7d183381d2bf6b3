/// The convex hull of some points, counter-clockwise, as a polygon that the physics engine takes.
///
/// The engine works in single precision and welds vertices that are nearer than 2.5 mm, so vertices that stick out by
/// less than `leastThickness` are dropped; points that lie on a line, or all in one place, are given a body of
/// `repairedThickness`.
///
/// Complexity: O(*n*^2) for *n* points; allocates nothing.
func solidHull(of points: Corners) -> Corners {
  var rounded = points
  for i in points.indices { rounded[i] = SIMD2<Double>(SIMD2<Float>(points[i])) }
  var hull = convexHull(of: rounded)
  dropFlatVertices(of: &hull)
  guard hull.count < 3 else { return hull }

  // A box around the farthest two points, turned with them.
  let start = rounded.min { ($0.x, $0.y) < ($1.x, $1.y) } ?? .zero
  let end = rounded.max { distance(start, $0) < distance(start, $1) } ?? start
  let length = distance(start, end)
  let along = length > 0 ? (end - start) / length : SIMD2(1, 0)
  let middle = (start + end) / 2
  let reach = along * max(length, repairedThickness) / 2
  let across = SIMD2(-along.y, along.x) * repairedThickness / 2
  return [middle - reach - across, middle + reach - across, middle + reach + across, middle - reach + across]
}

/// How far every vertex of a solid polygon is from the edges not its own, at least, in metres.
let leastThickness = 0.004
private let repairedThickness = 0.02

/// Andrew's monotone chain (1979): counter-clockwise, without points inside edges.
func convexHull(of points: Corners) -> Corners {
  var sorted = points
  sorted.sortFromLeft()
  var hull = Corners()
  appendChain(through: sorted, to: &hull)
  sorted.reverse()
  appendChain(through: sorted, to: &hull)
  return hull
}

/// Appends what turns left of points from one end to the other, but for the last of them, where the next chain begins.
private func appendChain(through points: Corners, to hull: inout Corners) {
  var chain = Corners()
  for point in points {
    while chain.count >= 2, !turnsLeft(chain[chain.count - 2], chain[chain.count - 1], point) { chain.removeLast() }
    chain.append(point)
  }
  for vertex in chain.dropLast() { hull.append(vertex) }
}

private func turnsLeft(_ a: SIMD2<Double>, _ b: SIMD2<Double>, _ c: SIMD2<Double>) -> Bool {
  cross(b - a, c - a) > 0
}

/// Drops the vertices of a convex polygon that lie almost on the line of a neighbouring edge.
private func dropFlatVertices(of polygon: inout Corners) {
  while polygon.count >= 3, let flat = polygon.indices.first(where: { isFlat($0, in: polygon) }) {
    polygon.remove(at: flat)
  }
}

/// Whether the edge at either side of a vertex, prolonged, passes the next vertex but one too closely.
private func isFlat(_ i: Int, in vertices: Corners) -> Bool {
  let count = vertices.count
  let (before, vertex, after) = (vertices[(i + count - 1) % count], vertices[i], vertices[(i + 1) % count])
  return depth(of: after, from: before, to: vertex) < leastThickness
    || depth(of: before, from: vertex, to: after) < leastThickness
}

/// How far a point is from the line through two others; 0 where these are one.
private func depth(of point: SIMD2<Double>, from start: SIMD2<Double>, to end: SIMD2<Double>) -> Double {
  let length = distance(start, end)
  return length > 0 ? abs(cross(end - start, point - start)) / length : 0
}

private func distance(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> Double { ((b - a) * (b - a)).sum().squareRoot() }

private func cross(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> Double { a.x * b.y - a.y * b.x }
