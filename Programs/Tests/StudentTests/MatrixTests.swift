import Testing

@testable import Student

struct MatrixTests {
  @Test func productsAreThoseOfTheDefinition() {
    let (m, n, k) = (5, 7, 19)
    for (leftIsTransposed, rightIsTransposed) in [(false, false), (true, false), (false, true), (true, true)] {
      let left = filled(leftIsTransposed ? k : m, leftIsTransposed ? m : k, phase: 1)
      let right = filled(rightIsTransposed ? n : k, rightIsTransposed ? k : n, phase: 2)
      let result = filled(m, n, phase: 3)
      defer { withExtendedLifetime((left, right, result)) {} }
      let before = (0..<m).map { row in (0..<result.matrix.stride).map { result.matrix.row(row)[$0] } }
      for isAccumulating in [true, false] {
        multiply(
          leftIsTransposed ? .transposed(left.matrix) : .plain(left.matrix),
          rightIsTransposed ? .transposed(right.matrix) : .plain(right.matrix), into: result.matrix,
          accumulating: isAccumulating)
        for row in 0..<m {
          for column in 0..<result.matrix.stride {
            var expected = Double(isAccumulating || column >= n ? before[row][column] : 0)
            for index in 0..<(column < n ? k : 0) {
              let a = leftIsTransposed ? left.matrix.row(index)[row] : left.matrix.row(row)[index]
              let b = rightIsTransposed ? right.matrix.row(column)[index] : right.matrix.row(index)[column]
              expected += Double(a) * Double(b)
            }
            #expect(abs(Double(result.matrix.row(row)[column]) - expected) < 1e-5)
          }
        }
      }
    }
  }

  @Test func slicesShareTheirRows() {
    let (buffer, matrix) = filled(6, 20, phase: 0)
    let slice = matrix.slice(rows: 2..<5, columns: 3)
    #expect(slice.rows == 3 && slice.columns == 3 && slice.stride == 32)
    slice.row(1)[2] = 77
    #expect(buffer.pointer[3 * 32 + 2] == 77)
  }

  @Test func productsWithFewRowsAreScalarProducts() {
    let left = filled(9, 37, phase: 4)
    let right = filled(3, 37, phase: 5)
    let result = FloatBuffer(count: 27)
    defer { withExtendedLifetime((left, right, result)) {} }
    // As in a layer's activations and kernels, 0 behind the last column.
    for matrix in [left.matrix, right.matrix] {
      for row in 0..<matrix.rows { for column in 37..<matrix.stride { matrix.row(row)[column] = 0 } }
    }
    multiplyByRows(left.matrix, right.matrix, into: result.pointer)
    for row in 0..<9 {
      for column in 0..<3 {
        let expected = (0..<37).reduce(0.0) {
          $0 + Double(left.matrix.row(row)[$1]) * Double(right.matrix.row(column)[$1])
        }
        #expect(abs(Double(result.pointer[row * 3 + column]) - expected) < 1e-5)
      }
    }
  }

  /// A matrix with something in its padding too; it is there as long as its buffer.
  private func filled(_ rows: Int, _ columns: Int, phase: Double) -> (buffer: FloatBuffer, matrix: Matrix) {
    let stride = paddedCount(columns)
    let buffer = FloatBuffer(count: rows * stride)
    for (index, value) in wave(rows * stride, phase: phase, scale: 1).enumerated() { buffer.pointer[index] = value }
    return (buffer, Matrix(pointer: buffer.pointer, rows: rows, columns: columns, stride: stride))
  }
}
