import Foundation

/// A folder that lives as long as the object.
final class TemporaryFolder {
  let path: String

  init() throws {
    let url = try FileManager.default.url(
      for: .itemReplacementDirectory, in: .userDomainMask,
      appropriateFor: URL(fileURLWithPath: NSTemporaryDirectory()), create: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func text(_ name: String) throws -> String { try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }

  func bytes(_ name: String) throws -> [UInt8] { try Array(Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))) }
}

/// The cells of a table with tabs, the first line left out.
func rows(_ table: String) -> [[String]] {
  table.split(separator: "\n").dropFirst().map { $0.split(separator: "\t").map(String.init) }
}
