/// What the colours of a chart mean.
struct ColorBar {
  static let width = 66.0
  let label: String
  let scale: ColorScale

  /// Draws the bar at the left edge of a rectangle, its numbers and its label beside it.
  func draw(on canvas: Canvas, in frame: Rectangle) {
    let bar = Rectangle(frame.x, frame.y, 12, frame.height)
    let steps = 64
    for step in 0..<steps {
      let height = bar.height / Double(steps)
      // A little overlap, or the paper shows between two.
      canvas.fill(
        Rectangle(bar.x, bar.bottom - Double(step + 1) * height, bar.width, height + (step > 0 ? 0.5 : 0)),
        scale.map[(Double(step) + 0.5) / Double(steps)])
    }
    canvas.stroke(bar, canvas.theme.faint, width: 0.8)
    let ticks = Ticks(scale.range, about: max(2, min(5, Int(bar.height / 40))))
    for (value, text) in zip(ticks.values, ticks.labels) {
      let share = (value - scale.range.lowerBound) / (scale.range.upperBound - scale.range.lowerBound)
      let y = bar.bottom - share * bar.height
      canvas.stroke([Point(bar.right, y), Point(bar.right + 3, y)], canvas.theme.faint, width: 0.8)
      canvas.text(text, at: Point(bar.right + 5, y), size: 9.5)
    }
    canvas.text(
      label, at: Point(frame.x + Self.width - 13, bar.center.y), size: 10, align: .center, angle: .pi / 2)
  }
}
