import Student
import TeachDRL

/// What an argument NAME=VALUE says; the value may have further signs of equality.
///
/// - Parameters:
///   - option: The command line's option, for the message.
///   - example: An argument that is right.
/// - Throws: `Misuse` if there is no name or no sign of equality.
func namedValue(_ text: String, of option: String, example: String) throws(Misuse) -> OptionSetting {
  guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
    throw Misuse(message: "\(option) is '\(text)'; it must be a name and a value, such as \(example)")
  }
  return OptionSetting(String(text[..<equals]), String(text[text.index(after: equals)...]))
}
