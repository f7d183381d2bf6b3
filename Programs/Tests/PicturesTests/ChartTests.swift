import Foundation
import Testing

@testable import Pictures

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct ChartTests {
  private var chart: Chart {
    let x = stride(from: 0.0, through: 20_000, by: 1000).map { $0 }
    let runs = [0.8, 1.0, 1.3].map { slope in x.map { 100 * slope * ($0 / 20_000) * ($0 / 20_000) } }
    let (curve, style) = (Curve(x: x, runs: runs), GroupStyle(of: "ALP-GMM", index: 0))
    var chart = Chart(title: "A chart", x: Axis("episode", 0...20_000), y: Axis("mastered cells (%)", 0...140))
    chart.marks = curve.marks(style)
    chart.marks += [
      .ellipse(
        Gaussian(mean: [5000, 80], covariance: [4e6, 2e4, 2e4, 200], axes: (0, 1)), Palette.vermilion, width: 2),
      .disc(Point(5000, 80), radius: 4, Palette.green, outline: .grey(0)),
    ]
    chart.legend = [curve.legend("ALP-GMM", style), LegendEntry(.ring(Palette.vermilion), "Gaussian")]
    chart.colorBars = [ColorBar(label: "return", scale: ColorScale(map: .viridis, range: -150...350))]
    return chart
  }

  private var picture: Picture {
    Picture(width: 420, height: 280) { [chart] canvas in chart.draw(on: canvas, in: Rectangle(0, 0, 420, 280)) }
  }

  @Test(arguments: [(Theme.light, "chart"), (Theme.dark, "chart_dark")])
  func looksAsItDid(theme: Theme, name: String) throws {
    let canvas = Canvas(width: 420, height: 280, theme: theme)
    picture.paint(on: canvas)
    try expectLooksLike(name, canvas)
  }

  @Test func writesSVGThatAnXMLParserReads() throws {
    let parser = XMLParser(data: Data(try picture.svg()))
    let root = RootElement()
    parser.delegate = root
    #expect(parser.parse())
    #expect(root.name == "svg")
    #expect(root.attributes["width"] == "420px" || root.attributes["width"] == "420")
    #expect(root.attributes["viewBox"] == "0 0 420 280")
    #expect(root.count > 50)
  }

  @Test func writesPNGOfItsSize() throws {
    let bytes = try picture.png(scale: 2)
    #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    // Width and height stand behind the first chunk's head.
    #expect(bytes[16..<24].elementsEqual([0, 0, 0x03, 0x48, 0, 0, 0x02, 0x30]))
  }
}

private final class RootElement: NSObject, XMLParserDelegate {
  var name: String?
  var attributes: [String: String] = [:]
  var count = 0

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    count += 1
    if name == nil { (name, self.attributes) = (elementName, attributes) }
  }
}

@Suite struct TicksTests {
  @Test func areRoundNumbers() {
    #expect(Ticks(0...20_000).labels == ["0", "5,000", "10,000", "15,000", "20,000"])
    #expect(Ticks(0...1).labels == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(
      Ticks(-0.03...0.02, about: 5).labels == ["\u{2212}0.03", "\u{2212}0.02", "\u{2212}0.01", "0.00", "0.01", "0.02"])
    #expect(Ticks(-150...350).values == [-100, 0, 100, 200, 300])
    #expect(Ticks(3...3).values == [3])
  }

  /// Steps are 1, 2 or 5 times a power of ten, and there are neither many nor few.
  @Test func suitAnyRange() {
    for exponent in -6...9 {
      for width in [1.0, 1.7, 2.4, 3.3, 4.9, 7.2, 9.9] {
        let low = -0.37 * width * pow(10, Double(exponent))
        let ticks = Ticks(low...(low + width * pow(10, Double(exponent))))
        #expect((3...11).contains(ticks.values.count))
        let step = (ticks.values[1] - ticks.values[0]) / pow(10, floor(log10(ticks.values[1] - ticks.values[0]) + 1e-9))
        #expect([1, 2, 5].contains { abs($0 - step) < 1e-6 })
        #expect(Set(ticks.labels).count == ticks.labels.count)
      }
    }
  }
}

@Suite struct CurveTests {
  @Test func isMeanAndDeviationOverRuns() {
    let curve = Curve(x: [1, 2, 3], runs: [[1, 4, 7], [3, 4], [5, .nan, 9]])
    #expect(curve.mean == [3, 4, 8])
    #expect(curve.deviation[0] == 2)
    #expect(curve.deviation[1] == 0)
    #expect(abs(curve.deviation[2] - 2.0.squareRoot()) < 1e-12)
  }
}

@Suite struct GaussianTests {
  /// A point of the ellipse lies two deviations from the mean, by the covariance itself.
  @Test func hasItsEllipse() {
    let (xx, yy, xy) = (3.0, 1.5, -1.2)
    let (long, short) = Gaussian(mean: [0, 0], covariance: [xx, xy, xy, yy], axes: (0, 1)).halfAxes
    let determinant = xx * yy - xy * xy
    for angle in stride(from: 0.0, to: 6.2, by: 0.5) {
      let point = long * cos(angle) + short * sin(angle)
      let distance = (yy * point.x * point.x - 2 * xy * point.x * point.y + xx * point.y * point.y) / determinant
      #expect(abs(distance - 4) < 1e-9)
    }
  }
}
