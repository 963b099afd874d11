"""API tokens: issued by a person for programs that act in the same role, revoked by the same or a steward."""

from collections.abc import Sequence
from datetime import datetime

from disburse import clock, desk, numbering
from disburse.actors import Actor
from disburse.errors import BadRecord, Finding
from disburse.models import Token
from workflows.roles import ROLES


@desk.use_case
def issue_token(
    *, name: str, scopes: Sequence[str], expires_at: datetime, secret_sha256: str, by: Actor
) -> Token:
    """Enter a token for the role and unit in which ``by`` acts. A role that is lent has none."""
    if by.delegation:
        own = Finding("role", "借来的岗位不能签发令牌", "a role that is lent to you has no tokens")
        raise BadRecord([own])
    token = Token(
        id=numbering.next_id("token"),
        owner=by.id,
        name=name,
        role=by.role,
        unit=by.unit,
        scopes=sorted(scopes),
        secret_sha256=secret_sha256,
        expires_at=expires_at,
    )
    return desk.open_record(token, "issue", by=by, roles=tuple(ROLES), about=by.id)


@desk.use_case
def revoke_token(number: str, *, version: int | None = None, by: Actor) -> Token:
    """End a token for good: its owner may, and the security administrator."""
    token = desk.hold(Token, number, by=by, version=version)
    if token.revoked_at is not None:
        raise BadRecord([Finding("number", "令牌已吊销", "the token was revoked already")])
    roles = tuple(ROLES) if token.owner == by.id else ("security_admin",)
    desk.change(token, "revoke", by=by, roles=roles, revoked_at=clock.now())
    return token
