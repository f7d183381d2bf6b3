/// The colours of paper and ink.
public struct Theme: Sendable {
  let paper, ink, faint, grid: Color

  /// For papers and bright pages.
  public static let light = Theme(
    paper: Color(hex: 0xFFFFFF), ink: Color(hex: 0x222222), faint: Color(hex: 0x555555), grid: Color(hex: 0xE2E2E2))
  /// For dark pages.
  public static let dark = Theme(
    paper: Color(hex: 0x1B1D21), ink: Color(hex: 0xECECEC), faint: Color(hex: 0xB4B4B4), grid: Color(hex: 0x3A3D42))
}
