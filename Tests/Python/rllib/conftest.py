"""A Ray of two processors on this machine, one for all tests, those in Tests/Python/ray too."""

import pathlib
import sys

import pytest
import ray

# For what the folders' tests share.
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "core"))


@pytest.fixture(scope="session")
def cluster():
    ray.init(
        num_cpus=2,
        include_dashboard=False,
        log_to_driver=False,
        object_store_memory=100_000_000,
        ignore_reinit_error=True,
    )
    yield
    ray.shutdown()
