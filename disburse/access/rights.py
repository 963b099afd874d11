"""In which roles a person may act today: those held, and those lent by a delegation in force."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from disburse import clock
from disburse.actors import ADMINISTRATORS, Actor
from disburse.db import db
from disburse.models import Delegation, Person
from workflows.roles import ROLES


@dataclass(frozen=True)
class Right:
    """A role that a person may take; where it is lent, under which delegation and whose it is."""

    role: str
    delegation: str | None = None
    principal: str | None = None

    def actor(self, person: str, unit: str) -> Actor:
        """The person in this role."""
        return Actor(person, self.role, unit, self.delegation, self.principal)


def rights(person: str, unit: str, roles: Sequence[str]) -> list[Right]:
    """Every right of a person, own ones first, in the order of the procedure."""
    own = [Right(role) for role in ROLES if role in roles]
    return own if ADMINISTRATORS & set(roles) else own + _lent(person, unit)


def _lent(person: str, unit: str) -> list[Right]:
    """A principal who left, or no longer holds the role, lends nothing; nor does an administrator."""
    today = clock.today()
    query = (
        select(Delegation.id, Delegation.role, Delegation.principal, Person.roles)
        .join(Person, Person.id == Delegation.principal)
        .where(
            Delegation.delegate == person,
            Delegation.unit == unit,
            Delegation.from_day <= today,
            Delegation.until_day >= today,
            Delegation.ended_on.is_(None),
            Person.state == "active",
            Person.unit == unit,
        )
        .order_by(Delegation.id)
    )
    rows = db.session.execute(query).all()
    return [
        Right(row.role, row.id, row.principal)
        for row in rows
        if row.role in row.roles and row.role not in ADMINISTRATORS
    ]
