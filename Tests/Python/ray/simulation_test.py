"""The benchmark's simulation of many workers, against what can be computed by hand."""

import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "Benchmarks" / "Ray"))

from simulation import Latencies, simulate


def test_workers_that_never_wait_play_all_the_time():
    quick = Latencies(delay=1e-4, write=1e-3, request=1e-5, episode=1e-5)
    outcome = simulate(10, lambda _: 0.5, quick, seconds=200)
    assert outcome.episodes_a_second == pytest.approx(20, rel=0.01)
    assert outcome.waiting == 0
    # Each episode is a request of its own: one result, one task.
    assert outcome.utilization == pytest.approx(20 * 2e-5, rel=0.02)


def test_one_worker_waits_for_what_a_round_trip_takes_longer_than_an_episode():
    slow = Latencies(delay=0.01, write=0.05, request=0.02, episode=0.01)
    # It asks as an episode begins: the answer comes 0.01 + 0.02 + 0.05 + 0.01 + 0.01 s later.
    for episode, waiting in ((0.11, 0), (0.05, 0.5), (0.0, 1)):
        outcome = simulate(1, lambda _, episode=episode: episode, slow, seconds=400, prefetch=1, prefetch_limit=1)
        assert outcome.waiting == pytest.approx(waiting, abs=0.01)
        assert outcome.episodes_a_second == pytest.approx(1 / max(0.1, episode), rel=0.01)
        assert outcome.episodes_a_request == pytest.approx(1, rel=0.01)
    # With tasks ahead it does not wait, but where the actor cannot follow.
    assert simulate(1, lambda _: 0.05, slow, seconds=400).waiting < 0.01


def test_a_saturated_actor_is_the_limit():
    latencies = Latencies(delay=1e-4, write=1e-4, request=1e-3, episode=1e-3)
    outcome = simulate(200, lambda _: 1e-3, latencies, seconds=60, prefetch=1, prefetch_limit=1)
    assert outcome.utilization == pytest.approx(1, abs=0.02)
    # All of the actor's time goes into requests and episodes.
    busy = 1e-3 / outcome.episodes_a_request + 1e-3
    assert outcome.episodes_a_second == pytest.approx(1 / busy, rel=0.03)
    # Fewer, larger requests serve more.
    larger = simulate(200, lambda _: 1e-3, latencies, seconds=60, prefetch=64)
    assert larger.episodes_a_request > 4 * outcome.episodes_a_request
    assert larger.episodes_a_second > 1.3 * outcome.episodes_a_second
    assert larger.episodes_a_second < 1000


def test_a_slow_log_is_shared_by_those_who_wait_for_it():
    slow_disk = Latencies(delay=0, write=0.1, request=0, episode=0)
    outcome = simulate(50, lambda _: 0.0, slow_disk, seconds=100, prefetch=1, prefetch_limit=1)
    # Those whose requests one write answers come too late for the next: each worker has a request in every second one.
    assert outcome.episodes_a_second == pytest.approx(50 / (2 * 0.1), rel=0.03)
