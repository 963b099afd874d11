"""Rows as they go out: one shape for each kind of record and audience, many rows at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from marshmallow import Schema

from disburse import office
from disburse.ledger import left_fen
from disburse.queries import attachments, claims, records
from disburse.queries.holding import holding
from reports import proof
from schemas import shown, shown_rules
from schemas.attachments import AttachmentSeen, ElsewhereSeen, RepeatedSeen
from schemas.claims import CLAIM_OUT
from schemas.decisions import DECISION_OUT
from schemas.delegations import DELEGATION_OUT
from schemas.endpoints import ENDPOINT_OUT
from schemas.handover import HAND_OVER_OUT
from schemas.office import BUDGET_TABLE_OUT, CITY_TABLE_OUT
from schemas.pledges import FREEZE_OUT, KEY_OUT, PLEDGE_OUT
from schemas.policies import ADOPTION_OUT
from schemas.receipt_acts import ReceiptFileOut
from schemas.shown_reads import HitSeen
from workflows.attachment import ATTACHMENT as ATTACHMENTS
from workflows.attachment import PAPERS
from workflows.claim import CLAIM
from workflows.table import State
from workflows.workdays import Calendar, Deadline

Row = Any
"""A record or a row of a list; its columns are read by name."""


class With:
    """A row, with more beside its columns."""

    def __init__(self, row: Row, more: Mapping[str, Any]) -> None:
        self._row, self._more = row, more

    def __getattr__(self, name: str) -> Any:
        if name in self._more:
            return self._more[name]
        return self._row.get(name) if isinstance(self._row, dict) else getattr(self._row, name)


@dataclass(frozen=True)
class Shape:
    """The schema that rows go out by, and what it shows that they don't have themselves."""

    schema: Schema
    more: Callable[[Sequence[Row]], Sequence[Mapping[str, Any]]] | None = None

    @property
    def name(self) -> str:
        """What the OpenAPI document calls it."""
        return type(self.schema).__name__

    def many(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """All rows, with as few questions to the database as one row takes."""
        more = self.more(rows) if self.more else [{}] * len(rows)
        return [self._dump(With(row, extra)) for row, extra in zip(rows, more, strict=True)]

    def one(self, row: Row) -> dict[str, Any]:
        """One row."""
        return self.many([row])[0]

    def _dump(self, row: With) -> dict[str, Any]:
        shaped: dict[str, Any] = self.schema.dump(row)
        return shaped


def _claims(rows: Sequence[Row]) -> list[Mapping[str, Any]]:
    days = office.calendar() if rows else None
    return [_of_claim(row, days) for row in rows]


def _of_claim(claim: Row, days: Calendar | None) -> Mapping[str, Any]:
    held = holding(claim, days)
    due = Deadline(claim.due_on, claim.due_provisional).at if claim.due_on else None
    return {
        **_in_words(CLAIM.state(claim.state)),
        "holder": held.role.name if held.role else None,
        "due_at": due,
    }


def _in_words(state: State | None) -> Mapping[str, Any]:
    return {
        "state_zh": state and state.zh,
        "state_en": state and state.en,
        "public_zh": state and state.public_zh,
        "public_en": state and state.public_en,
    }


def _hits(rows: Sequence[Row]) -> list[Mapping[str, Any]]:
    workflows = [records.KINDS[row.kind].workflow for row in rows]
    return [
        _in_words(workflow.state(row.state) if workflow and row.state else None)
        for row, workflow in zip(rows, workflows, strict=True)
    ]


def _disclosing(*fields: str) -> Callable[[Sequence[Row]], list[Mapping[str, Any]]]:
    """The personal data of some fields behind ``..._digest`` columns; the schema says what is masked."""

    def more(rows: Sequence[Row]) -> list[Mapping[str, Any]]:
        digests = [[getattr(row, f"{field}_digest") for field in fields] for row in rows]
        values = records.disclosed(digest for of_row in digests for digest in of_row)
        return [
            {f: values.get(d) if d else None for f, d in zip(fields, of_row, strict=True)}
            for of_row in digests
        ]

    return more


def _enterprises_seen(rows: Sequence[Row]) -> list[Mapping[str, Any]]:
    secret = _disclosing("account_number", "contact_phone")(rows)
    return [{**more, "name": claims.shown_name(row)} for row, more in zip(rows, secret, strict=True)]


def _attachments(rows: Sequence[Row]) -> list[Mapping[str, Any]]:
    names = _disclosing("name")(rows)
    return [{**_of_attachment(row), **name} for row, name in zip(rows, names, strict=True)]


def _of_attachment(row: Row) -> Mapping[str, Any]:
    paper = PAPERS[row.paper]
    return {
        **_in_words(ATTACHMENTS.state(row.state)),
        "paper_zh": paper.zh,
        "paper_en": paper.en,
        "is_given_out": attachments.is_given_out(row, current_app.extensions["disburse"]),
    }


def _enterprises_whole(rows: Sequence[Row]) -> list[Mapping[str, Any]]:
    secret = _disclosing("account_number", "contact_name", "contact_phone")(rows)
    waiting = [row.new_account["account_number_digest"] for row in rows if row.new_account]
    numbers = records.disclosed(waiting)
    return [
        {**more, "new_account": _waiting(row.new_account, numbers) if row.new_account else None}
        for row, more in zip(rows, secret, strict=True)
    ]


def _waiting(account: Mapping[str, Any], numbers: Mapping[str, str]) -> Mapping[str, Any]:
    return {**account, "account_number": numbers.get(account["account_number_digest"])}


def _persons(rows: Sequence[Row]) -> list[Mapping[str, Any]]:
    known = _disclosing("name", "phone")(rows)
    return [{**more, "name": f"{more['name'][0]}**" if more["name"] else None} for more in known]


def _events(rows: Sequence[Row]) -> list[Mapping[str, Any]]:
    bodies = [proof.read_event(row.body.encode()) for row in rows]
    return [
        {
            "source": body["from"],
            "target": body["to"],
            **{name: body[name] for name in ("reason", "document", "amount", "about", "request")},
            "changes": body["changes"],
        }
        for body in bodies
    ]


HIT = Shape(HitSeen(), _hits)
CLAIM_LINE = Shape(CLAIM_OUT, _claims)
CLAIM_WHOLE = Shape(shown.ClaimWhole(), _claims)
ENTERPRISE_SEEN = Shape(shown.EnterpriseSeen(), _enterprises_seen)
ENTERPRISE_WHOLE = Shape(shown.EnterpriseWhole(), _enterprises_whole)
PAYMENT_SEEN = Shape(shown.PaymentSeen(), _disclosing("account_number"))
PAYMENT_WHOLE = Shape(shown.PaymentWhole(), _disclosing("account_number"))
BATCH = Shape(shown.BatchSeen())
FUND = Shape(shown.FundSeen(), lambda rows: [{"left_fen": left_fen(row)} for row in rows])
RECOVERY = Shape(
    shown.RecoverySeen(), lambda rows: [{"owed_fen": row.amount_fen - row.repaid_fen} for row in rows]
)
OBJECTION = Shape(shown.ObjectionSeen())
ADOPTION = Shape(ADOPTION_OUT)
DECISION = Shape(DECISION_OUT)
HAND_OVER = Shape(HAND_OVER_OUT)
CITY_TABLE = Shape(CITY_TABLE_OUT)
BUDGET_TABLE = Shape(BUDGET_TABLE_OUT)
RATING_LIST = Shape(shown_rules.RatingListSeen())
RECOGNITION_LIST = Shape(shown_rules.RecognitionListSeen())
RATING_ROW = Shape(shown_rules.ListedRating())
RECOGNITION_ROW = Shape(shown_rules.ListedRecognition())
ROW_MATCH = Shape(shown_rules.RowMatchSeen())
REVIEW_TASK = Shape(shown_rules.ReviewTaskSeen())
UNIT = Shape(shown_rules.UnitSeen())
PERSON = Shape(shown_rules.PersonSeen(), _persons)
DELEGATION = Shape(DELEGATION_OUT)
TOKEN = Shape(shown_rules.TokenSeen())
PLEDGE = Shape(PLEDGE_OUT)
FREEZE = Shape(FREEZE_OUT)
ATTACHMENT = Shape(AttachmentSeen(), _attachments)
ELSEWHERE = Shape(ElsewhereSeen())
REPEATED = Shape(RepeatedSeen())
ENDPOINT = Shape(ENDPOINT_OUT)
SIGNING_KEY = Shape(KEY_OUT)
RECEIPT_FILE = Shape(ReceiptFileOut())
REFUSAL = Shape(shown_rules.RefusalSeen())
EVENT_PUBLIC = Shape(shown.EventPublic(), _events)
EVENT_SEEN = Shape(shown.EventSeen(), _events)
