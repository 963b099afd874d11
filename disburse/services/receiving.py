"""What the bank answers: a file kept whole with all its lines, then each line by itself, once.

A kill at any moment leaves the file with the lines that were applied marked, and the others to be applied.
"""

from collections.abc import Sequence

from sqlalchemy import insert, select

from disburse import clock, desk, numbering, payouts
from disburse.actors import Actor
from disburse.db import db
from disburse.errors import AlreadyThere, Finding, NotFound, Refusal, a_row
from disburse.models import Batch, ReceiptFile, ReceiptLine, ReceiptMark
from disburse.queries import receipts
from disburse.queries.digests import receipts_digest
from disburse.queries.receipts import Examined
from reports.banking import Payer
from schemas.receipt_faults import NOTES, WHY
from schemas.receipt_lines import CONFIRMED, Line

FINANCE = ("finance_clerk", "finance_payer")
DISMISSERS = ("finance_clerk",)


class NotOurBank(Refusal):
    """文件 {name} 的付款账号或付款行不是本单位的，没有导入。
    File {name} is of another paying account or bank: it was not imported.
    """

    status = 422
    mend = ("请核对文件来源和付款账户设置。", "Check where it comes from, and the settings of the payer.")


class UnknownMessage(Refusal):
    """文件 {name} 所答复的 {message} 不是已下达的批次，没有导入。
    File {name} answers to {message}, which is no batch that was released: it was not imported.
    """

    status = 422
    mend = ("请核对文件是否属于本系统。", "Check that the file is meant for this system.")


class LineUnfit(Refusal):
    """{number} 第 {row} 行不能办理：{why_zh}。
    Line {row} of {number} can't be applied: it {why_en}.
    """

    mend = (
        "请在待办中认定所属拨付，或写明理由后不予办理。",
        "Match it to its payment, or dismiss it with the reason.",
    )


@desk.use_case
def import_receipts(
    *,
    lines: Sequence[Line],
    form: str,
    message_id: str | None,
    file_name: str,
    file_sha256: str,
    payer: Payer,
    by: Actor,
) -> ReceiptFile:
    """Keep a file of receipts with all its lines and what was found of each; no payment changes yet.

    Raises AlreadyThere, NotOurBank or UnknownMessage.
    """
    known = receipts.by_hash(file_sha256)
    if known:
        raise AlreadyThere(what=file_name, number=known.id)
    _require_ours(lines, file_name)
    examined = receipts.examine(receipts.expand(lines), payer)
    if all(one.finding == "other_bank" for one in examined):
        raise NotOurBank(name=file_name)
    number = numbering.next_id("receipt_file")
    rows = [_row(number, one) for one in examined]
    db.session.execute(insert(ReceiptLine), rows)
    kept = ReceiptFile(
        id=number,
        form=form,
        message_id=message_id,
        file_name=file_name,
        file_sha256=file_sha256,
        rows_sha256=receipts_digest(ReceiptLine(**row) for row in rows),
        row_count=len(rows),
        open_count=receipts.count_open(examined),
        imported_on=clock.today(),
    )
    return desk.open_record(kept, "import", by=by, roles=FINANCE, document=message_id)


@desk.use_case
def apply_line(number: str, *, row: int, version: int | None = None, by: Actor) -> ReceiptFile:
    """Do to its payment what a line says, if nothing speaks against it."""
    file, line = _open(number, row, version, by)
    if line.finding or line.payment_id is None:
        raise _unfit(line, line.finding or "no_id")
    return _apply(file, line, line.payment_id, "apply", None, by)


@desk.use_case
def match_line(
    number: str, *, row: int, payment: str, note: str, version: int | None = None, by: Actor
) -> ReceiptFile:
    """Say which payment a line is of, and do what it says; sum, account and day must still agree."""
    file, line = _open(number, row, version, by)
    return _apply(file, line, payment, "match", note, by)


@desk.use_case
def dismiss_line(number: str, *, row: int, note: str, version: int | None = None, by: Actor) -> ReceiptFile:
    """Leave a line: nothing is done to any payment, for the reason in ``note``."""
    file, line = _open(number, row, version, by)
    return _mark(file, line.row, "dismiss", None, note, by)


def _open(number: str, row: int, version: int | None, by: Actor) -> tuple[ReceiptFile, ReceiptLine]:
    """The file, locked, and a line of it that is still open."""
    file = desk.hold(ReceiptFile, number, by=by, version=version)
    line = db.session.get(ReceiptLine, (number, row))
    if line is None:
        raise NotFound(number=f"{number}/{row}")
    mark = db.session.get(ReceiptMark, (number, row))
    if mark or line.finding in NOTES:
        raise AlreadyThere(what=a_row(number, row), number=line.payment_id or number)
    return file, line


def _apply(
    file: ReceiptFile, line: ReceiptLine, payment: str, action: str, note: str | None, by: Actor
) -> ReceiptFile:
    held = payouts.hold(payment, by=by)
    code = receipts.differs(line, held.payment) or receipts.unfit(line, held.batch, held.payment.state)
    if code:
        raise _unfit(line, code)
    if line.outcome == CONFIRMED:
        payouts.arrive(held, receipt_number=line.reference, paid_on=line.on, by=by)
    else:
        payouts.come_back(held, receipt_number=line.reference, reason=line.reason or "", by=by)
    return _mark(file, line.row, action, payment, note, by)


def _mark(
    file: ReceiptFile, row: int, action: str, payment: str | None, note: str | None, by: Actor
) -> ReceiptFile:
    """Write down what was done with a line, in the transaction that did it."""
    desk.change(
        file,
        action,
        by=by,
        roles=DISMISSERS if action == "dismiss" else FINANCE,
        note=note,
        document=f"{file.id}/{row}",
        about=payment,
        open_count=file.open_count - 1,
    )
    mark = {"file_id": file.id, "row": row, "seq": file.version, "action": action, "payment_id": payment}
    db.session.execute(insert(ReceiptMark).values(mark))
    return file


def _require_ours(lines: Sequence[Line], file_name: str) -> None:
    """An answer to a message must answer to one of ours."""
    messages = {line.message for line in lines if line.message is not None}
    known = set(db.session.scalars(select(Batch.id).where(Batch.id.in_(messages)))) if messages else set()
    if messages and not known:
        strange = "、".join(sorted(messages)) or "–"
        raise UnknownMessage(
            [Finding("OrgnlMsgId", "没有这个批次", "no such batch")], name=file_name, message=strange
        )


def _unfit(line: ReceiptLine, code: str) -> LineUnfit:
    return LineUnfit(number=line.file_id, row=line.row, why_zh=WHY[code].zh, why_en=WHY[code].en)


def _row(number: str, one: Examined) -> dict[str, object]:
    line = one.line
    return {
        "file_id": number,
        "row": line.row,
        "end_to_end": line.end_to_end[:80] if line.end_to_end else None,
        "outcome": line.outcome,
        "amount_fen": line.amount_fen,
        "account_tail": receipts.tail(line.account),
        "reference": line.reference[:80],
        "on": line.on,
        "reason": line.reason,
        "payment_id": one.payment,
        "finding": one.finding,
    }
