import TeachDRLHeader
import Glibc
import Tasks
import Teachers

/// `TEACHDRL_WHOLE`, as Swift sees a `size_t`.
private let whole = -1

/// What the numbers of a teacher's progress say, in the header's form, and its warnings; they live as long as the list.
final class ProgressList {
  private let teacher: TeacherInstance
  /// What each number says.
  let numbers: [UnsafePointer<teachdrl_progress_number>]
  private let numberStorage: UnsafeMutableBufferPointer<teachdrl_progress_number>
  private var warnings: [TeacherWarning: UnsafeMutablePointer<teachdrl_warning>] = [:]
  private var texts: [UnsafeMutablePointer<CChar>?] = []

  init(_ teacher: TeacherInstance) {
    self.teacher = teacher
    var texts: [UnsafeMutablePointer<CChar>?] = []
    func copied(_ text: String) -> UnsafePointer<CChar>? {
      texts.append(strdup(text))
      return UnsafePointer(texts[texts.count - 1])
    }
    let quantities = Dictionary(
      uniqueKeysWithValues: ProgressQuantity.allCases.map { ($0, (copied($0.rawValue), copied($0.documentation))) })
    let described = teacher.progressNumbers.map { number in
      let bounds = teacher.bounds(of: number)
      return teachdrl_progress_number(
        name: copied(number.name(in: teacher.taskSpace)), quantity: quantities[number.quantity]?.0,
        documentation: quantities[number.quantity]?.1, parameter: number.parameter ?? whole, part: number.part ?? whole,
        low: bounds?.low ?? .nan, high: bounds?.high ?? .nan)
    }
    let storage = UnsafeMutableBufferPointer<teachdrl_progress_number>.allocate(capacity: described.count)
    _ = storage.initialize(from: described)
    numberStorage = storage
    numbers = storage.indices.compactMap { i in storage.baseAddress.map { UnsafePointer($0 + i) } }
    self.texts = texts
  }

  deinit {
    numberStorage.deallocate()
    for warning in warnings.values { warning.deallocate() }
    for text in texts { free(text) }
  }

  /// A warning in the header's form.
  func pointer(to warning: TeacherWarning) -> UnsafePointer<teachdrl_warning> {
    if let known = warnings[warning] { return UnsafePointer(known) }
    let space = teacher.taskSpace
    let made = UnsafeMutablePointer<teachdrl_warning>.allocate(capacity: 1)
    made.initialize(
      to: teachdrl_warning(
        name: copied(warning.name(in: space)), kind: copied(warning.kind.rawValue),
        text: copied(warning.text(in: space)),
        parameter: warning.parameter ?? whole))
    warnings[warning] = made
    return UnsafePointer(made)
  }

  private func copied(_ text: String) -> UnsafePointer<CChar>? {
    let copy = strdup(text)
    texts.append(copy)
    return UnsafePointer(copy)
  }
}
