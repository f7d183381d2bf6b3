import CCairo

/// Where a text's point is: at its left edge, its middle or its right edge.
enum TextAlignment: Double {
  case left = 0
  case center = 0.5
  case right = 1
}

extension Canvas {
  /// Writes a line of text, the middle of its small letters at the point's height.
  ///
  /// - Parameter angle: Turns the text about the point, counter-clockwise, in radians.
  func text(
    _ text: String, at point: Point, size: Double, _ color: Color? = nil, align: TextAlignment = .left,
    isBold: Bool = false, angle: Double = 0
  ) {
    cairo_save(context)
    choose(size: size, isBold: isBold)
    cairo_translate(context, point.x, point.y)
    cairo_rotate(context, -angle)
    cairo_move_to(context, -advance(of: text) * align.rawValue, size * 0.36)
    use(color ?? theme.ink)
    cairo_show_text(context, text)
    cairo_restore(context)
  }

  /// How wide a line of text is.
  func width(of text: String, size: Double, isBold: Bool = false) -> Double {
    choose(size: size, isBold: isBold)
    return advance(of: text)
  }

  private func choose(size: Double, isBold: Bool) {
    cairo_select_font_face(
      context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    cairo_set_font_size(context, size)
  }

  private func advance(of text: String) -> Double {
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, text, &extents)
    return extents.x_advance
  }
}
