import Arguments
import Numerics
import Testing

@testable import Teachers

private let names = TeacherCatalog.names

@Test func theCatalogHasTheFiveTeachers() {
  #expect(Set(["ALP-GMM", "RIAC", "Covar-GMM", "Oracle", "Random"]).isSubset(of: names))
  #expect(Set(names).count == names.count)
  #expect(TeacherCatalog.all.allSatisfy { !$0.documentation.isEmpty })
}

@Test func optionsAreDocumentedOnceAndAcceptTheirDefaults() throws {
  for kind in TeacherCatalog.all {
    #expect(Set(kind.allOptions.map(\.name)).count == kind.allOptions.count)
    #expect(kind.allOptions.allSatisfy { !$0.documentation.isEmpty })
    let defaults = kind.allOptions.map { (name: $0.name, value: $0.defaultText) }
    _ = try OptionValues(defaults, for: kind.name, allowing: kind.allOptions)
  }
}

@Test func teachersHaveTheirOptionsAndThoseOfAll() throws {
  let mixture = ["min_k", "max_k", "fit_rate", "random_task_ratio", "threads"]
  let common = ["signal", "success_return", "reward_range", "normalize", "history"]
  #expect(try kind("Random").allOptions.map(\.name) == common)
  #expect(
    try kind("ALP-GMM").allOptions.map(\.name) == mixture + ["gmm_fitness", "nb_em_init", "warm_start", "alp_max_size"]
      + common)
  #expect(try kind("Covar-GMM").allOptions.map(\.name) == mixture + ["absolute_lp"] + common)
  #expect(
    try kind("RIAC").allOptions.map(\.name) == [
      "max_region_size", "alp_window_size", "nb_split_attempts", "sampling_in_leaves_only", "min_reg_size",
      "min_dims_range_ratio", "discard_ratio", "split_score",
    ] + common)
  #expect(
    try kind("Oracle").allOptions.map(\.name) == [
      "window_step_vector", "reward_threshold", "step_rate", "window_fraction",
    ] + common)
}

@Test func defaultsGivenAreDefaultsNotGiven() throws {
  for name in names where name != "Oracle" {
    let kind = try kind(name)
    let defaults = Dictionary(uniqueKeysWithValues: kind.allOptions.map { ($0.name, $0.defaultText) })
    let given = try makeTeacher(name, .unitBox(dimension: 2), defaults)
    let plain = try makeTeacher(name, .unitBox(dimension: 2))
    let play = { (task: [Double], episode: Int) in task[0] * Double(episode) / 600 }
    #expect(given.train(600, play) == plain.train(600, play))
  }
}

@Test func dimensionsAreBounded() throws {
  for (name, largest) in [("ALP-GMM", 64), ("Covar-GMM", 64), ("RIAC", 256), ("Oracle", 10_000), ("Random", 10_000)] {
    let teacher = try makeTeacher(name, .unitBox(dimension: largest))
    teacher.train(2) { _, _ in 1 }
    #expect(teacher.taskSpace.contains(teacher.sample()))
    let message = try errorMessage(name, .unitBox(dimension: largest + 1), [])
    #expect(
      message == "the task space has \(largest + 1) dimensions; \(name) works with 1 to \(largest)")
  }
}

@Test(arguments: names)
func theSameSeedAndCallsGiveTheSameBits(name: String) throws {
  let run = { (seed: UInt64) in
    let teacher = try makeTeacher(name, try space([0, -3], [3, 6]), seed: seed)
    return teacher.train(1200) { task, episode in 1000 * task[0] * (Double(episode) / 1200) - 5 * task[1] }
  }
  let tasks = try run(0)
  #expect(try run(0) == tasks)
  #expect(try run(1) != tasks)
}

@Test(arguments: names)
func updatesMayComeForTasksNeverProposed(name: String) throws {
  let teacher = try makeTeacher(name, .unitBox(dimension: 3))
  var generator = Xoshiro256PlusPlus(seed: 5)
  for episode in 0..<1000 {
    teacher.update([generator.uniform(), generator.uniform(), 1], generator.uniform())
    #expect(teacher.episodeCount == UInt64(episode + 1))
    if episode % 10 == 0 { #expect(teacher.taskSpace.contains(teacher.sample())) }
  }
}
