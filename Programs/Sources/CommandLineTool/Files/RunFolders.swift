import Arguments
import Student

/// A run's folder that a person named.
///
/// - Throws: A `NoRun` if the folder holds no run.
func runDirectory(_ folder: String) throws(NoRun) -> RunDirectory {
  let directory = RunDirectory(path: folder)
  // What the run's checkpoint can restore is said when the configuration is read.
  guard directory.holdsRun || directory.hasCheckpointConfiguration else { throw NoRun(folder: folder) }
  return directory
}

/// Refuses a folder that is given twice, however it is spelt: it would count as two runs.
func requireDistinct(_ folders: [String]) throws(Misuse) {
  var spellings: [FileIdentity: String] = [:]
  for folder in folders {
    guard let identity = RunDirectory(path: folder).identity else { continue }
    if let other = spellings.updateValue(folder, forKey: identity) {
      throw Misuse(
        message: other == folder
          ? "'\(folder)' is given twice; give each run once"
          : "'\(other)' and '\(folder)' are the same folder; give each run once")
    }
  }
}

/// There is no run in a folder.
struct NoRun: Error, CustomStringConvertible {
  let folder: String

  /// Says what is missing, and names runs that may have been meant.
  var description: String {
    "'\(joined(folder, "config.json"))' is not there: \(folder) holds no run\(hint)"
  }

  private var hint: String {
    let inside = runs(in: folder)
    if inside.count == 1 { return "; did you mean '\(inside[0])'?" }
    if inside.count > 1 { return "; the runs in it are \(listed(inside))" }
    if let near = nearestFolder { return "; did you mean '\(near)'?" }
    let beside = runs(in: parent)
    return beside.isEmpty ? "" : "; there are \(listed(beside))"
  }

  private func listed(_ runs: [String]) -> String {
    runs.prefix(5).joined(separator: ", ") + (runs.count > 5 ? ", ..." : "")
  }

  /// The name of the missing folder; empty for the root.
  private var name: Substring { folder.split(separator: "/").last ?? "" }

  /// The folder that the missing one would be in, with a slash at its end; empty for the working folder.
  private var parent: String { String(folder[..<name.startIndex]) }

  /// A folder of runs beside the missing one that has a name much like its name.
  private var nearestFolder: String? {
    let siblings = entries(of: parent).filter { RunDirectory(path: $0).holdsRun || !runs(in: $0).isEmpty }
    return nearestName(to: String(name), among: siblings.map { String($0.dropFirst(parent.count)) })
      .map { parent + $0 }
  }
}

/// The paths of what is in a folder, in the order of their names; none if the folder cannot be read.
private func entries(of folder: String) -> [String] {
  let names = (try? folderEntries(folder.isEmpty ? "." : folder)) ?? []
  return names.sorted().map { joined(folder, $0) }
}

/// The runs in a folder, or in the folders in it: EXP_NAME has EXP_NAME_sSEED, DATA_DIR has EXP_NAME/EXP_NAME_sSEED.
private func runs(in folder: String) -> [String] {
  let inside = entries(of: folder)
  let runs = inside.filter { RunDirectory(path: $0).holdsRun }
  return runs.isEmpty ? inside.flatMap(entries).filter { RunDirectory(path: $0).holdsRun } : runs
}

private func joined(_ folder: String, _ name: String) -> String {
  folder.isEmpty || folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
}
