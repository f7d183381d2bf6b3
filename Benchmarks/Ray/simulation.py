"""Workers and one shared teacher, event by event: the protocol of teachdrl.ray with given times instead of machines."""

import heapq
import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Latencies:
    """What things take, in seconds.

    Attributes:
        delay: From a worker to the actor, or back.
        write: To put a batch of requests into the log, whatever its size.
        request: Of the actor's time, for each request, besides its episodes.
        episode: Of the actor's time, for each episode that a request reports.
    """

    delay: float
    write: float
    request: float
    episode: float


@dataclass
class Outcome:
    """What came of it.

    Attributes:
        episodes_a_second: Over all workers.
        waiting: The share of their time in which workers waited for tasks.
        utilization: The share of time in which the actor computed.
        episodes_a_request: How many episodes a request reported.
    """

    episodes_a_second: float
    waiting: float
    utilization: float
    episodes_a_request: float


class _Worker:
    def __init__(self, prefetch):
        self.ready, self.finished, self.prefetch = 0, 0, prefetch
        self.is_asking = False
        # The tasks of an answer that has come and that no call has taken yet.
        self.answer = None
        self.waits_since = None
        self.has_played = False


class _Simulation:
    """As `TaskClient` and `TeacherService` do it. Events are (time, order, action, worker, tasks)."""

    def __init__(self, workers, episode, latencies, prefetch, prefetch_limit, seed):
        self.latencies, self.episode, self.prefetch_limit = latencies, episode, prefetch_limit
        self.chance = random.Random(seed)
        self.now, self.events, self.order = 0.0, [], 0
        self.waiting_requests, self.is_writing, self.busy_until = [], False, 0.0
        self.episodes = self.requests = 0
        self.waited = self.computed = 0.0
        self.workers = [_Worker(prefetch) for _ in range(workers)]
        for worker in self.workers:
            self.ask(worker)
            worker.waits_since = 0.0

    def at(self, time, action, *of):
        self.order += 1
        heapq.heappush(self.events, (time, self.order, action, of))

    def run(self, until):
        while self.events and self.events[0][0] <= until:
            self.now, _, action, of = heapq.heappop(self.events)
            action(*of)

    # Workers: `TaskClient`'s `_send`, `_collect`, `next` and `finish`.

    def ask(self, worker):
        wanted = max(0, worker.prefetch - worker.ready)
        if worker.is_asking or not (wanted or worker.finished):
            return
        worker.is_asking = True
        reported, worker.finished = worker.finished, 0
        self.at(self.now + self.latencies.delay, self.arrive, worker, reported, wanted)

    def collect(self, worker):
        if worker.answer is not None:
            worker.ready += worker.answer
            worker.answer, worker.is_asking = None, False

    def answered(self, worker, tasks):
        worker.answer = tasks
        if worker.waits_since is not None:
            self.collect(worker)
            self.next(worker)

    def next(self, worker):
        self.collect(worker)
        if not worker.ready:
            if worker.waits_since is None:
                worker.prefetch = min(2 * worker.prefetch, self.prefetch_limit)
                worker.waits_since = self.now
            self.ask(worker)
            return
        if worker.waits_since is not None:
            self.waited += self.now - worker.waits_since if worker.has_played else 0.0
            worker.waits_since = None
        worker.has_played = True
        worker.ready -= 1
        self.ask(worker)
        self.at(self.now + self.episode(self.chance), self.finish, worker)

    def finish(self, worker):
        worker.finished += 1
        self.collect(worker)
        self.next(worker)

    # The actor: reads requests one by one, writes those that are there together, then computes them one by one.

    def arrive(self, worker, reported, wanted):
        start = max(self.now, self.busy_until)
        self.busy_until = start + self.latencies.request
        self.computed += self.latencies.request
        self.at(self.busy_until, self.enter, worker, reported, wanted)

    def enter(self, *request):
        self.waiting_requests.append(request)
        if not self.is_writing:
            self.write()

    def write(self):
        self.is_writing = True
        batch, self.waiting_requests = self.waiting_requests, []
        self.at(self.now + self.latencies.write, self.compute, batch)

    def compute(self, batch):
        for worker, reported, wanted in batch:
            start = max(self.now, self.busy_until)
            seconds = self.latencies.episode * reported
            self.busy_until = start + seconds
            self.computed += seconds
            self.episodes += reported
            self.requests += 1
            self.at(self.busy_until + self.latencies.delay, self.answered, worker, wanted)
        self.at(max(self.now, self.busy_until), self.written)

    def written(self):
        self.is_writing = False
        if self.waiting_requests:
            self.write()


def simulate(workers, episode, latencies, *, seconds, prefetch=2, prefetch_limit=64, seed=1):
    """What `workers` get done, once they are under way for half of `seconds`, in the other half.

    Args:
        episode: Gives the seconds that an episode takes; called with a random.Random.
    """
    simulation = _Simulation(workers, episode, latencies, prefetch, prefetch_limit, seed)
    simulation.run(seconds / 2)
    before = simulation.episodes, simulation.requests, simulation.waited, simulation.computed
    simulation.run(seconds)
    after = simulation.episodes, simulation.requests, simulation.waited, simulation.computed
    episodes, requests, waited, computed = (b - a for a, b in zip(before, after))
    # Those that wait still.
    waited += sum(
        seconds - max(worker.waits_since, seconds / 2)
        for worker in simulation.workers
        if worker.waits_since is not None
    )
    half = seconds / 2
    return Outcome(episodes / half, waited / (half * workers), computed / half, episodes / max(1, requests))
