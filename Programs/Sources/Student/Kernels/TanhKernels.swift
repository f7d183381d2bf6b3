// A dense layer's element-wise work with the hyperbolic tangent, a row at a time. Rows are padded to whole vectors with
// zeros, which all of these keep: a bias is 0 there, and so is the tangent.

/// Adds a bias to each row and takes the hyperbolic tangent.
func addBiasAndSquash(_ layer: Matrix, bias: UnsafePointer<Float>) {
  let bias = bias.lanes
  let vectors = layer.stride / Lanes.count
  for index in 0..<layer.rows {
    let row = layer.row(index).lanes
    for vector in 0..<vectors { row[vector] = hyperbolicTangent(row[vector] + bias[vector]) }
  }
}

/// Takes a gradient with respect to a layer's outputs back through the tangent, `gradient * (1 - output^2)`, and adds the
/// sum over the rows to the bias's gradient.
func squashGradient(_ gradient: Matrix, outputs: Matrix, addingTo biasGradient: UnsafeMutablePointer<Float>) {
  let sum = biasGradient.lanes
  let vectors = outputs.stride / Lanes.count
  for index in 0..<outputs.rows {
    let output = outputs.row(index).lanes
    let row = gradient.row(index).lanes
    for vector in 0..<vectors {
      let squashed = row[vector] * (1 - output[vector] * output[vector])
      row[vector] = squashed
      sum[vector] += squashed
    }
  }
}
