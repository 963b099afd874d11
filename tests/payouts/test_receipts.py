"""The bank's answer: what fits is applied once, what does not waits for a person, and nothing is lost."""

import pytest
from sqlalchemy import func, select

from disburse import banking
from disburse.acts import act
from disburse.db import db
from disburse.errors import AlreadyThere, NotFound, NotThatFile, NotYours, OutOfOrder
from disburse.models import Fund, ReceiptLine, ReceiptMark
from disburse.queries import receipts, trail
from disburse.queries.verification import verify
from disburse.services.receiving import LineUnfit, NotOurBank, UnknownMessage
from reports import proof
from schemas.bank_reasons import REASONS
from tests.make import AUDITOR, CITY_CLERK, FINANCE, PAYER, a_fund, a_receipt, a_returned_payment, again
from tests.payouts.bank import (
    ACCOUNT,
    PAYS,
    Booking,
    Status,
    camt054,
    pain002,
    payments,
    receipt,
    receive,
    released,
    states,
    table,
    written,
)
from tests.services.watching import differences, everything, last_event, refused

NOTE = {"note": "经与银行电话核实"}


def nothing_is_amiss():
    with trail.snapshot() as view:
        return list(verify(view, proof.Tally())) == []


def findings(received):
    query = select(ReceiptLine.finding).where(ReceiptLine.file_id == received.file.id)
    return list(db.session.scalars(query.order_by(ReceiptLine.row)))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_table_confirms_for_the_payer_and_returns_for_the_clerk(time, tmp_path, encoding):
    fund = a_fund()
    batch = released(3, fund)
    one, two, three = payments(batch)
    path = table(tmp_path / "r.csv", receipt(one), receipt(two, "退汇"), receipt(three), encoding=encoding)
    done = receive(path)
    assert (done.applied, [line.row for line in done.waiting]) == ((2, 4), [3])
    assert states(batch) == ["paid", "instructed", "paid"]
    [rest] = banking.resume(by=FINANCE)
    assert (rest.applied, rest.waiting) == ((3,), ())
    assert states(batch) == ["paid", "returned", "paid"]
    reason = payments(batch)[1].returned_reason
    assert REASONS["AC04"][0] in reason
    assert REASONS["AC04"][1] in reason
    assert (again(fund).paid_fen, again(fund).reserved_fen) == (400_000_000, 200_000_000)
    assert last_event(again(done.file))["document"] == f"{done.file.id}/3"
    assert nothing_is_amiss()


def test_the_same_file_again_changes_nothing_and_says_when_and_by_whom(time, tmp_path):
    batch = released()
    path = table(tmp_path / "r.csv", *map(receipt, payments(batch)))
    first = receive(path)
    before = everything()
    again_ = receive(path.rename(tmp_path / "another name.csv"))
    assert (again_.file.id, again_.is_known, again_.applied) == (first.file.id, True, ())
    assert everything() == before
    event = receipts.imported(again_.file)
    assert (event.actor, event.at) == (PAYER.id, time.moment)


def test_the_same_receipts_in_another_file_are_noted_and_not_applied_again(time, tmp_path):
    batch = released()
    rows = [receipt(payment) for payment in payments(batch)]
    receive(table(tmp_path / "a.csv", *rows[:1]))
    second = receive(table(tmp_path / "b.csv", *rows, rows[1]))
    assert (second.applied, findings(second), second.waiting) == ((3,), ["again", None, "again"], ())
    assert differences() == []
    assert nothing_is_amiss()


def test_a_batch_paid_in_parts_comes_with_several_files(time, tmp_path):
    batch = released(3)
    for number, payment in enumerate(payments(batch)):
        receive(table(tmp_path / f"{number}.csv", receipt(payment)))
    assert states(batch) == ["paid"] * 3


