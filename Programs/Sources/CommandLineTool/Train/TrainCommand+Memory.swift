import ArgumentParser
import Student

extension TrainCommand {
  /// Refuses runs that need more memory than there is, and remarks on those that need more than is free now.
  ///
  /// - Parameter jobs: How many of the runs go on at the same time.
  func checkMemory(of runs: [TrainingConfiguration], jobs: Int = 1) throws {
    guard let memory = SystemMemory.current else { return }
    let largest = try explainingMisuse { try runs.map { try $0.memoryNeed() } }.sorted { $0.total > $1.total }.prefix(
      jobs)
    let need = largest.reduce(0) { $0 + $1.total }
    guard need > memory.available else { return }
    let networks = largest.reduce(0) { $0 + $1.networks }
    let text =
      "\(largest.count == 1 ? "the run needs" : "\(largest.count) runs at a time need") about \(gigabytes(need)) of memory"
      + " (networks \(gigabytes(networks)), replay buffer \(gigabytes(need - networks)))"
    let remedy = "smaller --hid, --l or --buf_size" + (largest.count > 1 ? ", or fewer --jobs," : "") + " need less"
    guard need <= memory.total else {
      throw Self.misuse("\(text), and there are \(gigabytes(memory.total)); \(remedy)")
    }
    Terminal.standardError.write("Note: \(text), and \(gigabytes(memory.available)) are free now; \(remedy).\n")
  }
}

private func gigabytes(_ bytes: Int) -> String {
  "\(fixed(Double(bytes) / 1e9, decimals: bytes < 10_000_000_000 ? 1 : 0)) GB"
}
