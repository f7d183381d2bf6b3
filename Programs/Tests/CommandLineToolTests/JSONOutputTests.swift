import Foundation
import Testing

@testable import CommandLineTool

/// What commands print by `--json` and `--csv`, read by another program.
@Suite(.serialized) struct JSONOutputTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Runs the tool, has Python read what it prints as JSON into `value`, and expects the expressions to be true.
  private func expect(
    _ arguments: String, status: Int32 = 0, _ expressions: String..., location: SourceLocation = #_sourceLocation
  ) throws {
    let python = ProcessInfo.processInfo.environment["TEACHDRL_PYTHON"] ?? "python3"
    let checks = expressions.map { "assert \($0), '\($0.replacing("'", with: "\\'"))'" }.joined(separator: "\n")
    let program =
      "import json, sys\nvalue = json.load(open('out.json'), parse_constant=lambda text: 1 / 0)\n\(checks)\n"
    try Data(program.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/check.py"))
    let script = "set +e; \"$TOOL\" \(arguments) >out.json; echo $?; '\(python)' check.py"
    let result = try #require(try ToolProcess(script: script, in: folder.path).finish(within: 120))
    #expect(result.output == "\(status)\n", "\(result.errors)", sourceLocation: location)
    #expect(result.status == 0, "\(result.errors)\n\((try? folder.text("out.json")) ?? "")", sourceLocation: location)
  }

  private static let small =
    "--max_stump_h 0.5 --leg_size short --hid 8 --batch_size 8 --train_freq 100 --max_ep_len 40 --nb_test_episodes 2"
    + " --epochs 2 --steps_per_ep 400"

  @Test func listings() throws {
    try expect(
      "teachers --json", "[teacher['name'] for teacher in value['teachers']][:2] == ['ALP-GMM', 'RIAC']",
      "{'name': 'fit_rate', 'type': 'integer', 'default': '250', 'minimum': 1, 'maximum': 100000}.items() <= "
        + "next(o for o in value['teachers'][0]['options'] if o['name'] == 'fit_rate').items()",
      "next(o for o in value['teachers'][0]['options'] if o['name'] == 'gmm_fitness')['choices'] == ['aic', 'bic', 'aicc']",
      "next(o for o in value['teachers'][0]['options'] if o['name'] == 'gmm_fitness')['minimum'] is None",
      "all(o['documentation'] and o['range'] for t in value['teachers'] for o in t['options'])",
      "value['teachers'][0]['needs'] == ['return']",
      "{'return', 'success', 'score'} <= set(value['teachers'][0]['uses'])")
    try expect(
      "environments --json", "'stump-tracks' in [environment['name'] for environment in value['environments']]",
      "value['environments'][-1]['options'][0]['name'] == 'nb_dims'", "value['environments'][-1]['parameters'] == []",
      "value['environments'][0]['parameters'][0].items() >= {'name': 'stump_height', 'kind': 'number', 'low': 0, "
        + "'high': 3, 'categories': [], 'group': None}.items()",
      "all(p['documentation'] for e in value['environments'] for p in e['parameters'])")
  }

  @Test func toy() throws {
    try expect(
      "toy --teachers RIAC,Random --seeds 3,5 --episodes 2500 --json", "value['dimension'] == 2",
      "value['episodes'][:3] == [0, 250, 500] and value['episodes'][-1] == 2500",
      "[teacher['name'] for teacher in value['teachers']] == ['RIAC', 'Random']",
      "[run['seed'] for run in value['teachers'][0]['runs']] == [3, 5]",
      "all(len(run['mastered_percent']) == len(value['episodes']) for t in value['teachers'] for run in t['runs'])",
      "value['teachers'][0]['mean'][-1] == sum(run['mastered_percent'][-1] for run in value['teachers'][0]['runs']) / 2",
      "len(value['teachers'][1]['deviation']) == len(value['episodes'])")
    try expect("toy --teacher Random --episodes 5 --json", "value['teachers'][0]['deviation'] is None")
  }

  @Test func runs() throws {
    try expect(
      "train \(Self.small) --seed 7 --json", "len(value['runs']) == 1",
      "value['runs'][0]['path'] == 'data/test/test_s7'",
      "value['runs'][0]['state'] == 'complete' and value['runs'][0]['error'] is None",
      "value['runs'][0]['steps'] == value['runs'][0]['total_steps'] == 800", "value['runs'][0]['epochs'] == 2",
      "value['runs'][0]['test']['epoch'] == 2 and value['runs'][0]['test']['test_count'] == 2",
      "value['runs'][0]['training_return'] < 0 and value['runs'][0]['test']['test_return'] < 0",
      "value['notes'][0].startswith('ALP-GMM has not fitted yet')")
    try expect(
      "train --resume data/test/test_s7 --json",
      "value['runs'][0]['state'] == 'complete' and value['runs'][0]['steps'] == 800")
    try expect(
      "train \(Self.small) --seeds 6-7 --start_steps 9 --fit_rate 12 --json", status: 1,
      "[run['state'] for run in value['runs']] == ['complete', 'failed']",
      "'is not empty' in value['runs'][1]['error']", "value['notes'] == []")
    try expect(
      "evaluate data/test/test_s6 --nb_test_episodes 3 --json",
      "value['path'] == 'data/test/test_s6' and value['teacher'] == 'ALP-GMM'", "value['mastered_return'] == 230",
      "value['test_count'] == len(value['test_episodes']) == 3", "value['mastered_percent'] == 0",
      "list(value['test_episodes'][0]['task']) == [p['name'] for p in value['parameters']] == ['stump_height']",
      "value['parameters'][0]['high'] == 0.5 and value['parameters'][0]['unit']",
      "abs(value['test_return'] - sum(e['return'] for e in value['test_episodes']) / 3) < 1e-9",
      "value['test_episodes'][0]['mastered'] is False and value['test_episodes'][0]['length'] > 0")
    try expect(
      "compare data/test/test_s6 data/test/test_s7 --json", "value['epoch'] == 2",
      "[run['seed'] for run in value['runs']] == [6, 7]",
      "value['teachers'][1]['measure'] == 'test_return' and value['teachers'][1]['runs'] == 2",
      "abs(value['teachers'][1]['mean'] - sum(run['test_return'] for run in value['runs']) / 2) < 1e-9",
      "value['tests'] == [] and len(value['notes']) > 0")
  }

  @Test func evaluationIsATable() throws {
    let arguments = "train \(Self.small) --quiet".split(separator: " ").map(String.init)
    #expect(try ToolProcess.run(arguments, in: folder.path)?.status == 0)
    let evaluated = try ToolProcess.run(
      ["evaluate", "data/test/test_s0", "--csv", "--nb_test_episodes", "2"], in: folder.path)
    // The columns of the run's own table, and its last test.
    let tests = try folder.text("data/test/test_s0/test_episodes.tsv").split(separator: "\n")
    let expected = ([tests[0]] + tests.suffix(2)).map { $0.split(separator: "\t").dropFirst().joined(separator: ",") }
    #expect(evaluated?.output.split(separator: "\n").map(String.init) == expected)
  }

  @Test(arguments: ["evaluate x --csv --json", "compare x --csv --json"])
  func takesOneFormat(arguments: String) throws {
    let result = try ToolProcess.run(arguments.split(separator: " ").map(String.init), in: folder.path)
    #expect(result?.status == 64)
    #expect(result?.errors.contains("--csv and --json are both given") == true)
  }
}
