"""Rows that hold facts and keep them whole. They decide nothing."""

from disburse.models.access import Attempt, Credential, Reply, SignedIn, TokenUse
from disburse.models.claim import Claim, Objection
from disburse.models.decision import Decision
from disburse.models.enterprise import Enterprise
from disburse.models.event import Disclosure, Event, Numbering
from disburse.models.lists import RecognitionList, RecognitionRow, ReviewTask, RowMatch
from disburse.models.money import Batch, Fund, Payment, Recovery
from disburse.models.people import Delegation, Person, Token, Unit
from disburse.models.pledge import Pledge
from disburse.models.record import Audited, audited_state
from disburse.models.rules import Adoption, RatingList, RatingRow, Refusal

AUDITED: tuple[type[Audited], ...] = (
    Enterprise, Claim, Objection, Fund, Batch, Payment, Recovery, Adoption, RatingList, Refusal, Decision,
    RowMatch, ReviewTask, RecognitionList, Unit, Person, Delegation, Token, Pledge,
)  # fmt: skip

__all__ = [
    "AUDITED",
    "Adoption",
    "Attempt",
    "Audited",
    "Batch",
    "Claim",
    "Credential",
    "Decision",
    "Delegation",
    "Disclosure",
    "Enterprise",
    "Event",
    "Fund",
    "Numbering",
    "Objection",
    "Payment",
    "Person",
    "Pledge",
    "RatingList",
    "RatingRow",
    "RecognitionList",
    "RecognitionRow",
    "Recovery",
    "Refusal",
    "Reply",
    "ReviewTask",
    "RowMatch",
    "SignedIn",
    "Token",
    "TokenUse",
    "Unit",
    "audited_state",
]
