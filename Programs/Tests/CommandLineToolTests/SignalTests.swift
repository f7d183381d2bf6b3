import Foundation
import Synchronization
import Testing

@testable import CommandLineTool

/// Signals that stop commands, and how to go on.
@Suite(.serialized) struct SignalTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func episodeCount(_ run: String) -> Int {
    ((try? folder.text("\(run)/episodes.tsv")) ?? "\n").split(separator: "\n").count - 1
  }

  /// The commands that are printed at the end complete every seed, whatever is in names and folders.
  @Test(arguments: [
    "--exp_name 'a b; rm -rf $HOME' --data_dir \"it's\"", "--exp_name test --data_dir=-data --quiet --overwrite",
  ])
  func printsWhatCompletesAllSeeds(options: String) throws {
    let name = options.contains("a b") ? "a b; rm -rf $HOME" : "test"
    let root = options.contains("it's") ? "it's" : "-data"
    let train = "train \(SmallRun.options) --epochs 1 --steps_per_ep 20000"
    let process = try ToolProcess(
      script: "exec \"$TOOL\" \(train) \(options) --seeds 1-4 --jobs 2 --checkpoint_every 0", in: folder.path)
    #expect(process.wait(seconds: 60) { _ in episodeCount("\(root)/\(name)/\(name)_s1") > 3 })
    process.send(SIGINT)
    let stopped = try #require(process.finish(within: 30))
    #expect(stopped.status == 130 && stopped.wasEndedBySignal)
    #expect(!folder.exists("\(root)/\(name)/\(name)_s4"))
    let lines = stopped.output.split(separator: "\n")
    let line = try #require(lines.firstIndex(of: "Go on with:").map { String(lines[$0 + 1]) })
    try line.write(toFile: "\(folder.path)/command", atomically: true, encoding: .utf8)
    let result = try #require(try ToolProcess(script: "sh command", in: folder.path).finish(within: 120))
    #expect(result.status == 0, "\(line)\n\(result.errors)")
    for seed in 1...4 {
      #expect(try folder.text("\(root)/\(name)/\(name)_s\(seed)/progress.txt").split(separator: "\n").count == 2)
    }
  }

  /// So does the one that a single run prints.
  @Test func printsWhatCompletesARun() throws {
    let process = try ToolProcess(
      "train \(SmallRun.options) --epochs 1 --steps_per_ep 20000".split(separator: " ").map(String.init)
        + ["--exp_name", "a 'b'"], in: folder.path)
    #expect(process.wait(seconds: 60) { _ in episodeCount("data/a 'b'/a 'b'_s0") > 3 })
    process.send(SIGINT)
    let stopped = try #require(process.finish(within: 30))
    let line = try #require(stopped.output.split(separator: "\n").last { $0.contains("--resume") })
    try String(line).write(toFile: "\(folder.path)/command", atomically: true, encoding: .utf8)
    #expect(try ToolProcess(script: "sh command", in: folder.path).finish(within: 120)?.status == 0)
  }

  /// A terminal that goes away stops a run, but not one that nohup has started.
  @Test func staysWithoutATerminalIfAskedTo() throws {
    let options = "\(SmallRun.options) --epochs 1 --steps_per_ep 8000"
    let process = try ToolProcess(script: "trap '' HUP; exec \"$TOOL\" train \(options)", in: folder.path)
    #expect(process.wait(seconds: 60) { _ in episodeCount("data/test/test_s0") > 3 })
    process.send(SIGHUP)
    #expect(process.finish(within: 60)?.status == 0)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func stopsEveryRunOfSeveral(signal: Int32) throws {
    let process = try ToolProcess(
      "train \(SmallRun.options) --seeds 1-2 --jobs 2".split(separator: " ").map(String.init), in: folder.path)
    #expect(process.wait(seconds: 60) { _ in (1...2).allSatisfy { episodeCount("data/test/test_s\($0)") > 0 } })
    process.send(signal)
    #expect(process.finish(within: 30)?.status == 128 + signal)
    for seed in 1...2 { #expect(folder.exists("data/test/test_s\(seed)/networks.safetensors")) }
  }

  /// What takes long ends soon by any signal that asks for it, by that signal, and leaves no half of a file.
  @Test(
    arguments: [
      "toy --episodes 10000000 --csv out", "play --gif out --max_steps 100000 --env_option max_episode_steps=100000",
      "evaluate data/run/run_s0 --nb_test_episodes 50",
    ], [SIGINT, SIGTERM, SIGHUP])
  func endsBySignals(command: String, signal: Int32) throws {
    _ = try SmallRun.make("run", in: folder)
    let process = try ToolProcess(command.split(separator: " ").map(String.init), in: folder.path)
    usleep(150_000)
    process.send(signal)
    let result = try #require(process.finish(within: 20))
    // A machine that does nothing else may have been done with the test set.
    if command.hasPrefix("evaluate"), result.status == 0 { return }
    #expect(result.status == 128 + signal && result.wasEndedBySignal)
    #expect(!folder.exists("out"))
  }

  private static let enter = "\u{1B}[?1049h"
  private static let leave = "\u{1B}[?1049l"

  /// However a show in the terminal ends, the terminal is as it was.
  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT])
  func leavesTheTerminalAsItWas(signal: Int32) throws {
    let terminal = try PseudoTerminal()
    let process = try ToolProcess(["play", "--max_steps", "1000"], in: folder.path, output: terminal.end)
    #expect(process.wait(seconds: 20) { _ in terminal.text.contains(Self.enter) })
    process.send(signal)
    #expect(process.wait(seconds: 20) { hasEnded($0, reading: terminal) })
    let result = try #require(process.finish(within: 1))
    #expect(result.status == 128 + signal && result.wasEndedBySignal)
    #expect(terminal.wait { $0.contains(Self.leave) && $0.contains("\u{1B}[?25h") })
    // Ctrl-C is how a show ends before its time.
    #expect(terminal.text.contains("Return ") == (signal == SIGINT))
  }

  /// Ctrl-Z brings the terminal back, and `fg` the show.
  @Test func leavesTheTerminalForAsLongAsItIsSuspended() throws {
    let terminal = try PseudoTerminal()
    let process = try ToolProcess(["play", "--max_steps", "1000"], in: folder.path, output: terminal.end)
    #expect(process.wait(seconds: 20) { _ in terminal.text.contains(Self.enter) })
    for round in 2...3 {
      process.send(SIGTSTP)
      #expect(
        process.wait(seconds: 20) { process in
          _ = terminal.text
          return process.isSuspended
        })
      #expect(terminal.wait { $0.components(separatedBy: Self.leave).count == round })
      #expect(terminal.text.components(separatedBy: Self.enter).count == round)
      process.send(SIGCONT)
      #expect(terminal.wait { $0.components(separatedBy: Self.enter).count == round + 1 })
    }
    process.send(SIGTERM)
    #expect(process.wait(seconds: 20) { hasEnded($0, reading: terminal) })
    #expect(process.finish(within: 1)?.status == 143)
    #expect(terminal.wait { $0.components(separatedBy: Self.leave).count == 4 })
  }

  /// A process waits for as long as nobody reads what it writes.
  private func hasEnded(_ process: ToolProcess, reading terminal: PseudoTerminal) -> Bool {
    _ = terminal.text
    return process.hasEnded
  }

  @Test(arguments: [
    ("plain-name_1.2/x=y", "plain-name_1.2/x=y"), ("", "''"), ("a b", "'a b'"), ("it's", #"'it'\''s'"#),
    ("$HOME`x`\"\\;&|<>*?[]{}~#!\n", "'$HOME`x`\"\\;&|<>*?[]{}~#!\n'"),
  ])
  func quotesForAShell(word: String, quoted: String) throws {
    #expect(shellQuoted(word) == quoted)
    let echoed = try #require(try ToolProcess(script: "printf %s \(quoted)", in: folder.path).finish(within: 20))
    #expect(echoed.output == word)
  }
}

/// A terminal without a screen: what a process writes to it can be read.
private final class PseudoTerminal: Sendable {
  /// What a process gets.
  let end: FileHandle
  private let descriptor: Int32
  private let bytes = Mutex<[UInt8]>([])

  init() throws {
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
    // TIOCSPTLCK unlocks the other end, and TIOCGPTN says its number.
    var lock: Int32 = 0
    var number: UInt32 = 0
    let isReady = ioctl(master, 0x4004_5431, &lock) == 0 && ioctl(master, 0x8004_5430, &number) == 0
    let other = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(isReady && other >= 0)
    descriptor = master
    end = FileHandle(fileDescriptor: other, closeOnDealloc: true)
  }

  deinit { close(descriptor) }

  /// What was written so far.
  var text: String {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    return bytes.withLock { bytes in
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
        bytes.append(contentsOf: buffer[..<count])
      }
    }
  }

  /// Waits for some seconds until what was written is as it should be.
  func wait(until condition: (String) -> Bool) -> Bool {
    for _ in 0..<500 {
      if condition(text) { return true }
      usleep(10_000)
    }
    return false
  }
}
