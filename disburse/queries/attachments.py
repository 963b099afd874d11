"""Attachments read: whom they are given to, where the same content lies elsewhere, what the store owes."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from disburse import clock
from disburse.actors import CITY_WIDE, DISTRICT, Actor
from disburse.attachments.refusals import ContentLost
from disburse.attachments.store import Store
from disburse.config import Config
from disburse.db import db
from disburse.errors import NotFound, Refusal
from disburse.models import Attachment, Claim, Enterprise
from disburse.queries import records
from disburse.scope import visible
from reports import proof
from workflows.attachment import ATTACHMENT, KEPT, PAPERS

UNKNOWN_FOR = timedelta(days=1)
"""How long bytes may lie in the store before their record is there: an upload is under way no longer."""
REMOVED_KEPT = timedelta(days=30)
"""How long the bytes of what was removed are kept [choice]."""
IN_FORCE = Attachment.state.in_(KEPT)


class NotGivenOut(Refusal):
    """附件 {number} 现为“{state}”，不提供下载。
    Attachment {number} is in state "{state_en}": it is not given out.
    """

    mend = (
        "待查毒的请稍候；含病毒的请重新提交；未配置查毒的由管理员处理（DISBURSE_SCANNER、DISBURSE_UNSCANNED）。",
        "Wait for the scan, or send a clean file; without a scanner ask the operator (DISBURSE_SCANNER).",
    )


class HandedIn(Refusal):
    """附件 {number} 已随 {claim} 提交，不能移除。
    Attachment {number} was handed in with {claim} and can't be removed.
    """

    mend = (
        "退回补正后可另附更正的材料。",
        "Once the claim is returned, attach the corrected paper beside it.",
    )


class Elsewhere(NamedTuple):
    """Where else a content is attached: what one may see, and how many more there are for officials."""

    rows: Sequence[Any]
    hidden: int


def is_given_out(row: Attachment, config: Config) -> bool:
    """Whether the content may be downloaded: clean, or not scanned where the settings allow it."""
    return row.state == "clean" or (row.state == "not_scanned" and config.gives_out_unscanned)


def given_out(number: str, by: Actor, config: Config) -> Attachment:
    """An attachment whose content ``by`` may have. Raises NotFound or NotGivenOut."""
    row = one(number, by)
    if not is_given_out(row, config):
        state = ATTACHMENT.state(row.state)
        raise NotGivenOut(number=number, state=state.zh, state_en=state.en)
    return row


def is_handed_in(row: Attachment, claim: Claim) -> bool:
    """Whether a claim was submitted with an attachment, or takes no such paper any more."""
    is_open = claim.state in PAPERS[row.paper].states
    return not is_open or bool(claim.submitted_at and row.attached_at <= claim.submitted_at)


def require_not_handed_in(row: Attachment, claim: Claim) -> None:
    """Only what an enterprise has not handed in yet may go again. Raises HandedIn."""
    if is_handed_in(row, claim):
        raise HandedIn(number=row.id, claim=claim.id)


def one(number: str, by: Actor) -> Attachment:
    """An attachment that ``by`` may see. Raises NotFound."""
    query = select(Attachment).where(Attachment.id == number, visible(Attachment, by))
    found = db.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFound(number=number)
    return found


def name_of(row: Attachment) -> str:
    """The name that it was given; its number once that was erased."""
    return records.disclosed([row.name_digest]).get(row.name_digest, row.id)


def of_record(number: str, by: Actor, *, after: str = "", size: int = 200) -> Sequence[Attachment]:
    """What is attached to a claim, its pledges included, or to one pledge; the next by number."""
    about = (Attachment.claim_id == number) | (Attachment.about == number)
    query = select(Attachment).where(about, visible(Attachment, by), Attachment.id > after)
    query = query.order_by(Attachment.id).limit(size).execution_options(populate_existing=True)
    return db.session.scalars(query).all()


def elsewhere(row: Attachment, by: Actor) -> Elsewhere:
    """The same content about other claims 重复申报. What officials may not see is counted for them."""
    return shared([row], row.claim_id, by)[row.sha256]


def shared(rows: Sequence[Attachment], claim: str, by: Actor) -> dict[str, Elsewhere]:
    """By hash, where else the contents of the attachments of one claim are; in two queries at most."""
    hashes = {row.sha256 for row in rows}
    same = (Attachment.sha256.in_(hashes), Attachment.claim_id != claim, IN_FORCE)
    columns = (Attachment.id, Attachment.claim_id, Claim.enterprise_id, Claim.item, Attachment.paper)
    more = (Attachment.state, Attachment.attached_at, Attachment.sha256)
    query = select(*columns, *more).join(Claim, Claim.id == Attachment.claim_id).where(*same)
    seen: dict[str, list[Any]] = {sha256: [] for sha256 in hashes}
    for row in db.session.execute(query.where(visible(Attachment, by)).order_by(Attachment.id)):
        seen[row.sha256].append(row)
    totals: dict[str, int] = {}
    if by.role in CITY_WIDE | DISTRICT:
        counted = (
            select(Attachment.sha256, func.count().label("total")).where(*same).group_by(Attachment.sha256)
        )
        totals = {row.sha256: row.total for row in db.session.execute(counted)}
    return {
        sha256: Elsewhere(those, max(totals.get(sha256, 0) - len(those), 0)) for sha256, those in seen.items()
    }


def repeated(by: Actor, *, after: str, size: int) -> Sequence[Any]:
    """Contents attached to more than one claim, across years and enterprises; the next by hash."""
    claims = func.count(Attachment.claim_id.distinct())
    owners = func.count(Claim.enterprise_id.distinct())
    query = (
        select(Attachment.sha256, claims.label("claim_count"), owners.label("enterprise_count"))
        .join(Claim, Claim.id == Attachment.claim_id)
        .join(Enterprise, Enterprise.id == Claim.enterprise_id)
        .where(IN_FORCE, visible(Attachment, by), Attachment.sha256 > after)
        .group_by(Attachment.sha256)
        .having(claims > 1)
        .order_by(Attachment.sha256)
    )
    return db.session.execute(query.limit(size)).all()


def in_state(*states: str) -> list[str]:
    """Numbers of the attachments in one of ``states``."""
    query = select(Attachment.id).where(Attachment.state.in_(states)).order_by(Attachment.id)
    return list(db.session.scalars(query))


def outlived(store: Store, session: Session | Any, now: datetime) -> list[str]:
    """Contents of which nothing in force needs the bytes: nobody's for a day, or removed for a month."""
    old = [kept.sha256 for kept in store.listed() if kept.at < now - UNKNOWN_FOR]
    recent = Attachment.removed_at >= now - REMOVED_KEPT
    needed = _known(session, IN_FORCE | recent)
    return [sha256 for sha256 in old if sha256 not in needed]


