// The walker on Box2D as one would write it by hand for speed: no checks, nothing allocated in a step. Without chance it
// makes the same Box2D calls on the same scene as the environment "walker-tracks" without noise and push.
//
// With BOX2D_2_3 defined it is for Box2D 2.3, which the published implementation uses.
#ifndef PLAIN_WALKER_HPP
#define PLAIN_WALKER_HPP

#ifdef BOX2D_2_3
#include <Box2D/Box2D.h>
#else
#include <box2d/box2d.h>
#endif

#include <algorithm>
#include <cmath>
#include <optional>
#include <random>
#include <vector>

namespace plain {

constexpr double scale = 30, terrain_step = 14 / scale, terrain_height = 400 / scale / 4;
constexpr double lidar_range = 160 / scale;
constexpr int lidar_count = 10, max_legs = 4;

struct Build {
    const char *name;
    std::vector<b2Vec2> hull;
    double hull_width, leg_width, leg_height;
    std::vector<double> leg_pairs;
    double torque, penalty;
};

inline std::vector<b2Vec2> outline(std::initializer_list<std::pair<double, double>> pixels) {
    std::vector<b2Vec2> points;
    for (const auto &[x, y] : pixels)
        points.emplace_back(float(x / scale), float(y / scale));
    return points;
}

inline std::vector<Build> builds() {
    const auto small = outline({{-30, 9}, {6, 9}, {34, 1}, {34, -8}, {-30, -8}});
    const auto large = outline({{-46, 13}, {6, 13}, {50, 5}, {50, -12}, {-46, -12}});
    return {{"short", small, 64 / scale, 8 / scale, 17 / scale, {0}, 80, 0.00035},
            {"default", small, 64 / scale, 8 / scale, 34 / scale, {0}, 80, 0.00035},
            {"quadru", large, 96 / scale, 10 / scale, 51 / scale, {-1.2, 0.85}, 300, 0.00035 / 8}};
}

/// Obstacles of one kind, all alike, or flat ground: stumps of a height (in terrain steps), hexagons of 12 offsets, or
/// groups of five stumps of the given heights and widths.
struct Track {
    std::optional<double> stump_height;
    double spacing = 8;
    std::vector<double> poly_shape = {}, stump_seq = {};
};

/// What varies from one episode to the next as published: sizes have this deviation, each in its own unit, and the hull
/// is pushed by up to this force at the start.
struct Chance {
    std::mt19937 generator;
    double noise = 0.1, push = 5;

    double size(double mean) { return std::normal_distribution<double>(mean, noise)(generator); }
    double force() { return std::uniform_real_distribution<double>(-push, push)(generator); }
};

/// Whether each episode has a world of its own, or all of a walker's have one, as published.
enum class Worlds { new_each_reset, one };

/// The environment's options `contacts` and `lidar`.
struct Senses {
    bool published_contacts = false, published_lidar = false;
};

/// When a body may fall asleep: never while its motors are set at each step, which wakes it (Box2D 2.3 does that by
/// itself); when their settings stay the same, as Box2D 2.4 has it; or never, because the world forbids it.
enum class Sleep { woken, box2d, forbidden };

/// What touches a body.
struct Touch {
    int count = 0;
    bool began_last = false, ever = false;
};

class Walker final : b2ContactListener {
  public:
    Walker(const Build &build, const Track &track, Chance *chance = nullptr, Worlds worlds = Worlds::new_each_reset,
           Senses senses = {}, Sleep sleep = Sleep::woken)
        : build_(build), track_(track), chance_(chance), worlds_(worlds), senses_(senses), sleep_(sleep) {
        for (int k = 0; k < lidar_count; ++k) {
            const double angle = 1.5 * k / lidar_count;
            rays_[k].Set(float(std::sin(angle) * lidar_range), float(-std::cos(angle) * lidar_range));
        }
    }

    int leg_count() const { return 2 * int(build_.leg_pairs.size()); }
    int action_size() const { return 2 * leg_count(); }
    int observation_size() const { return 4 + 5 * leg_count() + lidar_count; }

