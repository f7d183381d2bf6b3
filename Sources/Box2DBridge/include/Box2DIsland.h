// What an engine needs that solves a world's moving bodies itself and leaves the rest of a step to Box2D 2.4: reading them
// with their contacts, and writing them back.
//
// A step is `box2d_world_begin_step`, the reads, the engine's own solution, `box2d_world_end_step`. What is read and written
// is all that Box2D's own solver reads and writes, so the two may take turns.
#ifndef TEACHDRL_BOX2D_ISLAND_H
#define TEACHDRL_BOX2D_ISLAND_H

#include "Box2DBridge.h"

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

/// What never changes about a moving body: the centre of mass in its own coordinates, mass and moment of inertia about it.
typedef struct box2d_inertia {
    box2d_vector center;
    float mass;
    float inverse_mass;
    float inverse_inertia;
} box2d_inertia;

/// How a moving body moves.
typedef struct box2d_motion {
    /// Where its centre of mass is.
    box2d_vector center;
    float angle;
    /// Of the angle.
    float sine;
    float cosine;
    box2d_vector velocity;
    float angular_velocity;
    /// What pushes it during the coming step; read only.
    box2d_vector force;
} box2d_motion;

/// What a hinge exerted during the last step, as impulses in newton seconds and newton metre seconds.
typedef struct box2d_hinge_impulses {
    box2d_vector point;
    float motor;
    float lower_limit;
    float upper_limit;
} box2d_hinge_impulses;

/// A point of a contact.
typedef struct box2d_contact_point {
    /// In the moving body's coordinates if the face is the ground's, in the world's if it is the body's.
    box2d_vector place;
    float normal_impulse;
    float tangent_impulse;
} box2d_contact_point;

/// A contact of a moving body with ground: points of one of them on a face of the other.
typedef struct box2d_contact {
    /// The number of the moving body.
    int32_t body;
    /// Whether the face is the ground's.
    bool face_of_ground;
    int32_t point_count;
    float friction;
    /// A point of the face and its normal: in the world's coordinates if the face is the ground's, in the body's otherwise.
    box2d_vector face;
    box2d_vector normal;
    box2d_contact_point points[2];
    /// Box2D's own.
    void *_Nullable manifold;
} box2d_contact;

/// Whether these functions work: they need Box2D 2.4.
bool box2d_can_split_steps(void);

/// Writes what never changes about each moving body and each hinge.
void box2d_world_constants(const box2d_world *world, box2d_inertia *bodies, box2d_hinge *hinges);

/// Starts a step as `box2d_world_step` does: sets motors, then updates contacts.
void box2d_world_begin_step(box2d_world *world, const box2d_motor *_Nullable motors, int32_t motor_count);

/// Writes how each moving body moves and what each hinge exerted.
void box2d_world_read_island(const box2d_world *world, box2d_motion *bodies, box2d_hinge_impulses *hinges);

/// Writes the contacts that touch, body after body, the newest of a body first, and returns how many there are. Writes at most
/// `capacity`.
int32_t box2d_world_read_contacts(const box2d_world *world, box2d_contact *contacts, int32_t capacity);

/// Writes the solution back: positions, angles and velocities of all bodies, impulses of hinges and contacts.
void box2d_world_write_island(box2d_world *world, const box2d_motion *bodies, const box2d_hinge_impulses *hinges,
                              const box2d_contact *contacts, int32_t contact_count);

/// Has Box2D solve the step instead.
void box2d_world_solve_island(box2d_world *world, float duration, int32_t velocity_iterations,
                              int32_t position_iterations);

/// Ends the step: finds times of impact.
void box2d_world_end_step(box2d_world *world, float duration, int32_t velocity_iterations, int32_t position_iterations);

/// The ratio of this step's duration to the last step's by which the last step's impulses are scaled; 0 in a first step.
float box2d_world_duration_ratio(const box2d_world *world, float duration);

/// Writes sines and cosines, with the bits that Box2D computes with.
void box2d_sines_and_cosines(const float *angles, float *sines, float *cosines, int32_t count);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif

#endif
