"""Attachments: a file is attached, scanned, and perhaps removed before its claim is handed in."""

from flask import current_app
from sqlalchemy import func, select

from disburse import audit, clock, desk, jobs, numbering
from disburse.actors import Actor
from disburse.attachments import store
from disburse.attachments.content import Content
from disburse.attachments.refusals import UnfitFile
from disburse.config import Config
from disburse.db import db
from disburse.errors import AlreadyThere, Both, Refusal
from disburse.models import Attachment, Claim, Pledge
from disburse.queries import attachments
from workflows.attachment import ATTACHMENT, KEPT, PAPERS, VERDICTS, Paper
from workflows.claim import CLAIM
from workflows.pledge import PLEDGE
from workflows.table import NEW


class NotTheTime(Refusal):
    """{number} 现为“{state}”，不收“{paper}”。
    {number} is in state "{state_en}": no {paper_en} is taken.
    """

    mend = ("收取的阶段：{when}。", "It is taken in: {when_en}.")


class TooManyAttachments(Refusal):
    """{number} 已有 {most} 个附件。
    {number} has {most} attachments already.
    """

    mend = ("请合并后重新上传。", "Join several into one.")


@desk.use_case
def attach_file(number: str, *, paper: str, name: str, content: Content, by: Actor) -> Attachment:
    """Attach a file to a claim or pledge; it was looked at and is in the store. A job has it scanned.

    Raises UnfitFile with every fault, NotTheTime, AlreadyThere, TooManyAttachments or ContentLost.
    """
    known = PAPERS[paper]
    about = _subject(known, number, by)
    if content.faults:
        raise UnfitFile(content.faults, count=len(content.faults))
    _require_the_time(known, about)
    config: Config = current_app.extensions["disburse"]
    _require_room(about, content, config.max_attachments)
    row = Attachment(
        id=numbering.next_id("attachment"),
        workflow_version=ATTACHMENT.version,
        state=NEW,
        claim_id=_claim_of(about),
        about_kind=known.about,
        about=about.id,
        paper=paper,
        media_type=content.media_type,
        size_bytes=content.size_bytes,
        sha256=content.sha256,
        attached_by=by.id,
        attached_at=clock.now(),
    )
    row.name_digest = audit.disclose(row.id, "name", name)
    store.of(config).confirm(content.sha256)  # after the number, which tidying waits for
    jobs.enqueue("scan", {"number": row.id}, f"scan:{row.id}", row.id)
    return desk.open_record(row, known.action, by=by, about=about.id)


@desk.use_case
def remove_attachment(
    number: str, *, note: str | None = None, version: int | None = None, by: Actor
) -> Attachment:
    """Take an attachment away that was not handed in yet; its bytes are forgotten later."""
    claim = desk.hold(Claim, attachments.one(number, by).claim_id, by=by)
    row = desk.hold(Attachment, number, by=by, version=version)
    desk.move(row, "remove", by=by, note=note, about=row.about, removed_at=clock.now())
    attachments.require_not_handed_in(row, claim)
    return row


@desk.use_case
def record_scan(
    number: str, *, verdict: str, finding: str | None = None, version: int | None = None, by: Actor
) -> Attachment:
    """Write down what the scanner said; the clock's step."""
    row = desk.hold(Attachment, number, by=by, version=version)
    desk.move(row, VERDICTS[verdict], by=by, about=row.about, scanned_at=clock.now(), scan_finding=finding)
    return row


def _subject(paper: Paper, number: str, by: Actor) -> Claim | Pledge:
    if paper.about == "claim":
        return desk.hold(Claim, number, by=by)
    return desk.hold(Pledge, number, by=by)


def _require_the_time(paper: Paper, about: Claim | Pledge) -> None:
    if about.state in paper.states:
        return
    table = CLAIM if paper.about == "claim" else PLEDGE
    state, when = table.state(about.state), [table.state(name) for name in paper.states]
    raise NotTheTime(
        number=about.id, state=state.zh, state_en=state.en, paper=paper.zh, paper_en=paper.en,
        when="、".join(s.zh for s in when), when_en=", ".join(s.en for s in when),
    )  # fmt: skip


def _claim_of(about: Claim | Pledge) -> str:
    return about.id if isinstance(about, Claim) else about.claim_id


def _require_room(about: Claim | Pledge, content: Content, most: int) -> None:
    """No content twice about one record, and not more than may be."""
    of_claim = Attachment.claim_id == _claim_of(about)  # an index has them by claim
    here = (of_claim, Attachment.about == about.id, Attachment.state.in_(KEPT))
    twice = db.session.scalar(select(Attachment.id).where(*here, Attachment.sha256 == content.sha256))
    if twice:
        raise AlreadyThere(what=Both("同一文件", "the same file"), number=twice)
    if (db.session.scalar(select(func.count()).select_from(Attachment).where(*here)) or 0) >= most:
        raise TooManyAttachments(number=about.id, most=most)
