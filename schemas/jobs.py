"""Jobs as their administrators see them, and what is done to them."""

from typing import Any

from marshmallow import ValidationError, validates_schema

from schemas.choices import Choice, YesNo
from schemas.faults import say
from schemas.fields import Count, Moment, PlainText
from schemas.identifiers import RecordNumber
from schemas.record import Record
from schemas.shown import Kept

BY_HAND = ("papers", "export", "deadlines", "nightly", "tidy", "expiry", "redate", "rescan")
"""Kinds of jobs that an administrator may ask for."""
STATES = ("waiting", "running", "done", "dead", "dropped")
_BATCH = say("打印文书须写明批次，其他任务不写。", "Name the batch for papers, and for nothing else.")


class JobAct(Record):
    """Try a job again, or drop it."""

    number = Count(1)
    note = PlainText(500, low=2, lines=True)


class StartAct(Record):
    """Ask for a job: ``batch`` is whose papers, ``personal`` whether the export has personal data."""

    kind = Choice(BY_HAND)
    batch = RecordNumber(optional=True)
    personal = YesNo(optional=True)
    note = PlainText(500, low=2, lines=True)

    @validates_schema
    def _fits(self, given: dict[str, Any], **_: Any) -> None:
        if (given.get("kind") == "papers") is not bool(given.get("batch")):
            raise ValidationError(_BATCH, "batch")


class JobOut(Record):
    """A job without what it works on."""

    id = Count(1)
    kind = PlainText(40)
    state = Choice(STATES)
    about = PlainText(80, optional=True)
    attempts = Count()
    done_count = Count(optional=True)
    total_count = Count(optional=True)
    last_error = PlainText(1000, optional=True, lines=True)
    created_at = Moment()
    not_before = Moment()
    started_at = Moment(optional=True)
    ended_at = Moment(optional=True)


class JobWhole(JobOut):
    """A job with what it was asked for as, and what came of it."""

    key = PlainText(200)
    result = Kept(optional=True)


JOB_ACT = JobAct()
START_ACT = StartAct()
JOB_OUT = JobOut()
JOB_WHOLE = JobWhole()
