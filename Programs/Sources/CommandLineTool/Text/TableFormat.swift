import ArgumentParser

/// How a command prints its table.
struct TableFormat: ParsableArguments {
  @Flag(help: "Print comma-separated values.")
  var csv = false

  @Flag(help: "Print JSON (docs/json.md describes it).")
  var json = false

  mutating func validate() throws {
    if csv, json { throw ValidationError("--csv and --json are both given; leave one out") }
  }
}

/// For commands that print text or JSON.
struct JSONFormat: ParsableArguments {
  @Flag(help: "Print JSON (docs/json.md describes it).")
  var json = false
}
