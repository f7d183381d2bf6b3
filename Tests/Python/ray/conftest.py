"""A Ray of this machine's, for all tests of a run."""

import pathlib
import sys

import pytest

# For what the folders' tests share.
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "core"))


@pytest.fixture(scope="session")
def cluster():
    import ray

    ray.init("local", num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=100_000_000)
    yield ray
    ray.shutdown()
