import Foundation

@testable import Environments

/// A chance-free episode up to the fall, as a plain C++ program on the same physics library played it; a file of
/// `Recorded/Episodes`.
struct RecordedEpisode: Decodable {
  var walker: String
  var setting: Setting
  var action: String
  /// Whether there are no obstacles.
  var isFlat: Bool
  var obs: [[Float]]
  var hullX: [Float]
  var hullY: [Float]
  var headContact: [Int]
  var staticBodies: [StaticBody]

  enum CodingKeys: String, CodingKey {
    case walker, setting, action, obs
    case isFlat = "flat"
    case hullX = "hull_x"
    case hullY = "hull_y"
    case headContact = "head_contact"
    case staticBodies = "static_bodies"
  }

  /// What the track was made from.
  struct Setting: Decodable {
    var stumpHeight: Double?
    var obstacleSpacing: Double?
    var polyShape: [Double]?

    enum CodingKeys: String, CodingKey {
      case stumpHeight = "stump_height"
      case obstacleSpacing = "obstacle_spacing"
      case polyShape = "poly_shape"
    }
  }

  /// An edge or a polygon, with its vertices and its friction.
  struct StaticBody: Decodable {
    var kind: String
    var vertices: [SIMD2<Float>]
    var friction: Float

    init(from decoder: Decoder) throws {
      var list = try decoder.unkeyedContainer()
      kind = try list.decode(String.self)
      vertices = try list.decode([[Float]].self).map { SIMD2($0[0], $0[1]) }
      friction = try list.decode(Float.self)
    }
  }

  static let names = [
    "flat_default_sin", "flat_default_zero", "flat_short_sin", "flat_quadru_sin", "stump_default_sin",
    "stump_short_sin", "hexa_default_sin",
  ]

  /// The track. The flat ones were recorded with a stump's height that nothing read.
  var track: Track {
    var track = Track(stumpHeight: isFlat ? nil : setting.stumpHeight, obstacleSpacing: setting.obstacleSpacing)
    track[Hexagon.shape] = setting.polyShape
    return track
  }

  /// The action of step `t`, one number a joint.
  func action(_ t: Int, jointCount: Int) -> [Float] {
    (0..<jointCount).map { action == "sin" ? Float(sin(0.1 * Double(t) + Double($0))) : 0 }
  }

  /// Reads the episode of that name.
  init(named name: String) throws {
    self = try JSONDecoder().decode(RecordedEpisode.self, from: recordedFile("Episodes/\(name).json"))
  }
}

/// A file of the folder `Recorded`.
func recordedFile(_ path: String) throws -> Data {
  try Data(contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Recorded/\(path)"))
}
