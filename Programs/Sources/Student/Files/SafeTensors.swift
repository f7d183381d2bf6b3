/// Named arrays and a few words about them, in the safetensors format, version 0
/// (https://github.com/huggingface/safetensors): the length of a header as 64 bits, least byte first, the header, a JSON
/// object with each array's type, shape and place, and the arrays' bytes one after another.
struct SafeTensors {
  /// An array's elements as they lie in the file, least byte first.
  struct Entry: Equatable {
    /// "F32" or "U8".
    let type: String
    let shape: [Int]
    let bytes: [UInt8]
  }

  /// The header's `__metadata__`.
  var metadata: [(name: String, value: String)]
  private(set) var entries: [(name: String, entry: Entry)] = []

  init(metadata: [(name: String, value: String)]) { self.metadata = metadata }

  /// Adds an array of 32-bit floats.
  mutating func add(_ name: String, _ tensor: NamedTensor) {
    entries.append((name, Entry(type: "F32", shape: tensor.shape, bytes: littleEndianBytes(tensor.values))))
  }

  /// Adds an array of bytes.
  mutating func add(_ name: String, _ bytes: [UInt8]) {
    entries.append((name, Entry(type: "U8", shape: [bytes.count], bytes: bytes)))
  }

  /// The whole file.
  func encoded() -> [UInt8] {
    var members = [
      ("__metadata__", JSONText.object(metadata.map { ($0.name, .string($0.value)) }))
    ]
    var offset = 0
    for (name, entry) in entries {
      let end = offset + entry.bytes.count
      members.append(
        (
          name,
          .object([
            ("dtype", .string(entry.type)), ("shape", .array(entry.shape.map { .integer($0) })),
            ("data_offsets", .array([.integer(offset), .integer(end)])),
          ])
        ))
      offset = end
    }
    var header = Array(JSONText.object(members).text().utf8)
    // Spaces up to a multiple of eight, so that readers can map the floats as they lie.
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + offset)
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: header)
    for (_, entry) in entries { bytes.append(contentsOf: entry.bytes) }
    return bytes
  }
}

extension SafeTensors {
  /// Reads a whole file; nil where it is not of this format.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 8 else { return nil }
    let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(bytes.count - 8), let header = JSONValue(bytes[8..<8 + Int(length)]),
      let members = header.members
    else { return nil }
    let data = bytes[(8 + Int(length))...]
    self.init(metadata: [])
    for (name, member) in members {
      if name == "__metadata__" {
        for (name, value) in member.members ?? [:] { metadata.append((name, value.string ?? "")) }
        continue
      }
      guard let type = member["dtype"]?.string, let shape = member["shape"]?.elements?.map(\.integer),
        let place = member["data_offsets"]?.elements?.map(\.integer), place.count == 2,
        let start = place[0], let end = place[1], 0 <= start, start <= end, end <= data.count,
        shape.allSatisfy({ $0 != nil })
      else { return nil }
      let part = data[data.startIndex + start..<data.startIndex + end]
      entries.append((name, Entry(type: type, shape: shape.compactMap { $0 }, bytes: Array(part))))
    }
  }

  /// The words about a file's arrays, read without the arrays; nil if there is no file of this format.
  static func metadata(ofFile path: String) -> [String: String]? {
    guard let start = try? contents(ofFile: path, upTo: 8), start.count == 8 else { return nil }
    let length = start.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= 1 << 24, let header = try? contents(ofFile: path, upTo: 8 + Int(length)),
      let members = JSONValue(header.dropFirst(8))?["__metadata__"]?.members
    else { return nil }
    return members.compactMapValues(\.string)
  }

  /// The checksum of everything: words, names and bytes, in the order of their names.
  var checksum: Checksum {
    var checksum = Checksum()
    for (name, value) in metadata.sorted(by: { $0.name < $1.name }) {
      checksum.add(name.utf8)
      checksum.add(value.utf8)
    }
    for (name, entry) in entries.sorted(by: { $0.name < $1.name }) {
      checksum.add(name.utf8)
      checksum.add(entry.bytes)
    }
    return checksum
  }

  /// A word about the arrays.
  func metadata(_ name: String) -> String? { metadata.first { $0.name == name }?.value }

  /// The bytes of an array of bytes.
  func bytes(_ name: String) -> [UInt8]? {
    entries.first { $0.name == name && $0.entry.type == "U8" }?.entry.bytes
  }

  /// Replaces tensors' elements by those of the same names; false, and nothing is replaced, where one is missing or has
  /// another shape.
  func restore(_ tensors: [(name: String, tensor: NamedTensor)]) -> Bool {
    let found = Dictionary(entries.map { ($0.name, $0.entry) }) { first, _ in first }
    for (name, tensor) in tensors {
      guard let entry = found[name], entry.type == "F32", entry.shape == tensor.shape,
        entry.bytes.count == tensor.count * MemoryLayout<Float>.size
      else { return false }
    }
    for (name, tensor) in tensors { tensor.assign(floats(found[name]?.bytes ?? [])) }
    return true
  }
}

private func littleEndianBytes(_ values: [Float]) -> [UInt8] {
  values.map(\.bitPattern.littleEndian).withUnsafeBytes { Array($0) }
}

private func floats(_ bytes: [UInt8]) -> [Float] {
  bytes.withUnsafeBytes { bytes in
    (0..<bytes.count / MemoryLayout<Float>.size).map { index in
      Float(
        bitPattern: UInt32(
          littleEndian: bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<Float>.size, as: UInt32.self)))
    }
  }
}
