"""Processes that start quickly: a server that has imported everything forks them."""

import multiprocessing

import pytest


@pytest.fixture(scope="session")
def processes():
    """Where the processes of these tests come from."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.payouts.work"])
    return context
