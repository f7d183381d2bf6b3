import Testing

@testable import Arguments

private let names = ["ALP-GMM", "RIAC", "Covar-GMM", "Oracle", "Random", "fit_rate", "random_task_ratio"]

@Test(arguments: [
  ("alp-gmm", "ALP-GMM"), ("alp_gmm", "ALP-GMM"), ("ALPGMM", "ALP-GMM"), ("riac", "RIAC"), ("RAIC", "RIAC"),
  ("fit-rate", "fit_rate"), ("fitrate", "fit_rate"), ("fit_rat", "fit_rate"), ("oracel", "Oracle"),
  ("Rnadmo", "Random"),
  ("random_task_ration", "random_task_ratio"), ("x", nil), ("", nil), ("banana", nil), ("learning_rate", nil),
])
func theNearestNameIsOfferedWhereItIsNear(typed: String, meant: String?) {
  #expect(nearestName(to: typed, among: names) == meant)
}

@Test func longTextsAreNoTypingMistakes() {
  #expect(nearestName(to: String(repeating: "a", count: 100_000), among: names) == nil)
}

@Test func unknownNamesListWhatThereIs() {
  let error = UsageError.unknownName("teacher", "banana", among: ["Random", "RIAC"])
  #expect(error == UsageError(.unknownName, "teacher 'banana' is unknown; there are: Random, RIAC"))
  #expect(UsageError.unknownName("option", "x", among: []).message == "option 'x' is unknown; there is none")
}
