import Glibc
import Student

/// The files that a command reads. Nothing that it writes takes the place of one of them, or of a file that any run
/// keeps in its folder.
struct Inputs {
  /// The inputs as they were given.
  private var spellings: [FileIdentity: String] = [:]

  /// - Parameter paths: Files, and folders of runs. Of a folder, what a run keeps in it counts.
  /// - Throws: An `OverwriteRefusal` if standard output was redirected to one of them.
  init(_ paths: [String] = []) throws(OverwriteRefusal) {
    for path in paths {
      for file in [path] + RunDirectory(path: path).ownFiles {
        if let identity = FileIdentity(path: file) { spellings[identity] = path }
      }
    }
    if let output = FileIdentity(descriptor: STDOUT_FILENO), isFile("/dev/stdout"), let input = spellings[output] {
      throw OverwriteRefusal(path: "standard output", reason: "'\(input)', which this command reads")
    }
  }

  /// Refuses to write to a path.
  ///
  /// - Throws: An `OverwriteRefusal` if that would replace an input or a file of a run.
  func requireOutput(_ path: String) throws(OverwriteRefusal) {
    try Self.requireNoRunsFile(path)
    if let identity = FileIdentity(path: path), let input = spellings[identity], isFile(path) {
      throw OverwriteRefusal(path: "'\(path)'", reason: "'\(input)', which this command reads")
    }
  }

  /// Refuses standard output that was redirected to a file of a run.
  static func requireStandardOutputIsNoRunsFile() throws(OverwriteRefusal) {
    // The system says where the file is.
    guard isFile("/dev/stdout") else { return }
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/fd/1", &bytes, bytes.count)
    let path = String(decoding: bytes.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    try requireNoRunsFile(path, naming: "standard output")
  }

  private static func requireNoRunsFile(_ path: String, naming name: String? = nil) throws(OverwriteRefusal) {
    guard let run = RunDirectory(owningFileAt: path) else { return }
    throw OverwriteRefusal(path: name ?? "'\(path)'", reason: "a file of the training run in '\(run.path)'")
  }
}

/// A command would overwrite what it must not.
struct OverwriteRefusal: Error, CustomStringConvertible {
  /// The output, as it was given.
  let path: String
  /// What it is.
  let reason: String

  var description: String { "\(path) is \(reason); choose another file for the output" }
}
