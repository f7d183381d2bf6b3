import Box2DBridge
import Numerics
import Testing

@Suite struct Box2DBridgeTests {
  private func vector(_ x: Float, _ y: Float) -> box2d_vector { box2d_vector(x: x, y: y) }

  /// Steps a world and returns what its bodies do then.
  private func step(
    _ world: OpaquePointer, bodies: Int, motors: [box2d_motor] = [], times: Int = 1
  ) -> [box2d_body_state] {
    for _ in 0..<times { box2d_world_step(world, motors, Int32(motors.count), 0.02, 180, 60) }
    var states = [box2d_body_state](repeating: box2d_body_state(), count: bodies)
    var hinges = [box2d_hinge_state](repeating: box2d_hinge_state(), count: 4)
    box2d_world_read(world, &states, &hinges)
    return states
  }

  @Test func refusesDegenerateShapes() {
    let world = box2d_world_create(10)
    defer { box2d_world_destroy(world) }
    let degenerate: [[box2d_vector]] = [
      [],
      [vector(0, 0), vector(1, 0)],
      [vector(0, 0), vector(1, 0), vector(2, 0)],
      [vector(0, 0), vector(1, 0), vector(1, 0), vector(0, 1)],
      [vector(0, 0), vector(0, 0), vector(0, 0)],
      [vector(0, 0), vector(1, 0), vector(0.5, 0.001)],
      [vector(0, 0), vector(1, 1), vector(1, 0), vector(0, 1)],
      [vector(0, 0), vector(2, 0), vector(1, 0.5), vector(1, 2)],
      [vector(0, 0), vector(1, 0), vector(1, .nan)],
      [vector(0, 0), vector(1, 0), vector(1, .infinity)],
      (0..<9).map {
        vector([3, 2.3, 0.5, -1.5, -2.8, -2.8, -1.5, 0.5, 2.3][$0], [0, 1.9, 3, 2.6, 1, -1, -2.6, -3, -1.9][$0])
      },
    ]
    for vertices in degenerate { #expect(!box2d_world_add_polygon(world, vertices, Int32(vertices.count), 1)) }
    let square = [vector(0, 0), vector(1, 0), vector(1, 1), vector(0, 1)]
    #expect(box2d_world_add_polygon(world, square, 4, 1))
    #expect(box2d_world_add_polygon(world, square.reversed(), 4, 1))
    #expect(!box2d_world_add_edge(world, vector(1, 2), vector(1, 2), 1))
    #expect(!box2d_world_add_edge(world, vector(1, 2), vector(.nan, 2), 1))
    #expect(box2d_world_add_edge(world, vector(1, 2), vector(1.01, 2), 1))
  }

  // Which hit Box2D's tree of shapes comes upon first nobody says; it is one of them, and often not the nearest.
  @Test(arguments: [false, true])
  func raysStopAtTheNearestGroundOrAtTheFirst(stopAtFirst: Bool) {
    var generator = Xoshiro256PlusPlus(seed: 1)
    var farther = 0
    for _ in 0..<50 {
      let world = box2d_world_create(10)
      defer { box2d_world_destroy(world) }
      let heights = (0..<20).map { _ in Float(generator.uniform(from: -4, to: 4)) }
      for height in heights { box2d_world_add_edge(world, vector(-1, height), vector(1, height), 1) }
      // A moving body in the way is not ground.
      var shape = box2d_shape()
      shape.box_half_width = 0.5
      shape.box_half_height = 0.25
      shape.density = 1
      box2d_world_add_body(world, vector(0, 4.5), 0, &shape)
      var fractions: [Float] = [.nan, .nan]
      box2d_world_cast_rays(world, vector(0, 5), [vector(0, -10), vector(0, 10)], 2, stopAtFirst, &fractions)
      let hits = heights.map { (5 - $0) / 10 }
      #expect(hits.contains { abs(fractions[0] - $0) < 1e-6 })
      #expect(fractions[1] == 1)
      if fractions[0] > (hits.min() ?? .nan) + 1e-6 { farther += 1 }
    }
    #expect(stopAtFirst ? farther > 10 : farther == 0)
  }

  @Test func raysOfNoLengthMeetNothing() {
    let world = box2d_world_create(10)
    defer { box2d_world_destroy(world) }
    box2d_world_add_edge(world, vector(-1, 0), vector(1, 0), 1)
    var fraction: Float = .nan
    box2d_world_cast_rays(world, vector(0, 0), [vector(0, 0)], 1, false, &fraction)
    #expect(fraction == 1)
  }

  // Free fall under semi-implicit Euler: after n steps of h, v = -g n h and y falls by g h^2 n (n + 1) / 2.
  @Test func bodiesFallFreely() {
    let world = box2d_world_create(10)
    defer { box2d_world_destroy(world) }
    var shape = box2d_shape()
    shape.box_half_width = 0.5
    shape.box_half_height = 0.5
    shape.density = 1
    box2d_world_add_body(world, vector(0, 100), 0, &shape)
    let body = step(world, bodies: 1, times: 50)[0]
    #expect(abs(body.velocity.y + 10) < 1e-4)
    #expect(abs(body.position.y - (100 - 10 * 0.0004 * 50 * 51 / 2)) < 1e-4)
    #expect(!body.has_touched)
  }

  // A box slides over the seams of many edges, always in touch with one at least. The end of its contact with the last
  // edge clears the flag of the last event, until it comes to the next one. A box that rests is not concerned.
  @Test func contactLastsFromEdgeToEdge() {
    let world = box2d_world_create(10)
    defer { box2d_world_destroy(world) }
    for i in 0..<100 { box2d_world_add_edge(world, vector(0.3 * Float(i), 0), vector(0.3 * Float(i + 1), 0), 0) }
    var shape = box2d_shape()
    shape.box_half_width = 0.4
    shape.box_half_height = 0.4
    shape.density = 1
    let sliding = box2d_world_add_body(world, vector(2, 0.41), 0, &shape)
    box2d_world_add_body(world, vector(20, 0.41), 0, &shape)
    let first = step(world, bodies: 2, times: 0)[0]
    #expect(!first.touches && !first.began_touching_last)
    let landed = step(world, bodies: 2, times: 20)[0]
    #expect(landed.touches && landed.began_touching_last)
    box2d_world_push(world, sliding, vector(100, 0))
    var (touching, flagged) = (0, 0)
    var (changes, last) = (0, landed)
    for _ in 0..<200 {
      let bodies = step(world, bodies: 2)
      if bodies[0].touches { touching += 1 }
      if bodies[0].began_touching_last { flagged += 1 }
      if bodies[0].began_touching_last != last.began_touching_last { changes += 1 }
      last = bodies[0]
      #expect(bodies[1].touches && bodies[1].began_touching_last)
    }
    let way = last.position.x - 2
    #expect(way > 6)
    #expect(touching == 200)
    #expect(flagged > 20 && flagged < 180)
    // Each edge that is 0.3 m long begins once and ends once.
    #expect(abs(Float(changes) - 2 * way / 0.3) < 6)
    box2d_world_push(world, sliding, vector(0, 1000))
    let lifted = step(world, bodies: 2, times: 5)[0]
    #expect(!lifted.touches && !lifted.began_touching_last)
    #expect(lifted.has_touched)
  }

  // Box2D puts a body to sleep after half a second at rest, unless its motor is set at each step, to whatever it is set.
  @Test(arguments: [false, true])
  func motorsKeepBodiesAwake(areSet: Bool) {
    let world = box2d_world_create(10)
    defer { box2d_world_destroy(world) }
    box2d_world_add_edge(world, vector(-5, 0), vector(5, 0), 1)
    var shape = box2d_shape()
    shape.box_half_width = 0.4
    shape.box_half_height = 0.4
    shape.density = 1
    let first = box2d_world_add_body(world, vector(0, 0.41), 0, &shape)
    let second = box2d_world_add_body(world, vector(1, 0.41), 0, &shape)
    var hinge = box2d_hinge(
      first_body: first, second_body: second, first_anchor: vector(0.5, 0), second_anchor: vector(-0.5, 0),
      lower_angle: -1, upper_angle: 1)
    box2d_world_add_hinge(world, &hinge)
    _ = step(world, bodies: 2, motors: areSet ? [box2d_motor()] : [], times: 200)
    #expect(box2d_world_is_awake(world, first) == areSet)
    #expect(box2d_world_is_awake(world, second) == areSet)
  }
}
