/// Arguments with the hyphens in long options' names turned into underscores, as the options are declared:
/// `--batch-size=64` becomes `--batch_size=64`. Values, short options, and what follows a lone `--` stay.
func normalizedArguments(_ arguments: [String]) -> [String] {
  let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
  return arguments[..<end].map(normalized) + arguments[end...]
}

/// Long options of the argument parser's own, which are spelled with hyphens.
private let namesWithHyphens: Set<String> = [
  "generate-completion-script", "experimental-dump-help", "help-hidden",
]

private func normalized(_ argument: String) -> String {
  guard argument.hasPrefix("--") else { return argument }
  let name = argument.dropFirst(2).prefix { $0 != "=" }
  guard !namesWithHyphens.contains(String(name)) else { return argument }
  return "--" + name.map { $0 == "-" ? "_" : String($0) }.joined() + argument.dropFirst(2 + name.count)
}
