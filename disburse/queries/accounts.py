"""Accounts that wait to be confirmed by a district: other accounts of enterprises, and those of locks."""

from collections.abc import Sequence

from sqlalchemy import select

from disburse.actors import Actor
from disburse.db import db
from disburse.models import Enterprise, Pledge
from disburse.scope import visible

MOST = 200
"""Lines of each kind that are shown at once, the oldest first; one more tells that there are."""
BY_ROLE = {
    "district_clerk": ("proposed", "changing"),
    "district_head": ("confirmed", "change_confirmed"),
}
"""The states of a pledge in which it waits for the maker, and for the checker."""


def proposed(by: Actor) -> Sequence[Enterprise]:
    """Enterprises with another account that nobody has confirmed yet, as far as ``by`` may see."""
    query = select(Enterprise).where(visible(Enterprise, by), Enterprise.new_account.is_not(None))
    return db.session.scalars(query.order_by(Enterprise.id).limit(MOST + 1)).all()


def locks(by: Actor) -> Sequence[Pledge]:
    """Pledges whose account ``by`` is to check or to confirm."""
    states = BY_ROLE.get(by.role, ())
    query = select(Pledge).where(visible(Pledge, by), Pledge.state.in_(states))
    return db.session.scalars(query.order_by(Pledge.id).limit(MOST + 1)).all()