    void reset(float *observation) {
        if (world_ && worlds_ == Worlds::one) {
            clear_world();
        } else {
            world_.emplace(b2Vec2(0, -10));
        }
        world_->SetContactListener(this);
        world_->SetAllowSleeping(sleep_ != Sleep::forbidden);
        build_track();
        build_walker();
        if (chance_)
            hull_->ApplyForceToCenter(b2Vec2(float(chance_->force()), 0), true);
        const float still[2 * max_legs] = {};
        drive(still);
        advance(observation);
        shaping_ = shaping();
    }

    /// Returns whether the episode has ended.
    bool step(const float *action, float *observation, double *reward) {
        const double effort = drive(action);
        advance(observation);
        const double x = hull_->GetPosition().x;
        if (hull_touch_.ever || x < 0) {
            *reward = -100;
            return true;
        }
        const double before = shaping_;
        shaping_ = shaping();
        *reward = shaping_ - before - build_.penalty * build_.torque * effort;
        return x > 190 * terrain_step;
    }

    /// Whether every body of the walker is awake.
    bool is_awake() const {
        bool awake = true;
        for (const b2Body *body = world_->GetBodyList(); body; body = body->GetNext())
            awake = awake && (body->GetType() == b2_staticBody || body->IsAwake());
        return awake;
    }

  private:
    struct Hit final : b2RayCastCallback {
        explicit Hit(bool stops_at_first) : ends(stops_at_first) {}
        float ReportFixture(b2Fixture *fixture, const b2Vec2 &, const b2Vec2 &, float at) override {
            if ((fixture->GetFilterData().categoryBits & 1) == 0)
                return -1;
            fraction = at;
            return ends ? 0 : at;
        }
        const bool ends;
        float fraction = 1;
    };

    double shaping() const {
        return 130 * double(hull_->GetPosition().x) / scale - 5 * std::abs(double(hull_->GetAngle()));
    }

    double drive(const float *action) {
        double effort = 0;
        for (int j = 0; j < action_size(); ++j) {
            const double share = std::min(std::abs(double(action[j])), 1.0);
            if (sleep_ == Sleep::woken) {
                joints_[j]->GetBodyA()->SetAwake(true);
                joints_[j]->GetBodyB()->SetAwake(true);
            }
            joints_[j]->SetMotorSpeed(float((j % 2 ? 6 : 4) * ((action[j] > 0) - (action[j] < 0))));
            joints_[j]->SetMaxMotorTorque(float(build_.torque * share));
            effort += share;
        }
        return effort;
    }

    void advance(float *numbers) {
        world_->Step(1.0f / 50, 180, 60);
        const b2Vec2 velocity = hull_->GetLinearVelocity();
        *numbers++ = hull_->GetAngle();
        *numbers++ = float(2 * double(hull_->GetAngularVelocity()) / 50);
        *numbers++ = float(0.3 * double(velocity.x) * (600 / scale) / 50);
        *numbers++ = float(0.3 * double(velocity.y) * (400 / scale) / 50);
        for (int leg = 0; leg < leg_count(); ++leg) {
            const b2RevoluteJoint *hip = joints_[2 * leg], *knee = joints_[2 * leg + 1];
            *numbers++ = hip->GetJointAngle();
            *numbers++ = float(double(hip->GetJointSpeed()) / 4);
            *numbers++ = float(double(knee->GetJointAngle()) + 1);
            *numbers++ = float(double(knee->GetJointSpeed()) / 6);
            *numbers++ = feels_ground(leg) ? 1 : 0;
        }
        const b2Vec2 eye = hull_->GetPosition();
        for (const b2Vec2 &ray : rays_) {
            Hit hit(senses_.published_lidar);
            world_->RayCast(&hit, eye, eye + ray);
            *numbers++ = hit.fraction;
        }
    }

