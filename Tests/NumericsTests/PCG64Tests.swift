import Foundation
import Numerics
import Testing

@Suite struct PCG64Tests {
  // Written by NumPyDraws/make.py, which has NumPy draw.
  @Test func drawsWhatNumPyDraws() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "NumPyDraws/draws.txt")
    var generator = PCG64(seed: 0)
    var (seeds, draws) = (0, 0)
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      switch words[0] {
      case "seed":
        generator = PCG64(seed: try #require(UInt64(words[1])))
        seeds += 1
      case "integer":
        let range = try #require(Int(words[1]))..<(try #require(Int(words[2])))
        #expect(generator.integer(in: range) == Int(words[3]), "\(line), draw \(draws)")
        draws += 1
      default:
        let (low, high) = (try #require(Double(words[1])), try #require(Double(words[2])))
        #expect(generator.uniform(from: low, to: high) == Double(words[3]), "\(line), draw \(draws)")
        draws += 1
      }
    }
    #expect(seeds == 8 && draws == 8 * 64)
  }

  // numpy.random.default_rng(42).random(3).
  @Test func givesNumPysUniformNumbers() {
    var generator = PCG64(seed: 42)
    #expect(generator.uniform() == 0.7739560485559633)
    #expect(generator.uniform() == 0.4388784397520523)
    #expect(generator.uniform() == 0.8585979199113825)
  }
}
