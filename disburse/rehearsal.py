"""Trying: what a use case would do and refuse, with nothing written, not even the refusal."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

trying: ContextVar[bool] = ContextVar("trying", default=False)
"""Whether use cases are only tried; the desk asks before it commits or writes a refusal down."""


@contextmanager
def tried() -> Iterator[None]:
    """Only try the use cases within: each runs whole, by itself, and is undone."""
    mark = trying.set(True)
    try:
        yield
    finally:
        trying.reset(mark)
