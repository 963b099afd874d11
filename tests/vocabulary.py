"""Facts of a small vocabulary of a test's own."""

from typing import NamedTuple


class Kind(NamedTuple):
    """What a vocabulary says of a fact."""

    name: str
    type: str
    values: tuple[str, ...] = ()
    highest: int | None = None


def kinds_of(pairs):
    """Facts from pairs of name and type."""
    return [Kind(*pair) for pair in pairs]
