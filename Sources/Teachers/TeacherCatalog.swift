import Arguments

/// The teachers that the library has.
public enum TeacherCatalog {
  /// All of them, in the order that listings show.
  public static let all: [any Teacher.Type] = [
    ALPGMM.self,
    RIAC.self,
    CovarGMM.self,
    Oracle.self,
    RandomTeacher.self,
    ADR.self,
    ExpandingBox.self,
    Stages.self,
    Annealing.self,
    DORAEMON.self,
    SPDL.self,
  ]

  /// The names of all.
  public static var names: [String] { all.map { $0.name } }

  /// The teacher of a name.
  ///
  /// - Throws: `UsageError` if there is none.
  public static func teacher(named name: String) throws(UsageError) -> any Teacher.Type {
    guard let kind = all.first(where: { $0.name == name }) else { throw .unknownName("teacher", name, among: names) }
    return kind
  }
}

extension Teacher {
  /// Every option it has, those that all teachers have among them.
  public static var allOptions: [OptionDescription] { options + CommonOptions.descriptions }

  /// The members of an outcome that it needs with a signal.
  public static func needs(_ signal: Signal) -> OutcomeMembers {
    needs.contains(.episodeReturn) ? needs.subtracting(.episodeReturn).union(signal.member) : needs
  }

  /// The members of an outcome that it needs or can use with a signal.
  public static func uses(_ signal: Signal) -> OutcomeMembers {
    (needs.contains(.episodeReturn) ? needs(signal).union(signal.members) : needs).union(uses)
  }

  /// The members of an outcome that it needs or can use with any options.
  public static var allUses: OutcomeMembers {
    let all: OutcomeMembers = Signal.allCases.reduce(into: []) { $0.formUnion(uses($1)) }
    // A success can follow from the return.
    return all.contains(.success) ? all.union(.episodeReturn) : all
  }
}
