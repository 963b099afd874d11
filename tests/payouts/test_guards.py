"""What the bank said and what was done about it can't be rewritten, by any route; and it would be seen."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from disburse.db import db
from disburse.models import ReceiptLine, ReceiptMark
from disburse.queries import trail
from disburse.queries.verification import verify
from reports import proof
from tests.make import FINANCE
from tests.payouts.bank import payments, receipt, receive, released, table

TRIED = (
    "UPDATE receipt_line SET amount_fen = 1",
    "DELETE FROM receipt_line",
    "UPDATE receipt_mark SET action = 'dismiss'",
    "DELETE FROM receipt_mark",
    "INSERT INTO receipt_mark (file_id, row, seq, action) VALUES ('{file}', 3, 1, 'dismiss')",
    "INSERT INTO receipt_mark (file_id, row, seq, action) VALUES ('{file}', 3, 9, 'dismiss')",
    "INSERT INTO receipt_mark (file_id, row, seq, action) VALUES ('{file}', 9, 2, 'apply')",
    (
        'INSERT INTO receipt_line (file_id, row, outcome, reference, "on")'
        " VALUES ('{file}', 9, 'pending', '1', '2025-03-10')"
    ),
    "UPDATE receipt_file SET open_count = 0",
)


@pytest.mark.parametrize("statement", TRIED)
def test_a_line_or_a_mark_never_changes_and_none_is_added_later(time, tmp_path, statement):
    one, two = payments(released(2))
    done = receive(table(tmp_path / "r.csv", receipt(one), receipt(two, "退汇")))
    with pytest.raises(DBAPIError), db.engine.begin() as connection:
        connection.execute(text(statement.format(file=done.file.id)))


def test_a_line_or_a_mark_that_changed_all_the_same_is_found(time, tmp_path, monkeypatch):
    one, two = payments(released(2))
    done = receive(table(tmp_path / "r.csv", receipt(one), receipt(two, "退汇")))
    receive(tmp_path / "r.csv", FINANCE)
    with trail.snapshot() as view:
        line = view.session.get_one(ReceiptLine, (done.file.id, 2))
        mark = view.session.get_one(ReceiptMark, (done.file.id, 3))
        assert list(verify(view, proof.Tally())) == []
        with view.session.no_autoflush:
            line.amount_fen, mark.action = 1, "dismiss"
            found = [(f.record, f.code) for f in verify(view, proof.Tally())]
        view.session.rollback()
    assert found == [(done.file.id, "rows"), (done.file.id, "marks")]
