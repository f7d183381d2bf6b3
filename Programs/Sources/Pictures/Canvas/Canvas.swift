import CCairo

/// What pictures are drawn on: pixels in memory, or an SVG document.
///
/// Coordinates are pixels of the picture's nominal size, x to the right, y downwards.
public final class Canvas {
  /// The nominal width.
  public let width: Double
  /// The nominal height.
  public let height: Double
  let theme: Theme
  let context: OpaquePointer?
  private let surface: OpaquePointer?
  private let written = Bytes()

  /// A canvas of pixels, `scale` of them for each unit of length.
  public init(width: Int, height: Int, scale: Double = 1, theme: Theme = .light) {
    (self.width, self.height, self.theme) = (Double(width), Double(height), theme)
    surface = cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, Int32((Double(width) * scale).rounded()), Int32((Double(height) * scale).rounded()))
    context = cairo_create(surface)
    cairo_scale(context, scale, scale)
  }

  /// A canvas that becomes an SVG document.
  init(svgWidth width: Int, height: Int, theme: Theme) {
    (self.width, self.height, self.theme) = (Double(width), Double(height), theme)
    surface = cairo_svg_surface_create_for_stream(
      appendToBytes, Unmanaged.passUnretained(written).toOpaque(), Double(width), Double(height))
    cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX)
    context = cairo_create(surface)
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_finish(surface)
    cairo_surface_destroy(surface)
  }

  /// The content as a PNG file.
  public func png() throws(PictureError) -> [UInt8] {
    try checkStatus()
    let bytes = Bytes()
    let status = cairo_surface_write_to_png_stream(surface, appendToBytes, Unmanaged.passUnretained(bytes).toOpaque())
    guard status == CAIRO_STATUS_SUCCESS else { throw PictureError(status) }
    return bytes.content
  }

  /// Ends the document; nothing can be drawn any more.
  func finishSVG() throws(PictureError) -> [UInt8] {
    try checkStatus()
    cairo_surface_finish(surface)
    let status = cairo_surface_status(surface)
    guard status == CAIRO_STATUS_SUCCESS else { throw PictureError(status) }
    return written.content
  }

  /// Calls `body` with the pixels, 0xXXRRGGBB, row after row, and with the number of pixels from a row to the next.
  public func withPixels<Result>(
    _ body: (_ pixels: UnsafeBufferPointer<UInt32>, _ stride: Int) throws -> Result
  ) rethrows -> Result {
    cairo_surface_flush(surface)
    let stride = Int(cairo_image_surface_get_stride(surface)) / 4
    let count = stride * Int(cairo_image_surface_get_height(surface))
    // Where memory was short there are no pixels.
    guard let data = cairo_image_surface_get_data(surface), count > 0 else {
      return try body(UnsafeBufferPointer(start: nil, count: 0), 0)
    }
    return try data.withMemoryRebound(to: UInt32.self, capacity: count) {
      try body(UnsafeBufferPointer(start: $0, count: count), stride)
    }
  }

  private func checkStatus() throws(PictureError) {
    let status = cairo_status(context)
    guard status == CAIRO_STATUS_SUCCESS else { throw PictureError(status) }
  }
}

/// What Cairo could not do.
public struct PictureError: Error, Equatable, CustomStringConvertible {
  /// One sentence for people.
  public let description: String

  init(_ status: cairo_status_t) {
    description = "cannot draw: \(String(cString: cairo_status_to_string(status)))"
  }

  init(_ description: String) { self.description = description }
}

/// Bytes that a C library hands over piece by piece.
final class Bytes {
  var content: [UInt8] = []
}

private func appendToBytes(
  _ bytes: UnsafeMutableRawPointer?, _ data: UnsafePointer<UInt8>?, _ count: UInt32
) -> cairo_status_t {
  guard let bytes, let data else { return CAIRO_STATUS_WRITE_ERROR }
  Unmanaged<Bytes>.fromOpaque(bytes).takeUnretainedValue().content
    .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
  return CAIRO_STATUS_SUCCESS
}
