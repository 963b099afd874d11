"""Attachments as they go out, and what is done to them."""

from schemas.acts import PlainAct, WithdrawAct
from schemas.choices import Choice, YesNo
from schemas.fields import Count, Moment, PlainText, Version
from schemas.identifiers import RecordNumber, Sha256
from schemas.record import Record
from schemas.shown import Told
from workflows.attachment import ATTACHMENT, PAPERS, VERDICTS

ABOUT = ("claim", "pledge")
STATES = tuple(state.name for state in ATTACHMENT.states)


class ScanAct(PlainAct):
    """What the scanner said of an attachment; recorded by the clock."""

    verdict = Choice(VERDICTS)
    finding = PlainText(200, optional=True)


class AttachmentSeen(Record):
    """An attachment; its name is null once erased. ``is_given_out``: whether it may be downloaded now."""

    id = RecordNumber()
    claim_id = RecordNumber()
    about_kind = Choice(ABOUT)
    about = RecordNumber()
    paper = Choice(PAPERS)
    paper_zh = Told()
    paper_en = Told()
    name = Told(optional=True)
    media_type = PlainText(100)
    size_bytes = Count(1)
    sha256 = Sha256()
    state = Choice(STATES)
    state_zh = Told()
    state_en = Told()
    attached_at = Moment()
    scanned_at = Moment(optional=True)
    scan_finding = Told(optional=True)
    removed_at = Moment(optional=True)
    is_given_out = YesNo()
    version = Version()


class ElsewhereSeen(Record):
    """One attachment with the same content, about another claim."""

    id = RecordNumber()
    claim_id = RecordNumber()
    enterprise_id = RecordNumber()
    item = PlainText(40)
    paper = Choice(PAPERS)
    state = Choice(STATES)
    attached_at = Moment()


class RepeatedSeen(Record):
    """A content that is attached to more than one claim, and of how many enterprises."""

    sha256 = Sha256()
    claim_count = Count(2)
    enterprise_count = Count(1)


SCAN_ACT = ScanAct()
REMOVE_ACT = WithdrawAct()
