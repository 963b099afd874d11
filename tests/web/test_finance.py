"""The finance bureau's pages: what waits, batches with their files, receipts, returns, what is owed back."""

import io
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from disburse.acts import act
from schemas.receipt_table import HEADINGS
from tests.make import (
    FINANCE,
    a_batch,
    a_claim,
    a_fund,
    a_recovery,
    a_returned_payment,
    again,
    here,
)
from tests.office.asked import the_codes
from tests.payouts.bank import PAYS, awards, payments, receipt, released, table
from tests.web.forms_world import Page, a_desk, sends

PAGES = ["/finance/", "/finance/batches", "/finance/receipts", "/finance/returned", "/finance/recoveries"]


@pytest.fixture
def clerk(app, time):
    """The desk of a finance clerk."""
    return a_desk(app, "finance_clerk")


@pytest.fixture
def payer(app, time):
    """The desk of a payer; the account that pays is set."""
    app.extensions["disburse"] = replace(
        app.extensions["disburse"],
        payer_name=PAYS.name,
        payer_account=PAYS.account,
        payer_bank=PAYS.bank_code,
    )
    return a_desk(app, "finance_payer")


def text(desk, address, status=200):
    answer = desk.get(address)
    assert answer.status_code == status, address
    return Page(answer.text).text


def test_home_says_what_waits_what_is_left_and_what_can_be_paid(payer):
    fund = a_fund("10000000.00")
    a_batch(*awards(2, fund))
    awards(1, fund)
    page = text(payer, "/finance/")
    assert "拨付批次 · 已编制 1" in page
    assert "4,000,000.00" in page
    assert "1 件，2,000,000.00" in page
    assert "10,000,000.00 6,000,000.00 0.00 0.00 4,000,000.00" in page


@pytest.mark.parametrize("address", PAGES)
def test_pages_of_finance_are_nobody_elses(app, time, address):
    assert a_desk(app, "city_clerk").get(address).status_code == 404
    assert a_desk(app, "finance_clerk").get(address).status_code == 200


def test_awards_are_picked_and_the_batch_is_stated_apart(clerk):
    fund = a_fund("10000000.00")
    first, second = awards(2, fund)
    chosen = clerk.get(f"/finance/funds/{fund.id}/batch?row={first.id}&row={second.id}&row=QD-2099-000001")
    page = Page(clerk.get(chosen.location).text)
    assert page.sent["lines.0.claim_id"] == [first.id]
    assert page.sent["lines.1.amount_yuan"] == ["2000000.00"]
    assert page.sent["payment_count"] == page.sent["total_yuan"] == [""]
    assert sends(clerk, chosen.location, payment_count="2", total_yuan="3000000").status_code == 422
    answer = sends(clerk, chosen.location, payment_count="2", total_yuan="4,000,000.00")
    assert "2 笔，合计 4,000,000.00 元，与控制总数一致" in text(clerk, answer.location)
    assert "没有待拨付的奖补" in text(clerk, f"/finance/funds/{fund.id}/due")


def test_a_batch_shows_payees_masked_and_its_budget_codes(clerk):
    batch = released(1)
    page = text(clerk, f"/batches/{batch.id}")
    assert "9000********1234" in page
    assert "9000000000001234" not in page
    assert "2150805" in page
    assert "贰佰万元整" in page
    assert "生成并下载" not in page


def test_whoever_pays_downloads_the_file_and_its_writing_is_an_event(payer):
    batch = released(2)
    written = again(batch).version
    address = f"/batches/{batch.id}"
    form = Page(payer.get(address).text)
    answer = payer.post(f"{address}/file", data={"mark": form.sent["mark"], "form": "pain001"})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f"attachment; filename={batch.id}.xml"
    assert b"pain.001" in answer.data
    assert again(batch).version == written + 1
    assert answer.headers["X-Content-SHA256"] in payer.get(address).text
    assert payer.post(f"{address}/file", data={"form": "csv"}).status_code == 403
    assert payer.post(f"{address}/file", data={"mark": form.sent["mark"], "form": "doc"}).status_code == 422


