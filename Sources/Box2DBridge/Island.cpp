// Steps whose moving bodies are solved elsewhere. Box2D keeps contacts, boxes and times of impact; what its `b2World::Solve`
// does to bodies, joints and manifolds is read here, and written back.
//
// None of it is public. Box2D 2.4's headers name two friends that it does not have any more, and protected members are open
// to a derived class.
#include "World.hpp"

#ifndef BOX2D_2_3

#include <cmath>

namespace {

/// Opens a hinge's impulses.
struct OpenHinge : b2RevoluteJoint {
    static constexpr auto point = &OpenHinge::m_impulse;
    static constexpr auto motor = &OpenHinge::m_motorImpulse;
    static constexpr auto lower_limit = &OpenHinge::m_lowerImpulse;
    static constexpr auto upper_limit = &OpenHinge::m_upperImpulse;
};

box2d_vector exported(const b2Vec2 &vector) {
    return {vector.x, vector.y};
}

b2Vec2 imported(const box2d_vector &vector) {
    return b2Vec2(vector.x, vector.y);
}

} // namespace

/// A friend of `b2Body` that Box2D 2.4 names and does not have.
class b2RopeJoint {
  public:
    static box2d_inertia inertia(const b2Body &body) {
        return {exported(body.GetLocalCenter()), body.m_mass, body.m_invMass, body.m_invI};
    }

    static box2d_motion motion(const b2Body &body) {
        return {
            exported(body.m_sweep.c),        body.m_sweep.a,         body.m_xf.q.s,          body.m_xf.q.c,
            exported(body.m_linearVelocity), body.m_angularVelocity, exported(body.m_force),
        };
    }

    static void move(b2Body &body, const box2d_motion &motion) {
        body.m_sweep.c0 = body.m_sweep.c;
        body.m_sweep.a0 = body.m_sweep.a;
        body.m_sweep.c = imported(motion.center);
        body.m_sweep.a = motion.angle;
        body.m_linearVelocity = imported(motion.velocity);
        body.m_angularVelocity = motion.angular_velocity;
        body.m_xf.q.s = motion.sine;
        body.m_xf.q.c = motion.cosine;
        body.m_xf.p = body.m_sweep.c - b2Mul(body.m_xf.q, body.m_sweep.localCenter);
    }

    static void synchronize(b2Body &body) { body.SynchronizeFixtures(); }
};

/// A friend of `b2World` that Box2D 2.4 names and does not have.
class b2Controller {
  public:
    static b2TimeStep time_step(const b2World &world, float duration, int32 velocity_iterations,
                                int32 position_iterations) {
        b2TimeStep step;
        step.dt = duration;
        step.inv_dt = 1.0f / duration;
        step.dtRatio = world.m_inv_dt0 * duration;
        step.velocityIterations = velocity_iterations;
        step.positionIterations = position_iterations;
        step.warmStarting = true;
        return step;
    }

    static void begin(b2World &world) {
        if (world.m_newContacts) {
            world.m_contactManager.FindNewContacts();
            world.m_newContacts = false;
        }
        world.m_locked = true;
        world.m_contactManager.Collide();
    }

    static void find_contacts(b2World &world) { world.m_contactManager.FindNewContacts(); }

    static void solve(b2World &world, const b2TimeStep &step) { world.Solve(step); }

    static void end(b2World &world, const b2TimeStep &step) {
        world.SolveTOI(step);
        world.m_inv_dt0 = step.inv_dt;
        world.ClearForces();
        world.m_locked = false;
    }
};

bool box2d_can_split_steps(void) {
    return true;
}

void box2d_world_constants(const box2d_world *world, box2d_inertia *bodies, box2d_hinge *hinges) {
    for (const MovingBody &moving : world->bodies)
        *bodies++ = b2RopeJoint::inertia(*moving.body);
    for (b2RevoluteJoint *joint : world->joints) {
        *hinges++ = {
            int32_t(number_of(*joint->GetBodyA())) - 1,
            int32_t(number_of(*joint->GetBodyB())) - 1,
            exported(joint->GetLocalAnchorA()),
            exported(joint->GetLocalAnchorB()),
            joint->GetLowerLimit(),
            joint->GetUpperLimit(),
        };
    }
}

void box2d_world_begin_step(box2d_world *world, const box2d_motor *motors, int32_t motor_count) {
    world->set_motors(motors, motor_count);
    b2Controller::begin(*world->physics);
}

