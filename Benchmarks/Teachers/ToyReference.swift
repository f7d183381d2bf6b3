import Foundation

/// What the reference implementation has reached with a teacher on the toy environment.
struct ToyReference {
  /// The number of a task's parameters, all of which are relevant.
  let dimension: Int
  let teacher: String
  /// The share of mastered cells in percent before each of `ToyCurves.episodes`.
  let shares: [Sample]

  /// The published Python code, unmodified, ten cells in each dimension: 30 seeds in two, 20 in three.
  static let recorded =
    settings(
      dimension: 2, seeds: 30,
      [
        ("ALP-GMM", [(5.7000, 1.1492), (14.2333, 1.5241), (35.2333, 2.8123)]),
        ("Covar-GMM", [(12.9333, 2.2273), (29.7000, 3.1089), (66.6333, 2.9064)]),
        ("RIAC", [(9.0667, 1.4606), (21.5667, 1.5906), (47.4000, 2.1909)]),
        ("Random", [(0, 0), (1, 0), (4.2333, 0.5040)]),
      ])
    + settings(
      dimension: 3, seeds: 20,
      [
        ("ALP-GMM", [(0.3250, 0.1743), (0.7900, 0.4038), (2.4500, 0.7984)]),
        ("Covar-GMM", [(0.4100, 0.4352), (1.5300, 0.7834), (4.4150, 0.9461)]),
        ("RIAC", [(0.5700, 0.2227), (1.6250, 0.2826), (3.8800, 0.4808)]),
        ("Random", [(0, 0), (0, 0), (0, 0)]),
      ])

  /// Reads the curves that the recorded figures summarize: `toy_curves_2d.json` and `toy_curves_3d.json`, which hold
  /// the share before episodes 0, 1000, ... by teacher and seed.
  static func read(folder: String) throws -> [ToyReference] {
    try [2, 3].flatMap { dimension in
      let data = try Data(contentsOf: URL(filePath: folder).appending(path: "toy_curves_\(dimension)d.json"))
      let curves = try JSONDecoder().decode([String: [String: [Double]]].self, from: data)
      return curves.sorted { $0.key < $1.key }.map { teacher, seeds in
        ToyReference(
          dimension: dimension, teacher: teacher,
          shares: ToyCurves.episodes.map { episode in Sample(seeds.values.map { $0[episode / 1000] }) })
      }
    }
  }

  private static func settings(
    dimension: Int, seeds: Int, _ figures: [(teacher: String, [(mean: Double, deviation: Double)])]
  ) -> [ToyReference] {
    figures.map { teacher, figures in
      ToyReference(
        dimension: dimension, teacher: teacher,
        shares: figures.map { Sample(mean: $0.mean, deviation: $0.deviation, count: seeds) })
    }
  }
}

/// Numbers in short: their mean, their standard deviation, and how many they are.
struct Sample {
  let mean: Double
  let deviation: Double
  let count: Int

  /// The variance of the mean.
  var meanVariance: Double { deviation * deviation / Double(count) }
}

extension Sample {
  /// Summarizes numbers.
  init(_ numbers: [Double]) {
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.init(
      mean: mean, deviation: (squares / Double(max(1, numbers.count - 1))).squareRoot(), count: numbers.count)
  }
}
