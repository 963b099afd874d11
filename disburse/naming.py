"""The spellings by which an enterprise is searched for, kept with its name in the transaction under way."""

from sqlalchemy.dialects import postgresql, sqlite

from disburse.db import db
from disburse.models import Enterprise, EnterpriseKey
from schemas.pinyin import keys

PERSON = "person"
"""The nature of a beneficiary whose name is personal data."""


def keep_keys(enterprise: Enterprise) -> None:
    """Keep every spelling of the name it has now; those of an earlier name go on finding it."""
    if enterprise.nature == PERSON:
        return
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    rows = [{"key": key, "enterprise_id": enterprise.id} for key in sorted(keys(enterprise.name))]
    db.session.execute(insert(EnterpriseKey).on_conflict_do_nothing(), rows)
