"""A released batch as a file for the bank: what it says, that it is valid, and what stops it."""

import csv
import hashlib
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sepaxml
from lxml import etree
from python_calamine import CalamineWorkbook
from sqlalchemy import delete, select

from disburse import audit, banking
from disburse.actors import Actor
from disburse.acts import act
from disburse.db import db
from disburse.errors import BadRecord, NotYours, OutOfOrder, Refusal
from disburse.models import Claim, Disclosure, Enterprise, Event
from disburse.queries.instructions import NoPayer, UnfitAccounts
from disburse.services.paying import AnotherFile
from reports.banking import FORMS, Instruction, Order, Payer
from reports.banking.template import HEADINGS
from tests.make import (
    BANK_CODE,
    CITY_CLERK,
    CLERK,
    FINANCE,
    LOCKED_NUMBER,
    PAYER,
    a_batch,
    a_claim,
    a_lock,
    a_unit,
    again,
    here,
)
from tests.payouts.bank import ACCOUNT, PAYS, awards, payments, released
from tests.payouts.test_receipts import nothing_is_amiss
from tests.services.watching import last_event, refused, where

SENT = {"document": "银行受理1号"}


@pytest.fixture
def bank(time):
    """A bank that awards can be pledged to."""
    return a_unit(BANK_CODE, "bank")


def export(batch, form, folder, by=PAYER, payer=PAYS):
    return banking.export_batch(batch.id, form=form, folder=folder, payer=payer, by=by)


def schema():
    path = Path(sepaxml.__file__).parent / "schemas" / "pain.001.001.09.xsd"
    found = path if path.exists() else next(Path(sepaxml.__file__).parent.rglob("pain.001.001.09.xsd"))
    return etree.XMLSchema(etree.parse(found))


def test_a_batch_in_every_form_is_the_same_bytes_each_time_and_its_digest_is_an_event(time, tmp_path):
    batch = released()
    for form in FORMS:
        done = export(batch, form, tmp_path / "a")
        data = done.path.read_bytes()
        time.move_to(time.moment.replace(minute=time.moment.minute + 1))
        again_path = export(batch, form, tmp_path / "b").path
        assert again_path.read_bytes() == data
        event, sha256 = last_event(batch), hashlib.sha256(data).hexdigest()
        digest = again(batch).file_sha256
        assert (event["action"], event["document"]) == ("write_file", digest)
        assert (audit.disclosed(digest), done.sha256) == (sha256, sha256)
        assert again_path.stat().st_mode & 0o077 == 0
        assert not list(again_path.parent.glob("*.part"))


@pytest.mark.parametrize(("form", "encoding"), [("csv", "utf-8-sig"), ("csv-gb18030", "gb18030")])
def test_the_table_has_a_line_for_each_payment_and_the_control_totals(time, tmp_path, form, encoding):
    batch = released()
    data = export(batch, form, tmp_path).path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") is (encoding == "utf-8-sig")
    header, *lines, totals = csv.reader(io.StringIO(data.decode(encoding)))
    assert tuple(header) == HEADINGS
    for line, payment in zip(lines, payments(batch), strict=True):
        said = dict(zip(header, line, strict=True))
        assert said["收款账号"] == ACCOUNT
        assert (said["收款户名"], said["端到端编号"]) == (payment.account_name, payment.id)
        assert (said["联行号"], said["金额"]) == ("313452060150", "2000000.00")
        codes = (said["功能分类科目"], said["部门经济科目"], said["政府经济科目"], said["指标文号"])
        assert codes == ("2150805", "31299", "50799", "测试指标1号")
    assert totals[0:2] == ["合计", "2笔"]
    assert totals[5:8] == ["4000000.00", "人民币肆佰万元整", batch.id]


def test_the_workbook_holds_text_only(time, tmp_path):
    path = export(released(), "xlsx", tmp_path).path
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert tuple(rows[0]) == HEADINGS
    assert all(isinstance(cell, str) for row in rows for cell in row)
    assert rows[1][1] == ACCOUNT


