"""The nightly look: does the database still say what the journal says, and the catalogue what was decided?

What is found is kept with the job, told to the auditors and the administrators, and an error in the log.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import chain
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from disburse import desk, notices
from disburse.attachments import store
from disburse.db import db
from disburse.models import Event
from disburse.policy.catalogue import CatalogueFault, load
from disburse.queries import attachments, editions
from disburse.queries import trail as journal
from disburse.queries.verification import verify
from disburse.services.people import ADMINISTRATION
from disburse.work.errand import Errand, Stopped
from reports import proof

MOST_KEPT = 50
"""Findings that are kept in words; of more, the number."""
WATCHING = ("audit", ADMINISTRATION)
"""Units that are told of findings."""
STEP = 1000


class _Telling(proof.Tally):
    """A tally that says how far the reading is. It is not left off in the middle of its streams."""

    def __init__(self, errand: Errand, total: int) -> None:
        super().__init__()
        self._errand, self._total, self.count = errand, total, 0

    def add(self, body: Mapping[str, Any]) -> None:
        """Count one event."""
        super().add(body)
        self.count += 1
        if self.count % STEP == 0:
            with suppress(Stopped):
                self._errand.told(self.count, self._total)


def look(errand: Errand) -> Mapping[str, Any]:
    """Verify journal, rating lists, batches, funds and attachments whole, and the catalogue."""
    with journal.snapshot() as view:
        total = view.session.scalar(select(func.count()).select_from(Event)) or 0
        tally = _Telling(errand, total)
        kept = attachments.findings(store.of(current_app.extensions["disburse"]), view.session)
        every = chain(verify(view, tally), kept)
        found = [f"{f.record} #{f.seq} {f.code}: {f.zh} / {f.en}" for f in every]
    found += _catalogue()
    db.session.close()
    if found:
        _cry_out(errand.number, found)
    return {"events": tally.count, "findings": len(found), "first": found[:MOST_KEPT]}


def _catalogue() -> Iterator[str]:
    """Faults of the catalogue as it lies there, and editions that were edited after they were used."""
    try:
        catalogue = load()
    except CatalogueFault as fault:
        yield f"catalogue: {fault}"
        return
    for use in editions.disturbed(catalogue):
        zh = f"自 {use.day} 起使用的版本已被改动，涉及 {use.count} 件"
        yield f"{use.edition}: {zh} / edited after use since {use.day}, {use.count} records rest on it"


def _cry_out(job: int, found: list[str]) -> None:
    """Say it where it is heard, in the log and to those who watch: once, however often the job is done."""
    facts = {"job": job, "findings": len(found)}
    current_app.logger.error("nightly findings", extra={"facts": facts})
    data = {"findings": len(found), "first": found[:MOST_KEPT]}
    with desk.aside():
        for unit in WATCHING:
            notices.notify(unit, "cn.disburse.trail.findings", f"job {job}", data, key=f"nightly {job}")
