import Testing

@testable import Student

@Suite struct MovingMeanTests {
  @Test func isTheMeanOfTheNewest() {
    var moving = MovingMean(of: 3)
    #expect(moving.mean == nil)
    let values = [5.0, -1, 2.5, 8, 13, 0.5]
    for (index, value) in values.enumerated() {
      moving.append(value)
      let newest = values[...index].suffix(3)
      #expect(abs((moving.mean ?? .nan) - newest.reduce(0, +) / Double(newest.count)) < 1e-12)
    }
  }
}
