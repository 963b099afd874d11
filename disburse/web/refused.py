"""Refusals as a list of their own: when, to whom, what, and why, from the event that each one is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from disburse.actors import Actor
from disburse.exporting import Source
from disburse.queries import records
from disburse.web import columns
from disburse.web.languages import N_, marked
from disburse.web.listings import Column, Listing
from disburse.web.reader import reader
from disburse.web.task import Task
from disburse.web.wording import who


@dataclass(frozen=True)
class Refused:
    """A refusal with the event that wrote it down."""

    id: str
    record: Any
    event: Any


def _page(by: Actor, after: str, size: int, chosen: Mapping[str, Any]) -> Sequence[Refused]:
    rows = records.page("refusal", by, after=after, size=size, chosen=chosen)
    events = records.opened([row.id for row in rows])
    return [Refused(row.id, row, events[row.id]) for row in rows]


def _who(row: Refused) -> str:
    return marked(who({"role": row.event.role, "unit": row.event.unit}))


REFUSALS = Listing(
    "refusal",
    (
        "id",
        Column(N_("北京时间"), lambda row: columns.shown("at", row.event.at)),
        Column(N_("办理人"), _who),
        Column(N_("办理"), lambda row: Task(row.record.use_case, reader()).title),
        Column(N_("记录编号"), lambda row: row.record.subject or columns.NOTHING),
        Column(N_("理由"), lambda row: marked(row.record.sentence)),
    ),
    filters=("subject",),
    source=Source(_page, lambda by, chosen: records.tally("refusal", by, chosen, ())),
)
"""Narrowed by the record that somebody wanted to do something to."""
