import COneDNN
import Glibc

/// The matrix products of one update, alone: `dnnl_sgemm` on row-major, contiguous, aligned and warm buffers, each product
/// over the whole batch at once.
///
/// An update of networks with hidden layers h1, h2 on a batch of B needs
///
/// - 7 forward passes, each B x h1 x inputs, B x h2 x h1, B x outputs x h2: the policy, V and the target V on
///   observations; Q1 and Q2 on observations with the taken and again with the proposed actions;
/// - 4 weight gradients, of the policy, Q1, Q2 and V: each inputs x h1 x B, h1 x h2 x B, h2 x outputs x B;
/// - 5 input gradients, of the same and of Q1 at the proposed actions: each B x h2 x outputs and B x h1 x h2; the last
///   one goes on to the actions, B x actions x h1.
final class MatrixProductYardstick {
  /// A product `m x n`, summed over k, and how often an update needs it.
  struct Product {
    let purpose: String
    let transposesLeft: Bool
    let transposesRight: Bool
    let m: Int
    let n: Int
    let k: Int
    let calls: Int

    var operationCount: Double { 2 * Double(m) * Double(n) * Double(k) }
  }

  /// The distinct products.
  let products: [Product]
  private let operands: [(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>)]
  private let results: [UnsafeMutablePointer<Float>]

  /// The products of an update with two hidden layers, and buffers for them.
  init(batch: Int, observation: Int, action: Int, hidden: (Int, Int)) {
    let (first, second) = hidden
    func forward(_ purpose: String, _ n: Int, _ k: Int, _ calls: Int) -> Product {
      Product(purpose: purpose, transposesLeft: false, transposesRight: false, m: batch, n: n, k: k, calls: calls)
    }
    func weights(_ purpose: String, _ m: Int, _ n: Int, _ calls: Int) -> Product {
      Product(purpose: purpose, transposesLeft: true, transposesRight: false, m: m, n: n, k: batch, calls: calls)
    }
    func inputs(_ purpose: String, _ n: Int, _ k: Int, _ calls: Int) -> Product {
      Product(purpose: purpose, transposesLeft: false, transposesRight: true, m: batch, n: n, k: k, calls: calls)
    }
    products = [
      forward("forward, layer 1: policy, V, target V", first, observation, 3),
      forward("forward, layer 1: Q1, Q2, twice", first, observation + action, 4),
      forward("forward, layer 2", second, first, 7),
      forward("forward, policy's output", 2 * action, second, 1),
      forward("forward, values", 1, second, 6),
      weights("weights, layer 1: policy, V", observation, first, 2),
      weights("weights, layer 1: Q1, Q2", observation + action, first, 2),
      weights("weights, layer 2", first, second, 4),
      weights("weights, policy's output", second, 2 * action, 1),
      weights("weights, values", second, 1, 3),
      inputs("inputs, policy's output", second, 2 * action, 1),
      inputs("inputs, values", second, 1, 4),
      inputs("inputs, layer 2", first, second, 5),
      inputs("inputs, Q1's actions", action, first, 1),
    ]
    operands = products.map { (Self.buffer($0.m * $0.k), Self.buffer($0.k * $0.n)) }
    results = products.map { Self.buffer($0.m * $0.n) }
  }

  deinit {
    for (left, right) in operands {
      free(left)
      free(right)
    }
    for result in results { free(result) }
  }

  /// Runs all products of one update; gives the microseconds that all calls of each took.
  func run() -> [Double] {
    omp_set_num_threads(1)
    return products.indices.map { index in
      let product = products[index]
      let start = microseconds()
      for _ in 0..<product.calls { run(product, operands[index].left, operands[index].right, results[index]) }
      return microseconds() - start
    }
  }

  private func run(
    _ product: Product, _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>,
    _ result: UnsafeMutablePointer<Float>
  ) {
    let letters = (plain: CChar(UInt8(ascii: "N")), transposed: CChar(UInt8(ascii: "T")))
    let status = dnnl_sgemm(
      product.transposesLeft ? letters.transposed : letters.plain,
      product.transposesRight ? letters.transposed : letters.plain,
      dnnl_dim_t(product.m), dnnl_dim_t(product.n), dnnl_dim_t(product.k), 1,
      left, dnnl_dim_t(product.transposesLeft ? product.m : product.k),
      right, dnnl_dim_t(product.transposesRight ? product.k : product.n), 0,
      result, dnnl_dim_t(product.n))
    precondition(status == dnnl_success)
  }

  private static func buffer(_ count: Int) -> UnsafeMutablePointer<Float> {
    var memory: UnsafeMutableRawPointer?
    guard posix_memalign(&memory, 64, count * MemoryLayout<Float>.size) == 0, let memory else {
      preconditionFailure("out of memory")
    }
    let floats = memory.bindMemory(to: Float.self, capacity: count)
    // Anything but zeros, so that no shortcut applies.
    for index in 0..<count { floats[index] = Float(index % 17) / 17 - 0.4 }
    return floats
  }
}
