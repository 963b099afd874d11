"""The spine: enterprises, claims, money, rules, the journal and its guards."""

import sqlalchemy as sa
from alembic import op

from disburse.migrations import guards
from disburse.models.types import Day, Flag, Json, Moment

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


RECORDS = [
    "enterprise",
    "claim",
    "objection",
    "fund",
    "batch",
    "payment",
    "recovery",
    "adoption",
    "rating_list",
    "refusal",
]


def upgrade():
    op.create_table(
        "disclosure",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_disclosure")),
        sqlite_strict=True,
    )
    op.create_index("ix_disclosure_record", "disclosure", ["record"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("seq", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("prev", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("demo", Flag(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("length(hash) = 64 AND length(prev) = 64", name=op.f("ck_event_hash_length")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_event_seq_from_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("record", "seq", "hash", name=op.f("uq_event_record_seq_hash")),
        sa.UniqueConstraint("record", "seq", name=op.f("uq_event_record_seq")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_event_actor", "event", ["actor", "record"], unique=False)
    op.create_table(
        "numbering",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("last", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_numbering")),
        sqlite_strict=True,
    )
    op.create_table(
        "adoption",
        sa.Column("workflow_version", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("published_on", Day(), nullable=False),
        sa.Column("effective_from", Day(), nullable=False),
        sa.Column("effective_to", Day(), nullable=False),
        sa.Column("catalogue", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.CheckConstraint("effective_from <= effective_to", name=op.f("ck_adoption_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["id", "version", "head"],
            ["event.record", "event.seq", "event.hash"],
            name="fk_adoption_its_event",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption")),
        sqlite_strict=True,
    )
    op.create_index("ix_adoption_document", "adoption", ["document", "state"], unique=False)
    op.create_table(
        "enterprise",
        sa.Column("uscc", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("match_name", sa.Text(), nullable=False),
        sa.Column("nature", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("above_scale", Flag(), nullable=False),
        sa.Column("manufacturing", Flag(), nullable=False),
        sa.Column("account_name", sa.Text(), nullable=False),
        sa.Column("bank_code", sa.Text(), nullable=False),
        sa.Column("bank_name", sa.Text(), nullable=False),
        sa.Column("account_number_digest", sa.Text(), nullable=False),
        sa.Column("contact_name_digest", sa.Text(), nullable=True),
        sa.Column("contact_phone_digest", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id", "version", "head"],
            ["event.record", "event.seq", "event.hash"],
            name="fk_enterprise_its_event",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprise")),
        sa.UniqueConstraint("uscc", name=op.f("uq_enterprise_uscc")),
        sqlite_strict=True,
    )
    op.create_index("ix_enterprise_match", "enterprise", ["unit", "match_name"], unique=False)
    op.create_table(
        "fund",
        sa.Column("year", WHOLE, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("appropriated_fen", WHOLE, nullable=False),
        sa.Column("reserved_fen", WHOLE, nullable=False),
        sa.Column("paid_fen", WHOLE, nullable=False),
        sa.Column("recovered_fen", WHOLE, nullable=False),
        sa.Column("budget_codes", Json(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.CheckConstraint("paid_fen >= 0", name=op.f("ck_fund_paid_not_negative")),
        sa.CheckConstraint("recovered_fen >= 0", name=op.f("ck_fund_recovered_not_negative")),
        sa.CheckConstraint(
            "reserved_fen + paid_fen <= appropriated_fen", name=op.f("ck_fund_never_overspent")
        ),
        sa.CheckConstraint("reserved_fen >= 0", name=op.f("ck_fund_reserved_not_negative")),
        sa.ForeignKeyConstraint(
            ["id", "version", "head"],
            ["event.record", "event.seq", "event.hash"],
            name="fk_fund_its_event",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund")),
        sa.UniqueConstraint("year", "name", name=op.f("uq_fund_year_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "rating_list",
        sa.Column("year", WHOLE, nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("rows_sha256", sa.Text(), nullable=False),
        sa.Column("row_count", WHOLE, nullable=False),
        sa.Column("counts", Json(), nullable=False),
        sa.Column("imported_on", Day(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.CheckConstraint("row_count > 0", name=op.f("ck_rating_list_not_empty")),
        sa.ForeignKeyConstraint(
            ["id", "version", "head"],
            ["event.record", "event.seq", "event.hash"],
            name="fk_rating_list_its_event",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_list")),
        sa.UniqueConstraint("unit", "year", "file_sha256", name=op.f("uq_rating_list_unit_year_file_sha256")),
        sqlite_strict=True,
    )
    op.create_table(
        "refusal",
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("use_case", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id", "version", "head"],
            ["event.record", "event.seq", "event.hash"],
            name="fk_refusal_its_event",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusal")),
        sqlite_strict=True,
    )
    op.create_index("ix_refusal_subject", "refusal", ["subject"], unique=False)
    op.create_table(
        "batch",
        sa.Column("workflow_version", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("fund_id", sa.Text(), nullable=False),
        sa.Column("payment_count", WHOLE, nullable=False),
        sa.Column("total_fen", WHOLE, nullable=False),
        sa.Column("total_capitals", sa.Text(), nullable=False),
        sa.Column("lines_digest", sa.Text(), nullable=False),
        sa.Column("released_on", Day(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.CheckConstraint("payment_count > 0", name=op.f("ck_batch_not_empty")),
        sa.CheckConstraint("total_fen > 0", name=op.f("ck_batch_total_positive")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_batch_fund_id")),
        sa.ForeignKeyConstraint(
            ["id", "version", "head"],
            ["event.record", "event.seq", "event.hash"],
            name="fk_batch_its_event",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sqlite_strict=True,
    )
    op.create_table(
        "claim",
        sa.Column("workflow_version", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("enterprise_id", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("on", Day(), nullable=False),
        sa.Column("object", sa.Text(), nullable=True),
        sa.Column("facts", Json(), nullable=False),
        sa.Column("established", Json(), nullable=False),
        sa.Column("commitment", Flag(), nullable=False),
        sa.Column("submitted_at", Moment(), nullable=True),
        sa.Column("returned_count", WHOLE, nullable=False),
        sa.Column("due_on", Day(), nullable=True),
        sa.Column("due_provisional", Flag(), nullable=False),
        sa.Column("claimed_fen", WHOLE, nullable=True),
        sa.Column("recognised_fen", WHOLE, nullable=True),
        sa.Column("payable_fen", WHOLE, nullable=True),
        sa.Column("paid_fen", WHOLE, nullable=False),
        sa.Column("recovered_fen", WHOLE, nullable=False),
        sa.Column("difference_reason", sa.Text(), nullable=True),
        sa.Column("difference_document", sa.Text(), nullable=True),
        sa.Column("calculation", Json(), nullable=True),
        sa.Column("checks", Json(), nullable=True),
        sa.Column("rating", sa.Text(), nullable=True),
        sa.Column("rating_list_id", sa.Text(), nullable=True),
        sa.Column("rating_row", WHOLE, nullable=True),
        sa.Column("rating_file", sa.Text(), nullable=True),
        sa.Column("rating_on", Day(), nullable=True),
        sa.Column("rating_finding", sa.Text(), nullable=True),
        sa.Column("minutes_number", sa.Text(), nullable=True),
        sa.Column("notice_from", Day(), nullable=True),
        sa.Column("notice_until", Day(), nullable=True),
        sa.Column("approval_number", sa.Text(), nullable=True),
        sa.Column("approved_on", Day(), nullable=True),
        sa.Column("fund_id", sa.Text(), nullable=True),
        sa.Column("account_name", sa.Text(), nullable=True),
        sa.Column("bank_code", sa.Text(), nullable=True),
        sa.Column("bank_name", sa.Text(), nullable=True),
        sa.Column("account_number_digest", sa.Text(), nullable=True),
        sa.Column("lock_id", sa.Text(), nullable=True),
        sa.Column("payment_id", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.CheckConstraint("claimed_fen >= 0", name=op.f("ck_claim_claimed_fen_not_negative")),
        sa.CheckConstraint("paid_fen <= payable_fen", name=op.f("ck_claim_paid_within_payable")),
        sa.CheckConstraint("paid_fen >= 0", name=op.f("ck_claim_paid_fen_not_negative")),
        sa.CheckConstraint("payable_fen <= recognised_fen", name=op.f("ck_claim_payable_within_recognised")),
        sa.CheckConstraint("payable_fen >= 0", name=op.f("ck_claim_payable_fen_not_negative")),
        sa.CheckConstraint("recognised_fen >= 0", name=op.f("ck_claim_recognised_fen_not_negative")),
        sa.CheckConstraint("recovered_fen <= paid_fen", name=op.f("ck_claim_recovered_within_paid")),
        sa.CheckConstraint("recovered_fen >= 0", name=op.f("ck_claim_recovered_fen_not_negative")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_claim_enterprise_id")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_claim_fund_id")),
        sa.ForeignKeyConstraint(
            ["id", "version", "head"],
            ["event.record", "event.seq", "event.hash"],
            name="fk_claim_its_event",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["rating_list_id"], ["rating_list.id"], name=op.f("fk_claim_rating_list_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sqlite_strict=True,
    )
    op.create_index("ix_claim_awards", "claim", ["enterprise_id", "item", "state"], unique=False)
    op.create_index("ix_claim_work", "claim", ["state", "unit", "due_on"], unique=False)
    op.create_table(
        "rating_row",
        sa.Column("list_id", sa.Text(), nullable=False),
        sa.Column("row", WHOLE, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("match_name", sa.Text(), nullable=False),
        sa.Column("uscc", sa.Text(), nullable=True),
        sa.Column("rating", sa.Text(), nullable=False),
        sa.CheckConstraint("rating IN ('A', 'B', 'C', 'D', 'T')", name=op.f("ck_rating_row_rating_known")),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["rating_list.id"],
            name=op.f("fk_rating_row_list_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("list_id", "row", name=op.f("pk_rating_row")),
        sqlite_strict=True,
    )
    op.create_index("ix_rating_row_name", "rating_row", ["match_name"], unique=False)
    op.create_index("ix_rating_row_uscc", "rating_row", ["uscc"], unique=False)
    op.create_table(
        "objection",
        sa.Column("workflow_version", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("raised_on", Day(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("contact_name_digest", sa.Text(), nullable=True),
        sa.Column("contact_phone_digest", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_objection_claim_id")),
        sa.ForeignKeyConstraint(
            ["id", "version", "head"],
            ["event.record", "event.seq", "event.hash"],
            name="fk_objection_its_event",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sqlite_strict=True,
    )
    op.create_index("ix_objection_claim", "objection", ["claim_id", "state"], unique=False)
    op.create_table(
        "payment",
        sa.Column("workflow_version", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("amount_fen", WHOLE, nullable=False),
        sa.Column("account_name", sa.Text(), nullable=False),
        sa.Column("bank_code", sa.Text(), nullable=False),
        sa.Column("bank_name", sa.Text(), nullable=False),
        sa.Column("account_number_digest", sa.Text(), nullable=False),
        sa.Column("budget_codes", Json(), nullable=False),
        sa.Column("approval_number", sa.Text(), nullable=False),
        sa.Column("voucher_number", sa.Text(), nullable=True),
        sa.Column("receipt_number", sa.Text(), nullable=True),
        sa.Column("paid_on", Day(), nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=True),
        sa.Column("notice_number", sa.Text(), nullable=True),
        sa.Column("notice_on", Day(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_payment_amount_positive")),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["batch.id"],
            name=op.f("fk_payment_batch_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_payment_claim_id")),
        sa.ForeignKeyConstraint(
            ["id", "version", "head"],
            ["event.record", "event.seq", "event.hash"],
            name="fk_payment_its_event",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("notice_number", name=op.f("uq_payment_notice_number")),
        sa.UniqueConstraint("voucher_number", name=op.f("uq_payment_voucher_number")),
        sqlite_strict=True,
    )
    op.create_index("ix_payment_batch", "payment", ["batch_id"], unique=False)
    op.create_index("ix_payment_claim", "payment", ["claim_id"], unique=False)
    op.create_index(
        "uq_payment_one_open_per_claim",
        "payment",
        ["claim_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('instructed', 'paid')"),
        postgresql_where=sa.text("state IN ('instructed', 'paid')"),
    )
    op.create_table(
        "recovery",
        sa.Column("workflow_version", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("amount_fen", WHOLE, nullable=False),
        sa.Column("repaid_fen", WHOLE, nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("decision_number", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_recovery_amount_positive")),
        sa.CheckConstraint(
            "repaid_fen >= 0 AND repaid_fen <= amount_fen", name=op.f("ck_recovery_repaid_within_amount")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_recovery_claim_id")),
        sa.ForeignKeyConstraint(
            ["id", "version", "head"],
            ["event.record", "event.seq", "event.hash"],
            name="fk_recovery_its_event",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery")),
        sqlite_strict=True,
    )
    op.create_index("ix_recovery_claim", "recovery", ["claim_id", "state"], unique=False)
    _guard()


def _guard():
    connection = op.get_bind()
    for statement in guards.statements(connection.dialect.name, RECORDS):
        connection.exec_driver_sql(statement, execution_options={"no_parameters": True})


def downgrade():
    op.drop_table("recovery")
    op.drop_table("payment")
    op.drop_table("objection")
    op.drop_table("rating_row")
    op.drop_table("claim")
    op.drop_table("batch")
    op.drop_table("refusal")
    op.drop_table("rating_list")
    op.drop_table("fund")
    op.drop_table("enterprise")
    op.drop_table("adoption")
    op.drop_table("numbering")
    op.drop_table("event")
    op.drop_table("disclosure")
    if op.get_bind().dialect.name == "postgresql":
        for name in guards.POSTGRES_FUNCTIONS:
            op.execute(f"DROP FUNCTION {name}")
