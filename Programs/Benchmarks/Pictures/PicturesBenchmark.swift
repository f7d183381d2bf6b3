import Glibc
import Pictures
import Student
import TeachDRL

/// How fast a walker's frames of 600 x 400 are drawn, on one core. The yardstick is 300 a second.
@main
enum PicturesBenchmark {
  static func main() throws {
    let frames = try randomWalk(steps: 60)
    let (width, height) = WalkerPainter.size
    let canvas = Canvas(width: width, height: height)
    let drawn = rate(of: frames.count) { for frame in frames { frame.paint(on: canvas) } }
    let animation = WalkerAnimation(frames: frames, stepsPerFrame: 2).animation
    let encoded = try rate(of: frames.count) { _ = try animation.gif() }
    print("frames of \(width) x \(height): \(Int(drawn)) drawn a second (yardstick 300)")
    print("                     \(Int(encoded)) drawn and written to a GIF a second, colours chosen included")
  }

  /// The median of five goes, each of which repeats the work for at least half a second.
  private static func rate(of count: Int, _ work: () throws -> Void) rethrows -> Double {
    var rates: [Double] = []
    for _ in 0..<5 {
      let (start, clock) = (ContinuousClock.now, ContinuousClock())
      var done = 0
      while clock.now - start < .milliseconds(500) {
        try work()
        done += count
      }
      rates.append(Double(done) / ((clock.now - start) / .seconds(1)))
    }
    return rates.sorted()[2]
  }

  private static func randomWalk(steps: Int) throws -> [WalkerFrame] {
    let environment = try Environment("stump-tracks", options: [], seed: 1)
    try environment.setTask([1, 1])
    let observation = UnsafeMutableBufferPointer<Float>.allocate(capacity: environment.observationSize)
    let action = UnsafeMutableBufferPointer<Float>.allocate(capacity: environment.actionSize)
    defer {
      observation.deallocate()
      action.deallocate()
    }
    action.initialize(repeating: 0)
    try environment.reset(observation: observation)
    var frames: [WalkerFrame] = []
    for step in 0..<steps {
      for joint in action.indices { action[joint] = Float(sin(0.1 * Double(step) + Double(joint))) }
      let result = try environment.step(action: UnsafeBufferPointer(action), observation: observation)
      frames.append(WalkerFrame(try environment.scene(), caption: "step \(step)"))
      if result.terminated || result.truncated { break }
    }
    return frames
  }
}
