// The world behind the C functions.
#ifndef TEACHDRL_BOX2D_WORLD_HPP
#define TEACHDRL_BOX2D_WORLD_HPP

#include <optional>
#include <vector>

#include "Box2DBridge.h"
#include "Engine.hpp"

/// Collision categories: only these two exist, and only bodies of different ones meet.
constexpr uint16 ground_category = 0x1;
constexpr uint16 walker_category = 0x20;

/// A moving body, and what touches it. A body slides from one edge to the next by touching both for a while, hence a
/// count rather than a flag.
struct MovingBody {
    b2Body *body;
    int32 contact_count;
    /// Whether the last event of a contact was a beginning.
    bool began_last;
    bool has_touched;
};

struct box2d_world final : public b2ContactListener {
    explicit box2d_world(float gravity);

    /// Starts over with a new physics world in the place of the old.
    void clear();

    box2d_world(const box2d_world &) = delete;
    box2d_world &operator=(const box2d_world &) = delete;

    const float gravity;
    std::optional<b2World> physics;
    std::vector<MovingBody> bodies;
    std::vector<b2RevoluteJoint *> joints;

    /// Adds a static body of one shape.
    void add_ground(const b2Shape &shape, float friction);

    /// Sets the motors of the first hinges, and wakes their bodies.
    void set_motors(const box2d_motor *motors, int32 count);

    void BeginContact(b2Contact *contact) override;
    void EndContact(b2Contact *contact) override;

  private:
    MovingBody *moving_body_of(b2Fixture *fixture);
};

#endif
