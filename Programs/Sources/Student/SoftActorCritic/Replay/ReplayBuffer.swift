import Glibc

/// The transitions seen last, at most `capacity` of them, in memory that is taken from the system as it fills.
///
/// The observation that follows a transition is the one from which the next starts, so it is held once: a *record* is an
/// observation, the action and the reward, and the record behind it has the observation that followed. Where an episode
/// ended, the last observation stands in a list of its own. Two million transitions of the default walker, with 24
/// numbers an observation and 4 an action, take 240 MB, and 432 MB if both observations were held.
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
  /// The number of last observations that were ever kept; they take turns in `capacity` places.
  private var lastObservationCount = 0
  /// A record is an observation, the action, the reward and a word (see `Link`), one after another.
  private let recordSize: Int
  private let records: LazyFloats
  private let lastObservations: LazyFloats

  /// A transition in the buffer's memory, valid until it is overwritten.
  struct Transition {
    let observation: UnsafePointer<Float>
    let action: UnsafePointer<Float>
    let reward: Float
    /// 1 if the episode ended with this transition, else 0.
    let end: Float
    let nextObservation: UnsafePointer<Float>
  }

  /// What a record's last word says: where the next observation is, and whether the episode ended in it.
  private struct Link {
    private static let endBit: UInt32 = 1 << 31
    let word: UInt32

    init(word: UInt32) { self.word = word }

    /// The next observation is in a place of the list.
    init(lastObservation place: Int, isEnd: Bool) {
      word = UInt32(place + 1) | (isEnd ? Self.endBit : 0)
    }

    /// The same end, but the next observation is in the next record.
    var toNextRecord: Link { Link(word: word & Self.endBit) }

    var isEnd: Bool { word & Self.endBit != 0 }

    /// Nil where the next observation is in the next record.
    var lastObservation: Int? {
      let place = Int(word & ~Self.endBit)
      return place == 0 ? nil : place - 1
    }
  }

  /// How many bytes so many transitions take, but for the observations at episodes' ends.
  static func byteCount(transitions: Int, observationSize: Int, actionSize: Int) -> Int {
    transitions * recordSize(observationSize, actionSize) * MemoryLayout<Float>.stride
  }

  private static func recordSize(_ observationSize: Int, _ actionSize: Int) -> Int { observationSize + actionSize + 2 }

  /// An empty buffer.
  ///
  /// - Throws: If a size is not positive, the capacity is 2^31 or more, or there is not that much address space.
  public init(capacity: Int, observationSize: Int, actionSize: Int) throws(ConfigurationError) {
    for (name, size, limit) in [
      ("capacity", capacity, Int(Int32.max) - 1), ("observationSize", observationSize, 1 << 16),
      ("actionSize", actionSize, 1 << 16),
    ] where size < 1 || size > limit {
      throw ConfigurationError("\(name) is \(size); it must be in 1...\(limit)")
    }
    self.capacity = capacity
    self.observationSize = observationSize
    self.actionSize = actionSize
    recordSize = Self.recordSize(observationSize, actionSize)
    guard let records = LazyFloats(count: capacity * recordSize),
      let lastObservations = LazyFloats(count: capacity * observationSize)
    else {
      throw ConfigurationError("capacity is \(capacity); the system has no address space for that many transitions")
    }
    self.records = records
    self.lastObservations = lastObservations
  }

  /// Says where the next transition goes in a buffer that is empty: as one that has overwritten its oldest goes on, or, at
  /// 0, as a new one does.
  func start(at place: Int) {
    precondition(count == 0 && place < capacity)
    nextIndex = place
  }

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
    linkNewest(to: observation)
    let record = records.pointer + nextIndex * recordSize
    record.update(from: observation.baseAddress ?? UnsafePointer(record), count: observationSize)
    for (index, value) in action.enumerated() { record[observationSize + index] = value }
    record[observationSize + actionSize] = reward
    let place = lastObservationCount % capacity
    let lastObservation = lastObservations.pointer + place * observationSize
    lastObservation.update(from: nextObservation.baseAddress ?? UnsafePointer(record), count: observationSize)
    lastObservationCount += 1
    setLink(Link(lastObservation: place, isEnd: done), of: nextIndex)
    nextIndex = nextIndex + 1 == capacity ? 0 : nextIndex + 1
    count = min(count + 1, capacity)
  }

  /// Where the newest transition led to the observation that the next record is about to hold, bit for bit, its own copy
  /// goes.
  private func linkNewest(to observation: UnsafeBufferPointer<Float>) {
    // In a buffer of one place the next record is the newest one itself.
    guard count > 0, capacity > 1 else { return }
    let newest = nextIndex == 0 ? capacity - 1 : nextIndex - 1
    guard let place = link(of: newest).lastObservation,
      memcmp(
        lastObservations.pointer + place * observationSize, observation.baseAddress ?? UnsafePointer(records.pointer),
        observationSize * MemoryLayout<Float>.stride) == 0
    else { return }
    setLink(link(of: newest).toNextRecord, of: newest)
    lastObservationCount -= 1
  }

  /// The transition at a place in 0..<count; places keep no order once the buffer has been full.
  @inline(__always)
  func transition(at index: Int) -> Transition {
    let record = UnsafePointer(records.pointer + index * recordSize)
    let link = link(of: index)
    let next: UnsafePointer<Float>
    if let place = link.lastObservation {
      next = UnsafePointer(lastObservations.pointer + place * observationSize)
    } else {
      next = index + 1 == capacity ? UnsafePointer(records.pointer) : record + recordSize
    }
    return Transition(
      observation: record, action: record + observationSize, reward: record[observationSize + actionSize],
      end: link.isEnd ? 1 : 0, nextObservation: next)
  }

  @inline(__always)
  private func link(of index: Int) -> Link {
    Link(word: records.pointer[(index + 1) * recordSize - 1].bitPattern)
  }

  private func setLink(_ link: Link, of index: Int) {
    records.pointer[(index + 1) * recordSize - 1] = Float(bitPattern: link.word)
  }
}

/// Floats, 0 at first, that take no memory before they are written.
private final class LazyFloats {
  let pointer: UnsafeMutablePointer<Float>
  private let byteCount: Int

  /// Nil where there is not that much address space.
  init?(count: Int) {
    byteCount = count * MemoryLayout<Float>.stride
    let memory = mmap(
      nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let memory, memory != UnsafeMutableRawPointer(bitPattern: -1) else { return nil }
    pointer = memory.bindMemory(to: Float.self, capacity: count)
  }

  deinit { munmap(pointer, byteCount) }
}
