/// The teachers that the library has.
public enum TeacherCatalog {
  /// All of them, in the order that listings show.
  public static let all: [TeacherKind] = [
    TeacherKind(ALPGMM.self),
    TeacherKind(RIAC.self),
    TeacherKind(CovarGMM.self),
    TeacherKind(Oracle.self),
    TeacherKind(RandomTeacher.self),
  ]
}
