"""Running numbers: each kind of record has its series, each year begins at one."""

from flask import current_app
from sqlalchemy.dialects import postgresql, sqlite

from disburse import clock
from disburse.config import Config
from disburse.db import db
from disburse.models import Numbering

FORMS = {
    "claim": "{prefix}-{year}-{n:06d}",
    "enterprise": "E-{n:06d}",
    "fund": "F-{year}-{n:03d}",
    "batch": "B-{year}-{n:05d}",
    "payment": "P-{year}-{n:07d}",
    "objection": "O-{year}-{n:05d}",
    "recovery": "R-{year}-{n:05d}",
    "adoption": "A-{year}-{n:04d}",
    "decision": "D-{year}-{n:04d}",
    "rating_list": "L-{year}-{n:04d}",
    "row_match": "M-{year}-{n:06d}",
    "review_task": "K-{year}-{n:05d}",
    "recognition_list": "J-{year}-{n:04d}",
    "person": "U-{n:06d}",
    "delegation": "G-{year}-{n:05d}",
    "token": "T-{n:06d}",
    "pledge": "Z-{year}-{n:05d}",
    "receipt_file": "H-{year}-{n:05d}",
    "endpoint": "W-{n:06d}",
    "freeze_order": "X-{year}-{n:05d}",
    "signing_key": "S-{n:06d}",
    "attachment": "FJ-{year}-{n:06d}",
    "city_table": "CT-{year}-{n:04d}",
    "budget_table": "BT-{year}-{n:04d}",
    "hand_over": "HO-{year}-{n:05d}",
    "receipt": "回执〔{year}〕{n}号",
    "refusal": "N-{year}-{n:07d}",
    "voucher": "V{year}{n:07d}",
    "notice": "〔{year}〕{n}号",
}
"""How each number is written. Record numbers are unique over all kinds: the journal is keyed by them."""


def next_id(kind: str) -> str:
    """Give out the next number of a kind. It is taken back if the transaction is."""
    form = FORMS[kind]
    config: Config = current_app.extensions["disburse"]
    year = clock.today().year
    series = f"{kind}-{year}" if "{year}" in form else kind
    return form.format(prefix=config.number_prefix, year=year, n=count(series))


def count(series: str) -> int:
    """The next number of a series. Whoever asks next waits until this one is committed: none is left out."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    new = insert(Numbering).values(series=series, last=1)
    upsert = new.on_conflict_do_update(
        index_elements=[Numbering.series], set_={"last": Numbering.last + 1}
    ).returning(Numbering.last)
    return db.session.execute(upsert).scalar_one()
