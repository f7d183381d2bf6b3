// The part of Box2D that the environments need, callable from Swift: of 2.4, or of 2.3 if BOX2D_2_3 is defined.
//
// A world holds static ground and moving bodies joined by hinges. Bodies and hinges are numbers, counted from 0 in the
// order in which a world got them. Lengths are in metres, angles in radians, masses in kilograms, times in seconds.
//
// Different worlds may be used from different threads, one world from one thread at a time. Results depend on the calls
// only: the same calls on two new worlds give the same bits.
#ifndef TEACHDRL_BOX2D_BRIDGE_H
#define TEACHDRL_BOX2D_BRIDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

typedef struct box2d_world box2d_world;

/// A point or a vector of the plane.
typedef struct box2d_vector {
    float x;
    float y;
} box2d_vector;

/// What a moving body is made of: either a convex polygon of 3 to 8 vertices, which must not be degenerate (Box2D ends
/// the process), or, without vertices, a box about its origin.
typedef struct box2d_shape {
    const box2d_vector *_Nullable vertices;
    int32_t vertex_count;
    float box_half_width;
    float box_half_height;
    /// Mass per area.
    float density;
    float friction;
} box2d_shape;

/// A hinge between two bodies with limits, and with a motor that is off at first; its angle is 0 as the bodies stand when
/// it is made. The anchors may lie apart at first: the solver pulls them together.
typedef struct box2d_hinge {
    int32_t first_body;
    int32_t second_body;
    /// The hinge's place in each body's own coordinates.
    box2d_vector first_anchor;
    box2d_vector second_anchor;
    float lower_angle;
    float upper_angle;
} box2d_hinge;

/// The speed that a hinge's motor aims at, and the torque that it may use.
typedef struct box2d_motor {
    float speed;
    float torque;
} box2d_motor;

/// What a moving body does now.
typedef struct box2d_body_state {
    /// Where its origin is.
    box2d_vector position;
    /// How far it has turned counter-clockwise, whole turns included.
    float angle;
    /// The velocity of its centre of mass.
    box2d_vector velocity;
    float angular_velocity;
    /// Whether it touches something now.
    bool touches;
    /// Whether the last of its contacts that began or ended has begun: false once any contact has ended, even if it still
    /// touches something else.
    bool began_touching_last;
    /// Whether it has touched anything since it was made.
    bool has_touched;
} box2d_body_state;

/// What a hinge does now.
typedef struct box2d_hinge_state {
    /// The angle, whole turns included.
    float angle;
    float angular_velocity;
} box2d_hinge_state;

/// An empty world with gravity (0, -`gravity`).
box2d_world *box2d_world_create(float gravity);

/// Makes a world what a new one with its gravity is, bit for bit: all that is in it is destroyed. Cheaper than a new one,
/// whose memory the allocator fetches from the system each time.
void box2d_world_clear(box2d_world *world);

/// Destroys a world and all that is in it.
void box2d_world_destroy(box2d_world *world);

/// Sets the motors of the first `motor_count` hinges, which wakes their bodies: Box2D puts them to sleep after half a second
/// at rest. Then advances the world by one time step. Once a world of up to 2,000 bodies has settled, this allocates
/// nothing.
void box2d_world_step(box2d_world *world, const box2d_motor *_Nullable motors, int32_t motor_count, float duration,
                      int32_t velocity_iterations, int32_t position_iterations);

/// Writes what every moving body and every hinge does now, in the order of their numbers.
void box2d_world_read(const box2d_world *world, box2d_body_state *bodies, box2d_hinge_state *hinges);

// ------------------------------------------------------------------------------------------------------ static ground
// Each piece is a static body of its own, in world coordinates, of category 0x1.

/// Adds a two-sided edge; returns false, and adds nothing, where its ends are the same point or not finite.
bool box2d_world_add_edge(box2d_world *world, box2d_vector start, box2d_vector end, float friction);

/// Adds a convex polygon whose vertices come in order, either way round; returns false, and adds nothing, where it has
/// fewer than 3 or more than 8 vertices, is not convex, or has a vertex less than 3 mm from an edge not its own.
bool box2d_world_add_polygon(box2d_world *world, const box2d_vector *vertices, int32_t count, float friction);

// ------------------------------------------------------------------------------------------------------ moving bodies
// They have category 0x20 and touch category 0x1 only.

/// Adds a moving body at rest and returns its number.
int32_t box2d_world_add_body(box2d_world *world, box2d_vector position, float angle, const box2d_shape *shape);

/// Pushes a body at its centre of mass during the next step.
void box2d_world_push(box2d_world *world, int32_t body, box2d_vector force);

/// Whether a body takes part in the simulation; once it sleeps, its velocities are 0 until something wakes it.
bool box2d_world_is_awake(const box2d_world *world, int32_t body);

/// A body's mass, its moment of inertia about its origin, and its centre of mass in its own coordinates.
void box2d_world_mass(const box2d_world *world, int32_t body, float *mass, float *inertia, box2d_vector *center);

// ------------------------------------------------------------------------------------------------------------ hinges

/// Adds a hinge and returns its number.
int32_t box2d_world_add_hinge(box2d_world *world, const box2d_hinge *hinge);

// --------------------------------------------------------------------------------------------------------------- rays

/// For each of `count` rays from `origin` to `origin` + `rays[i]`, writes the fraction of the ray at which it meets static
/// ground, 1 if it meets none. That is the nearest hit, or, with `stop_at_first`, the first one that Box2D comes upon in
/// its tree of shapes. A ray that starts inside a polygon does not meet that polygon.
void box2d_world_cast_rays(const box2d_world *world, box2d_vector origin, const box2d_vector *rays, int32_t count,
                           bool stop_at_first, float *fractions);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif

#include "Box2DIsland.h"

#endif
