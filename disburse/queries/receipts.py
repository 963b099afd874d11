"""Lines of the bank's files held against the payments: whose each is, why it does not fit, what is open."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import select

from disburse import clock
from disburse.audit import disclosed
from disburse.db import db
from disburse.models import Batch, Event, Payment, ReceiptFile, ReceiptLine, ReceiptMark
from reports import proof
from reports.banking import Payer
from schemas.names import normalise_name
from schemas.receipt_faults import NOTES, WHY, Why
from schemas.receipt_lines import CONFIRMED, PENDING, RETURNED, Line

WITH_BANK = ("released", "sent", "settled")
LARGEST_TAIL = 4
"""How many digits of an account are kept with a line."""
_MAY = {CONFIRMED: ("instructed",), RETURNED: ("instructed", "paid")}
_BECOMES = {CONFIRMED: "paid", RETURNED: "returned"}


class Stated(Protocol):
    """What a line says, as read from a file or as kept."""

    @property
    def outcome(self) -> str: ...
    @property
    def amount_fen(self) -> int | None: ...
    @property
    def reference(self) -> str: ...
    @property
    def on(self) -> date: ...


@dataclass(frozen=True)
class Examined:
    """A line with the payment it speaks of, where that is certain, and the code of what is wrong with it."""

    line: Line
    payment: str | None
    finding: str | None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done with it."""
        return self.finding not in NOTES


def expand(lines: Sequence[Line]) -> list[Line]:
    """Put every payment of a batch in place of a line that speaks of the whole batch; rows count on."""
    if not any(line.whole for line in lines):
        return list(lines)
    said = {line.end_to_end for line in lines}
    spread: list[Line] = []
    for line in lines:
        of_batch = select(Payment.id).where(Payment.batch_id == line.message).order_by(Payment.id)
        numbers = db.session.scalars(of_batch).all() if line.whole else ()
        each = [line._replace(end_to_end=number, whole=False) for number in numbers if number not in said]
        spread += each if numbers else [line]
    return [line._replace(row=row) for row, line in enumerate(spread, 1)]


def examine(lines: Sequence[Line], payer: Payer) -> list[Examined]:
    """Hold each line against its payment as the lines before it will have left that."""
    known = {line.end_to_end for line in lines if line.end_to_end}
    query = select(Payment, Batch).join(Batch, Batch.id == Payment.batch_id).where(Payment.id.in_(known))
    found = {payment.id: (payment, batch) for payment, batch in db.session.execute(query)} if known else {}
    states = {number: payment.state for number, (payment, _) in found.items()}
    said: set[tuple[str, str, str]] = set()
    examined = []
    for line in lines:
        number = line.end_to_end if line.end_to_end in found else None
        code = _misaddressed(line, payer)
        if code is None and number is None:
            code = "unknown" if line.end_to_end else _without_id(line)
        elif code is None and number:
            payment, batch = found[number]
            same = (number, line.outcome, line.reference)
            again = same in said or recorded(line, payment)
            code = "again" if again else _unlike(line, payment, batch) or unfit(line, batch, states[number])
            said.add(same)
            states[number] = states[number] if code else _BECOMES[line.outcome]
        examined.append(Examined(line, number, code))
    return examined


def unfit(line: Stated, batch: Batch, state: str) -> str | None:
    """Why what a line says can't be done to a payment in ``state``."""
    if line.outcome == PENDING:
        return "pending"
    if batch.state not in WITH_BANK or batch.released_on is None:
        return "not_released"
    if state not in _MAY[line.outcome]:
        return "stale"
    return None if batch.released_on <= line.on <= clock.today() else "day"


def recorded(line: Stated, payment: Payment) -> bool:
    """Whether what a line says is on record already, by this same receipt."""
    if line.outcome == CONFIRMED:
        return payment.receipt_number == line.reference
    if line.outcome != RETURNED or payment.state != "returned":
        return False
    body = db.session.scalar(
        select(Event.body).where(Event.record == payment.id).order_by(Event.seq.desc()).limit(1)
    )
    return bool(proof.read_event((body or "").encode())["document"] == line.reference)


