"""Rows that hold facts and keep them whole. They decide nothing."""

from disburse.models.access import Attempt, Credential, Reply, SignedIn, TokenUse
from disburse.models.attachment import Attachment
from disburse.models.claim import Claim, Objection
from disburse.models.decision import Decision
from disburse.models.enterprise import Enterprise, EnterpriseKey
from disburse.models.event import Disclosure, Event, Numbering
from disburse.models.handover import HandOver
from disburse.models.job import Job, SentFile
from disburse.models.lists import RecognitionList, RecognitionRow, ReviewTask, RowMatch
from disburse.models.money import Batch, Fund, Payment, Recovery
from disburse.models.notice import Endpoint, EndpointSecret, Notice
from disburse.models.office import BudgetTable, CityTable
from disburse.models.people import Delegation, Person, Token, Unit
from disburse.models.pledge import Freeze, Pledge, SigningKey
from disburse.models.receipts import ReceiptFile, ReceiptLine, ReceiptMark
from disburse.models.record import Audited, audited_state
from disburse.models.rules import Adoption, RatingList, RatingRow, Refusal

AUDITED: tuple[type[Audited], ...] = (
    Enterprise, Claim, Objection, Fund, Batch, Payment, Recovery, Adoption, RatingList, Refusal, Decision,
    RowMatch, ReviewTask, RecognitionList, Unit, Person, Delegation, Token, Pledge, ReceiptFile,
    Endpoint, Freeze, SigningKey, Attachment, CityTable, BudgetTable, HandOver,
)  # fmt: skip

__all__ = [
    "AUDITED",
    "Adoption",
    "Attachment",
    "Attempt",
    "Audited",
    "Batch",
    "BudgetTable",
    "CityTable",
    "Claim",
    "Credential",
    "Decision",
    "Delegation",
    "Disclosure",
    "Endpoint",
    "EndpointSecret",
    "Enterprise",
    "EnterpriseKey",
    "Event",
    "Freeze",
    "Fund",
    "HandOver",
    "Job",
    "Notice",
    "Numbering",
    "Objection",
    "Payment",
    "Person",
    "Pledge",
    "RatingList",
    "RatingRow",
    "ReceiptFile",
    "ReceiptLine",
    "ReceiptMark",
    "RecognitionList",
    "RecognitionRow",
    "Recovery",
    "Refusal",
    "Reply",
    "ReviewTask",
    "RowMatch",
    "SentFile",
    "SignedIn",
    "SigningKey",
    "Token",
    "TokenUse",
    "Unit",
    "audited_state",
]
