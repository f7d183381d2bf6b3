import Foundation
import Testing

@testable import CommandLineTool

/// What holds for every command.
@Suite(.serialized) struct EntryPointTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: String) throws -> ToolProcess.Result {
    try #require(try ToolProcess.run(arguments.split(separator: " ").map(String.init), in: folder.path))
  }

  private func shell(_ script: String) throws -> ToolProcess.Result {
    try #require(try ToolProcess(script: script, in: folder.path).finish(within: 120))
  }

  @Test(arguments: [
    ("trian", "command 'trian' is unknown; did you mean 'train'?"), ("help trian", "did you mean 'train'?"),
    ("Plot x", "did you mean 'plot'?"), ("banana", "command 'banana' is unknown; there are: train, evaluate"),
  ])
  func offersTheCommandThatIsMeant(arguments: String, message: String) throws {
    let result = try run(arguments)
    #expect(result.status == 64)
    #expect(result.errors.contains(message))
    #expect(result.errors.contains("See 'teachdrl --help'"))
  }

  /// Swift repairs text that is not UTF-8, and the repaired name is another file's.
  @Test(arguments: [
    "train --max_stump_h 1 --data_dir $'d\\xff'", "evaluate $'d\\xff'", "toy --episodes 9 --csv $'d\\xff'",
  ])
  func refusesNamesThatAreNotUTF8(arguments: String) throws {
    let result = try shell("mkdir $'d\\xff'; ls -Ab > before; $TOOL \(arguments); code=$?; ls -Ab > after; exit $code")
    #expect(result.status == 64)
    #expect(result.errors.contains("which is not UTF-8"))
    #expect(try folder.text("after").replacingOccurrences(of: "after\n", with: "") == folder.text("before"))
  }

  /// Pictures, threads and the shell's own stack limit do not mind each other.
  @Test func worksWithASmallStack() throws {
    let small = "--hid 16 --batch_size 16 --train_freq 100 --max_ep_len 100 --nb_test_episodes 2 --leg_size short"
    let train = "train --max_stump_h 0.5 --max_obstacle_spacing 6 \(small) --epochs 1 --steps_per_ep 300 --quiet"
    let commands = [
      train + " --seeds 0-1 --jobs 2", "train --resume data/test/test_s0 --epochs 2", "evaluate data/test/test_s0",
      "compare data/test/test_s0 data/test/test_s1", "export data/test/test_s0 x.safetensors",
      "play --policy x.safetensors --gif x.gif --max_steps 20", "plot data/test/test_s0", "report data/test/test_s0",
      "toy --episodes 300 --seeds 0-1 --gif toy --teachers ALP-GMM,RIAC", "teachers", "environments", "train --help",
    ]
    for command in commands {
      let result = try shell("ulimit -s 64; $TOOL \(command)")
      #expect(result.status == 0, "\(command): \(result.errors)")
    }
  }

  /// No message speaks of arguments that the command line does not have.
  @Test(arguments: [
    ("play --gif x.gif --env stump-tracks --task 1", "task is '1', which is 1 number; this environment's task has 2"),
    ("play --gif x.gif --env stump-tracks --task 1,99", "parameter 'obstacle_spacing' is 99;"),
    ("play --gif x.gif --task 1", "name parameters by --set"),
    (
      "play --gif x.gif --set stump_height=1,2,3",
      "set is 'stump_height=1,2,3': parameter 'stump_height' takes 1 number\n"
    ),
    ("play --gif x.gif --set stump_rot=99", "parameter 'stump_rot'"),
    (
      "play --gif x.gif --policy randon",
      "policy is 'randon', which is no run's folder and no file; did you mean 'random'?"
    ),
    ("play --gif x.gif --walker short --env_option walker=quadru", "leave one of them out"),
    ("play --png x.gif/y", "cannot create 'x.gif/y'"), ("play --png x.gif", "cannot write to 'x.gif'"),
    ("toy --irrelevant_dims 100", "a task has 102 numbers; for ALP-GMM it must have from 1 to 64"),
    ("toy --teacher \(String(repeating: "a", count: 300))", "a name is longer than 255 bytes"),
    (
      "train --teacher Oracle --max_stump_h 2",
      "no steps of Oracle's window are published for these parameters; give window_step_vector, one number, as in '0.1'"
    ),
    ("train --max_stump_h \(String(repeating: "1", count: 70_000))", "the value of an option is longer than"),
  ])
  func speaksTheLanguageOfTheCommandLine(arguments: String, message: String) throws {
    try Data().write(to: URL(fileURLWithPath: folder.path + "/x.gif"))
    let result = try run(arguments)
    #expect(result.status != 0)
    #expect(result.errors.contains(message), "\(result.errors)")
    for word in ["argument '", "'values[", "'options[", "dimension"] { #expect(!result.errors.contains(word)) }
  }
}
