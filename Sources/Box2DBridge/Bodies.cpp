// Moving bodies and the hinges between them.
#include "World.hpp"

namespace {

box2d_vector exported(const b2Vec2 &vector) {
    return {vector.x, vector.y};
}

b2Vec2 imported(box2d_vector vector) {
    return b2Vec2(vector.x, vector.y);
}

b2PolygonShape polygon_of(const box2d_shape &shape) {
    b2PolygonShape polygon;
    if (shape.vertices == nullptr) {
        polygon.SetAsBox(shape.box_half_width, shape.box_half_height);
        return polygon;
    }
    b2Vec2 points[b2_maxPolygonVertices];
    const int32 count = b2Min(shape.vertex_count, b2_maxPolygonVertices);
    for (int32 i = 0; i < count; ++i)
        points[i] = imported(shape.vertices[i]);
    polygon.Set(points, count);
    return polygon;
}

} // namespace

int32_t box2d_world_add_body(box2d_world *world, box2d_vector position, float angle, const box2d_shape *shape) {
    b2BodyDef definition;
    definition.type = b2_dynamicBody;
    definition.position = imported(position);
    definition.angle = angle;
    set_number(definition, world->bodies.size() + 1);
    b2Body *body = world->physics->CreateBody(&definition);

    const b2PolygonShape polygon = polygon_of(*shape);
    b2FixtureDef fixture;
    fixture.shape = &polygon;
    fixture.density = shape->density;
    fixture.friction = shape->friction;
    fixture.filter.categoryBits = walker_category;
    fixture.filter.maskBits = ground_category;
    body->CreateFixture(&fixture);

    world->bodies.push_back({body, 0, false, false});
    return int32_t(world->bodies.size()) - 1;
}

void box2d_world_push(box2d_world *world, int32_t body, box2d_vector force) {
    world->bodies[body].body->ApplyForceToCenter(imported(force), true);
}

bool box2d_world_is_awake(const box2d_world *world, int32_t body) {
    return world->bodies[body].body->IsAwake();
}

void box2d_world_mass(const box2d_world *world, int32_t body, float *mass, float *inertia, box2d_vector *center) {
    const b2Body *of = world->bodies[body].body;
    *mass = of->GetMass();
    *inertia = of->GetInertia();
    *center = exported(of->GetLocalCenter());
}

int32_t box2d_world_add_hinge(box2d_world *world, const box2d_hinge *hinge) {
    b2RevoluteJointDef definition;
    definition.bodyA = world->bodies[hinge->first_body].body;
    definition.bodyB = world->bodies[hinge->second_body].body;
    definition.localAnchorA = imported(hinge->first_anchor);
    definition.localAnchorB = imported(hinge->second_anchor);
    definition.referenceAngle = definition.bodyB->GetAngle() - definition.bodyA->GetAngle();
    definition.enableLimit = true;
    definition.lowerAngle = hinge->lower_angle;
    definition.upperAngle = hinge->upper_angle;
    definition.enableMotor = true;
    b2Joint *joint = world->physics->CreateJoint(&definition);
    world->joints.push_back(static_cast<b2RevoluteJoint *>(joint));
    return int32_t(world->joints.size()) - 1;
}

void box2d_world_read(const box2d_world *world, box2d_body_state *bodies, box2d_hinge_state *hinges) {
    for (const MovingBody &moving : world->bodies) {
        const b2Body &body = *moving.body;
        *bodies++ = {
            exported(body.GetPosition()), body.GetAngle(),          exported(body.GetLinearVelocity()),
            body.GetAngularVelocity(),    moving.contact_count > 0, moving.began_last,
            moving.has_touched,
        };
    }
    for (const b2RevoluteJoint *joint : world->joints)
        *hinges++ = {joint->GetJointAngle(), joint->GetJointSpeed()};
}
