/// Lengths, times and forces that every track and walker shares, as published with the environment: lengths in metres,
/// most of them given there in pixels of a picture.
enum Scene {
  static let framesPerSecond = 50.0
  static let pixelsPerMetre = 30.0
  static let viewportWidth = 600 / pixelsPerMetre
  static let viewportHeight = 400 / pixelsPerMetre

  static let gravity: Float = 10

  /// The unit in which tracks are measured out.
  static let terrainStep = 14 / pixelsPerMetre
  static let terrainHeight = viewportHeight / 4
  static let startPadLength = 20 * terrainStep
  static let trackLength = 200 * terrainStep
  /// Where a walker has arrived: the last ten steps are grass.
  static let finish = (200 - 10) * terrainStep
  static let groundFriction: Float = 2.5
}
