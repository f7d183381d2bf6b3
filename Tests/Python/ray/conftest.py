"""A local Ray for all tests of this folder."""

import pytest
import ray


@pytest.fixture(scope="session")
def cluster():
    """Two processors, for workers in processes of their own."""
    ray.init("local", num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=100_000_000)
    yield
    ray.shutdown()
