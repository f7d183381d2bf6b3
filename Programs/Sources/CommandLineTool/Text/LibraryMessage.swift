import Student
import TeachDRL

// The library's messages name the arguments of its C functions, which mean nothing on the command line.

extension LibraryError {
  /// The message in words that need no knowledge of the C functions.
  var commandLineMessage: String {
    message
      .replacing(#/(?:argument 'dimension'|'definition\.parameter_count') is (\d+); for (\S+) it must be/#) {
        "a task has \($0.1) numbers; for \($0.2) it must have"
      }
      .replacing(#/argument 'options\[\d+\]\.(name|value)'/#) { "the \($0.1) of an option" }
      .replacing("argument 'name'", with: "a name")
      .replacing("argument 'bytes'", with: "the teacher in the checkpoint")
      .replacing(#/argument 'count' is \d+; (.* takes (.*)), or 0 to turn it off/#) {
        "\($0.1) \($0.2 == "1" ? "number" : "numbers")"
      }
      .replacing(
        "option 'window_step_vector' is off, and these bounds are none for which the steps are published; give",
        with: "no steps of Oracle's window are published for these parameters; give window_step_vector,"
      )
      .replacing(#/: 'values\[\d+\]' \((\w+)\)/#) { "'s \($0.1)" }
  }
}
