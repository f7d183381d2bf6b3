import Testing

@testable import CommandLineTool

@Suite struct ArgumentNormalizationTests {
  @Test(arguments: [
    (["train", "--max-stump-h", "3"], ["train", "--max_stump_h", "3"]),
    (["--batch-size=64"], ["--batch_size=64"]),
    (["--exp_name=my-run"], ["--exp_name=my-run"]),
    (["--exp-name", "my-run"], ["--exp_name", "my-run"]),
    (["-fit", "aic", "-s", "1"], ["-fit", "aic", "-s", "1"]),
    (["--generate-completion-script", "bash"], ["--generate-completion-script", "bash"]),
    (["--max-k", "--", "--max-k"], ["--max_k", "--", "--max-k"]),
    (["-", "--"], ["-", "--"]),
    ([], []),
  ])
  func turnsHyphensOfLongNamesIntoUnderscores(given: [String], normalized: [String]) {
    #expect(normalizedArguments(given) == normalized)
  }

  @Test func takesNegativeNumbersForValues() {
    #expect(normalizedArguments(["train", "--lr", "-1e-3", "-s", "-2"]) == ["train", "--lr=-1e-3", "-s", "-2"])
    #expect(normalizedArguments(["--window-step-vector", "-0.1,-0.2"]) == ["--window_step_vector=-0.1,-0.2"])
    #expect(normalizedArguments(["--exp_name", "-1,x"]) == ["--exp_name", "-1,x"])
    #expect(normalizedArguments(["--lr=1", "-2"]) == ["--lr=1", "-2"])
  }
}
