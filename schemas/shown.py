"""What goes out of claims, enterprises and money beyond the first schemas; personal data is masked."""

from typing import Any

from schemas.choices import Choice, YesNo
from schemas.claims import ClaimOut
from schemas.enterprises import DISTRICTS, NATURES
from schemas.faults import sentences
from schemas.fields import AccountNumber, BankCode, Count, Day, Fen, Moment, PlainText, Uscc, Version
from schemas.funds import BudgetCodes, FundOut
from schemas.identifiers import ItemId, Masked, Phone, RecordNumber, Sha256
from schemas.objections import ObjectionOut
from schemas.record import Part, Record, Rows, Spoken
from schemas.recoveries import RecoveryOut
from workflows.claim import CLAIM
from workflows.payout import BATCH, PAYMENT
from workflows.roles import ROLES


class Kept(Spoken[Any]):
    """JSON that is given out as it is kept: facts, checks, changes."""

    default_error_messages = sentences(kept=("须为对象。", "Give an object."))

    def _read(self, value: object) -> Any:
        if not isinstance(value, dict):
            raise self.make_error("kept")
        return value


class Told(Spoken[str]):
    """Text that is given out as it is kept."""

    default_error_messages = sentences(text=("须为文本（加引号）。", "Give text, in quotes."))

    def _read(self, value: object) -> str:
        if not isinstance(value, str):
            raise self.make_error("text")
        return value


class ClaimWhole(ClaimOut):
    """A claim with everything its enterprise and the offices may know of it."""

    facts = Kept()
    established = Kept()
    commitment = YesNo()
    returned_count = Count()
    checks = Kept(optional=True)
    difference_reason = PlainText(2000, optional=True, lines=True)
    difference_document = PlainText(80, optional=True)
    rating = PlainText(10, optional=True)
    rating_list_id = RecordNumber(optional=True)
    rating_row = Count(1, optional=True)
    rating_on = Day(optional=True)
    rating_finding = PlainText(optional=True)
    recognition_list_id = RecordNumber(optional=True)
    recognition_row = Count(1, optional=True)
    minutes_number = PlainText(80, optional=True)
    notice_from = Day(optional=True)
    notice_until = Day(optional=True)
    approval_number = PlainText(80, optional=True)
    approved_on = Day(optional=True)
    fund_id = RecordNumber(optional=True)
    payment_id = RecordNumber(optional=True)


class AccountSeen(Record):
    """An account that waits to be confirmed; its number is null once erased."""

    account_name = PlainText(120)
    account_number = AccountNumber(optional=True)
    bank_code = BankCode()
    bank_name = PlainText(120)


class EnterpriseWhole(Record):
    """An enterprise as itself and its district see it, with account and contact; null once erased."""

    id = RecordNumber()
    name = PlainText(120)
    uscc = Uscc()
    nature = Choice(NATURES)
    district = Choice(DISTRICTS, optional=True)
    unit = PlainText(40)
    above_scale = YesNo()
    manufacturing = YesNo()
    account_name = PlainText(120)
    account_number = AccountNumber(optional=True)
    bank_code = BankCode()
    bank_name = PlainText(120)
    new_account = Part(AccountSeen, optional=True)
    contact_name = PlainText(40, optional=True)
    contact_phone = Phone(optional=True)
    version = Version()


class EnterpriseSeen(Record):
    """An enterprise as lists and the other offices see it: a person's name, account and telephone masked."""

    id = RecordNumber()
    name = PlainText(120)
    uscc = Uscc()
    nature = Choice(NATURES)
    district = Choice(DISTRICTS, optional=True)
    unit = PlainText(40)
    above_scale = YesNo()
    manufacturing = YesNo()
    account_number = Masked(4, optional=True)
    contact_phone = Masked(3, optional=True)
    version = Version()


class PaymentSeen(Record):
    """One payment; the account is masked."""

    id = RecordNumber()
    batch_id = RecordNumber()
    claim_id = RecordNumber()
    state = Choice(tuple(state.name for state in PAYMENT.states))
    amount_fen = Fen(min_fen=1)
    account_name = PlainText(120)
    account_number: Spoken[str] = Masked(4, optional=True)
    bank_code = BankCode()
    bank_name = PlainText(120)
    budget_codes = Part(BudgetCodes)
    approval_number = PlainText(80)
    voucher_number = PlainText(40, optional=True)
    receipt_number = PlainText(80, optional=True)
    paid_on = Day(optional=True)
    returned_reason = PlainText(optional=True)
    notice_number = PlainText(40, optional=True)
    notice_on = Day(optional=True)
    version = Version()


class PaymentWhole(PaymentSeen):
    """One payment as finance instructs it, with the number of the account; null once erased."""

    account_number = AccountNumber(optional=True)


class BatchSeen(Record):
    """A batch with its control totals; its payments are a list of their own."""

    id = RecordNumber()
    fund_id = RecordNumber()
    state = Choice(tuple(state.name for state in BATCH.states))
    payment_count = Count(1)
    total_fen = Fen(min_fen=1)
    total_capitals = PlainText()
    lines_digest = Sha256()
    released_on = Day(optional=True)
    file_form = PlainText(20, optional=True)
    sent_on = Day(optional=True)
    version = Version()


class FundSeen(FundOut):
    """A fund, and what can still be reserved of it."""

    left_fen = Fen()


class ObjectionSeen(ObjectionOut):
    """An objection, without the person who raised it."""


class RecoverySeen(RecoveryOut):
    """A recovery, and what is still owed."""

    owed_fen = Fen()


class AwardSeen(Record):
    """An award as the bank sees it that its enterprise has authorised (补贴贷)."""

    number = RecordNumber()
    uscc = Uscc()
    payee = PlainText(120)
    item = ItemId()
    item_zh = Told()
    article = PlainText(40)
    document_number = PlainText(80, optional=True)
    year = Count(2000, 2099)
    recognised_fen = Fen(optional=True)
    factor = PlainText(20, optional=True)
    payable_fen = Fen(optional=True)
    paid_fen = Fen()
    pledgeable_fen = Fen()
    state = Choice(tuple(state.name for state in CLAIM.states))
    state_zh = PlainText()
    state_en = PlainText()
    state_since = Moment()
    notice_from = Day(optional=True)
    notice_until = Day(optional=True)
    approval_number = PlainText(80, optional=True)
    freezes = Rows(PlainText(40))
    other_locks = YesNo()
    changed_at = Moment()
    version = Version()


class EventPublic(Record):
    """What happened to a record, as the enterprise or the bank sees it: by role and unit, not by person."""

    record = Told()
    seq = Count(1)
    action = PlainText(40)
    source = PlainText(40, optional=True)
    target = PlainText(40, optional=True)
    role = Choice(ROLES)
    unit = Told()
    at = Moment()
    reason = Told(optional=True)
    document = Told(optional=True)
    hash = Sha256()


class EventSeen(EventPublic):
    """An event as the offices and auditors see it. The hashed bytes travel in the trail export."""

    kind = PlainText(40)
    prev = Sha256()
    actor = Told()
    delegation = Told(optional=True)
    amount = Told(optional=True)
    about = Told(optional=True)
    changes = Kept()
    request = Told(optional=True)
    demo = YesNo()
