/// A teacher whose tasks a mixture curriculum draws: what callers see inside is the curriculum's.
protocol MixtureTeacher: Teacher {
  /// What draws the tasks.
  var curriculum: MixtureCurriculum { get }
}

extension MixtureTeacher {
  func logDensity(at task: UnsafeBufferPointer<Double>) -> Double { curriculum.logDensity(at: task) }
  var changeCount: Int { curriculum.fitCount }
  var record: TeacherRecord { curriculum.record }
  var mixtureDimension: Int { curriculum.dimension }
  func accepts(_ record: TeacherRecord) -> Bool { curriculum.accepts(record) }
}
