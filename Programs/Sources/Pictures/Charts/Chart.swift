/// A pair of axes with marks, a title above, a legend below the title, and bars that explain colours at the right.
struct Chart {
  var title = ""
  let x: Axis
  let y: Axis
  var marks: [Mark] = []
  var legend: [LegendEntry] = []
  var colorBars: [ColorBar] = []
  /// Lines through the ticks, which help to read values off a curve.
  var hasGrid = true
  var titleSize = 12.5

  /// Draws the chart into a rectangle.
  func draw(on canvas: Canvas, in frame: Rectangle) {
    let legend = Legend(entries: legend)
    let inner = frame.inset(
      left: 54, top: title.isEmpty ? 8 : 26,
      right: colorBars.isEmpty ? 26 : 12 + Double(colorBars.count) * ColorBar.width)
    let legendHeight = legend.height(in: inner.width, on: canvas)
    let area = inner.inset(top: legendHeight + (legendHeight > 0 ? 6 : 0), bottom: 40)
    canvas.text(title, at: Point(area.x, frame.y + 13), size: titleSize, isBold: true)
    legend.draw(on: canvas, at: Point(inner.x, inner.y), width: inner.width)
    draw(on: canvas, area: area)
    for (index, bar) in colorBars.enumerated() {
      bar.draw(
        on: canvas, in: Rectangle(area.right + 10 + Double(index) * ColorBar.width, area.y, ColorBar.width, area.height)
      )
    }
  }

  private func draw(on canvas: Canvas, area: Rectangle) {
    let frame = ChartFrame(area: area, x: x.range, y: y.range)
    if hasGrid { drawGrid(on: canvas, frame) }
    // A line along an edge keeps its width.
    canvas.clipped(to: area.inset(left: -1.5, top: -1.5, right: -1.5, bottom: -1.5)) {
      for mark in marks { frame.draw(mark, on: canvas) }
    }
    canvas.stroke(area, canvas.theme.faint, width: 0.8)
    drawTicks(on: canvas, frame)
    canvas.text(x.label, at: Point(area.center.x, area.bottom + 30), size: 10.5, align: .center)
    canvas.text(y.label, at: Point(area.x - 44, area.center.y), size: 10.5, align: .center, angle: .pi / 2)
  }

  private func drawGrid(on canvas: Canvas, _ frame: ChartFrame) {
    for value in x.ticks.values {
      let place = frame.place(Point(value, 0)).x
      canvas.stroke([Point(place, frame.area.y), Point(place, frame.area.bottom)], canvas.theme.grid, width: 0.8)
    }
    for value in y.ticks.values {
      let place = frame.place(Point(0, value)).y
      canvas.stroke([Point(frame.area.x, place), Point(frame.area.right, place)], canvas.theme.grid, width: 0.8)
    }
  }

  private func drawTicks(on canvas: Canvas, _ frame: ChartFrame) {
    let area = frame.area
    for (value, text) in zip(x.ticks.values, x.ticks.labels) {
      let place = frame.place(Point(value, 0)).x
      canvas.stroke([Point(place, area.bottom), Point(place, area.bottom + 3)], canvas.theme.faint, width: 0.8)
      canvas.text(text, at: Point(place, area.bottom + 12), size: 9.5, align: .center)
    }
    for (value, text) in zip(y.ticks.values, y.ticks.labels) {
      let place = frame.place(Point(0, value)).y
      canvas.stroke([Point(area.x - 3, place), Point(area.x, place)], canvas.theme.faint, width: 0.8)
      canvas.text(text, at: Point(area.x - 6, place), size: 9.5, align: .right)
    }
  }
}
