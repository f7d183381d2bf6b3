// Static edges and polygons, and the checks that keep degenerate ones from Box2D, which would end the process.
#include <cmath>

#include "World.hpp"

namespace {

bool is_finite(box2d_vector point) {
    return std::isfinite(point.x) && std::isfinite(point.y);
}

/// Whether vertices that come counter-clockwise (`orientation` 1) or clockwise (-1) are those of a convex polygon, each
/// at least `tolerance` inside every edge but its own two.
bool is_convex(const box2d_vector *vertices, int32 count, double orientation) {
    // Box2D welds vertices that are nearer than half a slop, and asserts that three are left.
    constexpr double tolerance = 0.6 * b2_linearSlop;
    for (int32 i = 0; i < count; ++i) {
        const box2d_vector start = vertices[i];
        const box2d_vector end = vertices[(i + 1) % count];
        const double edge_x = double(end.x) - start.x;
        const double edge_y = double(end.y) - start.y;
        const double length = std::sqrt(edge_x * edge_x + edge_y * edge_y);
        for (int32 j = 0; j < count; ++j) {
            if (j == i || j == (i + 1) % count)
                continue;
            const double x = double(vertices[j].x) - start.x;
            const double y = double(vertices[j].y) - start.y;
            const double inside = orientation * (edge_x * y - edge_y * x);
            if (!(inside >= tolerance * length) || length == 0.0)
                return false;
        }
    }
    return true;
}

} // namespace

bool box2d_world_add_edge(box2d_world *world, box2d_vector start, box2d_vector end, float friction) {
    if (!is_finite(start) || !is_finite(end) || (start.x == end.x && start.y == end.y))
        return false;
    world->add_ground(two_sided_edge(b2Vec2(start.x, start.y), b2Vec2(end.x, end.y)), friction);
    return true;
}

bool box2d_world_add_polygon(box2d_world *world, const box2d_vector *vertices, int32_t count, float friction) {
    if (count < 3 || count > b2_maxPolygonVertices)
        return false;
    b2Vec2 points[b2_maxPolygonVertices];
    for (int32 i = 0; i < count; ++i) {
        if (!is_finite(vertices[i]))
            return false;
        points[i].Set(vertices[i].x, vertices[i].y);
    }
    if (!is_convex(vertices, count, 1.0) && !is_convex(vertices, count, -1.0))
        return false;
    b2PolygonShape polygon;
    polygon.Set(points, count);
    world->add_ground(polygon, friction);
    return true;
}
