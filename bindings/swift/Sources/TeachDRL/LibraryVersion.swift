import CTeachDRL

/// The versions of the library: the one that this program was built for and the one that is loaded.
public enum LibraryVersion {
  /// The version of the loaded library, such as "0.1.0".
  public static var loaded: String { String(cString: teachdrl_version_string()) }

  /// The version of the header that this program was built with.
  public static var header: String {
    "\(TEACHDRL_VERSION_MAJOR).\(TEACHDRL_VERSION_MINOR).\(TEACHDRL_VERSION_PATCH)"
  }
}
