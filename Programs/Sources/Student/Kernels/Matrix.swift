import COneDNN

/// A view of a row-major matrix in somebody else's memory.
struct Matrix {
  /// The first element of the first row.
  let pointer: UnsafeMutablePointer<Float>
  /// The number of rows.
  let rows: Int
  /// The number of columns.
  let columns: Int
  /// The distance between two rows: `columns` rounded up to whole vectors.
  let stride: Int

  /// The start of a row.
  @inline(__always)
  func row(_ index: Int) -> UnsafeMutablePointer<Float> { pointer + index * stride }

  /// Some of the rows, with the first `columns` columns or all.
  func slice(rows range: Range<Int>, columns: Int? = nil) -> Matrix {
    Matrix(pointer: row(range.lowerBound), rows: range.count, columns: columns ?? self.columns, stride: stride)
  }
}

/// A matrix as a factor of a product: as it is, or transposed.
enum Factor {
  case plain(Matrix)
  case transposed(Matrix)
}

/// Computes `result = left * right`, or adds the product to what `result` holds, with oneDNN's `dnnl_sgemm`.
///
/// Only the matrix's columns are written, never the padding behind them.
func multiply(_ left: Factor, _ right: Factor, into result: Matrix, accumulating: Bool = false) {
  let (leftFlag, leftMatrix, inner) = parts(left) {
    $0.columns
  } ifTransposed: {
    $0.rows
  }
  let (rightFlag, rightMatrix, _) = parts(right) {
    $0.rows
  } ifTransposed: {
    $0.columns
  }
  let status = dnnl_sgemm(
    leftFlag, rightFlag, dnnl_dim_t(result.rows), dnnl_dim_t(result.columns), dnnl_dim_t(inner),
    1, leftMatrix.pointer, dnnl_dim_t(leftMatrix.stride), rightMatrix.pointer, dnnl_dim_t(rightMatrix.stride),
    accumulating ? 1 : 0, result.pointer, dnnl_dim_t(result.stride))
  precondition(status == dnnl_success, "dnnl_sgemm failed with status \(status.rawValue): out of memory?")
}

/// oneDNN's letter for a factor, the matrix as it lies in memory, and the size that the product sums over.
private func parts(
  _ factor: Factor, ifPlain: (Matrix) -> Int, ifTransposed: (Matrix) -> Int
) -> (flag: CChar, matrix: Matrix, inner: Int) {
  switch factor {
  case .plain(let matrix): (CChar(UInt8(ascii: "N")), matrix, ifPlain(matrix))
  case .transposed(let matrix): (CChar(UInt8(ascii: "T")), matrix, ifTransposed(matrix))
  }
}