WRONG = {
    "ambiguous": {"端到端编号": ""},
    "unknown": {"端到端编号": "P-2025-0009999"},
    "amount": {"金额": "1999999.99"},
    "account": {"收款账号": "9000000000001235"},
    "name": {"收款户名": "青岛他人有限公司"},
    "other_bank": {"付款账号": "900000000000000002"},
    "day": {"日期": "2025-03-09"},
}


@pytest.mark.parametrize("code", WRONG)
def test_a_line_that_does_not_fit_waits_for_a_person_and_changes_no_payment(time, tmp_path, code):
    batch = released(2)
    one, two = payments(batch)
    done = receive(table(tmp_path / "r.csv", receipt(one, **WRONG[code]), receipt(two)))
    assert findings(done) == [code, None]
    assert [line.row for line in done.waiting] == [2]
    assert states(batch) == ["instructed", "paid"]
    with refused(LineUnfit):
        act("apply_line", {"number": done.file.id, "row": 2}, PAYER)
    kept = act("dismiss_line", {"number": done.file.id, "row": 2, **NOTE}, FINANCE)
    assert (kept.open_count, last_event(kept)["reason"]) == (0, NOTE["note"])
    with refused(AlreadyThere):
        act("dismiss_line", {"number": done.file.id, "row": 2, **NOTE}, FINANCE)
    assert states(batch) == ["instructed", "paid"]
    assert nothing_is_amiss()


def test_a_line_without_its_number_waits_though_only_one_payment_fits_it(time, tmp_path):
    batch = released(1)
    [one] = payments(batch)
    done = receive(table(tmp_path / "r.csv", receipt(one, 端到端编号="")))
    assert (findings(done), states(batch)) == (["no_id"], ["instructed"])


def test_a_masked_account_and_a_tail_are_enough(time, tmp_path):
    batch = released(2)
    one, two = payments(batch)
    tails = receipt(one, 收款账号="9000****1234"), receipt(two, 收款账号="1234")
    assert receive(table(tmp_path / "r.csv", *tails)).applied == (2, 3)


def test_a_line_without_its_number_that_fits_several_is_ambiguous_and_a_person_matches_it(time, tmp_path):
    batch = released(2)
    one, two = payments(batch)
    done = receive(table(tmp_path / "r.csv", receipt(one, 端到端编号="")))
    assert findings(done) == ["ambiguous"]
    assert receipts.candidates(one.amount_fen, "1234") == [one.id, two.id]
    matched = {"number": done.file.id, "row": 2, **NOTE}
    with refused(NotYours):
        act("match_line", {**matched, "payment": two.id}, FINANCE)
    file = act("match_line", {**matched, "payment": two.id}, PAYER)
    assert (states(batch), file.open_count) == (["instructed", "paid"], 0)
    assert (last_event(file)["about"], last_event(file)["action"]) == (two.id, "match")
    assert nothing_is_amiss()


def test_a_person_does_not_match_a_line_to_a_payment_of_another_sum_account_or_day(time, tmp_path):
    batch = released(1)
    [one] = payments(batch)
    rows = [WRONG["amount"], {"收款账号": "9000000000001235"}, WRONG["day"]]
    done = receive(table(tmp_path / "r.csv", *(receipt(one, **{**w, "端到端编号": ""}) for w in rows)))
    for row in (2, 3, 4):
        with refused(LineUnfit):
            act("match_line", {"number": done.file.id, "row": row, "payment": one.id, **NOTE}, PAYER)
    with refused(NotFound):
        act("match_line", {"number": done.file.id, "row": 2, "payment": "P-2025-0009999", **NOTE}, PAYER)
    with refused(NotFound):
        act("dismiss_line", {"number": done.file.id, "row": 9, **NOTE}, PAYER)


