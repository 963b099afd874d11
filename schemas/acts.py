"""What each act brings with it: the record's number, the version that was seen, and the act's own facts."""

from marshmallow import Schema

from schemas.claims import ClaimBase, RecommendIn, SubmitIn
from schemas.enterprises import Account
from schemas.fields import Count, Fen, PlainText, Version
from schemas.funds import AppropriationIn
from schemas.identifiers import RecordNumber
from schemas.objections import ObjectionIn
from schemas.payouts import ReceiptLine, ReturnedPayment
from schemas.record import Part, Record
from schemas.recoveries import InstalmentIn, RecoveryIn


class Numbered(Record):
    """An act on a record that is there already."""

    number = RecordNumber()


class SubmitAct(SubmitIn, Numbered):
    """Submit a claim."""


class PlainAct(Numbered):
    """Take a step that brings nothing with it."""

    version = Version()


class NotedAct(PlainAct):
    """Take a step with its reasons."""

    note = PlainText(2000, lines=True)


class WithdrawAct(PlainAct):
    """Take a claim back; the reason may be left out."""

    note = PlainText(2000, optional=True, lines=True)


class DocumentedAct(PlainAct):
    """Take a step on a document."""

    document = PlainText(80, low=2)


class DecidedAct(NotedAct, DocumentedAct):
    """Take a step with its reasons, on a document."""


class RecommendAct(RecommendIn, Numbered):
    """Recommend a claim."""


class AppropriateAct(AppropriationIn, Numbered):
    """Add to a fund."""


class RepayAct(InstalmentIn, Numbered):
    """Record money that came back."""


class AccountAct(Numbered):
    """Change an enterprise's account, on a document that says so."""

    version = Version()
    account = Part(Account)
    document = PlainText(80, low=2)


class PublishAct(Numbered):
    """Put a claim to public notice, on the minutes of the collective decision."""

    version = Version()
    minutes_number = PlainText(80, low=2)


class ApproveAct(Numbered):
    """Approve an award against a fund, on the funds plan's number 指标文号."""

    version = Version()
    fund = RecordNumber()
    approval_number = PlainText(80, low=2)


class MatchAct(Numbered):
    """Say whether a row of a list is an enterprise's, and on what grounds."""

    version = Version(optional=True)
    row = Count(1)
    enterprise = RecordNumber()
    note = PlainText(2000, lines=True)


class DraftRecognisedAct(Numbered):
    """Draft the claim of one row of a recognition list."""

    version = Version(optional=True)
    row = Count(1)


class ObjectAct(ObjectionIn):
    """Record an objection to a claim."""

    version = Version(optional=True)


class RecoverAct(RecoveryIn):
    """Decide to take an award back."""

    version = Version(optional=True)


class ReceiptAct(ReceiptLine):
    """Record that a payment arrived."""

    version = Version(optional=True)


class ReturnAct(ReturnedPayment):
    """Record that the bank returned a payment."""

    version = Version(optional=True)


def draft_act(facts: Schema) -> Schema:
    """Build the schema of a draft over the catalogue's facts."""
    fields = {"enterprise": RecordNumber(), "facts": Part(facts)}
    return ClaimBase.from_dict(fields, name="DraftAct")()


def amend_act(facts: Schema) -> Schema:
    """Build the schema of a change to a draft."""
    fields = {"version": Version(), "claimed_fen": Fen(min_fen=1, optional=True), "facts": Part(facts)}
    return Numbered.from_dict(fields, name="AmendAct")()


def establish_act(facts: Schema) -> Schema:
    """Build the schema of the facts that a reviewer establishes."""
    fields = {"version": Version(), "facts": Part(facts), "note": PlainText(2000, lines=True)}
    return Numbered.from_dict(fields, name="EstablishAct")()


def decide_act(facts: Schema) -> Schema:
    """Build the schema of what the city decides on a claim."""
    fields = {
        "version": Version(),
        "facts": Part(facts, optional=True),
        "recognised_fen": Fen(optional=True),
        "note": PlainText(2000, lines=True),
        "document": PlainText(80, low=2),
    }
    return Numbered.from_dict(fields, name="DecideAct")()
