// Another Swift library in the same process, with a run time of its own or the system's. Its module and its types have the
// names of ours, and their layouts are others.

/// Has the name of a type of ours.
protocol Teacher: AnyObject {
  associatedtype Reward: Hashable
  var name: String { get }
  func update(_ reward: Reward) throws
}

/// Has the name of a type of ours.
enum UsageError: Error, Hashable {
  case negative(Int)
}

/// Has the name of a type of ours.
final class TeacherInstance: Teacher {
  let name: String
  var rewards: [Int: [String]] = [:]

  init(name: String) { self.name = name }

  func update(_ reward: Int) throws {
    if reward < 0 { throw UsageError.negative(reward) }
    rewards[reward % 7, default: []].append("\(name) \(reward)")
  }
}

/// Classes, generics, dictionaries, texts, errors, conformances that are looked up while running, tasks.
@_cdecl("neighbor_work")
public func work(_ count: Int) -> Int {
  let teacher = TeacherInstance(name: "Nachbarin")
  var refused = 0
  for i in 0..<count {
    do {
      try teacher.update(i % 5 == 4 ? -i : i)
    } catch {
      refused += (error as? UsageError) == .negative(-i) ? 1 : 1000
    }
  }
  let anything: Any = teacher
  let named = (anything as? any Teacher)?.name.utf8.count ?? -1
  let texts = teacher.rewards.sorted { $0.key < $1.key }.flatMap(\.value).joined(separator: ",")
  return texts.utf8.reduce(into: refused + named) { $0 = ($0 &* 31 &+ Int($1)) & 0xFFFF_FFFF }
}
