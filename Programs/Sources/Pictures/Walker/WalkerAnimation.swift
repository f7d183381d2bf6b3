import Student
import TeachDRL

/// One moment of an episode.
public struct WalkerFrame {
  let scene: Environment.Scene
  let caption: String

  /// A moment, with a line of text above the picture; none where that is empty.
  public init(_ scene: Environment.Scene, caption: String) { (self.scene, self.caption) = (scene, caption) }

  /// Paints it over a whole canvas.
  public func paint(on canvas: Canvas) {
    WalkerPainter.paint(scene, on: canvas)
    guard !caption.isEmpty else { return }
    let size = max(9, canvas.width / 48)
    canvas.text(caption, at: Point(size * 0.8, size * 1.2), size: size, Color(hex: 0x222222))
  }
}

/// An episode as pictures.
public struct WalkerAnimation {
  private let frames: [WalkerFrame]
  private let stepsPerFrame: Int
  private let width: Int

  /// An episode of which every so manieth step is shown, in real time as far as GIFs go. There must be a frame.
  public init(frames: [WalkerFrame], stepsPerFrame: Int, width: Int = WalkerPainter.size.width) {
    (self.frames, self.stepsPerFrame, self.width) = (frames, stepsPerFrame, width)
  }

  /// The animation; its last frame stays a second.
  public var animation: Animation {
    Animation(
      width: width, height: width * WalkerPainter.size.height / WalkerPainter.size.width, frameCount: frames.count,
      delay: 2 * stepsPerFrame, lastDelay: 100
    ) { [frames] frame, canvas in
      frames[frame].paint(on: canvas)
    }
  }
}
