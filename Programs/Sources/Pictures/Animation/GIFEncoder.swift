import CGIF

/// Writes a GIF frame by frame. A frame holds only the window that it changes.
final class GIFEncoder {
  private let width: Int
  private let height: Int
  private let lookup: ColorLookup
  private let bytes = Bytes()
  private var indices: [UInt8]
  private var gif: OpaquePointer?

  init(width: Int, height: Int, colors: ColorTable) throws(PictureError) {
    guard let (narrow, low) = sixteenBits(width, height) else {
      throw PictureError("a GIF is 1 to 65535 pixels wide and high, and this one is \(width) by \(height)")
    }
    (self.width, self.height) = (width, height)
    lookup = ColorLookup(colors)
    indices = [UInt8](repeating: 0, count: width * height)
    var palette = colors.bytes
    let context = Unmanaged.passUnretained(bytes).toOpaque()
    gif = palette.withUnsafeMutableBufferPointer { palette in
      var configuration = CGIF_Config()
      configuration.pGlobalPalette = palette.baseAddress
      configuration.numGlobalPaletteEntries = UInt16(palette.count / 3)
      configuration.attrFlags = UInt32(pictures_gif_is_animated)
      (configuration.width, configuration.height) = (narrow, low)
      configuration.pContext = context
      configuration.pWriteFn = { context, data, count in
        guard let context, let data else { return 1 }
        Unmanaged<Bytes>.fromOpaque(context).takeUnretainedValue().content
          .append(contentsOf: UnsafeBufferPointer(start: data, count: count))
        return 0
      }
      return cgif_newgif(&configuration)
    }
    if gif == nil { throw PictureError("cannot begin a GIF") }
  }

  deinit { if let gif { cgif_close(gif) } }

  /// Adds a frame that is shown for so many hundredths of a second.
  func add(_ canvas: Canvas, delay: Int) throws(PictureError) {
    lookup.write(canvas, width: width, height: height, to: &indices)
    let result = indices.withUnsafeMutableBufferPointer { indices in
      var frame = CGIF_FrameConfig()
      frame.pImageData = indices.baseAddress
      frame.delay = UInt16(clamping: delay)
      frame.genFlags = UInt32(pictures_gif_use_transparency | pictures_gif_use_difference)
      return cgif_addframe(gif, &frame)
    }
    guard result == 0 else { throw PictureError("cannot add a frame to a GIF (cgif says \(result))") }
  }

  /// Ends the file and returns it.
  func finish() throws(PictureError) -> [UInt8] {
    defer { gif = nil }
    let result = cgif_close(gif)
    guard result == 0 else { throw PictureError("cannot end a GIF (cgif says \(result))") }
    return bytes.content
  }
}

private func sixteenBits(_ width: Int, _ height: Int) -> (UInt16, UInt16)? {
  guard let width = UInt16(exactly: width), let height = UInt16(exactly: height), width > 0, height > 0 else {
    return nil
  }
  return (width, height)
}