def test_without_an_account_that_pays_no_file_is_written_and_the_page_says_so(app, time):
    payer, batch = a_desk(app, "finance_payer"), released(1)
    form = Page(payer.get(f"/batches/{batch.id}").text)
    answer = payer.post(f"/batches/{batch.id}/file", data={"mark": form.sent["mark"], "form": "csv"})
    assert answer.status_code == 422
    assert "付款账户未设置" in Page(answer.text).text


def test_a_clerk_gets_no_file(clerk, payer):
    batch = released(1)
    mark = Page(clerk.get("/batches/new").text).sent["mark"]
    assert clerk.post(f"/batches/{batch.id}/file", data={"mark": mark, "form": "csv"}).status_code == 403


def looks(desk, path):
    """Send a file of receipts as a browser does, to see what an import would do."""
    mark = Page(desk.get("/finance/receipts").text).sent["mark"]
    file = (io.BytesIO(path.read_bytes()), path.name)
    return desk.post("/finance/receipts", data={"mark": mark, "file": file, "do": "look"})


def imports(desk, path):
    """Look at a file of receipts and then import it, without choosing it a second time."""
    return presses(desk, looks(desk, path), "keep")


def presses(desk, shown, do):
    return desk.post("/finance/receipts", data={**Page(shown.text).sent, "do": do})


def test_receipts_are_imported_what_fits_is_applied_and_the_rest_waits(payer, tmp_path):
    batch = released(2)
    first, second = payments(batch)
    odd = receipt(second, 端到端编号="")
    path = table(tmp_path / "receipts.csv", receipt(first), odd)
    answer = imports(payer, path)
    assert answer.status_code == 303
    page = text(payer, answer.location)
    assert "本次办理 1 行" in page
    assert "没有端到端编号" in page
    assert [one.state for one in payments(batch)] == ["paid", "instructed"]
    number = answer.location.split("/")[2].split("?")[0]
    assert number in text(payer, "/finance/receipts")
    link = f"/receipt-files/{number}/do/match_line?row=3&payment={second.id}"
    assert link.replace("&", "&amp;") in payer.get("/finance/receipts").text
    assert sends(payer, link, note="金额和账户相符").status_code == 303
    assert [one.state for one in payments(batch)] == ["paid", "paid"]
    assert "没有待办的回单行" in text(payer, "/finance/receipts")


def test_the_same_file_again_does_nothing_twice(payer, tmp_path):
    batch = released(1)
    path = table(tmp_path / "receipts.csv", receipt(payments(batch)[0]))
    first, second = imports(payer, path), imports(payer, path)
    assert first.location.split("?")[0] == second.location.split("?")[0]
    assert second.location.endswith("applied=0")


def test_lines_for_a_colleague_wait_until_the_colleague_applies_them(clerk, payer, tmp_path):
    batch = released(1)
    path = table(tmp_path / "receipts.csv", receipt(payments(batch)[0]))
    where = imports(clerk, path).location.split("?")[0]
    assert "do/apply_line" not in clerk.get(where).text
    form = Page(payer.get(where).text)
    answer = payer.post(f"{where}/apply", data={"mark": form.sent["mark"]})
    assert answer.location == f"{where}?applied=1"
    assert [one.state for one in payments(batch)] == ["paid"]


@pytest.mark.parametrize("name", ["receipts.csv", "a.c"])
def test_a_file_that_is_none_is_refused_in_words_and_nothing_is_kept(payer, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"nothing\n")
    answer = imports(payer, path)
    assert answer.status_code == 422
    assert "不能办理" in Page(answer.text).text
    assert "共 0 条" in text(payer, "/receipt-files")


def test_what_came_back_is_listed_with_where_its_award_is_now(clerk):
    claim = a_claim("paying", fund=a_fund())
    act("return_payment", a_returned_payment(claim), FINANCE)
    page = text(clerk, "/finance/returned")
    assert "1 笔，2,000,000.00 元 · 1 件等待重新列入批次" in page
    assert "收款账户状态异常 2,000,000.00 已批准" in page


