/// The memory of this machine, or of the part of it that this process may use.
public struct SystemMemory: Sendable, Equatable {
  /// How many bytes there are.
  public let total: Int
  /// How many bytes programs can still get.
  public let available: Int

  /// What the system says now; nil if it does not say.
  public static var current: SystemMemory? {
    guard let text = systemText("/proc/meminfo"), let total = kilobytes("MemTotal", in: text),
      let available = kilobytes("MemAvailable", in: text)
    else { return nil }
    let limit = groupLimit ?? .max
    return SystemMemory(total: min(total, limit), available: min(available, limit))
  }

  /// The limit of the control group that the process is in; nil if there is none.
  private static var groupLimit: Int? {
    let group =
      systemText("/proc/self/cgroup")?.split(separator: "\n").first { $0.hasPrefix("0::") }?.dropFirst(3) ?? "/"
    let paths = [
      "/sys/fs/cgroup\(group)/memory.max", "/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes",
    ]
    return paths.compactMap { path in
      systemText(path).flatMap { Int($0.prefix { $0.isNumber }) }
    }.min()
  }
}

/// A value of `/proc/meminfo`, in bytes.
private func kilobytes(_ name: String, in text: String) -> Int? {
  guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("\(name):") }) else { return nil }
  return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
}

private func systemText(_ path: String) -> String? {
  guard let bytes = try? contents(ofFile: path) else { return nil }
  return String(decoding: bytes, as: UTF8.self)
}
