/// Encodes tensors of 32-bit floats in the safetensors format, version 0 (https://github.com/huggingface/safetensors):
/// the length of a header as 64 bits, least byte first, the header, a JSON object with each tensor's type, shape and
/// place, and the tensors' bytes one after another.
///
/// - Parameters:
///   - tensors: The tensors with their names, which need no escaping in JSON.
///   - metadata: Entries of the header's `__metadata__`, which need no escaping either.
func encodeSafeTensors(_ tensors: [(name: String, tensor: NamedTensor)], metadata: [(String, String)]) -> [UInt8] {
  var entries = [#""__metadata__":{\#(metadata.map { #""\#($0)":"\#($1)""# }.joined(separator: ","))}"#]
  var offset = 0
  for (name, tensor) in tensors {
    let end = offset + tensor.count * MemoryLayout<Float>.size
    let shape = tensor.shape.map(String.init).joined(separator: ",")
    entries.append(#""\#(name)":{"dtype":"F32","shape":[\#(shape)],"data_offsets":[\#(offset),\#(end)]}"#)
    offset = end
  }
  var header = Array("{\(entries.joined(separator: ","))}".utf8)
  // Spaces up to a multiple of eight, so that readers can map the floats as they lie.
  while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }

  var bytes: [UInt8] = []
  bytes.reserveCapacity(8 + header.count + offset)
  withUnsafeBytes(of: UInt64(header.count).littleEndian) { bytes.append(contentsOf: $0) }
  bytes.append(contentsOf: header)
  for (_, tensor) in tensors {
    for value in tensor.values {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
  }
  return bytes
}
