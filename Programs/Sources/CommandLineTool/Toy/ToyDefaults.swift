import TeachDRL

/// Options that suit the toy environment: its rewards lie in [0, 1], and its first cell that can be learnt is at the origin.
/// Teachers whose own defaults belong to the walkers' returns, or begin in the middle, get them unless they are given.
enum ToyDefaults {
  static let help = """
    Unless their options are given, the Oracle has reward_threshold=0.75, window_step_vector=0.5/nb_cubes in every \
    dimension and window_fraction=3/nb_cubes; other teachers with thresholds have 0.75 too, and begin at the cell at the \
    origin. An episode is a success if its cell's competence is 75 or more.
    """

  /// The options that a teacher has of these, for tasks of so many parameters in a box of so many cells along each.
  static func options(for teacher: Listing, dimension: Int, cubes: Int) -> [OptionSetting] {
    let cell = 1 / Double(cubes)
    var options = oracle(dimension: dimension, cubes: cubes).filter { teacher.hasOption($0.name) }
    options += start(dimension: dimension, cell: cell).filter { teacher.hasOption($0.name) }
    // Competence 75 is the reward 0.75, above this.
    if teacher.needs.contains(.success) { options.append(OptionSetting("success_return", "0.745")) }
    return options
  }

  /// A way for the Oracle. Its window is three cells wide and moves by half a cell along the diagonal once the mean competence
  /// in it is above 75 %, from which a cell's neighbours can be learnt. A window as narrow as the published one, a sixth, would
  /// meet only the cells beside the diagonal.
  private static func oracle(dimension: Int, cubes: Int) -> [OptionSetting] {
    [
      OptionSetting("window_step_vector", repeated(0.5 / Double(cubes), dimension)),
      OptionSetting("reward_threshold", "0.75"), OptionSetting("window_fraction", "\(min(1, 3 / Double(cubes)))"),
    ]
  }

  /// Thresholds, and where boxes begin. The stages are five boxes at the origin, each a fifth wider than the one before.
  private static func start(dimension: Int, cell: Double) -> [OptionSetting] {
    let corner = repeated(cell / 2, dimension)
    let stages = (1...5).map { "\(repeated(0, dimension)),\(repeated(Double($0) / 5, dimension))" }
    return [
      OptionSetting("grow_threshold", "0.75"), OptionSetting("shrink_threshold", "0"),
      OptionSetting("thresholds", "0.75"),
      OptionSetting("initial_mean", corner), OptionSetting("center", corner),
      OptionSetting("boxes", stages.joined(separator: ",")),
      OptionSetting("first_box", "\(repeated(0, dimension)),\(repeated(cell, dimension))"),
    ]
  }

  private static func repeated(_ number: Double, _ count: Int) -> String {
    [String](repeating: "\(number)", count: count).joined(separator: ",")
  }
}
