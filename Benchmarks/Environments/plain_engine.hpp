// What a shared object of plain_engine.cpp offers.
#ifndef PLAIN_ENGINE_HPP
#define PLAIN_ENGINE_HPP

#pragma GCC visibility push(default)
extern "C" {

/// A track: stumps, where the height is not negative; hexagons of 12 offsets, where there are any; or else flat ground.
struct plain_track {
    double stump_height, spacing;
    const double *poly_shape;
};

/// Plays episodes of uniformly random actions with the published chance, each in a world of its own or all in one;
/// writes how many steps each lasted, and returns how many ended by a fall, or -1 where there is no such walker.
int plain_play_randomly(const char *walker, const plain_track *track, bool one_world, int episodes, int *lengths);

/// Plays an episode without chance until it ends or so many steps are played, with contact flags and lidar as published or
/// the usual ones; writes the observation of the reset and one a step, and returns how many steps it played, or -1 if
/// there is no such walker.
int plain_play(const char *walker, const plain_track *track, bool published_senses, const float *actions, int steps,
               float *observations);
}
#pragma GCC visibility pop

#endif
