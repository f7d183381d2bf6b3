// The plain walker as a shared object, once for each Box2D, for programs that compare engines.
#include "plain_engine.hpp"

#include <cstring>

#include "plain_walker.hpp"

namespace {

const plain::Build *build_named(const char *walker) {
    static const std::vector<plain::Build> builds = plain::builds();
    for (const plain::Build &build : builds)
        if (std::strcmp(build.name, walker) == 0)
            return &build;
    return nullptr;
}

plain::Track imported(const plain_track &track) {
    plain::Track imported;
    imported.spacing = track.spacing;
    if (track.stump_height >= 0)
        imported.stump_height = track.stump_height;
    if (track.poly_shape)
        imported.poly_shape.assign(track.poly_shape, track.poly_shape + 12);
    return imported;
}

} // namespace

int plain_play_randomly(const char *walker, const plain_track *track, bool one_world, int episodes, int *lengths) {
    constexpr int limit = 2000;
    const plain::Build *build = build_named(walker);
    if (!build)
        return -1;
    plain::Chance chance{std::mt19937(1)};
    const plain::Worlds worlds = one_world ? plain::Worlds::one : plain::Worlds::new_each_reset;
    plain::Walker player(*build, imported(*track), &chance, worlds);
    std::mt19937 generator(1);
    std::uniform_real_distribution<float> uniform(-1, 1);
    std::vector<float> observation(player.observation_size()), action(player.action_size());
    int falls = 0;
    for (int episode = 0; episode < episodes; ++episode) {
        player.reset(observation.data());
        bool ended = false;
        double reward = 0;
        int length = 0;
        for (; !ended && length < limit; ++length) {
            for (float &number : action)
                number = uniform(generator);
            ended = player.step(action.data(), observation.data(), &reward);
        }
        lengths[episode] = length;
        falls += ended && reward == -100;
    }
    return falls;
}

int plain_play(const char *walker, const plain_track *track, bool published_senses, const float *actions, int steps,
               float *observations) {
    const plain::Build *build = build_named(walker);
    if (!build)
        return -1;
    const plain::Senses senses = {published_senses, published_senses};
    plain::Walker player(*build, imported(*track), nullptr, plain::Worlds::new_each_reset, senses);
    player.reset(observations);
    int played = 0;
    for (bool ended = false; played < steps && !ended;) {
        double reward;
        const float *action = actions + played * player.action_size();
        played += 1;
        ended = player.step(action, observations + played * player.observation_size(), &reward);
    }
    return played;
}
