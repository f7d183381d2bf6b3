import Glibc
import Numerics
import Tasks
import Testing

@testable import Teachers

@Test func framesBringHugeDimensionsWithinBounds() throws {
  let frame = try TaskFrame(try space([-1e300, 0, 1], [1e300, 1e-300, 2]), normalize: false, measuresDistances: true)
  #expect(!frame.isIdentity)
  #expect(frame.inner.low[0] >= -1e100 && frame.inner.high[0] <= 1e100 && frame.inner.high[0] > 1e99)
  #expect(frame.inner.low[1...] == [0, 1] && frame.inner.high[1...] == [1e-300, 2])
  var task = [7.5e299, 5e-301, 1.25]
  var inner = [0.0, 0, 0]
  task.withUnsafeBufferPointer { task in inner.withUnsafeMutableBufferPointer { frame.moveIn(task, to: $0) } }
  inner.withUnsafeMutableBufferPointer { frame.moveOut($0) }
  #expect(inner == task)
  task[0] = 0
  #expect(try TaskFrame(.unitBox(dimension: 2), normalize: false, measuresDistances: true).isIdentity)
}

private func mixedSpace() throws -> TaskSpace {
  try TaskSpace([
    Parameter("x", .number, low: -1, high: 3), Parameter("g", .logNumber, low: 1e-3, high: 1e3),
    Parameter("n", .integer, low: -2, high: 5), Parameter("c", .category(["a", "b", "c"])),
  ])
}

private func movedIn(_ task: [Double], _ frame: TaskFrame) -> [Double] {
  var inner = Array(repeating: 0.0, count: task.count)
  task.withUnsafeBufferPointer { task in inner.withUnsafeMutableBufferPointer { frame.moveIn(task, to: $0) } }
  return inner
}

private func movedOut(_ coordinates: [Double], _ frame: TaskFrame) -> [Double] {
  var task = coordinates
  task.withUnsafeMutableBufferPointer { frame.moveOut($0) }
  return task
}

@Test func everyKindOfParameterIsLaidOut() throws {
  let unit = try TaskFrame(try mixedSpace(), normalize: true, measuresDistances: true)
  #expect(unit.inner.low == [0, 0, 0, 0] && unit.inner.high == [1, 1, 1, 1])
  #expect(unit.inner.parts == [0, 0, 1.0 / 8, 1.0 / 3])
  let middle = movedIn([1, 1, -2, 1], unit)
  for (coordinate, expected) in zip(middle, [0.5, 0.5, 1.0 / 16, 0.5]) { #expect(abs(coordinate - expected) < 1e-15) }
  let plain = try TaskFrame(try mixedSpace(), normalize: false, measuresDistances: true)
  #expect(plain.inner.low == [-1, -3, -2.5, -0.5] && plain.inner.high == [3, 3, 5.5, 2.5])
  #expect(movedIn([1, 100, 4, 2], plain) == [1, 2, 4, 2])
}

@Test(arguments: [true, false])
func roundingHappensOnTheWayOutOnly(normalize: Bool) throws {
  let space = try mixedSpace()
  let frame = try TaskFrame(space, normalize: normalize, measuresDistances: true)
  var generator = Xoshiro256PlusPlus(seed: 4)
  for _ in 0..<2000 {
    let inside = (0..<4).map { generator.uniform(from: frame.inner.low[$0], to: frame.inner.high[$0]) }
    let task = movedOut(inside, frame)
    #expect(task[2] == task[2].rounded() && task[3] == task[3].rounded())
    let again = movedIn(task, frame)
    // A played task comes out again as it was played, and lies in the part that was drawn from.
    let same = movedOut(again, frame)
    #expect(same[2...] == task[2...] && abs(same[0] - task[0]) < 1e-12 && abs(same[1] / task[1] - 1) < 1e-12)
    for (i, count) in [(2, 8.0), (3, 3.0)] {
      let width = (frame.inner.high[i] - frame.inner.low[i]) / count
      #expect(abs(again[i] - inside[i]) <= width / 2 * (1 + 1e-12))
    }
  }
  // Every value of an integer or a category is drawn as often as every other.
  var counts = Array(repeating: 0, count: 8)
  for place in 0..<8000 {
    let u = (Double(place) + 0.5) / 8000
    let inner = frame.inner.low[2] + u * (frame.inner.high[2] - frame.inner.low[2])
    counts[Int(movedOut([0, 0, inner, 0], frame)[2]) + 2] += 1
  }
  #expect(counts == Array(repeating: 1000, count: 8))
}

/// The Jacobian, beside a difference of nearby places.
@Test(arguments: [true, false])
func volumesAreThoseOfSmallBoxes(normalize: Bool) throws {
  let frame = try TaskFrame(try mixedSpace(), normalize: normalize, measuresDistances: true)
  for task in [[0.5, 0.02, 3, 0], [-1, 1e3, 5, 2]] {
    let place = movedIn(task, frame)
    let step = 1e-6
    var expected = 1.0
    for i in 0..<2 {
      var (low, high) = (place, place)
      low[i] -= step
      high[i] += step
      expected *= (movedOut(high, frame)[i] - movedOut(low, frame)[i]) / (2 * step)
    }
    let volume = task.withUnsafeBufferPointer { frame.logVolume(at: $0) }
    #expect(abs(volume - log(expected)) < 1e-6)
  }
}
