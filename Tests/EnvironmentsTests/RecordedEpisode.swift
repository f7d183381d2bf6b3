import Foundation

@testable import Environments

/// A chance-free episode as a plain C++ program on the same physics library played it; read from the reference figures
/// beside the project, where they are.
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
  /// Of hull and legs: mass, moment of inertia about the zero, centre of mass x and y.
  var masses: [[Float]]

  enum CodingKeys: String, CodingKey {
    case walker, setting, action, obs
    case isFlat = "flat"
    case hullX = "hull_x"
    case hullY = "hull_y"
    case headContact = "head_contact"
    case staticBodies = "static_bodies"
    case masses = "mass_inertia_localcenter"
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

  /// The episode of that name; nil where the reference figures are not at hand.
  static func load(_ name: String) throws -> RecordedEpisode? {
    guard let data = referenceFile("physics/box2d-2.4/\(name).json") else { return nil }
    return try JSONDecoder().decode(RecordedEpisode.self, from: data)
  }
}

/// A file of the reference figures, `../shared/reference` from the project's root; nil where it is not there.
func referenceFile(_ path: String) -> Data? {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  return try? Data(contentsOf: root.appendingPathComponent("../shared/reference/\(path)"))
}
