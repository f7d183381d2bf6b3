import Glibc

/// The transitions seen last, at most `capacity` of them, in memory that is taken from the system as it fills.
public final class ReplayBuffer {
  /// The number of transitions there is room for.
  public let capacity: Int
  /// The number of components of an observation.
  public let observationSize: Int
  /// The number of components of an action.
  public let actionSize: Int
  /// The number of transitions held.
  public private(set) var count = 0
  private var nextIndex = 0
  /// A record is an observation, the action, the reward, the end and the next observation, one after another.
  private let recordSize: Int
  private let storage: UnsafeMutablePointer<Float>

  /// A transition in the buffer's memory, valid until it is overwritten.
  struct Transition {
    let observation: UnsafePointer<Float>
    let action: UnsafePointer<Float>
    let reward: Float
    /// 1 if the episode ended with this transition, else 0.
    let end: Float
    let nextObservation: UnsafePointer<Float>
  }

  /// An empty buffer.
  ///
  /// - Throws: If a size is not positive, the capacity is 2^32 or more, or there is not that much address space.
  public init(capacity: Int, observationSize: Int, actionSize: Int) throws(ConfigurationError) {
    for (name, size, limit) in [
      ("capacity", capacity, Int(UInt32.max)), ("observationSize", observationSize, 1 << 16),
      ("actionSize", actionSize, 1 << 16),
    ] where size < 1 || size > limit {
      throw ConfigurationError("\(name) is \(size); it must be in 1...\(limit)")
    }
    self.capacity = capacity
    self.observationSize = observationSize
    self.actionSize = actionSize
    recordSize = 2 * observationSize + actionSize + 2
    let memory = mmap(
      nil, Self.byteCount(capacity, recordSize), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
      -1,
      0)
    guard let memory, memory != UnsafeMutableRawPointer(bitPattern: -1) else {
      throw ConfigurationError("capacity is \(capacity); the system has no address space for that many transitions")
    }
    storage = memory.bindMemory(to: Float.self, capacity: capacity * recordSize)
  }

  deinit { munmap(storage, Self.byteCount(capacity, recordSize)) }

  /// Adds a transition, in place of the oldest if the buffer is full.
  ///
  /// - Parameter done: Whether the episode ended in `nextObservation`, so that nothing follows it; false where it was
  ///   only cut off.
  /// - Precondition: Observations and action have the buffer's sizes.
  public func append(
    observation: UnsafeBufferPointer<Float>, action: UnsafeBufferPointer<Float>, reward: Float,
    nextObservation: UnsafeBufferPointer<Float>, done: Bool
  ) {
    precondition(observation.count == observationSize && nextObservation.count == observationSize)
    precondition(action.count == actionSize)
    var record = storage + nextIndex * recordSize
    func put(_ values: UnsafeBufferPointer<Float>) {
      for value in values {
        record.pointee = value
        record += 1
      }
    }
    put(observation)
    put(action)
    record[0] = reward
    record[1] = done ? 1 : 0
    record += 2
    put(nextObservation)
    nextIndex = nextIndex + 1 == capacity ? 0 : nextIndex + 1
    count = min(count + 1, capacity)
  }

  /// The transition at a place in 0..<count; places keep no order once the buffer has been full.
  @inline(__always)
  func transition(at index: Int) -> Transition {
    let record = UnsafePointer(storage + index * recordSize)
    let action = record + observationSize
    let scalars = action + actionSize
    return Transition(
      observation: record, action: action, reward: scalars[0], end: scalars[1], nextObservation: scalars + 2)
  }

  private static func byteCount(_ capacity: Int, _ recordSize: Int) -> Int {
    capacity * recordSize * MemoryLayout<Float>.stride
  }
}
