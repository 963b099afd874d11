"""Does the database still say what the journal says? Every fault, with flat memory."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TypeVar

from sqlalchemy import select

from disburse.models import Batch, Event, Payment, RatingList, RatingRow, RecognitionList, RecognitionRow
from disburse.models.types import iso
from disburse.queries import receipt_checks
from disburse.queries.digests import lines_digest, recognitions_digest, rows_digest
from disburse.queries.funds import reconcile
from disburse.queries.trail import Snapshot
from reports import proof
from schemas.tables import normalise_name

Row = TypeVar("Row", RatingRow, RecognitionRow)


def verify(view: Snapshot, tally: proof.Tally) -> Iterator[proof.Finding]:
    """Chains, numbers, heads, states; then columns, list rows, batch lines, receipts, and the funds' sums."""
    yield from proof.verify(view.bodies(), view.heads(), view.disclosures(), tally)
    yield from _columns(view.events())
    yield from _lists(view)
    yield from _batches(view)
    yield from receipt_checks.check(view)
    for d in reconcile(view.session):
        zh = f"{d.what} 为 {d.fund_says} 元，申报合计 {d.claims_say} 元"
        en = f"{d.what} is {d.fund_says} yuan, its claims add up to {d.claims_say}"
        yield proof.Finding(d.fund, 0, "fund", zh, en)


def _columns(events: Iterable[Event]) -> Iterator[proof.Finding]:
    """What an event's columns say must be what its bytes say."""
    for event in events:
        data = event.body.encode()
        kept = {
            "record": event.record,
            "seq": event.seq,
            "kind": event.kind,
            "prev": event.prev,
            "action": event.action,
            "at": iso(event.at),
            "demo": event.demo,
            "by": {"id": event.actor, "role": event.role, "unit": event.unit, **_lent(event)},
        }
        try:
            body = proof.read_event(data)
        except proof.NotCanonical:
            continue  # the chain's check has said so
        if any(body[name] != value for name, value in kept.items()) or proof.digest(data) != event.hash:
            zh, en = "事件的列与其正文不一致", "its columns are not what its bytes say"
            yield proof.Finding(event.record, event.seq, "columns", zh, en)


def _lent(event: Event) -> dict[str, str]:
    return {"for": event.delegation} if event.delegation else {}


def _lists(view: Snapshot) -> Iterator[proof.Finding]:
    """The rows of a list must be those that were imported."""
    rated = groupby(view.lines(RatingRow, RatingRow.list_id), lambda row: row.list_id)
    recognised = groupby(view.lines(RecognitionRow, RecognitionRow.list_id), lambda row: row.list_id)
    digests = {record: _sound(rows, rows_digest) for record, rows in rated}
    digests |= {record: _sound(rows, recognitions_digest) for record, rows in recognised}
    for model in (RatingList, RecognitionList):
        for record, kept in view.session.execute(select(model.id, model.rows_sha256)):
            if digests.get(record) != kept:
                zh, en = "名单的行与导入时不一致", "its rows are not those that were imported"
                yield proof.Finding(record, 1, "rows", zh, en)


def _sound(rows: Iterable[Row], digest: Callable[[Iterable[Row]], str]) -> str | None:
    """The digest of a list's rows; None when one would be found under a name that is not its own."""
    listed = list(rows)
    own = all(row.match_name == normalise_name(row.name) for row in listed)
    return digest(listed) if own else None


def _batches(view: Snapshot) -> Iterator[proof.Finding]:
    """The payments of a batch must agree with its control totals."""
    totals = {}
    for record, group in groupby(view.lines(Payment, Payment.batch_id), lambda row: row.batch_id):
        lines = list(group)
        totals[record] = (lines_digest(lines), len(lines), sum(line.amount_fen for line in lines))
    for batch in view.session.scalars(select(Batch)):
        if totals.get(batch.id) != (batch.lines_digest, batch.payment_count, batch.total_fen):
            zh, en = "批次的明细与控制总数不一致", "its lines do not agree with its control totals"
            yield proof.Finding(batch.id, 1, "lines", zh, en)