    bool feels_ground(int leg) const {
        const Touch &touch = lower_touch_[leg];
        return senses_.published_contacts ? leg < 2 && touch.began_last : touch.count > 0;
    }

    /// Empties the one world in the published order: ground, hull, legs.
    void clear_world() {
        world_->SetContactListener(nullptr);
        std::vector<b2Body *> ground, walker;
        for (b2Body *body = world_->GetBodyList(); body; body = body->GetNext())
            (body->GetType() == b2_staticBody ? ground : walker).push_back(body);
        for (auto *bodies : {&ground, &walker})
            for (auto body = bodies->rbegin(); body != bodies->rend(); ++body)
                world_->DestroyBody(*body);
    }

    /// A size of an obstacle whose mean is given, at least 0.05.
    double size(double mean) const { return chance_ ? std::max(chance_->size(mean), 0.05) : mean; }

    /// A vertex' coordinate.
    double place(double mean) const { return chance_ ? chance_->size(mean) : mean; }

    void add_ground(const b2Shape &shape) {
        b2BodyDef body;
        b2FixtureDef fixture;
        fixture.shape = &shape;
        fixture.friction = 2.5f;
        world_->CreateBody(&body)->CreateFixture(&fixture);
    }

    void add_stump(double x, double width, double height) {
        const float left = float(x), right = float(x + width), foot = float(terrain_height);
        const float top = float(terrain_height + height);
        const b2Vec2 corners[] = {{left, foot}, {right, foot}, {right, top}, {left, top}};
        b2PolygonShape shape;
        shape.Set(corners, 4);
        add_ground(shape);
    }

    void add_hexagon(double x) {
        constexpr double base[][2] = {{-0.5, 0}, {-0.5, 0.25}, {-0.25, 0.5}, {0.25, 0.5}, {0.5, 0.25}, {0.5, 0}};
        b2Vec2 points[6];
        for (int i = 0; i < 6; ++i) {
            const double along = place(base[i][0] + track_.poly_shape[2 * i]);
            const double up = i == 0 || i == 5 ? 0 : place(base[i][1] + track_.poly_shape[2 * i + 1]);
            points[i].Set(float(x + along * terrain_step), float(terrain_height + up * terrain_step));
        }
        b2PolygonShape shape;
        shape.Set(points, 6);
        add_ground(shape);
    }

    void build_track() {
        std::vector<double> xs = {0};
        double x = 20 * terrain_step;
        const bool has_obstacles = track_.stump_height || !track_.poly_shape.empty() || !track_.stump_seq.empty();
        bool obstacle = false;
        while (x < 200 * terrain_step) {
            xs.push_back(x);
            obstacle = has_obstacles && !obstacle;
            if (!obstacle) {
                x += track_.spacing;
            } else if (track_.stump_height) {
                add_stump(x, terrain_step, size(*track_.stump_height) * terrain_step);
                x += terrain_step;
            } else if (!track_.poly_shape.empty()) {
                add_hexagon(x);
                x += 1;
            } else {
                for (int i = 0; i < 10; i += 2) {
                    const double height = size(track_.stump_seq[i]) * terrain_step;
                    const double width = size(track_.stump_seq[i + 1]);
                    add_stump(x, width, height);
                    x += width;
                }
            }
        }
        xs.push_back(x);
        for (size_t i = 1; i < xs.size(); ++i) {
            b2EdgeShape edge;
            const float y = float(terrain_height);
            const b2Vec2 start(float(xs[i - 1]), y), end(float(xs[i]), y);
#ifdef BOX2D_2_3
            edge.Set(start, end);
#else
            edge.SetTwoSided(start, end);
#endif
            add_ground(edge);
        }
    }