def test_the_message_is_valid_and_names_banks_by_their_cnaps_code(time, tmp_path):
    batch = released(3)
    path = export(batch, "pain001", tmp_path).path
    document = etree.parse(path)
    schema().assertValid(document)
    name = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}

    def texts(xpath):
        return [found.text for found in document.xpath(xpath, namespaces=name)]

    assert texts("//p:GrpHdr/p:MsgId") == [batch.id]
    assert texts("//p:NbOfTxs") == ["3", "3"]
    assert texts("//p:CtrlSum") == ["6000000.00", "6000000.00"]
    assert texts("//p:EndToEndId") == [payment.id for payment in payments(batch)]
    assert texts("//p:InstdAmt") == ["2000000.00"] * 3
    assert {found.get("Ccy") for found in document.xpath("//p:InstdAmt", namespaces=name)} == {"CNY"}
    assert set(texts("//p:ClrSysId/p:Cd")) == {"CNAPS"}
    assert texts("//p:CdtrAgt//p:MmbId") == ["313452060150"] * 3
    assert texts("//p:DbtrAcct//p:Othr/p:Id") == [PAYS.account]
    assert texts("//p:CreDtTm") == ["2025-03-10T18:00:00+08:00"]


def an_order(**given):
    line = Instruction(
        "P-1", ACCOUNT, "=1+1", "313452060150", "@行", 1, "-用途", ("1", "2", "3"), "+号", "V1"
    )
    moment = datetime(2025, 3, 10, 10, tzinfo=UTC)
    return Order("B-1", PAYS, moment, moment.date(), 1, "人民币壹分", (line._replace(**given),))


def test_what_a_spreadsheet_could_run_is_neutralised():
    rows = list(csv.reader(io.StringIO(FORMS["csv"].write(an_order()).decode("utf-8-sig"))))
    assert [cell for cell in rows[1] if cell[:1] in "=+-@"] == []
    assert rows[1][2] == "'=1+1"


def test_markup_in_a_name_stays_text_and_the_longest_texts_are_still_valid():
    data = FORMS["pain001"].write(an_order(account_name='<a>&"甲公司', purpose="长" * 200))
    document = etree.fromstring(data)
    schema().assertValid(document)
    assert '<a>&"甲公司' in document.xpath("//text()")


def test_every_fault_of_every_account_is_found_at_once_and_nothing_is_written(time, tmp_path, monkeypatch):
    batch = released(2)
    first, second = payments(batch)
    with db.engine.begin() as connection:
        connection.execute(delete(Disclosure).where(Disclosure.digest == first.account_number_digest))
    lines = banking.paying.instructions._lines

    def spoiled(of):
        for payment, number, name in lines(of):
            payment.bank_code = "313452060151" if payment.id == second.id else payment.bank_code
            yield payment, number, "另一家公司" if payment.id == second.id else name
        db.session.no_autoflush.__enter__()

    monkeypatch.setattr("disburse.queries.instructions._lines", lambda of: list(spoiled(of)))
    with refused(UnfitAccounts) as no:
        export(batch, "csv", tmp_path / "out")
    assert where(no) == [batch.id, first.id, second.id, second.id]
    assert not (tmp_path / "out").exists()


def test_an_erased_account_is_not_paid(time, tmp_path):
    batch = released()
    first = payments(batch)[0]
    with db.engine.begin() as connection:
        connection.execute(delete(Disclosure).where(Disclosure.digest == first.account_number_digest))
    with refused(UnfitAccounts) as no:
        export(batch, "pain001", tmp_path)
    assert [(f.where, "已删除" in f.zh) for f in no.value.findings] == [(first.id, True)]


def test_a_renamed_enterprise_is_not_paid_into_its_old_name(time, tmp_path, monkeypatch):
    batch = released()
    lines = banking.paying.instructions._lines
    monkeypatch.setattr(
        "disburse.queries.instructions._lines",
        lambda of: [(p, n, "青岛更名有限公司") for p, n, _ in lines(of)],
    )
    with refused(UnfitAccounts) as no:
        export(batch, "csv", tmp_path)
    assert where(no) == [payment.id for payment in payments(batch)]


