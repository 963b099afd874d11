"""Names of enterprises as people type them: one spelling for matching, and which names nearly agree."""

import re
import unicodedata
from functools import lru_cache

_BRACKETS = str.maketrans("[]{}〔〕【】", "()()()()")
_FORM = re.compile(r"[()]|山东省?|青岛市?|有限责任|股份|有限|公司|集团")
SHORTEST_NEAR = 4
"""A core shorter than this is near to its like only: with one character gone, too little would be left."""


def normalise_name(name: str) -> str:
    """A name for matching: full width to half, brackets of one kind, no white space, upper case."""
    return "".join(unicodedata.normalize("NFKC", name).translate(_BRACKETS).split()).upper()


def core(name: str) -> str:
    """What tells a name from others: without place, legal form and brackets; may be empty."""
    return _FORM.sub("", normalise_name(name))


def legal_form(name: str) -> frozenset[int]:
    """The places of a name's characters that say where it is and what form it has."""
    return frozenset(place for found in _FORM.finditer(name) for place in range(*found.span()))


@lru_cache(maxsize=50_000)
def near_keys(name: str) -> frozenset[str]:
    """Two names are near when they share a key: the core, or the core without one of its characters.

    So near are names that differ by one character changed, missing, added or moved.
    """
    kept = core(name)
    gaps = range(len(kept)) if len(kept) >= SHORTEST_NEAR else ()
    return frozenset({kept, *(kept[:at] + kept[at + 1 :] for at in gaps)} - {""})


def are_near(one: str, other: str) -> bool:
    """Whether a person should look at the two names."""
    return not near_keys(one).isdisjoint(near_keys(other))
