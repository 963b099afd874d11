"""A bank on record, and the awards pledged to it."""

import pytest

from tests.make import BANK_CODE, UNIT, a_unit


@pytest.fixture
def bank(time):
    """The bank and the district on record, at the test's own time."""
    a_unit(UNIT, "district")
    return a_unit(BANK_CODE, "bank")
