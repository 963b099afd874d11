"""The pledge of an award to a bank 补贴贷: authorisation, query, lock, change, end; freezes, keys."""

import base64
import re

from schemas.acts import DocumentedAct, Numbered, PlainAct
from schemas.choices import Choice
from schemas.enterprises import Account
from schemas.faults import sentences
from schemas.fields import BankCode, Day, Fen, PlainText, Version
from schemas.identifiers import RecordNumber
from schemas.record import Part, Patterned, Record
from workflows.freeze import FREEZE
from workflows.pledge import PLEDGE

ALGORITHMS = ("ed25519",)
"""What a bank's key may be for; one more with each verifier in ``reports.signatures``."""


class RegistrationNumber(Patterned):
    """A number given by the registry of movable finance 中登网: of a registration, or of a query."""

    pattern = re.compile(r"[0-9A-Za-z-]{8,40}")
    default_error_messages = sentences(
        shape=("登记编号为 8 至 40 位数字、字母或横线。", "It has 8 to 40 digits, letters or dashes.")
    )


class PublicKey(Patterned):
    """An Ed25519 public key: its 32 bytes in base64."""

    pattern = re.compile(r"[A-Za-z0-9+/]{43}=")
    default_error_messages = sentences(
        shape=("公钥为 32 字节的 base64（44 个字符）。", "A public key is 32 bytes in base64, 44 characters.")
    )

    def _canonical(self, text: str) -> str:
        """One spelling of each key: the bits beyond the 32nd byte are nought."""
        fits = self.pattern.fullmatch(text)
        return base64.b64encode(base64.b64decode(text)).decode() if fits else text


class AuthoriseIn(Record):
    """An enterprise lets one bank see one award until a day it names."""

    number = RecordNumber()
    version = Version()
    bank = BankCode()
    expires_on = Day()


class QueryIn(Record):
    """A bank asks for an award that it was authorised to see, and says what for."""

    number = RecordNumber()
    purpose = PlainText(200, low=2)


class ProposeIn(PlainAct):
    """A bank asks for a lock: the payee account, the loan that the award secures, and its registration."""

    account = Part(Account)
    loan_number = PlainText(64, low=2)
    secured_fen = Fen(min_fen=1)
    registration_number = RegistrationNumber()
    registered_on = Day()
    query_certificate = RegistrationNumber()


class ReceiptedAct(PlainAct):
    """A bank acts on a lock that it has the receipt of."""

    receipt_number = PlainText(40)


class ConsentIn(ReceiptedAct, DocumentedAct):
    """A bank consents to another account, on its letter."""

    account = Part(Account)


class ReleaseIn(ReceiptedAct, DocumentedAct):
    """A bank lets an award go, on its letter."""


class CloseShortIn(ReceiptedAct):
    """A bank lets an award go that did not cover the loan: by how much, and why."""

    shortfall_fen = Fen(min_fen=1)
    note = PlainText(2000, lines=True)


class FreezeIn(Record):
    """A court's order that an award be frozen."""

    claim_id = RecordNumber()
    court = PlainText(80, low=2)
    order_number = PlainText(80, low=2)


class KeyIn(Record):
    """A public key of a bank, registered on the bank's letter."""

    unit = BankCode()
    algorithm = Choice(ALGORITHMS)
    public_key = PublicKey()
    document = PlainText(80, low=2)


class RenameIn(Numbered):
    """The new name of an enterprise, on the document that changed it."""

    version = Version()
    name = PlainText(120, low=2)
    document = PlainText(80, low=2)


class PledgeOut(Record):
    """A pledge as the enterprise, the bank and the offices see it; the account's number is on the receipt."""

    id = RecordNumber()
    claim_id = RecordNumber()
    bank = BankCode()
    state = Choice(tuple(state.name for state in PLEDGE.states))
    expires_on = Day()
    account_name = PlainText(120, optional=True)
    bank_code = BankCode(optional=True)
    bank_name = PlainText(120, optional=True)
    loan_number = PlainText(64, optional=True)
    secured_fen = Fen(optional=True)
    registration_number = RegistrationNumber(optional=True)
    registered_on = Day(optional=True)
    query_certificate = RegistrationNumber(optional=True)
    receipt_number = PlainText(40, optional=True)
    receipt_on = Day(optional=True)
    shortfall_fen = Fen(optional=True)
    version = Version()


class FreezeOut(Record):
    """A freeze as the offices and the enterprise see it."""

    id = RecordNumber()
    claim_id = RecordNumber()
    state = Choice(tuple(state.name for state in FREEZE.states))
    court = PlainText(80)
    order_number = PlainText(80)
    version = Version()


class KeyOut(Record):
    """A registered public key."""

    id = RecordNumber()
    unit = BankCode()
    algorithm = Choice(ALGORITHMS)
    public_key = PublicKey()
    revoked_on = Day(optional=True)
    version = Version()


AUTHORISE_IN = AuthoriseIn()
QUERY_IN = QueryIn()
PROPOSE_IN = ProposeIn()
CONSENT_IN = ConsentIn()
RELEASE_IN = ReleaseIn()
CLOSE_SHORT_IN = CloseShortIn()
FREEZE_IN = FreezeIn()
KEY_IN = KeyIn()
RENAME_IN = RenameIn()
PLEDGE_OUT = PledgeOut()
FREEZE_OUT = FreezeOut()
KEY_OUT = KeyOut()