def unknown(store: Store, session: Session | Any) -> list[str]:
    """Contents in the store that no attachment speaks of: an upload under way, or one that was broken off."""
    known = _known(session, Attachment.sha256.is_not(None))
    return [kept.sha256 for kept in store.listed() if kept.sha256 not in known]


def missing(store: Store, session: Session | Any) -> list[str]:
    """Contents in force that are not in the store."""
    return sorted(_known(session, IN_FORCE) - {kept.sha256 for kept in store.listed()})


def findings(store: Store, session: Session) -> Iterator[proof.Finding]:
    """Every attachment in force whose bytes are lost or changed; and bytes that are nobody's for a day."""
    query = select(Attachment.id, Attachment.version, Attachment.sha256).where(IN_FORCE)
    for row in session.execute(query.order_by(Attachment.id)):
        try:
            store.fetch(row.sha256).close()
        except ContentLost as no:
            yield proof.Finding(row.id, row.version, "content", no.zh, no.en)
    old = clock.now() - UNKNOWN_FOR
    nobodys = set(unknown(store, session))
    for kept in store.listed():
        if kept.sha256 in nobodys and kept.at < old:
            zh, en = f"内容 {kept.sha256} 不属于任何附件", f"content {kept.sha256} is no attachment's"
            yield proof.Finding("attachments", 0, "unknown", zh, en)


def _known(session: Session | Any, which: ColumnElement[bool]) -> set[str]:
    return set(session.scalars(select(Attachment.sha256).where(which)))
