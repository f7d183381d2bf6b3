import Student
import TeachDRL
import Testing

@testable import Pictures

@Suite struct WalkerPictureTests {
  private func scene(_ walker: String, task: [Double], steps: Int) throws -> Environment.Scene {
    let environment = try Environment("stump-tracks", options: [OptionSetting("walker", walker)], seed: 3)
    let observation = UnsafeMutableBufferPointer<Float>.allocate(capacity: environment.observationSize)
    let action = UnsafeMutableBufferPointer<Float>.allocate(capacity: environment.actionSize)
    defer {
      observation.deallocate()
      action.deallocate()
    }
    action.initialize(repeating: 0)
    try environment.setTask(task)
    try environment.reset(observation: observation)
    for _ in 0..<steps {
      _ = try environment.step(action: UnsafeBufferPointer(action), observation: observation)
    }
    return try environment.scene()
  }

  @Test(arguments: ["short", "default", "quadru"])
  func looksAsItDid(walker: String) throws {
    let canvas = Canvas(width: 300, height: 200)
    WalkerFrame(try scene(walker, task: [1.5, 1], steps: 8), caption: "time 0.2 s").paint(on: canvas)
    try expectLooksLike("walker_\(walker)", canvas)
  }

  /// The sky is the published one, and the ground has no seams in it.
  @Test func hasThePublishedColors() throws {
    let canvas = Canvas(width: 600, height: 400)
    WalkerPainter.paint(try scene("default", task: [0.1, 0], steps: 0), on: canvas)
    canvas.withPixels { pixels, stride in
      #expect(pixels[250 * stride + 590] & 0xFFFFFF == 0xE6E6FF)
      let ground = Set((0..<600).map { pixels[380 * stride + $0] & 0xFFFFFF })
      #expect(ground == [0x66994C] || ground == [0x66994D])
    }
  }

  @Test func fitsIntoATerminal() {
    let canvas = Canvas(width: 6, height: 4)
    canvas.fill(Rectangle(0, 0, 6, 4), Color(hex: 0x0102FF))
    let text = terminalText(canvas, columns: 6, rows: 2)
    let line = "\u{1B}[38;2;1;2;255m\u{1B}[48;2;1;2;255m" + String(repeating: "\u{2580}", count: 6) + "\u{1B}[0m"
    #expect(text == line + "\r\n" + line)
  }
}
