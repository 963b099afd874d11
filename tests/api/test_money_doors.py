"""Finance by program: the payment file out, the bank's receipts in, and each line dealt with by itself."""

import hashlib
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from disburse.acts import act
from disburse.db import db
from disburse.models import ReceiptFile, Reply
from disburse.queries.receipt_lines import STATES
from reports.banking import FORMS
from schemas.payouts import FileIn
from schemas.receipt_acts import ReceiptLineOut
from tests.api.conftest import problem
from tests.api.test_beside_acts import send
from tests.make import PAYER, a_batch, here
from tests.payouts.bank import ACCOUNT, PAYS, awards, payments, receipt, released, states, table


@pytest.fixture
def config(sqlite_config):
    """A service that knows from which account it pays."""
    return replace(sqlite_config, payer_name=PAYS.name, payer_account=PAYS.account, payer_bank=PAYS.bank_code)


def tag_of(asker, path):
    return asker.get(path).headers["ETag"]


def sent(asker, tmp_path, *rows, key="receipts-1"):
    """The bank's table, sent as a file."""
    return send(asker, "/receipt-files", {}, table(tmp_path / "r.csv", *rows).read_bytes(), "回单.csv", key)


def test_the_words_of_forms_and_states_are_those_of_reports_and_queries():
    assert FileIn().fields["form"].names == tuple(FORMS)
    assert ReceiptLineOut().fields["state"].names == STATES


def test_a_batch_goes_out_as_a_file_comes_back_as_receipts_and_is_settled(people, tmp_path):
    batch = released(2)
    payer, clerk = people("finance_payer"), people("finance_clerk")
    path = f"/batches/{batch.id}"
    file = payer.post(f"{path}/file", {"form": "csv"}, key=None)
    assert (file.status_code, file.mimetype) == (200, "application/octet-stream"), file.text
    assert file.headers["X-Content-SHA256"] == hashlib.sha256(file.data).hexdigest()
    assert ACCOUNT in file.data.decode("utf-8-sig")
    assert payer.post(f"{path}/file", {"form": "csv"}, key=None).data == file.data
    handed = {"file_sha256": file.headers["X-Content-SHA256"], "document": "银行受理1号"}
    away = payer.post(f"{path}/send", handed, seen=tag_of(payer, path))
    assert (away.status_code, away.get_json()["state"]) == (200, "sent"), away.text
    assert away.get_json()["file_form"] == "csv"
    one, two = payments(batch)
    made = sent(payer, tmp_path, receipt(one), receipt(two, "退汇"))
    assert (made.status_code, made.get_json()["open_count"]) == (201, 2), made.text
    where = made.headers["Location"].removeprefix("/api/finance")
    rows = clerk.get("/receipt-lines").get_json()["data"]
    assert [(r["row"], r["outcome"], r["state"], r["payment_id"]) for r in rows] == [
        (2, "confirmed", "open", one.id), (3, "returned", "open", two.id),
    ]  # fmt: skip
    applied = payer.post(f"{where}/apply", {"row": 2}, seen=made.headers["ETag"])
    assert applied.status_code == 200, applied.text
    problem(payer.post(f"{where}/apply", {"row": 3}, seen=applied.headers["ETag"]), 403, "not-yours")
    assert clerk.post(f"{where}/apply", {"row": 3}, seen=applied.headers["ETag"]).status_code == 200
    assert states(batch) == ["paid", "returned"]
    lines = clerk.get(f"{where}/lines?state=applied").get_json()["data"]
    assert [line["row"] for line in lines] == [2, 3]
    done = clerk.post(f"{path}/settle", {"document": "测试对账1号"}, seen=tag_of(payer, path))
    assert done.get_json()["state"] == "settled", done.text
    assert people("auditor").get(f"{where}/lines").get_json()["meta"]["count"] == 2


