import Numerics
import Tasks
import Testing

@testable import Teachers

@Test func tasksAreUniformUntilTheFirstFit() throws {
  let teacher = try makeTeacher("ALP-GMM", .unitBox(dimension: 2), ["fit_rate": "2000", "random_task_ratio": "0"])
  let tasks = teacher.train(2000) { task, episode in task[0] > 0.9 ? Double(episode % 2) : 0 }
  for i in 0..<2 {
    let mean = tasks.reduce(0) { $0 + $1[i] } / 2000
    #expect(abs(mean - 0.5) < 5 * 0.2887 / 2000.0.squareRoot())
  }
}

@Test func tasksGoWhereTheProgressIs() throws {
  // The reward changes from episode to episode in one corner only.
  let teacher = try makeTeacher("ALP-GMM", .unitBox(dimension: 2), seed: 3)
  teacher.train(1000) { task, episode in task[0] > 0.7 && task[1] > 0.7 ? Double(episode % 3) / 2 : 0 }
  let share = Double((0..<2000).count { _ in teacher.sample().allSatisfy { $0 > 0.65 } }) / 2000
  // 80 % come from the mixture; uniform tasks alone would be 12 %.
  #expect(share > 0.6)
}

@Test func theRandomTaskRatioIsKept() throws {
  for ratio in [0, 0.25, 1] {
    let teacher = try makeTeacher("ALP-GMM", .unitBox(dimension: 1), ["random_task_ratio": "\(ratio)", "max_k": "2"])
    // All progress lies at 0.
    for episode in 0..<250 { teacher.update([episode % 2 == 0 ? 0 : 1e-4], Double(episode % 4)) }
    let share = Double((0..<4000).count { _ in teacher.sample()[0] > 0.05 }) / 4000
    #expect(abs(share - 0.95 * ratio) <= 5 * (ratio * 0.95 * (1 - 0.95 * ratio) / 4000).squareRoot())
  }
}

@Test func optionsThatDoNotFitEachOtherAreErrors() throws {
  for name in ["ALP-GMM", "Covar-GMM"] {
    let box = TaskSpace.unitBox(dimension: 2)
    let order = try errorMessage(name, box, [("min_k", "11"), ("max_k", "10")])
    #expect(order == "option 'min_k' is 11 and 'max_k' is 10; min_k must not be greater than max_k")
    // Each works alone.
    #expect(try errorMessage(name, box, [("min_k", "11")]) == nil)
    #expect(try errorMessage(name, box, [("max_k", "1")]) == nil)
    let few = try errorMessage(name, box, [("fit_rate", "9")])
    #expect(few == "option 'fit_rate' is 9 and 'max_k' is 10; fit_rate must be at least max_k")
    #expect(try errorMessage(name, box, [("fit_rate", "9"), ("max_k", "9")]) == nil)
    #expect(try errorMessage(name, box, [("fit_rate", "1"), ("min_k", "1"), ("max_k", "1")]) == nil)
  }
}

@Test func everyOptionOfTheMixtureMakesADifference() throws {
  let options: [[String: String]] = [
    [:], ["min_k": "4"], ["max_k": "3"], ["gmm_fitness": "bic"], ["gmm_fitness": "aicc"], ["nb_em_init": "3"],
    ["fit_rate": "200"], ["warm_start": "true"], ["alp_max_size": "100"], ["normalize": "false"],
    ["random_task_ratio": "0.5"], ["reward_range": "off"], ["reward_range": "0,2"],
  ]
  let runs = try options.map { options in
    try makeTeacher("ALP-GMM", try space([0, 0], [1, 10]), options).train(1600) { task, episode in
      task[0] * task[1] < Double(episode) / 200 ? 0.1 * (task[0] + task[1]) : 0
    }
  }
  for (i, run) in runs.enumerated() {
    #expect(!runs[..<i].contains(run), "\(options[i])")
  }
}
