"""Whom a door speaks to: a person in one role, known by a session or by a token."""

from dataclasses import dataclass
from typing import Literal

from disburse.actors import Actor

SCOPES = {
    "read": ("读取", "read"),
    "claims": ("办理申报", "act on claims"),
    "money": ("办理资金和拨付", "act on funds and payouts"),
    "rules": ("办理政策、名单", "act on policies and lists"),
    "pledges": ("办理质押", "act on pledges"),
    "people": ("办理人员和委托", "act on people and delegations"),
}
"""What a token may be narrowed to; a session has them all."""

Owed = Literal["password", "totp"]
OWED: dict[Owed, tuple[str, str]] = {
    "password": ("更换密码", "choose a new password"),
    "totp": ("设置动态口令", "set up one-time codes"),
}


@dataclass(frozen=True)
class Caller:
    """A person at the door. ``number`` is that of the session or token; ``scopes`` is what it may do.

    Who still ``owes`` a new password or a one-time code has no scopes until that is done.
    """

    actor: Actor
    how: Literal["session", "token"]
    number: str
    scopes: frozenset[str] = frozenset(SCOPES)
    owes: Owed | None = None
