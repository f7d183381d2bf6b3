/// How a walker feels the ground and sees it, where the published implementation does it in another way than one would.
struct Senses: Sendable {
  /// When a lower leg's contact flag is set: the option `contacts`.
  enum Contacts: String, CaseIterable, Sendable {
    /// While the leg touches anything.
    case counted
    /// From the beginning of a contact to the end of any, whatever the leg still touches; legs behind the first pair never.
    case published
  }

  /// Which hit a ray stops at: the option `lidar`.
  enum Lidar: String, CaseIterable, Sendable {
    /// The nearest.
    case nearest
    /// The first that the physics engine reports; the order is that of its tree of shapes.
    case published
  }

  var contacts = Contacts.counted
  var lidar = Lidar.nearest
}
