// A dense layer's element-wise work, a row at a time. Rows are padded to whole vectors with zeros, which all of these
// keep: a bias is 0 there, and so is what passes the rectifier.

/// Adds a bias to each row and replaces what is negative by 0.
func addBiasAndRectify(_ layer: Matrix, bias: UnsafePointer<Float>) {
  let bias = bias.lanes
  let vectors = layer.stride / Lanes.count
  for index in 0..<layer.rows {
    let row = layer.row(index).lanes
    for vector in 0..<vectors { row[vector] = (row[vector] + bias[vector]).rectified }
  }
}

/// Takes a gradient with respect to a layer's outputs back through the rectifier: replaces each output that is positive
/// by its gradient, each other by 0, and adds the sum over the rows to the bias's gradient.
func rectifyGradient(_ gradient: Matrix, outputs: Matrix, addingTo biasGradient: UnsafeMutablePointer<Float>) {
  let sum = biasGradient.lanes
  let vectors = outputs.stride / Lanes.count
  for index in 0..<outputs.rows {
    let row = outputs.row(index).lanes
    let gradientRow = gradient.row(index).lanes
    for vector in 0..<vectors {
      let kept = gradientRow[vector].kept(wherePositive: row[vector])
      row[vector] = kept
      sum[vector] += kept
    }
  }
}

/// The same without the bias's gradient.
func rectifyGradient(_ gradient: Matrix, outputs: Matrix) {
  let vectors = outputs.stride / Lanes.count
  for index in 0..<outputs.rows {
    let row = outputs.row(index).lanes
    let gradientRow = gradient.row(index).lanes
    for vector in 0..<vectors { row[vector] = gradientRow[vector].kept(wherePositive: row[vector]) }
  }
}

/// Adds the sum of a matrix's rows to a vector.
func addRows(_ matrix: Matrix, to sum: UnsafeMutablePointer<Float>) {
  for index in 0..<matrix.rows {
    for vector in 0..<matrix.stride / Lanes.count { sum.lanes[vector] += matrix.row(index).lanes[vector] }
  }
}

/// Computes `left * transpose of right` for a right matrix of few rows, each result a scalar product; the results stand
/// row by row without padding.
func multiplyByRows(_ left: Matrix, _ right: Matrix, into result: UnsafeMutablePointer<Float>) {
  let vectors = left.stride / Lanes.count
  for row in 0..<left.rows {
    let a = left.row(row).lanes
    for column in 0..<right.rows {
      let b = right.row(column).lanes
      var sum = Lanes(repeating: 0)
      for vector in 0..<vectors { sum = sum.addingProduct(a[vector], b[vector]) }
      result[row * right.rows + column] = sum.total
    }
  }
}
