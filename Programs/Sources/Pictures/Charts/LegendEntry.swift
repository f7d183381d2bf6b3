/// What one kind of mark means.
struct LegendEntry {
  enum Symbol {
    case line(Color, dash: [Double] = [])
    case lineAndBand(Color, dash: [Double])
    case disc(Color, radius: Double = 3.5, outline: Color? = nil)
    case ring(Color)
    case box(fill: Color?, outline: Color?)
  }

  let symbol: Symbol
  let text: String

  init(_ symbol: Symbol, _ text: String) { (self.symbol, self.text) = (symbol, text) }
}

/// Entries side by side, in as many rows as they need.
struct Legend {
  static let rowHeight = 17.0
  private static let (symbolWidth, gap, size) = (24.0, 16.0, 10.5)
  let entries: [LegendEntry]

  /// How high it is in this width.
  func height(in width: Double, on canvas: Canvas) -> Double {
    Self.rowHeight * Double(rows(in: width, on: canvas).count)
  }

  /// Draws it from a corner on.
  func draw(on canvas: Canvas, at corner: Point, width: Double) {
    for (row, entries) in rows(in: width, on: canvas).enumerated() {
      var x = corner.x
      let y = corner.y + (Double(row) + 0.5) * Self.rowHeight
      for entry in entries {
        entry.draw(on: canvas, from: x, to: x + Self.symbolWidth, y)
        canvas.text(entry.text, at: Point(x + Self.symbolWidth + 5, y), size: Self.size)
        x += self.width(of: entry, on: canvas)
      }
    }
  }

  private func width(of entry: LegendEntry, on canvas: Canvas) -> Double {
    Self.symbolWidth + 5 + canvas.width(of: entry.text, size: Self.size) + Self.gap
  }

  private func rows(in width: Double, on canvas: Canvas) -> [[LegendEntry]] {
    var rows: [[LegendEntry]] = []
    var used = Double.infinity
    for entry in entries {
      let needed = self.width(of: entry, on: canvas)
      if used + needed - Self.gap > width {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(entry)
      used += needed
    }
    return rows
  }
}

extension LegendEntry {
  fileprivate func draw(on canvas: Canvas, from left: Double, to right: Double, _ y: Double) {
    let middle = Point((left + right) / 2, y)
    let box = Rectangle(left + 3, y - 5, right - left - 6, 10)
    switch symbol {
    case .line(let color, let dash): canvas.stroke([Point(left, y), Point(right, y)], color, width: 2, dash: dash)
    case .lineAndBand(let color, let dash):
      canvas.fill(Rectangle(left, y - 5, right - left, 10), color.opacity(0.22))
      canvas.stroke([Point(left, y), Point(right, y)], color, width: 2, dash: dash)
    case .disc(let color, let radius, let outline):
      canvas.disc(at: middle, radius: radius, color, outline: outline.map(canvas.theme.outline))
    case .ring(let color): canvas.disc(at: middle, radius: 5, color.opacity(0), outline: color, outlineWidth: 1.5)
    case .box(let fill, let outline):
      if let fill { canvas.fill(box, fill) }
      if let outline { canvas.stroke(box, outline, width: 1.5) }
    }
  }
}
