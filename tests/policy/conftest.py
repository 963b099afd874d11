"""The shipped catalogue, and the client's policy material where it is at hand."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from disburse.policy.catalogue import load

SHARED = Path(__file__).parents[3] / "shared" / "policy"

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def catalogue():
    return load()


@pytest.fixture(scope="session")
def shared():
    if not SHARED.is_dir():
        pytest.skip("the client's policy material (../shared/policy) is not here")
    return SHARED
