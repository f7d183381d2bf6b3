/// An animation, as a GIF.
public struct Animation {
  /// The width of each frame in pixels.
  public let width: Int
  /// The height of each frame in pixels.
  public let height: Int
  /// How many frames there are.
  public let frameCount: Int
  /// How long a frame is shown, in hundredths of a second. Many programs show what is shorter than 2 as 10.
  public let delay: Int
  /// How long the last frame is shown.
  public let lastDelay: Int
  private let draw: (Int, Canvas) -> Void

  /// The delays of animations that show a curriculum, a window of episodes a frame.
  static let (windowDelay, lastWindowDelay) = (40, 300)

  /// An animation whose frames `draw` draws, each on a canvas that may still show another. Frames may be asked for in any
  /// order, and more than once.
  public init(
    width: Int, height: Int, frameCount: Int, delay: Int, lastDelay: Int? = nil, draw: @escaping (Int, Canvas) -> Void
  ) {
    (self.width, self.height, self.frameCount, self.delay) = (width, height, frameCount, delay)
    (self.lastDelay, self.draw) = (lastDelay ?? delay, draw)
  }

  /// The GIF file; nil where `shouldContinue`, which is asked before each frame with its index, says no.
  ///
  /// The colours are chosen from sixteen frames spread over the whole. Complexity: O(the number of pixels).
  public func gif(while shouldContinue: (Int) -> Bool = { _ in true }) throws(PictureError) -> [UInt8]? {
    let canvas = Canvas(width: width, height: height)
    let colors = ColorTable(histogram(on: canvas))
    let encoder = try GIFEncoder(width: width, height: height, colors: colors)
    for frame in 0..<frameCount {
      guard shouldContinue(frame) else { return nil }
      draw(frame, canvas)
      try encoder.add(canvas, delay: frame == frameCount - 1 ? lastDelay : delay)
    }
    return try encoder.finish()
  }

  /// One frame as a PNG file.
  public func png(frame: Int) throws(PictureError) -> [UInt8] {
    let canvas = Canvas(width: width, height: height)
    draw(frame, canvas)
    return try canvas.png()
  }

  /// Draws one frame.
  func paint(frame: Int, on canvas: Canvas) { draw(frame, canvas) }

  private func histogram(on canvas: Canvas) -> ColorHistogram {
    var histogram = ColorHistogram()
    let count = min(16, frameCount)
    for sample in 0..<count {
      draw(count == 1 ? 0 : sample * (frameCount - 1) / (count - 1), canvas)
      histogram.add(canvas)
    }
    return histogram
  }
}