    b2Body *add_body(double x, double y, float angle, const b2PolygonShape &shape, float density, float friction,
                     Touch *touch) {
        b2BodyDef definition;
        definition.type = b2_dynamicBody;
        definition.position.Set(float(x), float(y));
        definition.angle = angle;
#ifdef BOX2D_2_3
        definition.userData = touch;
#else
        definition.userData.pointer = uintptr_t(touch);
#endif
        b2FixtureDef fixture;
        fixture.shape = &shape;
        fixture.density = density;
        fixture.friction = friction;
        fixture.filter.categoryBits = 0x20;
        fixture.filter.maskBits = 1;
        b2Body *body = world_->CreateBody(&definition);
        body->CreateFixture(&fixture);
        return body;
    }

    b2RevoluteJoint *add_joint(b2Body *a, b2Vec2 anchor_a, b2Body *b, b2Vec2 anchor_b, float low, float high) {
        b2RevoluteJointDef definition;
        definition.bodyA = a;
        definition.bodyB = b;
        definition.localAnchorA = anchor_a;
        definition.localAnchorB = anchor_b;
        definition.referenceAngle = b->GetAngle() - a->GetAngle();
        definition.enableLimit = definition.enableMotor = true;
        definition.lowerAngle = low;
        definition.upperAngle = high;
        return static_cast<b2RevoluteJoint *>(world_->CreateJoint(&definition));
    }

    void build_walker() {
        const double height = build_.leg_height, down = 8 / scale;
        const double x = 10 * terrain_step, y = terrain_height + 2 * height;
        hull_touch_ = {};
        std::fill(std::begin(lower_touch_), std::end(lower_touch_), Touch{});
        b2PolygonShape hull, upper, lower;
        hull.Set(build_.hull.data(), int32(build_.hull.size()));
        upper.SetAsBox(float(build_.leg_width / 2), float(height / 2));
        lower.SetAsBox(float(0.8 * build_.leg_width / 2), float(height / 2));
        hull_ = add_body(x, y, 0, hull, 5, 0.1f, &hull_touch_);
        int leg = 0;
        for (const double pair : build_.leg_pairs) {
            const double leg_x = x + std::clamp(pair, -1.0, 1.0) * build_.hull_width / 2;
            for (const int side : {-1, 1}) {
                const float angle = float(0.05 * side);
                const b2Vec2 top(0, float(height / 2)), bottom(0, float(-height / 2));
                b2Body *thigh = add_body(leg_x, y - height / 2 + down, angle, upper, 1, 0.2f, nullptr);
                joints_[2 * leg] = add_joint(hull_, b2Vec2(float(pair), float(-down)), thigh, top, -0.8f, 1.1f);
                b2Body *shin = add_body(leg_x, y - height * 3 / 2 + down, angle, lower, 1, 0.2f, &lower_touch_[leg]);
                joints_[2 * leg + 1] = add_joint(thigh, bottom, shin, top, -1.6f, -0.1f);
                leg += 1;
            }
        }
    }

    static Touch *touch_of(b2Fixture *fixture) {
#ifdef BOX2D_2_3
        return static_cast<Touch *>(fixture->GetBody()->GetUserData());
#else
        return reinterpret_cast<Touch *>(fixture->GetBody()->GetUserData().pointer);
#endif
    }

    static void each_touch(b2Contact *contact, int change) {
        for (b2Fixture *fixture : {contact->GetFixtureA(), contact->GetFixtureB()}) {
            if (Touch *touch = touch_of(fixture)) {
                touch->count += change;
                touch->began_last = change > 0;
                touch->ever = true;
            }
        }
    }

    void BeginContact(b2Contact *contact) override {
        each_touch(contact, 1);
    }
    void EndContact(b2Contact *contact) override {
        each_touch(contact, -1);
    }

    const Build &build_;
    const Track track_;
    Chance *const chance_;
    const Worlds worlds_;
    const Senses senses_;
    const Sleep sleep_;
    std::optional<b2World> world_;
    b2Body *hull_ = nullptr;
    b2RevoluteJoint *joints_[2 * max_legs] = {};
    Touch hull_touch_, lower_touch_[max_legs];
    b2Vec2 rays_[lidar_count];
    double shaping_ = 0;
};

} // namespace plain

#endif
