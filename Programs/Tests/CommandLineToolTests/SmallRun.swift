import Foundation
import Testing

/// Options of runs that take a second, and are more than nothing.
enum SmallRun {
  static let options =
    "--max_stump_h 0.5 --max_obstacle_spacing 6 --leg_size short --hid 16 --batch_size 16 --train_freq 100"
    + " --max_ep_len 100 --nb_test_episodes 3 --fit_rate 10"

  /// Makes data/NAME/NAME_s0 in a folder, and returns its path from there.
  static func make(_ name: String, in folder: TemporaryFolder) throws -> String {
    let arguments = "train \(options) --epochs 1 --steps_per_ep 1500 --quiet --exp_name \(name)"
    let result = try ToolProcess.run(arguments.split(separator: " ").map(String.init), in: folder.path)
    try #require(result?.status == 0)
    return "data/\(name)/\(name)_s0"
  }
}

extension TemporaryFolder {
  func data(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")) }

  /// The names and contents of a folder's files.
  func contents(of name: String) throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(name)")
    return try Dictionary(uniqueKeysWithValues: names.map { ($0, try data("\(name)/\($0)")) })
  }
}
