import Foundation

/// The command line, or a shell that calls it, in a process of its own, with a time limit.
final class ToolProcess {
  private let process = Process()
  private let outputPath: String
  private let errorPath: String

  /// What was printed, and how the process ended.
  struct Result {
    let output: String
    let errors: String
    /// As a shell has it: 128 and the signal's number if a signal ended the process.
    let status: Int32
    let wasEndedBySignal: Bool
  }

  /// Starts the tool in a folder.
  convenience init(_ arguments: [String], in folder: String) throws {
    try self.init(program: try Self.toolPath(), arguments, in: folder)
  }

  /// Starts a shell script in a folder; `$TOOL` is the tool.
  convenience init(script: String, in folder: String) throws {
    try self.init(program: "/bin/bash", ["-c", "TOOL='\(try Self.toolPath())'; \(script)"], in: folder)
  }

  /// Starts the tool in a folder with a terminal, or whatever the handle is, as its standard output.
  convenience init(_ arguments: [String], in folder: String, output: FileHandle) throws {
    try self.init(program: try Self.toolPath(), arguments, in: folder, output: output)
  }

  private init(program: String, _ arguments: [String], in folder: String, output: FileHandle? = nil) throws {
    let name = UUID().uuidString
    outputPath = "\(folder)/\(name).out"
    errorPath = "\(folder)/\(name).err"
    // The tests themselves may ignore signals, as below nohup, and what they start would too.
    for number in [SIGINT, SIGHUP, SIGQUIT, SIGTSTP] { signal(number, SIG_DFL) }
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try output ?? Self.handle(outputPath)
    process.standardError = try Self.handle(errorPath)
    try process.run()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  /// What was printed so far.
  var output: String { (try? String(contentsOfFile: outputPath, encoding: .utf8)) ?? "" }

  /// Whether the process is over.
  var hasEnded: Bool { !process.isRunning }

  /// Whether the process is stopped, as by Ctrl-Z.
  var isSuspended: Bool {
    let status = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)) ?? ""
    return status.split(separator: ")").last?.hasPrefix(" T") == true
  }

  /// Sends a signal.
  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for something to be so; false when the time is over.
  func wait(seconds: Double, until condition: (ToolProcess) -> Bool) -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < deadline {
      if condition(self) { return true }
      usleep(10_000)
    }
    return condition(self)
  }

  /// Waits for the end; a process that takes longer is killed, and there is no result.
  func finish(within seconds: Double) -> Result? {
    guard wait(seconds: seconds, until: { !$0.process.isRunning }) else {
      send(SIGKILL)
      return nil
    }
    let errors = (try? String(contentsOfFile: errorPath, encoding: .utf8)) ?? ""
    let wasEndedBySignal = process.terminationReason == .uncaughtSignal
    return Result(
      output: output, errors: errors, status: process.terminationStatus + (wasEndedBySignal ? 128 : 0),
      wasEndedBySignal: wasEndedBySignal)
  }

  /// Runs the tool to its end.
  static func run(_ arguments: [String], in folder: String, within seconds: Double = 60) throws -> Result? {
    try ToolProcess(arguments, in: folder).finish(within: seconds)
  }

  /// `TEACHDRL_TOOL` says which tool is meant; else it is the one beside the tests.
  private static func toolPath() throws -> String {
    if let path = ProcessInfo.processInfo.environment["TEACHDRL_TOOL"] { return path }
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("teachdrl-command-line").path
  }

  private static func handle(_ path: String) throws -> FileHandle {
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
  }
}

/// A folder that lives as long as the object.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/teachdrl-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func text(_ name: String) throws -> String { try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(name)") }
}
