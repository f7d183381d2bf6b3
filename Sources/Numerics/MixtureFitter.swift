import Platform

/// Fits mixtures of Gaussians to points, one for each number of components, and keeps the best.
///
/// It holds scratch memory only: what a fit gives depends on the points, the settings, the mixtures to start from and
/// the generator, not on the number of threads. Whatever the points, as long as no coordinate exceeds 1e100, the result
/// is a usable mixture.
public final class MixtureFitter {
  /// The points to fit to; load them before a fit.
  public let points: PointColumns
  private let settings: MixtureSettings
  /// What threads fit with: each takes one, or makes one where there is none, and gives it back.
  private var idle: [MixtureFit] = []
  /// The threads and the lock of `idle`; nil if the caller does all the work.
  private let helpers: (workers: Workers, pointer: OpaquePointer, lock: OpaquePointer)?
  /// Scratch memory, for all that may fit at once, up to which any thread may help.
  private static let helpersMemory = 1 << 26

  /// A fitter for up to `capacity` points.
  ///
  /// - Parameter workers: The threads that fit, which start at the first fit and only if the settings ask for some; nil
  ///   for the caller's alone.
  public init(capacity: Int, dimension: Int, settings: MixtureSettings, workers: Workers? = nil) {
    self.settings = settings
    points = PointColumns(capacity: capacity, dimension: dimension)
    let candidates = settings.components.count
    let threads = min(settings.threads, candidates)
    let scratch = MixtureWorkspace.size(
      capacity: capacity, dimension: dimension, components: settings.components.upperBound)
    // Each thread that helps takes scratch memory.
    let takesHelp = candidates > 1 && candidates * scratch <= Self.helpersMemory
    if threads > 1 || takesHelp { workers?.start(threads: threads, takesHelp: takesHelp) }
    if let workers, let pointer = workers.pointer, let lock = platform_lock_create() {
      helpers = (workers, pointer, lock)
    } else {
      helpers = nil
    }
  }

  deinit {
    if let helpers { platform_lock_destroy(helpers.lock) }
  }

  /// Fits one mixture for each number of components and returns the one with the lowest criterion, the smallest among
  /// equals.
  ///
  /// Each number of components draws from a generator of its own, seeded from `generator`.
  ///
  /// - Parameter previous: with warm start, the last mixture of each number of components, or empty before the first
  ///   fit; replaced by the new ones. Left empty without warm start.
  ///
  /// Complexity: O(n * k^2 * d^2) for each iteration of EM, for n points, d dimensions, up to k components.
  public func fit(
    startingFrom previous: inout [GaussianMixture], using generator: inout Xoshiro256PlusPlus
  ) -> GaussianMixture {
    var candidates = settings.components.enumerated().map { place, components in
      Candidate(
        components: components, seed: generator.next(), start: place < previous.count ? previous[place] : nil)
    }
    candidates.withUnsafeMutableBufferPointer(fitAll)
    let fitted = candidates.compactMap(\.result)
    previous = settings.warmStart ? fitted.map(\.mixture) : []
    var best = fitted[0]
    for result in fitted.dropFirst() where result.criterion < best.criterion { best = result }
    return best.mixture
  }

  /// Runs EM from hard labels, one for each point and less than `components`, as k-means would leave them. Returns the
  /// mixture and the number of iterations.
  func fit(startingFromLabels labels: [Int], components: Int) -> (GaussianMixture, iterations: Int) {
    MixtureFit(points: points, settings: settings).run(startingFromLabels: labels, components: components)
  }

  // MARK: Threads

  /// A number of components that is tried, and what came of it.
  private struct Candidate {
    let components: Int
    let seed: UInt64
    let start: GaussianMixture?
    var result: MixtureFit.Result?
  }

  /// What threads share during a fit.
  private struct Work {
    let fitter: Unmanaged<MixtureFitter>
    let candidates: UnsafeMutableBufferPointer<Candidate>
  }

  private func fitAll(_ candidates: inout UnsafeMutableBufferPointer<Candidate>) {
    guard let helpers else {
      let scratch = idle.popLast() ?? MixtureFit(points: points, settings: settings)
      for place in candidates.indices { fit(&candidates[place], with: scratch) }
      idle.append(scratch)
      return
    }
    var work = Work(fitter: Unmanaged.passUnretained(self), candidates: candidates)
    platform_workers_run(
      helpers.pointer,
      { context, index in
        guard let work = context?.assumingMemoryBound(to: Work.self).pointee else { return }
        // Many components take the longest; begun first, none is waited for at the end.
        work.fitter.takeUnretainedValue().fitOnThread(&work.candidates[work.candidates.count - 1 - index])
      }, &work, candidates.count)
  }

  private func fitOnThread(_ candidate: inout Candidate) {
    guard let lock = helpers?.lock else { return }
    _ = platform_lock_wait(lock, nil)
    let given = idle.popLast()
    platform_lock_release(lock)
    let scratch = given ?? MixtureFit(points: points, settings: settings)
    fit(&candidate, with: scratch)
    _ = platform_lock_wait(lock, nil)
    idle.append(scratch)
    platform_lock_release(lock)
  }

  private func fit(_ candidate: inout Candidate, with fit: MixtureFit) {
    candidate.result = fit.run(components: candidate.components, startingFrom: candidate.start, seed: candidate.seed)
  }
}
