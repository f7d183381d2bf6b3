import Student
import TeachDRL

/// A way for the Oracle through the toy environment. Its published thresholds belong to the walkers' returns; the toy's
/// rewards lie in [0, 1].
///
/// The window is three cells wide and moves by half a cell along the diagonal once the mean competence in it is above
/// 75 %, from which a cell's neighbours can be learnt. A window as narrow as the published one, a sixth, would meet only
/// the cells beside the diagonal.
enum ToyOracle {
  static let name = "Oracle"

  static let help = """
    Unless its options are given, the Oracle has reward_threshold=0.75, window_step_vector=0.5/nb_cubes in every \
    dimension and window_fraction=3/nb_cubes.
    """

  /// The options for tasks of so many parameters in a box of so many cells along each.
  static func options(dimension: Int, cubes: Int) -> [OptionSetting] {
    let step = "\(0.5 / Double(cubes))"
    return [
      OptionSetting("window_step_vector", [String](repeating: step, count: dimension).joined(separator: ",")),
      OptionSetting("reward_threshold", "0.75"),
      OptionSetting("window_fraction", "\(min(1, 3 / Double(cubes)))"),
    ]
  }
}
