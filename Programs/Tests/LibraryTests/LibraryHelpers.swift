import CTeachDRL

/// A call of the library that failed, with its message.
struct LibraryFailure: Error, CustomStringConvertible {
  let description: String
}

/// Throws the library's message unless a call succeeded.
func check(_ status: teachdrl_status) throws {
  guard status == TEACHDRL_OK else {
    throw LibraryFailure(description: teachdrl_last_error().map { String(cString: $0) } ?? "")
  }
}

/// The names of all teachers that the library lists.
func teacherNames() -> [String] {
  (0..<teachdrl_teacher_count()).compactMap { index in
    var description: UnsafePointer<teachdrl_description>?
    guard teachdrl_teacher_describe(index, &description) == TEACHDRL_OK else { return nil }
    return description?.pointee.name.map { String(cString: $0) }
  }
}

/// Passes (name, value) pairs as C options that live as long as the call.
func withOptions<Result>(
  _ pairs: [(String, String)], _ body: (UnsafeBufferPointer<teachdrl_option>) throws -> Result
) rethrows -> Result {
  func go(
    _ rest: ArraySlice<(String, String)>, _ done: [teachdrl_option]
  ) throws -> Result {
    guard let (name, value) = rest.first else { return try done.withUnsafeBufferPointer(body) }
    return try name.withCString { name in
      try value.withCString { value in
        try go(rest.dropFirst(), done + [teachdrl_option(name: name, value: value)])
      }
    }
  }
  return try go(pairs[...], [])
}
