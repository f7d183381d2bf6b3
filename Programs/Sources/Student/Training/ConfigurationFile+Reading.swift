extension TrainingConfiguration {
  /// The configuration of a run that is there, from its `config.json`.
  ///
  /// - Throws: A `FileError`, or a `RunFileError` if there is none, or it is not what `ConfigurationFile` writes, or it
  ///   does not describe the run that the checkpoint beside it belongs to.
  public init(of directory: RunDirectory) throws {
    let path = directory.file(RunDirectory.configuration)
    guard let bytes = try contents(ofFile: path) else {
      throw RunFileError(
        path: path,
        problem: directory.checkpointConfiguration() == nil
          ? "is not there: \(directory.path) holds no run"
          : "is not there; 'teachdrl train --resume' writes it anew from the checkpoint")
    }
    if let file = JSONValue(bytes) { try directory.requireConfiguration(file) }
    self.init()
    do {
      try take(bytes, isWhole: true)
    } catch {
      let remedy =
        directory.checkpointConfiguration() == nil
        ? "" : "; remove it, and 'teachdrl train --resume' writes it anew from the checkpoint"
      throw RunFileError(path: path, problem: "is not the configuration of a run: \(error)\(remedy)")
    }
  }

  /// A configuration from a file in the format of a run's `config.json`. What the file does not say has its default.
  ///
  /// - Throws: A `FileError`, or a `ConfigurationError` that names the file and the member that is wrong.
  public init(contentsOf path: String) throws {
    guard let bytes = try contents(ofFile: path) else {
      throw ConfigurationError("config is '\(path)'; there is no such file")
    }
    self.init()
    do {
      try take(bytes, isWhole: false)
    } catch {
      throw ConfigurationError("config is '\(path)', which cannot be used: \(error)")
    }
  }

  private mutating func take(_ bytes: [UInt8], isWhole: Bool) throws(ConfigurationError) {
    guard let file = JSONValue(bytes) else { throw ConfigurationError("it is not JSON") }
    try ConfigurationMember.all(in: file).take(file, into: &self, isWhole: isWhole)
    try validate()
  }
}

extension RunDirectory {
  /// The version of the library that a run was started with; nil where its `config.json` does not say.
  public func libraryVersion() throws -> String? {
    try contents(ofFile: file(Self.configuration)).flatMap { JSONValue($0) }?["teachdrl_version"]?.string
  }
}
