import Foundation
import Testing

@testable import Student

struct SavingTests {
  private func makeStudent() throws -> SoftActorCritic {
    try SoftActorCritic(
      observationSize: 5, actionSize: 3, configuration: SoftActorCriticConfiguration(hiddenSizes: [17, 9]), seed: 6)
  }

  @Test func theFileHoldsEveryNetwork() throws {
    let student = try makeStudent()
    let bytes = try withTemporaryFolder { folder in
      let path = "\(folder)/networks.safetensors"
      try Data("what was there".utf8).write(to: URL(fileURLWithPath: path))
      try student.saveNetworks(to: path)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["networks.safetensors"])
      return try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    }
    let headerLength = Int(bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    #expect(headerLength % 8 == 0)
    let object = try JSONSerialization.jsonObject(with: Data(bytes[8..<8 + headerLength]))
    let header = try #require(object as? [String: [String: Any]])
    let data = Array(bytes[(8 + headerLength)...])

    var names: Set = ["__metadata__"]
    var end = 0
    for (network, parameters) in student.networks.named {
      for tensor in parameters.tensors {
        let name = "\(network).\(tensor.name)"
        names.insert(name)
        let entry = try #require(header[name], "\(name)")
        #expect(entry["dtype"] as? String == "F32")
        #expect(entry["shape"] as? [Int] == tensor.shape)
        let place = try #require(entry["data_offsets"] as? [Int])
        #expect(place == [end, end + 4 * tensor.count])
        end = place[1]
        let values = stride(from: place[0], to: place[1], by: 4).map { start in
          Float(bitPattern: data[start..<start + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) })
        }
        #expect(values == tensor.values)
      }
    }
    #expect(end == data.count)
    #expect(Set(header.keys) == names)
    #expect(
      names.isSuperset(of: [
        "policy.hidden.1.kernel", "policy.log_std.bias", "q2.output.kernel", "target_v.hidden.0.bias",
      ]))
  }

  /// The Python that has NumPy and safetensors, as the Makefile says.
  private static let python = ProcessInfo.processInfo.environment["TEACHDRL_PYTHON"]

  /// A policy computed by NumPy from the file, which the safetensors package reads.
  @Test(.enabled(if: python != nil, "needs TEACHDRL_PYTHON, which `make test` gives"))
  func numpyComputesTheSameActions() throws {
    let student = try makeStudent()
    for tensor in student.networks.policy.tensors where tensor.shape.count == 1 {
      tensor.assign(wave(tensor.count, phase: 2, scale: 0.4))
    }
    let observation = wave(5, phase: 3, scale: 1)
    let script = """
      import sys
      import numpy as np
      from safetensors.numpy import load_file
      tensors = load_file(sys.argv[1])
      tensor = tensors.__getitem__
      x = np.array([float(value) for value in sys.argv[2:]], "f4")
      for layer in ("hidden.0", "hidden.1"):
          x = np.maximum(x @ tensor(f"policy.{layer}.kernel") + tensor(f"policy.{layer}.bias"), 0)
      print(*np.tanh(x @ tensor("policy.mean.kernel") + tensor("policy.mean.bias")))
      """
    try withTemporaryFolder { folder in
      let path = "\(folder)/networks.safetensors"
      try student.saveNetworks(to: path)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["timeout", "60", Self.python ?? "", "-c", script, path] + observation.map { "\($0)" }
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      let actions = text.split(whereSeparator: \.isWhitespace).compactMap { Float($0) }
      let expected = student.action(for: observation, deterministic: true)
      #expect(actions.count == expected.count)
      for (action, expected) in zip(actions, expected) { #expect(abs(action - expected) < 1e-5) }
    }
  }

  @Test func aRefusalSaysWhatAndWhere() throws {
    let student = try makeStudent()
    let error = try #require(throws: FileError.self) { try student.saveNetworks(to: "/nonexistent/networks") }
    #expect(error.operation == "create" && error.code == ENOENT)
    #expect(error.description.contains("/nonexistent/networks"))
    try withTemporaryFolder { folder in
      // A folder cannot be replaced by a file; the temporary file is gone afterwards.
      let path = "\(folder)/taken"
      try FileManager.default.createDirectory(atPath: "\(path)/inner", withIntermediateDirectories: true)
      #expect(throws: FileError.self) { try student.saveNetworks(to: path) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["taken"])
    }
  }
}
