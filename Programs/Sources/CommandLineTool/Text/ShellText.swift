/// A word as a POSIX shell reads it back, whatever is in it.
func shellQuoted(_ word: String) -> String {
  let isPlain = !word.isEmpty && word.utf8.allSatisfy { plainBytes.contains($0) }
  return isPlain ? word : "'" + word.replacing("'", with: #"'\''"#) + "'"
}

/// A command for a POSIX shell that calls this program as it was called.
func shellCommand(_ arguments: [String]) -> String {
  ([CommandLine.arguments.first ?? "teachdrl"] + arguments).map { shellQuoted($0) }.joined(separator: " ")
}

/// The command that goes on with runs by their folders.
func resumeCommand(_ options: [String] = [], folders: [String]) -> String {
  // A folder is no option, whatever its name begins with.
  shellCommand(["train"] + options + ["--resume"] + folders.map { $0.hasPrefix("-") ? "./" + $0 : $0 })
}

/// Bytes that mean themselves anywhere in a word.
private let plainBytes = Set(
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./,:+@%=".utf8)