void box2d_world_read_island(const box2d_world *world, box2d_motion *bodies, box2d_hinge_impulses *hinges) {
    for (const MovingBody &moving : world->bodies)
        *bodies++ = b2RopeJoint::motion(*moving.body);
    for (const b2RevoluteJoint *joint : world->joints) {
        *hinges++ = {
            exported(joint->*OpenHinge::point),
            joint->*OpenHinge::motor,
            joint->*OpenHinge::lower_limit,
            joint->*OpenHinge::upper_limit,
        };
    }
}

int32_t box2d_world_read_contacts(const box2d_world *world, box2d_contact *contacts, int32_t capacity) {
    // Ground is made before the walker, so that it is a contact's first body, and it never turns nor leaves its origin.
    const b2Transform ground(b2Vec2(0.0f, 0.0f), b2Rot(0.0f));
    int32_t count = 0;
    for (size_t body = 0; body < world->bodies.size(); ++body) {
        for (b2ContactEdge *edge = world->bodies[body].body->GetContactList(); edge; edge = edge->next) {
            b2Contact &contact = *edge->contact;
            if (!contact.IsEnabled() || !contact.IsTouching())
                continue;
            if (count < capacity) {
                b2Manifold &manifold = *contact.GetManifold();
                const bool face_of_ground = manifold.type == b2Manifold::e_faceA;
                box2d_contact &to = contacts[count];
                to.body = int32_t(body);
                to.face_of_ground = face_of_ground;
                to.point_count = manifold.pointCount;
                to.friction = contact.GetFriction();
                to.manifold = &manifold;
                to.face = exported(face_of_ground ? b2Mul(ground, manifold.localPoint) : manifold.localPoint);
                to.normal = exported(face_of_ground ? b2Mul(ground.q, manifold.localNormal) : manifold.localNormal);
                for (int32 i = 0; i < manifold.pointCount; ++i) {
                    const b2ManifoldPoint &point = manifold.points[i];
                    to.points[i] = {
                        exported(face_of_ground ? point.localPoint : b2Mul(ground, point.localPoint)),
                        point.normalImpulse,
                        point.tangentImpulse,
                    };
                }
            }
            ++count;
        }
    }
    return count;
}

void box2d_world_write_island(box2d_world *world, const box2d_motion *bodies, const box2d_hinge_impulses *hinges,
                              const box2d_contact *contacts, int32_t contact_count) {
    for (int32_t i = 0; i < contact_count; ++i) {
        b2Manifold &manifold = *static_cast<b2Manifold *>(contacts[i].manifold);
        for (int32 j = 0; j < manifold.pointCount; ++j) {
            manifold.points[j].normalImpulse = contacts[i].points[j].normal_impulse;
            manifold.points[j].tangentImpulse = contacts[i].points[j].tangent_impulse;
        }
    }
    for (b2RevoluteJoint *joint : world->joints) {
        joint->*OpenHinge::point = imported(hinges->point);
        joint->*OpenHinge::motor = hinges->motor;
        joint->*OpenHinge::lower_limit = hinges->lower_limit;
        joint->*OpenHinge::upper_limit = hinges->upper_limit;
        ++hinges;
    }
    // Box2D's list of bodies has the newest first; boxes move in its order.
    for (size_t i = world->bodies.size(); i-- > 0;) {
        b2RopeJoint::move(*world->bodies[i].body, bodies[i]);
        b2RopeJoint::synchronize(*world->bodies[i].body);
    }
    b2Controller::find_contacts(*world->physics);
}

void box2d_world_solve_island(box2d_world *world, float duration, int32_t velocity_iterations,
                              int32_t position_iterations) {
    b2World &physics = *world->physics;
    b2Controller::solve(physics, b2Controller::time_step(physics, duration, velocity_iterations, position_iterations));
}

void box2d_world_end_step(box2d_world *world, float duration, int32_t velocity_iterations,
                          int32_t position_iterations) {
    b2World &physics = *world->physics;
    b2Controller::end(physics, b2Controller::time_step(physics, duration, velocity_iterations, position_iterations));
}

float box2d_world_duration_ratio(const box2d_world *world, float duration) {
    return b2Controller::time_step(*world->physics, duration, 0, 0).dtRatio;
}

void box2d_sines_and_cosines(const float *angles, float *sines, float *cosines, int32_t count) {
    // What GCC has made of `b2Rot` in Debian's library. Clang calls `sinf` and `cosf`.
    for (int32_t i = 0; i < count; ++i)
        sincosf(angles[i], &sines[i], &cosines[i]);
}

#else

bool box2d_can_split_steps(void) {
    return false;
}

#endif
