extension Body {
  /// The walker on two legs, much that of Gym's BipedalWalker.
  static let `default` = biped("default", legHeight: 34 / Scene.pixelsPerMetre)

  /// The walker on two legs half as long.
  static let short = biped("short", legHeight: 17 / Scene.pixelsPerMetre)

  private static func biped(_ name: String, legHeight: Double) -> Body {
    Walker(
      name: name,
      hull: Walker.outline([(-30, 9), (6, 9), (34, 1), (34, -8), (-30, -8)]),
      hullWidth: 64 / Scene.pixelsPerMetre,
      legWidth: 8 / Scene.pixelsPerMetre,
      legHeight: legHeight,
      legPairs: [0],
      motorTorque: 80,
      torquePenalty: 0.00035
    ).body
  }
}
