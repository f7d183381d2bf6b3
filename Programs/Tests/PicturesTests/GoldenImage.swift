import CCairo
import Foundation
import Testing

@testable import Pictures

/// Compares with a picture that was looked at. After a change that is meant, run the tests once with
/// TEACHDRL_WRITE_SNAPSHOTS=1 and look at what changed.
///
/// Another version of Cairo or of the fonts moves edges a little: few pixels may differ much, and the mean hardly.
func expectLooksLike(_ name: String, _ canvas: Canvas, location: SourceLocation = #_sourceLocation) throws {
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name).png")
  if ProcessInfo.processInfo.environment["TEACHDRL_WRITE_SNAPSHOTS"] != nil {
    try Data(try canvas.png()).write(to: file)
  }
  let golden = try #require(PixelImage(png: file.path), "there is no picture \(file.path)", sourceLocation: location)
  let drawn = PixelImage(canvas)
  try #require(golden.width == drawn.width && golden.height == drawn.height, sourceLocation: location)
  let differences = zip(golden.parts, drawn.parts).map { abs(Int($0) - Int($1)) }
  let mean = Double(differences.reduce(0, +)) / Double(differences.count)
  let large = Double(differences.count { $0 > 60 }) / Double(differences.count)
  #expect(mean < 0.7, "the mean difference of \(name) is \(mean) of 255", sourceLocation: location)
  #expect(large < 0.005, "a part of \(large) of \(name) differs much", sourceLocation: location)
}

/// Pixels, red, green and blue one after the other.
struct PixelImage {
  let width: Int
  let height: Int
  let parts: [UInt8]

  init(_ canvas: Canvas) {
    let (width, height) = (Int(canvas.width), Int(canvas.height))
    parts = canvas.withPixels { pixels, stride in
      (0..<height).flatMap { y in (0..<width).flatMap { x in Self.split(pixels[y * stride + x]) } }
    }
    (self.width, self.height) = (width, height)
  }

  /// Nil where there is no such file.
  init?(png path: String) {
    let surface = cairo_image_surface_create_from_png(path)
    defer { cairo_surface_destroy(surface) }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let data = cairo_image_surface_get_data(surface) else {
      return nil
    }
    let (width, height) = (
      Int(cairo_image_surface_get_width(surface)), Int(cairo_image_surface_get_height(surface))
    )
    let stride = Int(cairo_image_surface_get_stride(surface))
    parts = (0..<height).flatMap { y in
      (0..<width).flatMap { x in
        Self.split((data + y * stride + 4 * x).withMemoryRebound(to: UInt32.self, capacity: 1) { $0.pointee })
      }
    }
    (self.width, self.height) = (width, height)
  }

  private static func split(_ pixel: UInt32) -> [UInt8] {
    [UInt8(pixel >> 16 & 255), UInt8(pixel >> 8 & 255), UInt8(pixel & 255)]
  }
}