def tail(account: str | None) -> str | None:
    """The last digits of an account, which are all that is kept of it with a line."""
    return account[-LARGEST_TAIL:] if account else None


def differs(line: ReceiptLine, payment: Payment) -> str | None:
    """Why a line that was kept can't be of a payment: its sum, or the tail of its account."""
    if line.amount_fen not in (None, payment.amount_fen):
        return "amount"
    return None if line.account_tail in (None, tail(_account(payment))) else "account"


def _misaddressed(line: Line, payer: Payer) -> str | None:
    """Whether a line is of another account or bank than the one that pays, where both name one."""
    pairs = ((line.payer_account, payer.account), (line.payer_bank, payer.bank_code))
    return "other_bank" if any(given and ours and given != ours for given, ours in pairs) else None


def _unlike(line: Line, payment: Payment, batch: Batch) -> str | None:
    """Why a line can't be of the payment that it names."""
    if line.message is not None and line.message != batch.id:
        return "other_message"
    if line.message is None and None in (line.amount_fen, line.account):
        return "incomplete"
    if line.amount_fen not in (None, payment.amount_fen):
        return "amount"
    if line.account is not None and not _same_account(line.account, _account(payment)):
        return "account"
    other = line.payee and normalise_name(line.payee) != normalise_name(payment.account_name)
    return "name" if other else None


def _account(payment: Payment) -> str:
    return disclosed(payment.account_number_digest) or ""


def _same_account(given: str, known: str) -> bool:
    """Compare a number, whole, masked by stars or only its tail, with the one on record."""
    head, _, end = given.replace(" ", "").partition("*")
    if not end:
        return known == head or (len(head) < 9 and known.endswith(head))
    return known.startswith(head) and known.endswith(end.lstrip("*"))


def _without_id(line: Line) -> str:
    return "ambiguous" if len(candidates(line.amount_fen, tail(line.account))) > 1 else "no_id"


def candidates(amount_fen: int | None, account_tail: str | None) -> list[str]:
    """Payments under way that have a line's sum, and its account's tail where it has one."""
    query = select(Payment).where(Payment.state == "instructed", Payment.amount_fen == amount_fen)
    rows = db.session.scalars(query.order_by(Payment.id)).all()
    return [p.id for p in rows if account_tail in (None, tail(_account(p)))]


def by_hash(sha256: str) -> ReceiptFile | None:
    """The file with these bytes, if it was imported before."""
    return db.session.scalar(select(ReceiptFile).where(ReceiptFile.file_sha256 == sha256))


def imported(file: ReceiptFile) -> Event:
    """When and by whom a file was imported."""
    return db.session.scalars(select(Event).where(Event.record == file.id, Event.seq == 1)).one()


def unfinished() -> Sequence[ReceiptFile]:
    """Files with open lines, the oldest first."""
    return db.session.scalars(
        select(ReceiptFile).where(ReceiptFile.open_count > 0).order_by(ReceiptFile.id)
    ).all()


def open_lines(file: ReceiptFile) -> Iterator[ReceiptLine]:
    """Lines of a file that were neither applied nor matched nor dismissed; notes are none of them."""
    done = select(ReceiptMark.row).where(ReceiptMark.file_id == file.id)
    lines = select(ReceiptLine).where(ReceiptLine.file_id == file.id, ReceiptLine.row.not_in(done))
    yield from (line for line in db.session.scalars(lines.order_by(ReceiptLine.row)) if _asks(line))


def _asks(line: ReceiptLine) -> bool:
    return line.finding not in NOTES


def due(file: ReceiptFile) -> list[ReceiptLine]:
    """Open lines that nothing speaks against: to be applied."""
    return [line for line in open_lines(file) if line.finding is None]


def why(line: ReceiptLine) -> Why | None:
    """Why an open line waits, as things stand; None where it can be applied at once."""
    if line.finding:
        return WHY[line.finding]
    payment = db.session.get_one(Payment, line.payment_id)
    code = unfit(line, db.session.get_one(Batch, payment.batch_id), payment.state) or differs(line, payment)
    return WHY[code] if code else None


def count_open(examined: Iterable[Examined]) -> int:
    """How many lines wait for something to be done."""
    return sum(1 for one in examined if one.is_open)
