import COneDNN

/// Computes on the calling thread alone, with subnormal numbers as 0, as the threads of a `TaskCrew` do. How oneDNN splits a
/// product among threads would change its bits.
func onThisThread(_ body: () -> Void) {
  omp_set_num_threads(1)
  let former = student_flush_subnormals()
  body()
  student_restore_subnormals(former)
}
