/// Arguments with the hyphens in long options' names turned into underscores, as the options are declared:
/// `--batch-size=64` becomes `--batch_size=64`. A negative number after a long option becomes part of it, `--lr=-1`, or
/// it would be taken for an option. Other values, short options, and what follows a lone `--` stay.
func normalizedArguments(_ arguments: [String]) -> [String] {
  let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
  var result: [String] = []
  for argument in arguments[..<end] {
    if let option = result.last, option.hasPrefix("--"), !option.contains("="), isNegativeNumber(argument) {
      result[result.count - 1] = "\(option)=\(argument)"
    } else {
      result.append(normalized(argument))
    }
  }
  return result + arguments[end...]
}

/// A number below 0, or several numbers of which the first is.
private func isNegativeNumber(_ argument: String) -> Bool {
  argument.hasPrefix("-")
    && argument.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { Double($0) != nil }
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
