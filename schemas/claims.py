"""A claim: what the enterprise sends, what the offices add at each step, what everyone reads."""

from typing import Any

from marshmallow import Schema, ValidationError, validates_schema

from schemas.choices import Choice, Commitment, YesNo
from schemas.faults import say
from schemas.fields import Day, Fen, Moment, PlainText, Version
from schemas.identifiers import ItemId, RecordNumber
from schemas.record import Part, Record
from workflows.claim import CLAIM

CHECKS = {
    "authenticity": ("真实性", "authenticity"),
    "completeness": ("完整性", "completeness"),
    "duplicates": ("项目查重", "duplicate projects"),
    "dishonesty": ("失信惩戒", "sanctions for dishonesty"),
    "green_threshold": ("绿色门槛", "green threshold"),
}
"""The district's five checks, in the order of the opinion form."""

_STATES = tuple(state.name for state in CLAIM.states)


class ClaimBase(Record):
    """What a claim is for; ``on`` is the day of the event that selects the edition of the policy."""

    item = ItemId()
    on = Day()
    object = PlainText(120, optional=True)
    claimed_fen = Fen(min_fen=1, optional=True)


def draft_in(facts: Schema) -> Schema:
    """Build the schema of a draft over the catalogue's facts; build it once and keep it."""
    return ClaimBase.from_dict({"facts": Part(facts)}, name="DraftIn")()


def claim_in(facts: Schema) -> Schema:
    """Build the schema of a claim drafted and submitted at once; build it once and keep it."""
    return ClaimBase.from_dict({"facts": Part(facts), "commitment": Commitment()}, name="ClaimIn")()


class SubmitIn(Record):
    """The submission of a draft, or of a claim that was returned."""

    version = Version()
    commitment = Commitment()


class Check(Record):
    """One check: ``pass`` or ``fail``, chosen by the reviewer, with the reviewer's remark."""

    result = Choice(("pass", "fail"))
    remark = PlainText(500, low=0, lines=True)

    @validates_schema
    def _a_failure_has_its_reason(self, check: dict[str, Any], **_: Any) -> None:
        if check["result"] == "fail" and not check["remark"]:
            raise ValidationError(
                say("未通过的审查须写明原因。", "Say why the check failed."), field_name="remark"
            )


class Checks(Record):
    """The five checks; none has a default."""

    authenticity = Part(Check)
    completeness = Part(Check)
    duplicates = Part(Check)
    dishonesty = Part(Check)
    green_threshold = Part(Check)


class RecommendIn(Record):
    """A district's recommendation: the five checks and the sum it recognises.

    The sum may be absent where only the city can decide; less than the computed sum needs a reason.
    """

    version = Version()
    checks = Part(Checks)
    recognised_fen = Fen(optional=True)
    difference_reason = PlainText(2000, optional=True, lines=True)
    difference_document = PlainText(80, low=2, optional=True)


class ClaimOut(Record):
    """A claim as its readers see it: where it is, who holds it until when, and each sum so far."""

    id = RecordNumber()
    item = ItemId()
    on = Day()
    object = PlainText(120, optional=True)
    enterprise_id = RecordNumber()
    unit = PlainText(40)
    state = Choice(_STATES)
    state_zh = PlainText()
    state_en = PlainText()
    public_zh = PlainText()
    public_en = PlainText()
    holder = PlainText(40, optional=True)
    submitted_at = Moment(optional=True)
    due_at = Moment(optional=True)
    due_provisional = YesNo()
    claimed_fen = Fen(optional=True)
    recognised_fen = Fen(optional=True)
    payable_fen = Fen(optional=True)
    paid_fen = Fen()
    recovered_fen = Fen()
    version = Version()


SUBMIT_IN = SubmitIn()
CHECKS_IN = Checks()
RECOMMEND_IN = RecommendIn()
CLAIM_OUT = ClaimOut()
