import Glibc

/// The transitions of a run in a file, from which the replay buffer is filled again when the run goes on.
///
/// The file only grows, an episode at a time. It starts with a head of 64 bytes: a line of text, and behind byte 48 the
/// sizes of an observation and of an action. Records of one size follow, all numbers of four bytes, least byte first:
/// the observation, the action, the reward, and a kind. An episode of n steps has n + 1 records; the last one holds the
/// observation that it ended with, zeros, and in the reward's place a checksum of the episode, which is 0 in files of
/// earlier versions. What is older than the replay buffer reaches is given back to the system:
/// the file keeps its length but not its room on the disk.
final class TransitionLog {
  static let headSize = 64
  private static let title = "teachdrl transitions 1\n"

  /// What a record is.
  private enum Kind: UInt32 {
    /// A step; the next record has the observation that it led to.
    case step = 0
    /// The same, and the episode came to its own end there.
    case end = 1
    /// The observation that an episode ended with.
    case lastObservation = 2
  }

  /// Where the file ends that holds all whole episodes.
  var end: FileEnd { file.end }
  /// Its length in bytes.
  var length: Int { file.length }

  private let file: AppendedFile
  private let actionSize: Int
  private let recordSize: Int
  private var episode: [UInt32] = []

  /// Makes the file.
  init(path: String, observationSize: Int, actionSize: Int) throws(FileError) {
    file = try AppendedFile(path: path, keeping: FileEnd())
    self.actionSize = actionSize
    recordSize = Self.recordSize(observationSize, actionSize)
    try file.append(Self.head(observationSize, actionSize))
  }

  /// Opens a run's file where its first `length` bytes end, which hold `stepCount` steps, and fills a buffer, which is
  /// empty, with the newest of them.
  ///
  /// - Throws: A `FileError`, or a `RunFileError` where the file is not what it should be.
  init(path: String, length: Int, stepCount: Int, filling replay: ReplayBuffer) throws {
    actionSize = replay.actionSize
    recordSize = Self.recordSize(replay.observationSize, replay.actionSize)
    try Self.read(path, length: length, stepCount: stepCount, into: replay)
    file = try AppendedFile(path: path, keeping: FileEnd(length: length))
  }

  /// Notes a step of the running episode.
  func append(
    observation: UnsafeBufferPointer<Float>, action: UnsafeBufferPointer<Float>, reward: Float, done: Bool
  ) {
    put(observation)
    put(action)
    episode.append(reward.bitPattern.littleEndian)
    episode.append((done ? Kind.end : Kind.step).rawValue.littleEndian)
  }

  /// Writes the episode, which ended with an observation, to the file.
  func endEpisode(with observation: UnsafeBufferPointer<Float>) throws(FileError) {
    put(observation)
    for _ in 0..<actionSize { episode.append(0) }
    episode.append(episode.withUnsafeBytes { Self.word(for: Checksum(of: $0)) }.littleEndian)
    episode.append(Kind.lastObservation.rawValue.littleEndian)
    try file.append(episode.withUnsafeBytes { Array($0) })
    episode.removeAll(keepingCapacity: true)
  }

  /// Waits until all episodes are on the disk.
  func synchronize() throws(FileError) { try file.synchronize() }

  /// Gives the room of steps back that a buffer of `capacity` has forgotten after `stepCount` of them.
  func forget(allBut capacity: Int, of stepCount: Int) {
    // The records of forgotten steps; there are more with those of last observations, whose number is not known.
    let forgotten = stepCount - capacity
    if forgotten > 0 { file.release(from: Self.headSize, count: forgotten * recordSize) }
  }

  private func put(_ values: UnsafeBufferPointer<Float>) {
    for value in values { episode.append(value.bitPattern.littleEndian) }
  }

  /// An episode's checksum as a number that is not 0.
  private static func word(for checksum: Checksum) -> UInt32 {
    max(1, UInt32(truncatingIfNeeded: checksum.value ^ checksum.value >> 32))
  }

  private static func recordSize(_ observationSize: Int, _ actionSize: Int) -> Int {
    (observationSize + actionSize + 2) * MemoryLayout<UInt32>.size
  }

  private static func head(_ observationSize: Int, _ actionSize: Int) -> [UInt8] {
    var bytes = Array(title.utf8)
    bytes += [UInt8](repeating: 0, count: 48 - bytes.count)
    for size in [observationSize, actionSize] {
      withUnsafeBytes(of: UInt64(size).littleEndian) { bytes.append(contentsOf: $0) }
    }
    return bytes
  }
}