def test_a_stale_receipt_waits_whether_the_payment_was_settled_by_hand_before_or_after_the_import(
    time, tmp_path
):
    batch = released(2)
    one, two = payments(batch)
    act("confirm_payment", {**a_receipt_of(one), "receipt_number": "手工1号"}, PAYER)
    done = receive(table(tmp_path / "r.csv", receipt(one), receipt(two, "退汇")))
    assert (findings(done), done.applied) == (["stale", None], ())
    act("return_payment", {**a_return_of(two), "receipt_number": "手工2号"}, FINANCE)
    [later] = banking.resume(by=FINANCE)
    assert [no.code for _, no in later.refused] == ["LineUnfit"]
    assert [receipts.why(line).en for line in later.waiting if line.row == 3] == [
        "speaks of a payment already paid, returned or cancelled"
    ]
    assert states(batch) == ["paid", "returned"]


def a_receipt_of(payment):
    body = a_receipt(claim_of(payment))
    return {**body, "account_number": ACCOUNT}


def a_return_of(payment):
    return a_returned_payment(claim_of(payment))


def claim_of(payment):
    return banking.paying.db.session.get_one(banking.paying.Claim, payment.claim_id, populate_existing=True)


def test_a_payment_that_arrived_and_bounced_in_one_file_is_returned(time, tmp_path):
    fund = a_fund()
    batch = released(1, fund)
    [one] = payments(batch)
    path = table(tmp_path / "r.csv", receipt(one), receipt(one, "退汇"))
    assert receive(path).applied == (2,)
    assert receive(path, FINANCE).applied == (3,)
    assert (states(batch), again(fund).paid_fen, again(fund).reserved_fen) == (["returned"], 0, 200_000_000)
    assert nothing_is_amiss()


def test_a_file_for_another_bank_is_refused_and_written_down(time, tmp_path):
    batch = released()
    path = table(tmp_path / "r.csv", *(receipt(p, 付款账号="900000000000000002") for p in payments(batch)))
    with refused(NotOurBank):
        receive(path)
    other = written(tmp_path / "o.xml", camt054(Booking("P-1", "1.00"), account="900000000000000002"))
    with refused(NotOurBank):
        receive(other)
    code = "102100099996"
    third = written(tmp_path / "p.xml", pain002(batch.id, Status(payments(batch)[0].id, "ACSC"), bank=code))
    with refused(NotOurBank):
        receive(third)


def test_a_status_report_on_another_message_is_refused_and_one_with_unknown_ids_waits(time, tmp_path):
    batch = released()
    one = payments(batch)[0]
    with refused(UnknownMessage):
        receive(written(tmp_path / "a.xml", pain002("B-2025-09999", Status(one.id, "ACSC"))))
    done = receive(written(tmp_path / "b.xml", pain002(batch.id, Status("P-2025-0009999", "RJCT", "AC01"))))
    assert (findings(done), done.applied) == (["unknown"], ())
    assert states(batch) == ["instructed", "instructed"]


def test_a_receipt_for_another_batch_of_ours_waits(time, tmp_path):
    fund = a_fund()
    first, second = released(1, fund), released(1, fund)
    [theirs] = payments(second)
    done = receive(written(tmp_path / "a.xml", pain002(first.id, Status(theirs.id, "ACSC"))))
    assert findings(done) == ["other_message"]


@pytest.mark.parametrize("version", ["03", "10"])
def test_a_status_report_confirms_returns_and_leaves_what_is_pending(time, tmp_path, version):
    batch = released(3)
    one, two, three = payments(batch)
    said = (
        Status(one.id, "ACCC", amount="2000000.00", account=ACCOUNT),
        Status(two.id, "RJCT", "BE01"),
        Status(three.id, "ACSP"),
    )
    path = written(tmp_path / "s.xml", pain002(batch.id, *said, version=version))
    done = receive(path)
    receive(path, FINANCE)
    assert done.file.form == f"pain.002.001.{version}"
    assert findings(done) == [None, None, "pending"]
    assert states(batch) == ["paid", "returned", "instructed"]
    assert "BE01 账号与户名不符" in payments(batch)[1].returned_reason


