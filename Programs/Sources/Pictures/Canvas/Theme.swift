/// The colours of paper and ink.
public struct Theme: Sendable {
  let paper, ink, faint, grid: Color
  private let isDark: Bool

  private init(paper: UInt32, ink: UInt32, faint: UInt32, grid: UInt32, isDark: Bool) {
    (self.paper, self.ink) = (Color(hex: paper), Color(hex: ink))
    (self.faint, self.grid) = (Color(hex: faint), Color(hex: grid))
    self.isDark = isDark
  }

  /// An outline's colour on this paper: dark greys become bright where the paper is dark.
  func outline(_ color: Color) -> Color {
    let isGrey = color.red == color.green && color.green == color.blue
    return isDark && isGrey ? .grey(1 - color.red) : color
  }

  /// For papers and bright pages.
  public static let light = Theme(paper: 0xFFFFFF, ink: 0x222222, faint: 0x555555, grid: 0xE2E2E2, isDark: false)
  /// For dark pages.
  public static let dark = Theme(paper: 0x1B1D21, ink: 0xECECEC, faint: 0xB4B4B4, grid: 0x3A3D42, isDark: true)
}
