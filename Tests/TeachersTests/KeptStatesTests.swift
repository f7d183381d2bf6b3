import Foundation
import Numerics
import SavedState
import Testing

@testable import Teachers

/// States that earlier versions wrote, one folder for each version of the format, each beside the bits of the tasks that
/// the teacher proposed next: they must load for ever.
///
/// Those of a new version are written by TEACHDRL_WRITE_STATES=1 make test-swift ONLY=KeptStates; never over old ones.
@Suite struct KeptStatesTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "States")

  /// Each state's file in the folder, such as "3/ADR.state".
  private static var files: [String] {
    (try? FileManager.default.subpathsOfDirectory(atPath: folder.path))?.filter { $0.hasSuffix(".state") } ?? []
  }

  @Test func statesOfEarlierVersionsLoad() throws {
    if ProcessInfo.processInfo.environment["TEACHDRL_WRITE_STATES"] != nil { try write() }
    let files = Self.files
    for version in 1...stateFormatVersion {
      // Later teachers have states from the version on with which they came.
      #expect(Set(files).isSuperset(of: TeacherCatalog.names.prefix(5).map { "\(version)/\($0).state" }))
    }
    for file in files {
      let state = try Data(contentsOf: Self.folder.appending(path: file))
      let text = try String(contentsOf: Self.folder.appending(path: file + ".next"), encoding: .utf8)
      let teacher = try restored(Array(state))
      #expect(file.hasSuffix("/\(teacher.name).state") && teacher.episodeCount == 130)
      for line in text.split(separator: "\n") {
        #expect(teacher.sample().map { String($0.bitPattern, radix: 16) }.joined(separator: " ") == line, "\(file)")
      }
    }
  }

  /// Through the fits and splits that come next, a loaded teacher is the one that was saved, with the defaults of its time.
  @Test(arguments: files)
  func loadedTeachersGoOn(file: String) throws {
    let state = try Data(contentsOf: Self.folder.appending(path: file))
    let loaded = try restored(Array(state))
    let (name, version) = (loaded.name, file.prefix { $0 != "/" })
    let teacher = try makeTeacherToSave(
      name, version == "1" ? ["reward_range": "off", "normalize": "false"] : [:])
    // Before version 4 there was no progress: a loaded teacher knows only what came since.
    if let version = UInt32(version), version < 4 { teacher.progress = TeacherProgress(teacher.taskSpace) }
    #expect(loaded.train(400, Self.play) == teacher.train(400, Self.play))
    #expect(loaded.savedState() == teacher.savedState())
  }

  private static func play(_ task: [Double], _ episode: Int) -> Double { task[0] * Double(episode) }

  /// The teacher whose state is kept, in the middle of a batch and of a region.
  private func makeTeacherToSave(_ name: String, _ defaults: [String: String] = [:]) throws -> TeacherInstance {
    var options = defaults
    if name.contains("GMM") { options.merge(["fit_rate": "50", "max_k": "3"]) { $1 } }
    if name == "RIAC" { options["max_region_size"] = "20" }
    let teacher = try makeTeacher(name, try space([0, -1], [3, 5]), options, seed: 2026)
    teacher.train(130, Self.play)
    return teacher
  }

  private func write() throws {
    let folder = Self.folder.appending(path: "\(stateFormatVersion)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for kind in TeacherCatalog.all {
      let file = folder.appending(path: kind.name + ".state")
      if FileManager.default.fileExists(atPath: file.path) { continue }
      let teacher = try makeTeacherToSave(kind.name)
      let state = teacher.savedState()
      let tasks = (0..<20).map { _ in teacher.sample().map { String($0.bitPattern, radix: 16) }.joined(separator: " ") }
      try Data(state).write(to: file, options: .withoutOverwriting)
      try Data((tasks.joined(separator: "\n") + "\n").utf8).write(to: file.appendingPathExtension("next"))
    }
  }
}