def test_what_is_owed_back_is_listed_by_age(clerk, time):
    a_recovery(a_claim("paid"), "100.00")
    time.move_to(time.moment.replace(year=time.moment.year + 1))
    page = text(clerk, "/finance/recoveries")
    assert "181–365 天 1 100.00" in page
    assert "未退回合计 100.00 元" in page
    assert "没有未退回的资金" in text(clerk, "/finance/recoveries?band=0–30")
    assert clerk.get("/finance/recoveries?band=x").status_code == 400


@pytest.mark.parametrize("address", [*PAGES, "batch"])
def test_a_page_asks_the_database_no_more_for_many_rows_than_for_few(clerk, statements, address):
    fund = a_fund()
    counts = []
    for more in (1, 4):
        batch = a_batch(*awards(more, fund))
        with statements() as seen:
            assert clerk.get(f"/batches/{batch.id}" if address == "batch" else address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 20


def test_a_state_that_there_is_not_is_a_wrong_address(clerk):
    assert clerk.get("/finance/batches?state=x").status_code == 400
    assert clerk.get("/finance/funds/none/due").status_code == 404
    assert here(released(1))["number"] in text(clerk, "/finance/batches?state=released")


def test_a_table_that_waits_and_has_no_page_yet_does_not_break_the_first(payer):
    act("enter_budget_codes", the_codes(), FINANCE)
    assert "资金拨付" in text(payer, "/finance/")


def cells_of(book):
    return CalamineWorkbook.from_filelike(io.BytesIO(book.data)).get_sheet_by_index(0).to_python()


def test_a_look_says_what_an_import_would_do_and_writes_nothing(payer, tmp_path):
    batch = released(3)
    first, second, third = payments(batch)
    path = table(
        tmp_path / "receipts.csv", receipt(first), receipt(second, 端到端编号=""), receipt(third, "退汇")
    )
    seen = looks(payer, path)
    page = Page(seen.text).text
    assert "3 行，其中 1 行随即办理；还没有写入任何数据" in page
    assert "随即办理 1 留待同事办理 1 须由人认定 1 仅作记载 0" in page
    assert "没有端到端编号" in page
    assert {one.state for one in payments(batch)} == {"instructed"}
    assert "共 0 条" in text(payer, "/receipt-files")
    assert presses(payer, seen, "keep").status_code == 303
    again_seen = Page(looks(payer, path).text).text
    assert "这个文件已导入过" in again_seen


def test_faults_come_back_as_a_workbook_that_is_mended_and_imported(payer, tmp_path):
    batch = released(2)
    first, second = payments(batch)
    path = table(tmp_path / "receipts.csv", receipt(first), receipt(second, 端到端编号=""))
    book = presses(payer, looks(payer, path), "errors")
    assert book.headers["Content-Disposition"] == "attachment; filename=receipts-errors.xlsx"
    head, *lines = cells_of(book)
    [wrong] = [row for row in lines if any("没有端到端编号" in str(cell) for cell in row)]
    wrong[head.index("端到端编号")] = second.id
    mended = table(tmp_path / "mended.csv", *({h: row[head.index(h)] for h in HEADINGS} for row in lines))
    assert imports(payer, mended).status_code == 303
    assert [one.state for one in payments(batch)] == ["paid", "paid"]


def test_a_table_with_faulty_cells_has_its_workbook_too(payer, tmp_path):
    [payment] = payments(released(1))
    path = table(tmp_path / "receipts.csv", receipt(payment, 金额="一百"))
    refused = looks(payer, path)
    assert refused.status_code == 422
    assert "下载错误表" in refused.text
    _head, row = cells_of(presses(payer, refused, "errors"))
    assert "一百" in row
    assert any("金额" in str(cell) for cell in row)


def test_whoever_sends_a_batch_confirms_the_file_that_was_written(payer):
    batch = released(1)
    form = Page(payer.get(f"/batches/{batch.id}").text)
    written = payer.post(f"/batches/{batch.id}/file", data={"mark": form.sent["mark"], "form": "csv"})
    sha256 = written.headers["X-Content-SHA256"]
    page = Page(payer.get(f"/batches/{batch.id}/do/send_batch").text)
    assert page.sent["file_sha256"] == [sha256]
    assert sends(payer, f"/batches/{batch.id}/do/send_batch", document="测试送达1号").status_code == 303
    assert again(batch).state == "sent"
