import Foundation
import Testing

@testable import Environments

/// A chance-free episode as a plain C++ program on the same Box2D played it.
struct RecordedEpisode: Decodable {
  var walker: String
  var setting: [String: Double]
  var action: String
  var obs: [[Float]]
  var hull_x: [Float]
  var hull_y: [Float]
  var head_contact: [Int]
}

@Suite struct Probe {
  @Test(arguments: ["flat_default_sin", "flat_default_zero", "flat_quadru_sin", "flat_short_sin", "stump_default_sin", "stump_short_sin"])
  func probe(name: String) throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared/reference/physics/box2d-2.4/\(name).json")
    let recorded = try JSONDecoder().decode(RecordedEpisode.self, from: Data(contentsOf: url))
    let environment = try makeEnvironment(["walker": recorded.walker, "track_noise": "0", "initial_push": "0"])
    if name.hasPrefix("stump") { environment.setTask([recorded.setting["stump_height"]!, recorded.setting["obstacle_spacing"]!]) }
    var obs = environment.reset()
    var worst: Float = 0
    var worst60: Float = 0
    var t = 0
    while true {
      for (i, (a, b)) in zip(obs, recorded.obs[t]).enumerated() {
        worst = max(worst, abs(a - b))
        if t < 60 { worst60 = max(worst60, abs(a-b)) }
        if abs(a - b) > 3e-5 { print(name, t, i, a, b) }
      }
      if t == 300 || !environment.canStep { break }
      let action: [Float] = (0..<environment.actionSize).map { recorded.action == "sin" ? Float(sin(0.1 * Double(t) + Double($0))) : 0 }
      let r = environment.step(action)
      obs = r.observation
      t += 1
      if r.terminated { #expect(recorded.head_contact[t] == 1 && recorded.head_contact[t-1] == 0) }
    }
    print(name, "rows", t, "worst", worst, "worst60", worst60)
  }
}
