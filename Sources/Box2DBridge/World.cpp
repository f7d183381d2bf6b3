#include "World.hpp"

#include <memory>
#include <pthread.h>

namespace {

/// Box2D fills a table of the process at the first contact ever made, without a lock. Makes that contact, in a world that is
/// too large for a caller's stack.
void make_first_contact() {
    const auto world = std::make_unique<b2World>(b2Vec2(0.0f, 0.0f));
    b2BodyDef definition;
    b2PolygonShape box;
    box.SetAsBox(1.0f, 1.0f);
    world->CreateBody(&definition)->CreateFixture(&box, 1.0f);
    definition.type = b2_dynamicBody;
    world->CreateBody(&definition)->CreateFixture(&box, 1.0f);
    world->Step(0.0f, 1, 1);
}

// glibc runs it again in a child forked off in its midst.
pthread_once_t first_contact = PTHREAD_ONCE_INIT;

} // namespace

box2d_world::box2d_world(float gravity) : gravity(gravity) {
    (void)pthread_once(&first_contact, make_first_contact);
    clear();
}

void box2d_world::clear() {
    physics.emplace(b2Vec2(0.0f, -gravity));
    physics->SetContactListener(this);
    bodies.clear();
    joints.clear();
}

void box2d_world::add_ground(const b2Shape &shape, float friction) {
    const b2BodyDef definition;
    b2FixtureDef fixture;
    fixture.shape = &shape;
    fixture.friction = friction;
    fixture.filter.categoryBits = ground_category;
    physics->CreateBody(&definition)->CreateFixture(&fixture);
}

void box2d_world::set_motors(const box2d_motor *motors, int32 count) {
    for (int32 i = 0; i < count; ++i) {
        b2RevoluteJoint &hinge = *joints[i];
        // Box2D 2.3's setters woke the bodies at every call; those of 2.4 do so only if the setting changes.
        hinge.GetBodyA()->SetAwake(true);
        hinge.GetBodyB()->SetAwake(true);
        hinge.SetMotorSpeed(motors[i].speed);
        hinge.SetMaxMotorTorque(motors[i].torque);
    }
}

void box2d_world::BeginContact(b2Contact *contact) {
    for (b2Fixture *fixture : {contact->GetFixtureA(), contact->GetFixtureB()}) {
        if (MovingBody *moving = moving_body_of(fixture)) {
            moving->contact_count += 1;
            moving->began_last = true;
            moving->has_touched = true;
        }
    }
}

void box2d_world::EndContact(b2Contact *contact) {
    for (b2Fixture *fixture : {contact->GetFixtureA(), contact->GetFixtureB()}) {
        if (MovingBody *moving = moving_body_of(fixture)) {
            moving->contact_count -= 1;
            moving->began_last = false;
        }
    }
}

/// A moving body's user data is its number plus 1; that of ground is 0.
MovingBody *box2d_world::moving_body_of(b2Fixture *fixture) {
    const uintptr_t number = number_of(*fixture->GetBody());
    return number == 0 ? nullptr : &bodies[number - 1];
}
