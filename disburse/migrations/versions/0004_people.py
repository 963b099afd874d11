"""People: units, persons, delegations, tokens, first pledges; and beside the journal, secrets and sessions."""

import sqlalchemy as sa
from alembic import op

from disburse.migrations import guards
from disburse.models.types import Day, Flag, Json, Moment

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BEFORE = [
    "enterprise", "claim", "objection", "fund", "batch", "payment", "recovery", "adoption", "rating_list",
    "refusal", "decision", "row_match", "review_task", "recognition_list",
]  # fmt: skip
NEW = ["unit", "person", "delegation", "token", "pledge"]
BESIDE = ["credential", "signed_in", "attempt", "token_use", "reply"]


def upgrade():
    _people()
    _beside()
    op.add_column("event", sa.Column("delegation", sa.Text(), nullable=True))
    acted_for = sa.text("delegation IS NOT NULL")
    op.create_index(
        "ix_event_delegation",
        "event",
        ["delegation", "record"],
        unique=False,
        sqlite_where=acted_for,
        postgresql_where=acted_for,
    )
    _guard()


def _people():
    op.create_table(
        "unit",
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        *_audited("unit"),
        sqlite_strict=True,
    )
    op.create_index("ix_unit_office", "unit", ["office"], unique=False)
    op.create_table(
        "person",
        sa.Column("workflow_version", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("roles", Json(), nullable=False),
        sa.Column("name_digest", sa.Text(), nullable=True),
        sa.Column("phone_digest", sa.Text(), nullable=True),
        sa.Column("sso_subject", sa.Text(), nullable=True),
        sa.Column("signed_in_at", Moment(), nullable=True),
        *_audited("person"),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
        sa.UniqueConstraint("sso_subject", name=op.f("uq_person_sso_subject")),
        sqlite_strict=True,
    )
    op.create_index("ix_person_unit", "person", ["unit", "state"], unique=False)
    op.create_table(
        "delegation",
        sa.Column("principal", sa.Text(), nullable=False),
        sa.Column("delegate", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("from_day", Day(), nullable=False),
        sa.Column("until_day", Day(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("ended_on", Day(), nullable=True),
        *_audited("delegation"),
        sa.CheckConstraint("principal <> delegate", name=op.f("ck_delegation_two_persons")),
        sa.CheckConstraint("until_day >= from_day", name=op.f("ck_delegation_days_in_order")),
        sa.ForeignKeyConstraint(["delegate"], ["person.id"], name=op.f("fk_delegation_delegate")),
        sa.ForeignKeyConstraint(["principal"], ["person.id"], name=op.f("fk_delegation_principal")),
        sqlite_strict=True,
    )
    op.create_index("ix_delegation_delegate", "delegation", ["delegate", "until_day"], unique=False)
    op.create_index("ix_delegation_principal", "delegation", ["principal"], unique=False)
    op.create_table(
        "token",
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("scopes", Json(), nullable=False),
        sa.Column("secret_sha256", sa.Text(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("revoked_at", Moment(), nullable=True),
        *_audited("token"),
        sa.ForeignKeyConstraint(["owner"], ["person.id"], name=op.f("fk_token_owner")),
        sa.UniqueConstraint("secret_sha256", name=op.f("uq_token_secret_sha256")),
        sqlite_strict=True,
    )
    op.create_index("ix_token_owner", "token", ["owner"], unique=False)
    op.create_table(
        "pledge",
        sa.Column("workflow_version", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("bank", sa.Text(), nullable=False),
        sa.Column("expires_on", Day(), nullable=False),
        *_audited("pledge"),
        sa.ForeignKeyConstraint(["bank"], ["unit.id"], name=op.f("fk_pledge_bank")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_pledge_claim_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_pledge_bank", "pledge", ["bank", "state", "expires_on"], unique=False)
    op.create_index("ix_pledge_claim", "pledge", ["claim_id"], unique=False)


def _beside():
    op.create_table(
        "attempt",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("failures", WHOLE, nullable=False),
        sa.Column("first_at", Moment(), nullable=False),
        sa.Column("last_at", Moment(), nullable=False),
        sa.Column("locked_until", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempt")),
        sqlite_strict=True,
    )
    op.create_table(
        "reply",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request_sha256", sa.Text(), nullable=False),
        sa.Column("taken_at", Moment(), nullable=False),
        sa.Column("status", WHOLE, nullable=True),
        sa.Column("headers", Json(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("person", "key", name=op.f("pk_reply")),
        sqlite_strict=True,
    )
    op.create_index("ix_reply_taken_at", "reply", ["taken_at"], unique=False)
    op.create_table(
        "credential",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("password_set_at", Moment(), nullable=True),
        sa.Column("password_once", Flag(), nullable=False),
        sa.Column("password_earlier", Json(), nullable=False),
        sa.Column("totp_sealed", sa.Text(), nullable=True),
        sa.Column("totp_confirmed", Flag(), nullable=False),
        sa.Column("totp_step", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_credential_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_credential")),
        sqlite_strict=True,
    )
    op.create_table(
        "signed_in",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("delegation_id", sa.Text(), nullable=True),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("began_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegation.id"], name=op.f("fk_signed_in_delegation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signed_in_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_in")),
        sa.UniqueConstraint("number", name=op.f("uq_signed_in_number")),
        sqlite_strict=True,
    )
    op.create_index("ix_signed_in_person", "signed_in", ["person_id", "ends_at"], unique=False)
    op.create_table(
        "token_use",
        sa.Column("token_id", sa.Text(), nullable=False),
        sa.Column("last_at", Moment(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["token_id"], ["token.id"], name=op.f("fk_token_use_token_id")),
        sa.PrimaryKeyConstraint("token_id", name=op.f("pk_token_use")),
        sqlite_strict=True,
    )


def _audited(table):
    return (
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id", "version", "head"],
            ["event.record", "event.seq", "event.hash"],
            name=f"fk_{table}_its_event",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _guard():
    dialect = op.get_bind().dialect.name
    record = guards.sqlite_record if dialect == "sqlite" else guards.postgres_record
    _follow([*BEFORE, *NEW], delegated=True)
    _run(statement for table in NEW for statement in record(table).values())
    if dialect == "postgresql":
        op.execute(f"GRANT SELECT, INSERT, UPDATE ON {', '.join(NEW)} TO {guards.APP_ROLE}")
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(BESIDE)} TO {guards.APP_ROLE}")


def _follow(kinds, *, delegated):
    """Let the journal follow these kinds of records and no others; events name a delegation or do not."""
    dialect = op.get_bind().dialect.name
    if dialect == "sqlite":
        op.execute("DROP TRIGGER guard_event_insert")
        _run([guards.sqlite_events(kinds, delegated=delegated)["event_insert"]])
    else:
        op.execute("DROP TRIGGER guard_event_insert ON event")
        function = guards.postgres_event_function(delegated=delegated)
        _run([function.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")])
        _run([guards.postgres_events(kinds)["event_insert"]])


def _run(statements):
    for statement in statements:
        op.get_bind().exec_driver_sql(statement, execution_options={"no_parameters": True})


def downgrade():
    _follow(BEFORE, delegated=False)
    op.drop_index("ix_event_delegation", "event")
    op.drop_column("event", "delegation")
    for table in ("reply", "token_use", "attempt", "signed_in", "credential"):
        op.drop_table(table)
    for table in reversed(NEW):
        op.drop_table(table)