@pytest.mark.parametrize(
    "wrong",
    [Payer("", "", ""), PAYS._replace(account="12"), PAYS._replace(bank_code="313452060151")],
)
def test_without_an_account_that_pays_nothing_is_written(time, tmp_path, wrong):
    batch = released()
    with refused(NoPayer):
        export(batch, "csv", tmp_path, payer=wrong)


def test_a_batch_that_was_not_released_has_no_file(time, tmp_path):
    batch = a_batch(*awards(1))
    with refused(OutOfOrder):
        export(batch, "csv", tmp_path)


def test_no_other_role_writes_or_sends_a_file(time, tmp_path):
    batch = released()
    sha256 = export(batch, "csv", tmp_path).sha256
    for by in (FINANCE, CITY_CLERK):
        with refused(NotYours):
            export(batch, "csv", tmp_path, by=by)
        with refused(NotYours):
            act("send_batch", {**here(again(batch)), **SENT, "file_sha256": sha256}, by)
    with pytest.raises(Refusal):
        export(batch, "csv", tmp_path, by=CLERK)


def test_an_unknown_form_is_refused(time, tmp_path):
    batch = released()
    with refused(BadRecord):
        export(batch, "pain001.001.03", tmp_path)


def test_what_was_sent_is_the_file_written_last_and_no_other_is_written_afterwards(time, tmp_path):
    batch = released()
    old = export(batch, "csv", tmp_path).sha256
    new = export(batch, "pain001", tmp_path).sha256
    with refused(AnotherFile):
        act("send_batch", {**here(again(batch)), **SENT, "file_sha256": old}, PAYER)
    sent = act("send_batch", {**here(again(batch)), **SENT, "file_sha256": new}, PAYER)
    assert (sent.state, sent.sent_on.isoformat(), last_event(sent)["document"]) == (
        "sent",
        "2025-03-10",
        "银行受理1号",
    )
    with refused(AnotherFile):
        export(batch, "csv", tmp_path)
    data = export(batch, "pain001", tmp_path / "again").path.read_bytes()
    assert hashlib.sha256(data).hexdigest() == new
    with refused(OutOfOrder):
        act("send_batch", {**here(again(batch)), **SENT, "file_sha256": new}, PAYER)


def test_a_batch_without_a_file_is_not_sent(time):
    batch = released()
    with refused(AnotherFile):
        act(
            "send_batch",
            {**here(batch), **SENT, "file_sha256": "0" * 64},
            Actor("p2", "finance_payer", "finance"),
        )


def test_no_hash_stands_in_the_journal_from_which_an_account_could_be_guessed(time, tmp_path):
    """All of a file but one account number is known to many: its bare hash would give the number away."""
    batch = released(1)
    written = [export(batch, form, tmp_path).sha256 for form in FORMS]
    bodies = "".join(db.session.scalars(select(Event.body)))
    assert not [sha256 for sha256 in written if sha256 in bodies]
    before = again(batch).file_sha256
    export(batch, list(FORMS)[-1], tmp_path)
    assert again(batch).file_sha256 == before, "the same file has one digest"
    assert nothing_is_amiss()


def test_a_renamed_enterprise_is_paid_to_its_lock_and_without_one_not_before_its_account_is_changed(
    bank, tmp_path
):
    locked, plain = a_lock(), a_claim("approved")
    claims = [db.session.get_one(Claim, locked.claim_id), plain]
    for claim in claims:
        owner = db.session.get_one(Enterprise, claim.enterprise_id)
        renamed = {**here(owner), "name": f"{owner.name}甲有限公司", "document": "测试核准1号"}
        act("rename_enterprise", renamed, CLERK)
    paid_to = act("release_batch", here(a_batch(again(claims[0]))), PAYER)
    row = export(paid_to, "csv", tmp_path).path.read_text("utf-8-sig")
    assert LOCKED_NUMBER in row
    refused_one = act("release_batch", here(a_batch(again(plain))), PAYER)
    with refused(UnfitAccounts):
        export(refused_one, "csv", tmp_path)
