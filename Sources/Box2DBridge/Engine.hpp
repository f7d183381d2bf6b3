// Box2D, and what its versions call by different names: 2.4, or 2.3 if BOX2D_2_3 is defined.
#ifndef TEACHDRL_BOX2D_ENGINE_HPP
#define TEACHDRL_BOX2D_ENGINE_HPP

// Box2D's inline functions compute here as they do inside the library: no multiplication fused with an addition.
#pragma STDC FP_CONTRACT OFF

#include <cstdint>

#ifdef BOX2D_2_3
#include <Box2D/Box2D.h>
#else
#include <box2d/box2d.h>
#endif

/// Notes a number with a body that is yet to be made.
inline void set_number(b2BodyDef &definition, uintptr_t number) {
#ifdef BOX2D_2_3
    definition.userData = reinterpret_cast<void *>(number);
#else
    definition.userData.pointer = number;
#endif
}

/// The number that was noted with a body, 0 if there is none.
inline uintptr_t number_of(b2Body &body) {
#ifdef BOX2D_2_3
    return reinterpret_cast<uintptr_t>(body.GetUserData());
#else
    return body.GetUserData().pointer;
#endif
}

/// An edge that bodies touch from both sides.
inline b2EdgeShape two_sided_edge(const b2Vec2 &start, const b2Vec2 &end) {
    b2EdgeShape edge;
#ifdef BOX2D_2_3
    edge.Set(start, end);
#else
    edge.SetTwoSided(start, end);
#endif
    return edge;
}

#endif
