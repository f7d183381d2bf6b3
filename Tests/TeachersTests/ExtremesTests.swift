import Numerics
import Testing

@testable import Teachers

private let spaces: [(low: [Double], high: [Double])] = [
  ([0], [1e-300]), ([0, 0], [1e300, 1e-300]), ([-5e299, 1], [5e299, 1.0000000000000002]),
  ([1e300, -1e-308], [1.0000000000000002e300, .leastNonzeroMagnitude]), ([1e9, 0], [1e9 + 1, 1e-9]),
  ([0, -1e100], [.leastNonzeroMagnitude, 1e100]),
  ([0, 0, 0], [1, 1, 1]),
]

/// What students report: any finite number.
private enum Returns: CaseIterable {
  case constant, zero, huge, alternating, tiny, growing, noisy

  func value(_ episode: Int, _ generator: inout Xoshiro256PlusPlus) -> Double {
    switch self {
    case .constant: 0.7
    case .zero: 0
    case .huge: Double.greatestFiniteMagnitude
    case .alternating: episode % 2 == 0 ? Double.greatestFiniteMagnitude : -Double.greatestFiniteMagnitude
    case .tiny: Double(episode) * .leastNonzeroMagnitude
    case .growing: Double(episode) * 1e305
    case .noisy: 300 * generator.normal()
    }
  }
}

/// Where the tasks of updates lie.
private enum Tasks: CaseIterable {
  case own, corner, faces

  func task(_ teacher: TeacherInstance, _ generator: inout Xoshiro256PlusPlus) -> [Double] {
    let space = teacher.taskSpace
    return switch self {
    case .own: teacher.sample()
    case .corner: space.low
    case .faces: space.low.indices.map { generator.uniform() < 0.5 ? space.low[$0] : space.high[$0] }
    }
  }
}

@Test(arguments: TeacherCatalog.names, [false, true])
func tasksStayInsideWhateverTheNumbers(name: String, isNormalized: Bool) throws {
  let hasOption = try kind(name).options.contains { $0.name == "normalize" }
  if isNormalized, !hasOption { return }
  var options = name.contains("GMM") ? ["fit_rate": "40", "max_k": "4"] : [:]
  if name == "RIAC" { options = ["max_region_size": "20"] }
  if isNormalized { options["normalize"] = "true" }
  var outside = 0
  for (low, high) in spaces {
    for returns in Returns.allCases {
      for tasks in Tasks.allCases {
        let teacher = try makeTeacher(name, try space(low, high), options)
        var generator = Xoshiro256PlusPlus(seed: 3)
        for episode in 0..<170 {
          let task = tasks.task(teacher, &generator)
          teacher.update(task, returns.value(episode, &generator))
          if !teacher.taskSpace.contains(teacher.sample()) { outside += 1 }
        }
      }
    }
  }
  #expect(outside == 0)
}
