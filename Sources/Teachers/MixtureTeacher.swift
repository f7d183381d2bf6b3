import Numerics

/// A teacher whose tasks a mixture curriculum draws: what callers see inside is the curriculum's.
protocol MixtureTeacher: Teacher {
  /// What draws the tasks.
  var curriculum: MixtureCurriculum { get }
}

extension MixtureTeacher {
  func logDensity(at place: Place) -> Double { curriculum.logDensity(at: place) }
  static var changes: Bool { true }
  var changeCount: Int { curriculum.fitCount }
  var randomShare: Double { curriculum.randomShare }
  var record: TeacherRecord { curriculum.record }
  var mixtureDimension: Int { curriculum.dimension }
  func accepts(_ record: TeacherRecord) -> Bool { curriculum.accepts(record) }
}
