// The library's environment through the C API, to be used as the plain walker is.
#ifndef LIBRARY_WALKER_HPP
#define LIBRARY_WALKER_HPP

#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <vector>

#include "plain_walker.hpp"
#include "teachdrl.h"

/// The environment "walker-tracks" without noise and push.
class LibraryWalker {
  public:
    LibraryWalker(const plain::Build &build, const plain::Track &track, plain::Senses senses = {}) {
        const teachdrl_option options[] = {{"walker", build.name},
                                           {"track_noise", "0"},
                                           {"initial_push", "0"},
                                           {"max_episode_steps", "100000"},
                                           {"contacts", senses.published_contacts ? "published" : "counted"},
                                           {"lidar", senses.published_lidar ? "published" : "nearest"}};
        check(teachdrl_environment_create("walker-tracks", options, std::size(options), 1, &environment_));
        check(teachdrl_environment_observation_size(environment_, &observation_size_));
        check(teachdrl_environment_action_size(environment_, &action_size_));
        set("obstacle_spacing", {track.spacing});
        if (track.stump_height)
            set("stump_height", {*track.stump_height});
        set("poly_shape", track.poly_shape);
        set("stump_seq", track.stump_seq);
    }
    ~LibraryWalker() { teachdrl_environment_destroy(environment_); }
    LibraryWalker(const LibraryWalker &) = delete;

    void reset(float *observation) { check(teachdrl_environment_reset(environment_, observation, observation_size_)); }

    /// Returns whether the episode has ended.
    bool step(const float *action, float *observation, double *reward) {
        teachdrl_step step = {sizeof step, 0, false, false};
        check(teachdrl_environment_step(environment_, action, action_size_, observation, observation_size_, &step));
        *reward = step.reward;
        return step.terminated || step.truncated;
    }

  private:
    static void check(teachdrl_status status) {
        if (status == TEACHDRL_OK)
            return;
        std::fprintf(stderr, "%s: %s\n", teachdrl_status_name(status), teachdrl_last_error());
        std::exit(1);
    }

    void set(const char *name, const std::vector<double> &values) {
        check(teachdrl_environment_set_parameter(environment_, name, values.data(), values.size()));
    }

    teachdrl_environment *environment_ = nullptr;
    size_t observation_size_ = 0, action_size_ = 0;
};

#endif
