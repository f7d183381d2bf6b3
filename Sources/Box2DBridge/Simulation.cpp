// A world's life: creation, steps, rays, destruction.
#include "World.hpp"

namespace {

/// Keeps the nearest hit on ground along one ray, or the first that Box2D's tree of shapes reports. What
/// `b2World::RayCast` does, but a walker's own shapes are passed over before they are cut with the ray rather than after.
struct GroundHit {
    const b2BroadPhase &shapes;
    const bool stops_at_first;
    float fraction = 1.0f;

    /// Called for each shape whose box the ray meets. Cuts the ray at a hit, so that later hits are nearer; 0 ends it.
    float RayCastCallback(const b2RayCastInput &ray, int32 shape) {
        const auto *proxy = static_cast<const b2FixtureProxy *>(shapes.GetUserData(shape));
        if ((proxy->fixture->GetFilterData().categoryBits & ground_category) == 0)
            return ray.maxFraction;
        b2RayCastOutput hit;
        if (!proxy->fixture->RayCast(&hit, ray, proxy->childIndex))
            return ray.maxFraction;
        fraction = hit.fraction;
        return stops_at_first ? 0.0f : fraction;
    }
};

} // namespace

box2d_world *box2d_world_create(float gravity) {
    return new box2d_world(gravity);
}

void box2d_world_clear(box2d_world *world) {
    world->clear();
}

void box2d_world_destroy(box2d_world *world) {
    delete world;
}

void box2d_world_step(box2d_world *world, const box2d_motor *motors, int32_t motor_count, float duration,
                      int32_t velocity_iterations, int32_t position_iterations) {
    world->set_motors(motors, motor_count);
    world->physics->Step(duration, velocity_iterations, position_iterations);
}

void box2d_world_cast_rays(const box2d_world *world, box2d_vector origin, const box2d_vector *rays, int32_t count,
                           bool stop_at_first, float *fractions) {
    const b2BroadPhase &shapes = world->physics->GetContactManager().m_broadPhase;
    b2RayCastInput ray;
    ray.p1.Set(origin.x, origin.y);
    ray.maxFraction = 1.0f;
    for (int32_t i = 0; i < count; ++i) {
        ray.p2.Set(origin.x + rays[i].x, origin.y + rays[i].y);
        GroundHit hit{shapes, stop_at_first};
        if (!(ray.p1 == ray.p2))
            shapes.RayCast(&hit, ray);
        fractions[i] = hit.fraction;
    }
}