extension TransitionLog {
  /// Appends to a buffer the newest transitions of a file's first `length` bytes, as many as it has room for, each to the
  /// place where it was.
  private static func read(_ path: String, length: Int, stepCount: Int, into replay: ReplayBuffer) throws {
    func damaged(_ problem: String) -> RunFileError { RunFileError(path: path, problem: problem) }
    let recordSize = recordSize(replay.observationSize, replay.actionSize)
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw FileError(path: path, operation: "read", code: errno) }
    defer { close(file) }
    guard lseek(file, 0, SEEK_END) >= length, length >= headSize, (length - headSize) % recordSize == 0 else {
      throw damaged("is shorter than when the run was saved")
    }
    guard let memory = mmap(nil, length, PROT_READ, MAP_PRIVATE, file, 0),
      memory != UnsafeMutableRawPointer(bitPattern: -1)
    else { throw FileError(path: path, operation: "read", code: errno) }
    defer { munmap(memory, length) }
    guard memcmp(memory, head(replay.observationSize, replay.actionSize), headSize) == 0 else {
      throw damaged("does not hold this run's transitions")
    }
    let records = Records(
      start: UnsafeRawPointer(memory) + headSize, size: recordSize, count: (length - headSize) / recordSize,
      observationSize: replay.observationSize, actionSize: replay.actionSize)
    guard records.fill(replay, stepCount: stepCount) else { throw damaged("is damaged; \(RunFileError.remedy)") }
  }

  /// The records of a file in memory.
  private struct Records {
    let start: UnsafeRawPointer
    let size: Int
    let count: Int
    let observationSize: Int
    let actionSize: Int

    /// False where the records make no sense.
    func fill(_ replay: ReplayBuffer, stepCount: Int) -> Bool {
      // The oldest record that the buffer holds, counted from the end.
      let wanted = min(stepCount, replay.capacity)
      var first = count
      var steps = 0
      while first > 0, steps < wanted {
        first -= 1
        guard let kind = kind(first) else { return false }
        steps += kind == .lastObservation ? 0 : 1
      }
      guard steps == wanted, count == 0 || kind(count - 1) == .lastObservation,
        areWhole(from: first, forgotten: stepCount - wanted)
      else { return false }
      replay.start(at: (stepCount - wanted) % replay.capacity)
      // A record and the observation behind it.
      let nextPlace = size / MemoryLayout<UInt32>.size
      var numbers = [Float](repeating: 0, count: nextPlace + observationSize)
      for index in first..<count where kind(index) != .lastObservation {
        for place in numbers.indices { numbers[place] = number(index, place) }
        numbers.withUnsafeBufferPointer { numbers in
          replay.append(
            observation: UnsafeBufferPointer(rebasing: numbers[..<observationSize]),
            action: UnsafeBufferPointer(rebasing: numbers[observationSize..<observationSize + actionSize]),
            reward: numbers[observationSize + actionSize],
            nextObservation: UnsafeBufferPointer(rebasing: numbers[nextPlace...]),
            done: kind(index) == .end)
        }
      }
      return true
    }

    /// Whether the episodes from a record on are what was written. One whose beginning may have been given back to the
    /// system is not looked at.
    private func areWhole(from first: Int, forgotten: Int) -> Bool {
      var start = first
      while start > forgotten, kind(start - 1) != .lastObservation { start -= 1 }
      if start > 0, kind(start - 1) != .lastObservation {
        while start < count, kind(start) != .lastObservation { start += 1 }
        start += 1
      }
      var checksum = Checksum()
      for index in start..<max(start, count) {
        let isLast = kind(index) == .lastObservation
        // The last record's checksum and kind are not part of it.
        checksum.add(
          UnsafeRawBufferPointer(
            start: self.start + index * size, count: isLast ? size - 2 * MemoryLayout<UInt32>.size : size))
        guard isLast else { continue }
        let noted = word(index, observationSize + actionSize)
        guard noted == 0 || noted == TransitionLog.word(for: checksum) else { return false }
        checksum = Checksum()
      }
      return true
    }

    private func kind(_ index: Int) -> Kind? { Kind(rawValue: word(index, observationSize + actionSize + 1)) }

    private func number(_ index: Int, _ place: Int) -> Float { Float(bitPattern: word(index, place)) }

    private func word(_ index: Int, _ place: Int) -> UInt32 {
      UInt32(
        littleEndian: start.load(
          fromByteOffset: index * size + place * MemoryLayout<UInt32>.size, as: UInt32.self))
    }
  }
}
