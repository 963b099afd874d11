"""The lists of every kind of record: their columns and filters, what is added up, what is done to many."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from disburse.exporting import Source
from disburse.web.columns import NOTHING
from disburse.web.languages import N_, said
from schemas.people import OFFICES
from workflows.attachment import PAPERS


@dataclass(frozen=True)
class Column:
    """A column that is no attribute of a record: its message id, and what it shows of a row."""

    label: str
    value: Callable[[Any], str]
    figure: bool = False


@dataclass(frozen=True)
class Listing:
    """A list as data. ``more`` are the columns that only the record's own page shows.

    ``words`` are the answers of filters that are no state, ``numbers`` the filters that are whole numbers,
    ``sums`` the columns of fen that are added up, ``acts`` those done to many at once. ``fixed`` are filters
    that the list always has, ``source`` a query of its own where the records by themselves are not enough.
    """

    kind: str
    columns: tuple[str | Column, ...]
    more: tuple[str | Column, ...] = ()
    filters: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()
    sums: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    fixed: Mapping[str, Any] = field(default_factory=dict)
    source: Source | None = None


def _paper(row: Any) -> str:
    paper = PAPERS[row.paper]
    return said(paper.zh, paper.en)


LISTINGS: dict[str, Listing] = {
    one.kind: one
    for one in (
        Listing(
            "claim",
            ("id", "item", "on", "unit", "state", "payable_fen", "due_on"),
            filters=("state", "item", "unit"),
            sums=("payable_fen", "paid_fen"),
            acts=("accept_claim", "rate_claim", "publish_claim", "approve_claim", "refuse_claim"),
        ),
        Listing(
            "enterprise",
            ("id", "name", "uscc", "nature", "unit"),
            ("district", "above_scale", "manufacturing", "account_name", "bank_name", "bank_code"),
            filters=("unit", "uscc"),
        ),
        Listing("objection", ("id", "claim_id", "state", "raised_on"), ("grounds", "outcome"), ("state",)),
        Listing(
            "fund",
            ("id", "year", "name", "appropriated_fen", "reserved_fen", "paid_fen", "recovered_fen"),
            filters=("year",),
            numbers=frozenset({"year"}),
            sums=("appropriated_fen", "reserved_fen", "paid_fen"),
        ),
        Listing(
            "batch",
            ("id", "fund_id", "state", "payment_count", "total_fen"),
            ("total_capitals", "released_on", "sent_on", "file_sha256"),
            filters=("state", "fund_id"),
            sums=("total_fen",),
            acts=("release_batch", "settle_batch", "cancel_batch"),
        ),
        Listing(
            "payment",
            ("id", "batch_id", "claim_id", "state", "amount_fen", "paid_on"),
            (
                "account_name",
                "bank_name",
                "bank_code",
                "approval_number",
                "voucher_number",
                Column(N_("回单号"), lambda row: row.receipt_number or NOTHING),
                "returned_reason",
                "notice_number",
                "notice_on",
            ),
            filters=("state", "batch_id", "claim_id"),
            sums=("amount_fen",),
        ),
        Listing(
            "recovery",
            ("id", "claim_id", "state", "amount_fen", "repaid_fen"),
            ("grounds", "decision_number"),
            ("state",),
            sums=("amount_fen", "repaid_fen"),
        ),
        Listing(
            "adoption",
            ("id", "document", "number", "state", "effective_from", "effective_to"),
            ("published_on",),
            ("state",),
        ),
        Listing(
            "decision",
            ("id", "question", "reading", "state", "holds_from"),
            ("number", "grounds"),
            ("state", "question"),
        ),
        Listing(
            "city_table",
            ("id", "series", "year", "number", "state", "published_on"),
            ("content",),
            ("state", "series"),
            {"series": ("calendar", "lpr")},
        ),
        Listing(
            "rating_list",
            ("id", "year", "unit", "notice", "row_count", "imported_on"),
            ("file_name", "file_sha256"),
            ("unit", "year"),
            numbers=frozenset({"year"}),
        ),
        Listing(
            "recognition_list",
            ("id", "item", "unit", "notice", "row_count", "imported_on"),
            ("file_name", "file_sha256"),
            ("item", "unit"),
        ),
        Listing("row_match", ("id", "list_id", "row", "enterprise_id", "verdict"), filters=("list_id",)),
        Listing(
            "review_task",
            ("id", "claim_id", "list_id", "state", "raised_on"),
            ("outcome",),
            ("state",),
            acts=("settle_review", "dismiss_review"),
        ),
        Listing(
            "pledge",
            ("id", "claim_id", "bank", "state", "expires_on", "secured_fen"),
            (
                "account_name",
                "bank_name",
                "bank_code",
                "loan_number",
                "registration_number",
                "registered_on",
                Column(N_("回执编号"), lambda row: row.receipt_number or NOTHING),
                "receipt_on",
                "shortfall_fen",
            ),
            filters=("state", "claim_id"),
            sums=("secured_fen",),
            acts=("confirm_lock", "activate_lock"),
        ),
        Listing(
            "attachment",
            ("id", "claim_id", Column(N_("材料类别"), _paper), "state", "size_bytes", "attached_at"),
            filters=("state", "claim_id"),
        ),
        Listing(
            "freeze_order",
            ("id", "claim_id", "state", "court", "order_number"),
            filters=("state", "claim_id"),
        ),
        Listing(
            "receipt_file",
            ("id", "file_name", "message_id", "row_count", "open_count", "imported_on"),
            ("file_sha256",),
        ),
        Listing("budget_table", ("id", "year", "number", "published_on", "state"), filters=("state",)),
        Listing("unit", ("id", "office", "name"), filters=("office",), words={"office": OFFICES}),
        Listing(
            "person",
            ("id", "login", "unit", "state"),
            ("roles", "signed_in_at"),
            ("state", "unit"),
            acts=("suspend_person", "restore_person", "close_person"),
        ),
        Listing(
            "delegation",
            ("id", "principal", "delegate", "role", "from_day", "until_day", "ended_on"),
            ("grounds",),
        ),
        Listing("token", ("id", "owner", "name", "role", "expires_at", "revoked_at")),
        Listing("endpoint", ("id", "unit", "url", "closed_on")),
        Listing("signing_key", ("id", "unit", "algorithm", "revoked_on"), ("public_key",)),
        Listing("refusal", ("id", "subject", "use_case", "sentence")),
        Listing(
            "hand_over",
            ("id", "audience", "collection", "form", "asker", "asker_role", "row_count"),
            ("file_sha256", "forgotten_on"),
            filters=("asker",),
        ),
    )
}
"""By kind of record."""
