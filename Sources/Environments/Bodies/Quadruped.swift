extension Body {
  /// The walker on four legs.
  static let quadru = Walker(
    name: "quadru",
    hull: Walker.outline([(-46, 13), (6, 13), (50, 5), (50, -12), (-46, -12)]),
    hullWidth: 96 / Scene.pixelsPerMetre,
    legWidth: 10 / Scene.pixelsPerMetre,
    legHeight: 51 / Scene.pixelsPerMetre,
    legPairs: [-1.2, 0.85],
    motorTorque: 300,
    torquePenalty: 0.00035 / 8
  ).body
}
