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
    let meant = runs(in: folder)
    switch meant.count {
    case 0: return nearestFolder.map { "; did you mean '\($0)'?" } ?? ""
    case 1: return "; did you mean '\(meant[0])'?"
    default: return "; the runs in it are \(meant.prefix(5).joined(separator: ", "))\(meant.count > 5 ? ", ..." : "")"
    }
  }

  /// A folder of runs beside the missing one that has a name much like its name.
  private var nearestFolder: String? {
    guard let name = folder.split(separator: "/").last else { return nil }
    let parent = String(folder[..<name.startIndex])
    let siblings = ((try? folderEntries(parent.isEmpty ? "." : parent)) ?? []).filter { sibling in
      RunDirectory(path: parent + sibling).holdsRun || !runs(in: parent + sibling).isEmpty
    }
    return nearestName(to: String(name), among: siblings.sorted()).map { parent + $0 }
  }
}

/// The runs in a folder, or in the folders in it: EXP_NAME has EXP_NAME_sSEED, DATA_DIR has EXP_NAME/EXP_NAME_sSEED.
private func runs(in folder: String) -> [String] {
  func inside(_ folder: String) -> [String] {
    ((try? folderEntries(folder)) ?? []).sorted().map { joined(folder, $0) }
  }
  let entries = inside(folder)
  let runs = entries.filter { RunDirectory(path: $0).holdsRun }
  return runs.isEmpty ? entries.flatMap(inside).filter { RunDirectory(path: $0).holdsRun } : runs
}

private func joined(_ folder: String, _ name: String) -> String {
  folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
}
