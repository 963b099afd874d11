"""One-time codes (RFC 6238): six digits, 30 seconds, one step of grace each way, no step taken twice."""

import pyotp

from disburse import clock
from disburse.access import keys

ISSUER = "disburse"
STEP_SECONDS = 30
GRACE = (0, -1, 1)
"""Steps that are tried, seen from now: a clock may be half a minute off."""


def seed() -> str:
    """A new seed of 160 bits, in base 32."""
    return pyotp.random_base32()


def address(seed: str, login: str) -> str:
    """The ``otpauth:`` URI that an authenticator reads."""
    return pyotp.TOTP(seed, interval=STEP_SECONDS).provisioning_uri(name=login, issuer_name=ISSUER)


def step_of(code: str, sealed: str | None) -> int | None:
    """The time step whose code this is, near now; None if it is of none."""
    if not sealed:
        return None
    codes = pyotp.TOTP(keys.unseal(sealed), interval=STEP_SECONDS)
    now = int(clock.now().timestamp()) // STEP_SECONDS
    return next((now + n for n in GRACE if codes.verify(code, for_time=(now + n) * STEP_SECONDS)), None)
