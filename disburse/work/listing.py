"""A job: write a list that is too long to be handed over at once; and forget such files in time."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select

from disburse import clock, exporting
from disburse.access.keys import config
from disburse.actors import CLOCK, Actor
from disburse.db import db
from disburse.models import Event, HandOver
from disburse.services import handing_over
from disburse.work.errand import Errand

KEPT = timedelta(days=7)
"""How long a file is kept [choice]; that it was handed over stays on record."""


def write_list(errand: Errand) -> Mapping[str, Any]:
    """Write the rows that whoever asked may see now."""
    asked = db.session.get_one(HandOver, str(errand.payload["hand_over"]), populate_existing=True)
    number, form = asked.id, asked.form
    listed = current_app.extensions[exporting.EXTENSION][asked.audience, asked.collection]
    by = Actor(asked.asker, asked.asker_role, asked.asker_unit)
    chosen, path = listed.read(asked.chosen), place(number, form)
    path.parent.mkdir(parents=True, exist_ok=True)
    if asked.file_sha256 is None:
        whole = exporting.count(listed, chosen, by)
        written = exporting.write(listed, chosen, form, path, by, lambda count: errand.told(count, whole))
        path.chmod(0o600)
        handing_over.write_export(number, row_count=written.rows, file_sha256=written.sha256, by=CLOCK)
    return {"hand_over": number, "file": f"exports/{path.name}"}


def place(number: str, form: str) -> Path:
    """Where the file of a hand-over lies."""
    return Path(config().home) / "exports" / f"{number}.{form}"


def forget() -> int:
    """Clear away files that have lain long enough; how many."""
    written = select(Event.record).where(Event.action == "write", Event.at < clock.now() - KEPT)
    query = select(HandOver).where(HandOver.forgotten_on.is_(None), HandOver.id.in_(written))
    old = [(made.id, made.form) for made in db.session.scalars(query)]
    for number, form in old:
        place(number, form).unlink(missing_ok=True)
        handing_over.forget_export(number, by=CLOCK)
    return len(old)
