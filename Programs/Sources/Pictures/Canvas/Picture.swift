/// A picture that can be had as PNG and as SVG, on bright paper and on dark.
public struct Picture {
  /// The nominal width in pixels.
  public let width: Int
  /// The nominal height in pixels.
  public let height: Int
  private let draw: (Canvas) -> Void

  /// A picture that `draw` draws.
  init(width: Int, height: Int, draw: @escaping (Canvas) -> Void) {
    (self.width, self.height, self.draw) = (width, height, draw)
  }

  /// A PNG file with `scale` pixels for each unit of length.
  public func png(scale: Double = 2, theme: Theme = .light) throws(PictureError) -> [UInt8] {
    let canvas = Canvas(width: width, height: height, scale: scale, theme: theme)
    paint(on: canvas)
    return try canvas.png()
  }

  /// An SVG file. Its letters are shapes, so that it looks the same wherever it is shown.
  public func svg(theme: Theme = .light) throws(PictureError) -> [UInt8] {
    let canvas = Canvas(svgWidth: width, height: height, theme: theme)
    paint(on: canvas)
    return try canvas.finishSVG()
  }

  /// Draws it on a canvas of its size.
  func paint(on canvas: Canvas) {
    canvas.fillPaper()
    draw(canvas)
  }
}
