"""The units that people act for, to choose among: offices, banks and audit bodies are few."""

from collections.abc import Sequence

from sqlalchemy import select

from disburse.actors import Actor
from disburse.db import db
from disburse.models import Unit
from disburse.scope import visible


def listed(by: Actor, office: str = "") -> Sequence[Unit]:
    """The units that ``by`` may see, of one office or of all, by number."""
    of = [Unit.office == office] if office else []
    return db.session.scalars(select(Unit).where(visible(Unit, by), *of).order_by(Unit.id)).all()
