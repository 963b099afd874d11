"""What a person must do before anything else: renew a password, set up one-time codes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from disburse import clock
from disburse.access import keys
from disburse.access.caller import Owed
from disburse.access.policies import POLICIES

SINGLE_SIGN_ON = "sso"
"""How a session began whose password and second factor are the issuer's affair."""

ONCE_LASTS = timedelta(hours=72)
"""A password that was given to somebody for one use must be used within this [choice]."""


def in_session(session: Row[*tuple[Any, ...]]) -> Owed | None:
    """What is owed in a session, found with its person's roles and secrets; the password comes first."""
    if session.how == SINGLE_SIGN_ON:
        return None
    if session.password_once or is_over(session.password_set_at):
        return "password"
    return "totp" if needs_code(session.roles) and not session.totp_confirmed else None


def is_stale(once: bool, set_at: datetime | None) -> bool:
    """Whether a password for one use was not used in time."""
    return once and (set_at is None or clock.now() - set_at > ONCE_LASTS)


def is_over(set_at: datetime | None) -> bool:
    """Whether a password that was set then must be renewed by the policy of this service."""
    return POLICIES[keys.config().password_policy].is_over(set_at)


def needs_code(roles: Sequence[str]) -> bool:
    """Whether a holder of ``roles`` must sign in with a one-time code."""
    asked = {role.strip() for role in keys.config().totp_roles.split(",")}
    return bool(asked & set(roles))
