import Foundation

@testable import Environments

/// A terrain of a published generator with every random draw that made it; a file of `Recorded/Terrains`.
struct RecordedTerrain: Decodable {
  /// What the eight-parameter walker's was made from.
  var task: [Double]?
  var draws: [Draw]
  var x: [Double]
  var y: [Double]
  /// The boxes, in the engine's precision.
  var polygons: [[[Float]]]

  /// A draw: its kind, its bounds (the upper one excluded), and what came out.
  struct Draw: Decodable {
    var kind: String
    var low: Double
    var high: Double
    var value: Double

    init(from decoder: Decoder) throws {
      var list = try decoder.unkeyedContainer()
      kind = try list.decode(String.self)
      low = try list.decode(Double.self)
      high = try list.decode(Double.self)
      value = try list.decode(Double.self)
    }
  }

  /// Reads the terrain of that name.
  init(named name: String) throws {
    self = try JSONDecoder().decode(RecordedTerrain.self, from: recordedFile("Terrains/\(name).json"))
  }
}

/// Draws what was recorded, and notes if something else is asked for.
struct ReplayedDraws: TerrainDraws {
  private var left: ArraySlice<RecordedTerrain.Draw>
  /// Whether every draw was the one that was recorded.
  private(set) var isFaithful = true
  /// Whether all that was recorded has been drawn.
  var isComplete: Bool { left.isEmpty }

  init(_ draws: [RecordedTerrain.Draw]) { left = draws[...] }

  mutating func uniform(from low: Double, to high: Double) -> Double { next("uniform", low, high) }

  mutating func integer(in range: Range<Int>) -> Int {
    Int(next("integer", Double(range.lowerBound), Double(range.upperBound)))
  }

  private mutating func next(_ kind: String, _ low: Double, _ high: Double) -> Double {
    guard let draw = left.popFirst(), draw.kind == kind, abs(draw.low - low) < 1e-9, abs(draw.high - high) < 1e-9 else {
      isFaithful = false
      return low
    }
    return draw.value
  }
}
