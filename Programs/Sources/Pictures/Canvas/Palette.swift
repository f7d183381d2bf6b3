/// Colours that people with any kind of colour vision tell apart (Okabe and Ito, "Color Universal Design", 2008).
enum Palette {
  static let orange = Color(hex: 0xE69F00)
  static let skyBlue = Color(hex: 0x56B4E9)
  static let green = Color(hex: 0x009E73)
  static let yellow = Color(hex: 0xF0E442)
  static let blue = Color(hex: 0x0072B2)
  static let vermilion = Color(hex: 0xD55E00)
  static let purple = Color(hex: 0xCC79A7)
  static let grey = Color(hex: 0x7F7F7F)

  /// In the order in which groups without a colour of their own take them.
  static let groups = [blue, vermilion, green, purple, orange, skyBlue, grey]
}

/// How a group of runs is drawn: a colour, and a dash pattern for print without colours.
struct GroupStyle: Equatable {
  let color: Color
  let dash: [Double]

  /// The published teachers look the same in every picture; `index` decides for others.
  init(of name: String, index: Int) {
    switch name {
    case "ALP-GMM": (color, dash) = (Palette.blue, [])
    case "RIAC": (color, dash) = (Palette.vermilion, [7, 2])
    case "Covar-GMM": (color, dash) = (Palette.green, [7, 2, 1.5, 2])
    case "Oracle": (color, dash) = (Palette.purple, [4, 2])
    case "Random": (color, dash) = (Palette.grey, [1.5, 2])
    default:
      color = Palette.groups[index % Palette.groups.count]
      dash = [[], [7, 2], [7, 2, 1.5, 2], [4, 2], [1.5, 2]][index % 5]
    }
  }
}
