import Box2DBridge

/// Up to eight worlds of one build of walker, advanced together.
///
/// Box2D keeps each world's contacts and times of impact; the bodies of all are solved in lanes.
struct LockstepGroup: ~Copyable {
  private var island: LaneIsland
  private let motions: UnsafeMutablePointer<box2d_motion>
  private let hinges: UnsafeMutablePointer<box2d_hinge_impulses>
  /// Room for the contacts of eight worlds, and how many each has.
  private let contacts: UnsafeMutablePointer<box2d_contact>
  private var contactCounts = InlineArray<8, Int>(repeating: 0)
  /// Whether a lane has a world that is solved with the others.
  private var isInLanes = WorldMask(repeating: false)
  private let contactRoom: Int

  /// How many steps of single worlds Box2D solved.
  private(set) var soloCount = 0

  private static let duration = Float(1 / Scene.framesPerSecond)

  init(of body: Body, like world: OpaquePointer) {
    island = LaneIsland(of: world, body)
    motions = .allocate(capacity: body.parts.count)
    motions.initialize(repeating: box2d_motion(), count: body.parts.count)
    hinges = .allocate(capacity: body.joints.count)
    hinges.initialize(repeating: box2d_hinge_impulses(), count: body.joints.count)
    contactRoom = body.parts.count * LaneIsland.contactCapacity
    contacts = .allocate(capacity: WorldLanes.width * contactRoom)
    contacts.initialize(repeating: box2d_contact(), count: WorldLanes.width * contactRoom)
  }

  deinit {
    motions.deallocate()
    hinges.deallocate()
    contacts.deallocate()
  }

  /// Advances worlds by one step.
  ///
  /// - Parameters:
  ///   - worlds: At most eight.
  ///   - motors: What each world's joints are told, world after world.
  mutating func advance(_ worlds: UnsafeBufferPointer<OpaquePointer>, _ motors: UnsafePointer<Motor>) {
    clearContacts()
    isInLanes = WorldMask(repeating: false)
    for (lane, world) in worlds.enumerated() {
      begin(world, motors + lane * island.jointCount, lane: lane)
    }
    island.solve(active: isInLanes, gravity: Scene.gravity, duration: Self.duration)
    for (lane, world) in worlds.enumerated() { end(world, lane: lane) }
  }

  private func clearContacts() {
    for body in 0..<island.bodyCount {
      for i in 0..<island.contactCounts[body] {
        let contact = island.contacts + body * LaneIsland.contactCapacity + i
        contact.pointee.isPresent = WorldMask(repeating: false)
        contact.pointee.hasTwoPoints = WorldMask(repeating: false)
      }
      island.contactCounts[body] = 0
    }
  }

  private mutating func begin(_ world: OpaquePointer, _ motors: UnsafePointer<Motor>, lane: Int) {
    motors.withMemoryRebound(to: box2d_motor.self, capacity: island.jointCount) {
      box2d_world_begin_step(world, $0, Int32(island.jointCount))
    }
    let its = contacts + lane * contactRoom
    let count = Int(box2d_world_read_contacts(world, its, Int32(contactRoom)))
    contactCounts[lane] = count
    isInLanes[lane] = fits(its, count)
    guard isInLanes[lane] else { return }
    box2d_world_read_island(world, motions, hinges)
    island.durationRatio[lane] = box2d_world_duration_ratio(world, Self.duration)
    for i in 0..<island.bodyCount { island.bodies[i].load(motions[i], lane: lane) }
    for i in 0..<island.jointCount { island.joints[i].load(hinges[i], motors[i], lane: lane) }
    forEachPlace(its, count) { contact, lanes in lanes.pointee.load(contact.pointee, lane: lane) }
  }

  /// Whether no body has more contacts than there are places.
  private func fits(_ contacts: UnsafeMutablePointer<box2d_contact>, _ count: Int) -> Bool {
    guard count <= contactRoom else { return false }
    var (body, places): (Int32, Int) = (-1, 0)
    for i in 0..<count {
      if contacts[i].body != body { (body, places) = (contacts[i].body, 0) }
      places += 1
      if places > LaneIsland.contactCapacity { return false }
    }
    return true
  }

  /// Calls for each of a world's contacts, with its place in the lanes.
  @inline(__always)
  private func forEachPlace(
    _ contacts: UnsafeMutablePointer<box2d_contact>, _ count: Int,
    _ call: (UnsafeMutablePointer<box2d_contact>, UnsafeMutablePointer<LaneContact>) -> Void
  ) {
    var (last, place) = (-1, 0)
    for i in 0..<count {
      let body = Int(contacts[i].body)
      place = body == last ? place + 1 : 0
      last = body
      island.contactCounts[body] = max(island.contactCounts[body], place + 1)
      call(contacts + i, island.contacts + body * LaneIsland.contactCapacity + place)
    }
  }

  private mutating func end(_ world: OpaquePointer, lane: Int) {
    let (velocities, positions) = (Int32(LaneIsland.velocityIterations), Int32(LaneIsland.positionIterations))
    if isInLanes[lane] {
      for i in 0..<island.bodyCount { island.bodies[i].store(&motions[i], lane: lane) }
      for i in 0..<island.jointCount { island.joints[i].store(&hinges[i], lane: lane) }
      let its = contacts + lane * contactRoom
      forEachPlace(its, contactCounts[lane]) { contact, lanes in lanes.pointee.store(&contact.pointee, lane: lane) }
      box2d_world_write_island(world, motions, hinges, its, Int32(contactCounts[lane]))
    } else {
      soloCount += 1
      box2d_world_solve_island(world, Self.duration, velocities, positions)
    }
    box2d_world_end_step(world, Self.duration, velocities, positions)
  }
}
