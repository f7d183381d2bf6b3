"""A Ray of this machine's, for all tests of a run."""

import pytest


@pytest.fixture(scope="session")
def cluster():
    import ray

    ray.init("local", num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=100_000_000)
    yield ray
    ray.shutdown()