def test_no_answer_that_is_kept_has_an_account_number(people, tmp_path):
    batch = released(1)
    people("finance_payer").post(f"/batches/{batch.id}/file", {"form": "pain001"}, key=None)
    sent(people("finance_payer"), tmp_path, receipt(payments(batch)[0]))
    assert not [r for r in db.session.scalars(select(Reply)) if ACCOUNT.encode() in (r.body or b"")]


def test_a_file_is_refused_in_words_before_release_and_without_a_payer(people):
    built = a_batch(*awards(1))
    payer = people("finance_payer")
    problem(payer.post(f"/batches/{built.id}/file", {"form": "csv"}), 409, "out-of-order")
    problem(payer.post(f"/batches/{built.id}/file", {"form": "pdf"}), 422, "bad-record")
    problem(payer.post("/batches/B-2025-99999/file", {"form": "csv"}), 404, "not-found")
    batch = act("release_batch", here(built), PAYER)
    problem(people("finance_clerk").post(f"/batches/{batch.id}/file", {"form": "csv"}), 403, "not-yours")
    payer.client.application.extensions["disburse"] = replace(
        payer.client.application.extensions["disburse"], payer_account=""
    )
    problem(payer.post(f"/batches/{batch.id}/file", {"form": "csv"}), 422, "no-payer")


def test_a_line_without_an_id_waits_with_its_candidates_until_it_is_matched(people, tmp_path):
    batch = released(2)
    one, two = payments(batch)
    payer, clerk = people("finance_payer"), people("finance_clerk")
    made = sent(payer, tmp_path, receipt(one, 端到端编号=""), receipt(two, 端到端编号="P-2099-00001"))
    where = made.headers["Location"].removeprefix("/api/finance")
    first, second = clerk.get("/receipt-lines?limit=1").get_json(), None
    assert first["data"][0]["candidates"] == [one.id, two.id]
    second = clerk.get(f"/receipt-lines?limit=1&after={first['meta']['next']}").get_json()
    assert (second["data"][0]["finding"], second["meta"]["next"]) == ("unknown", None)
    assert second["data"][0]["why_zh"]
    problem(payer.post(f"{where}/apply", {"row": 2}, seen=made.headers["ETag"]), 409, "line-unfit")
    matched = payer.post(
        f"{where}/match", {"row": 2, "payment": one.id, "note": "经与银行核实"}, seen=made.headers["ETag"]
    )
    assert matched.status_code == 200, matched.text
    left = clerk.post(f"{where}/dismiss", {"row": 3, "note": "属他单位"}, seen=matched.headers["ETag"])
    assert left.get_json()["open_count"] == 0
    assert clerk.get("/receipt-lines").get_json()["data"] == []
    seen = clerk.get(f"{where}/lines").get_json()["data"]
    assert [(line["state"], line["payment_id"]) for line in seen] == [
        ("matched", one.id),
        ("dismissed", None),
    ]
    assert states(batch) == ["paid", "instructed"]


def test_a_file_is_kept_once_and_what_is_not_ours_not_at_all(people, tmp_path):
    batch = released(1)
    payer, row = people("finance_payer"), receipt(payments(batch)[0])
    made = sent(payer, tmp_path, row)
    assert sent(payer, tmp_path, row).headers["Idempotent-Replayed"] == "true"
    problem(sent(payer, tmp_path, row, key="receipts-2"), 409, "already-there")
    strange = {**row, "付款账号": "900000000000000009"}
    problem(sent(payer, tmp_path, strange, key="receipts-3"), 422, "not-our-bank")
    faulty = send(payer, "/receipt-files", {}, b"a,b\n1,2\n", "回单.csv", "receipts-4")
    problem(faulty, 422, "not-that-file")
    problem(send(payer, "/receipt-files", {"x": 1}, b"a", "回单.csv", "receipts-5"), 422, "bad-record")
    assert db.session.scalar(select(func.count()).select_from(ReceiptFile)) == 1
    problem(people("district_clerk").get(made.headers["Location"]), 403, "wrong-audience")
