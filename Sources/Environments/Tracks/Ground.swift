import Numerics

/// A stretch of ground from one obstacle to the next, flat unless it is rough.
struct Ground: TrackPiece {
  /// The length of the stretch, in metres.
  let length: Double
  /// How much more or less than the stretch before it a stretch rises at most, in thirtieths of a metre.
  let roughness: Double

  static let spacing = TrackParameter(
    TrackParameter.Part(
      TrackParameter.Number("obstacle_spacing", in: .metres, "length of the ground between two obstacles"), limit: 100,
      off: "8 m"))
  static let rough = TrackParameter(
    TrackParameter.Part(
      TrackParameter.Number(
        "roughness", in: .thirtiethsOfAMetre, "how much the rise of the ground changes at most"), limit: 10,
      standIn: WalkerOptions.roughness))
  static let parameters = [spacing, rough]

  /// The length where no parameter gives one, in metres.
  private static let usualLength = 8.0
  /// What a shorter length counts as, in metres.
  static let shortest = 0.01

  /// The ground that a track's parameters describe.
  init(of track: Track) {
    length = track[Self.spacing].map { max($0[0], Self.shortest) } ?? Self.usualLength
    roughness = track[Self.rough]?[0] ?? 0
  }

  func extend(_ course: inout Course, from end: inout TrackEnd, using generator: inout Xoshiro256PlusPlus) {
    end.rise = 0.8 * end.rise + 0.01 * sign(Scene.terrainHeight - end.position.y)
    if roughness > 0, end.position.x > Scene.startPadLength {
      end.rise += generator.uniform(from: -roughness, to: roughness) / Scene.pixelsPerMetre
    }
    end.position += SIMD2(length, end.rise)
  }
}
