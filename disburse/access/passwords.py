"""Passwords: argon2id, verified exactly as they are given; nothing is trimmed, folded or normalised."""

import secrets
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from disburse import clock

HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
"""RFC 9106 § 4, second recommended option: 64 MiB, 3 passes, 4 lanes."""


def hashed(password: str) -> str:
    """The argon2id hash of a password, with parameters and a salt of 128 bits."""
    return HASHER.hash(password, salt=bytes.fromhex(clock.salt()))


def fits(password: str, kept: str | None) -> bool:
    """Whether a password is that of a hash; as slow where there is no hash."""
    try:
        return HASHER.verify(kept or _nobodys(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_dated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(kept)


@lru_cache(maxsize=1)
def _nobodys() -> str:
    """A hash that no password fits, for names that nobody has."""
    return HASHER.hash(secrets.token_hex(16))
