import Foundation
import Testing

@testable import Student

@Suite struct RecordedEpisodeTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../docs/pictures/box2d-2.3").standardized.path

  /// Box2D 2.3 and 2.4 agree until a joint's limit is reached, which they solve differently.
  @Test func agreesAtFirst() throws {
    let episode = try RecordedEpisode(path: Self.folder + "/flat_default_zero.json")
    #expect(episode.name == "flat_default_zero")
    let comparison = try episode.compared()
    #expect(comparison.differences.prefix(10).allSatisfy { $0 < 1e-5 })
    #expect((comparison.differences.max() ?? 0) > 0.01)
    #expect(comparison.angles.count == comparison.recordedAngles.count)
    #expect(zip(comparison.angles, comparison.recordedAngles).prefix(10).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func readsTracksWithObstacles() throws {
    let comparison = try RecordedEpisode(path: Self.folder + "/stump_default_sin.json").compared()
    #expect(comparison.differences[0] < 1e-5)
    // The walker falls here as it did there, within a few steps.
    #expect((55...75).contains(comparison.angles.count))
  }

  @Test func refusesOtherFiles() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/episode.json"
    #expect(throws: FileError.self) { try RecordedEpisode(path: path) }
    for text in ["", "{}", "{\"walker\": \"default\", \"setting\": {}, \"action\": \"none\", \"obs\": [[1], [2]]}"] {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(throws: RunFileError.self) { try RecordedEpisode(path: path) }
    }
    let short = "{\"walker\": \"default\", \"setting\": {}, \"action\": \"zero\", \"obs\": [[1], [2]]}"
    try short.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: RunFileError.self) { try RecordedEpisode(path: path).compared() }
  }
}