@pytest.mark.parametrize(("group", "by", "state"), [("RJCT", FINANCE, "returned"), ("ACSC", PAYER, "paid")])
def test_a_status_of_the_whole_message_is_one_of_every_payment(time, tmp_path, group, by, state):
    batch = released(3)
    done = receive(written(tmp_path / "s.xml", pain002(batch.id, group=group)), by)
    assert (done.applied, states(batch)) == ((1, 2, 3), [state] * 3)
    assert nothing_is_amiss()


def test_a_status_report_with_another_sum_or_account_waits(time, tmp_path):
    batch = released(2)
    one, two = payments(batch)
    said = Status(one.id, "ACSC", amount="1.00"), Status(two.id, "ACSC", account="900000000")
    done = receive(written(tmp_path / "s.xml", pain002(batch.id, *said)))
    assert findings(done) == ["amount", "account"]


def test_bookings_confirm_by_debit_and_return_by_credit(time, tmp_path):
    batch = released(3)
    one, two, three = payments(batch)
    entries = (
        Booking(one.id, "2000000.00"),
        Booking(two.id, "2000000"),
        Booking(two.id, "2000000.00", "CRDT", "AC06"),
        Booking(three.id, "2000000.00", "CRDT"),
    )
    path = written(tmp_path / "c.xml", camt054(*entries))
    done = receive(path)
    receive(path, FINANCE)
    assert findings(done) == [None, None, None, "ambiguous"]
    assert states(batch) == ["paid", "returned", "instructed"]
    assert nothing_is_amiss()


def test_nothing_but_finance_imports_or_settles(time, tmp_path):
    batch = released(1)
    path = table(tmp_path / "r.csv", receipt(payments(batch)[0], **WRONG["unknown"]))
    for by in (CITY_CLERK, AUDITOR):
        with refused(NotYours):
            receive(path, by)
    done = receive(path)
    with refused(NotYours):
        act("dismiss_line", {"number": done.file.id, "row": 2, **NOTE}, CITY_CLERK)


def test_a_receipt_before_the_release_waits(time, tmp_path):
    batch = released(1)
    [one] = payments(batch)
    lines = banking.files.receipts(table(tmp_path / "r.csv", receipt(one))).lines
    batch_row = db.session.get_one(banking.Batch, batch.id)
    assert receipts.unfit(lines[0], batch_row, "instructed") is None
    batch_row.released_on = None
    assert receipts.unfit(lines[0], batch_row, "instructed") == "not_released"
    db.session.rollback()


def test_a_dry_run_finds_the_same_and_keeps_nothing(time, tmp_path):
    batch = released(2)
    one, two = payments(batch)
    path = table(tmp_path / "r.csv", receipt(one, **WRONG["amount"]), receipt(two))
    before = everything()
    assert [found.finding for found in banking.look(path, payer=PAYS)] == ["amount", None]
    assert everything() == before


def test_the_fund_pays_each_award_once_however_often_the_bank_says_so(time, tmp_path):
    fund = a_fund()
    batch = released(2, fund)
    for number in range(3):
        rows = [receipt(p, 回单号=f"{number}-{p.id}") for p in payments(batch)]
        receive(table(tmp_path / f"{number}.csv", *rows))
    paid = db.session.get_one(Fund, fund.id, populate_existing=True).paid_fen
    marks = db.session.scalar(select(func.count()).select_from(ReceiptMark))
    assert (paid, marks, differences()) == (400_000_000, 2, [])


@pytest.mark.parametrize("file", ["none.csv", "none.xml", "none.txt"])
def test_a_file_that_is_not_there_is_refused(time, tmp_path, file):
    with refused(NotThatFile, written_down=False):
        receive(tmp_path / file)


def test_the_lines_of_a_batch_not_released_can_not_arrive(time, tmp_path):
    batch = released(1)
    [one] = payments(batch)
    receive(table(tmp_path / "r.csv", receipt(one, "退汇")), FINANCE)
    with refused(OutOfOrder):
        act("return_payment", {**a_return_of(one), "payment_id": one.id}, FINANCE)
