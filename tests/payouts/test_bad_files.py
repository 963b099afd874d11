"""Files from outside: what is wrong is said line by line, what is unsafe is not read, it can be mended."""

import zipfile

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from disburse import banking
from disburse.errors import NotThatFile
from schemas.bank_reasons import REASONS, reason
from schemas.receipt_faults import WHY
from schemas.receipt_lines import CONFIRMED, PENDING, RETURNED
from schemas.receipt_messages import read_message
from schemas.receipt_table import HEADINGS
from schemas.receipt_xml import DEEPEST, MOST_ELEMENTS, NotThisMessage, day, fen
from schemas.receipts import LIMIT_BYTES, NotThisKindOfFile, receipts
from tests.payouts.bank import ACCOUNT, NAMESPACE, PAYS, table, written

ROW = dict(
    zip(
        HEADINGS,
        ("P-2025-0000001", "1.00", ACCOUNT, "甲", "成功", "回单1", "2025-03-10", "", "", PAYS.account),
        strict=True,
    )
)
_OPEN, _CLOSE = "<BkToCstmrDbtCdtNtfctn>", "</BkToCstmrDbtCdtNtfctn></Document>"
HOLLOW = f'<Document xmlns="{NAMESPACE}camt.054.001.08">{_OPEN}{{}}{_CLOSE}'


def sheet(path, *rows):
    """A workbook; a cell that is an int is a number in it."""
    book = Workbook(str(path))
    page = book.add_worksheet()
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            page.write(line, column, cell)
    book.close()
    return path


@pytest.mark.parametrize(
    ("wrong", "codes"),
    [
        ({"金额": "1.005"}, ["amount"]),
        ({"金额": "-1.00"}, ["amount"]),
        ({"金额": "1,00.00"}, ["amount"]),
        ({"金额": ""}, ["missing"]),
        ({"收款账号": "12a4"}, ["account"]),
        ({"收款账号": "123"}, ["account"]),
        ({"收款账号": ""}, ["missing"]),
        ({"结果": "也许"}, ["outcome"]),
        ({"日期": "2025-02-30"}, ["day"]),
        ({"日期": ""}, ["missing"]),
        ({"回单号": ""}, ["missing"]),
        ({"金额": "x", "结果": "y", "日期": "z", "收款账号": "?"}, ["amount", "account", "outcome", "day"]),
    ],
)
def test_every_fault_of_a_row_is_found_with_its_place(tmp_path, wrong, codes):
    file = receipts(table(tmp_path / "r.csv", ROW, {**ROW, **wrong}, ROW))
    assert [found.code for found in file.errors] == codes
    assert {found.row for found in file.errors} == {3}
    assert [line.row for line in file.lines] == [2, 4]


@pytest.mark.parametrize("amount", ["1200000.5", "1,200,000.50", "1200000.50"])
def test_sums_are_read_as_banks_write_them(tmp_path, amount):
    [line] = receipts(table(tmp_path / "r.csv", {**ROW, "金额": amount})).lines
    assert line.amount_fen == 120_000_050


@pytest.mark.parametrize("said", ["2025-03-10", "2025/3/10", "2025年3月10日", "20250310"])
def test_days_are_read_as_banks_write_them(tmp_path, said):
    [line] = receipts(table(tmp_path / "r.csv", {**ROW, "日期": said})).lines
    assert line.on.isoformat() == "2025-03-10"


def test_a_code_or_account_that_became_a_number_is_refused(tmp_path):
    values = [*ROW.values()]
    values[2], values[5] = 9_000_000_000_001_234, 12_345
    file = receipts(sheet(tmp_path / "r.xlsx", HEADINGS, values))
    assert [found.code for found in file.errors] == ["number", "number"]
    assert [found.where for found in file.errors] == ["第 2 行 C 列", "第 2 行 F 列"]


def test_a_title_blank_rows_and_the_total_are_passed_over(tmp_path):
    rows = ["回单"], HEADINGS, [*ROW.values()], [], ["合计", "1.00"]
    assert len(receipts(sheet(tmp_path / "r.xlsx", *rows)).lines) == 1


@pytest.mark.parametrize("rows", [(["甲", "乙"],), (HEADINGS,)])
def test_a_table_without_headings_or_without_a_receipt_is_refused(tmp_path, rows):
    assert receipts(sheet(tmp_path / "r.xlsx", *rows)).errors


def test_a_faulty_file_is_refused_whole_and_its_error_workbook_can_be_mended_and_imported(time, tmp_path):
    path = table(tmp_path / "r.csv", ROW, {**ROW, "金额": "一元", "端到端编号": "P-2025-0000002"})
    with pytest.raises(NotThatFile) as no:
        banking.import_receipt_file(path, payer=PAYS, by=None)
    assert [finding.where for finding in no.value.findings] == ["第 3 行 B 列"]
    errors = tmp_path / "errors.xlsx"
    banking.keep(errors, banking.error_workbook(path))
    rows = CalamineWorkbook.from_path(errors).get_sheet_by_index(0).to_python()
    assert (rows[0][-1], rows[1][-1], "一元" in rows[2][-3]) == ("如何改正", "", True)
    rows[2][1] = "1.00"
    mended = receipts(sheet(tmp_path / "mended.xlsx", *rows))
    assert (mended.errors, [line.end_to_end for line in mended.lines]) == (
        (), ["P-2025-0000001", "P-2025-0000002"],
    )  # fmt: skip
    banking.keep(errors, banking.error_workbook(tmp_path / "mended.xlsx"))
    assert CalamineWorkbook.from_path(errors).get_sheet_by_index(0).width == len(HEADINGS) + 3


BOMB = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BOMB + HOLLOW.format("&b;"), "unsafe"),
        (OUTSIDE + HOLLOW.format("&a;"), "unsafe"),
        ("<!DOCTYPE d>" + HOLLOW.format(""), "unsafe"),
        (HOLLOW.format("<a>" * DEEPEST + "</a>" * DEEPEST), "huge"),
        (HOLLOW.format("<a/>" * MOST_ELEMENTS), "huge"),
        (HOLLOW.format("<a>"), "broken"),
        ("PK\x03\x04", "broken"),
        ('<?xml version="1.0" encoding="no-such"?><a/>', "broken"),
        ("<a/>", "other_message"),
        (HOLLOW.format("<GrpHdr/>").replace("054.001.08", "053.001.08"), "other_message"),
        (HOLLOW.format("<GrpHdr/>").replace("054.001.08", "054.001.02"), "other_message"),
        (f'<Document xmlns="{NAMESPACE}pain.002.001.10"/>', "other_message"),
    ],
)
def test_an_unsafe_broken_or_other_message_is_not_read(text, code):
    with pytest.raises(NotThisMessage) as no:
        read_message(text.encode(), "")
    assert no.value.reason == code
    assert no.value.zh
    assert no.value.mend_en


def test_a_file_too_large_or_empty_is_not_read(tmp_path):
    large = tmp_path / "large.xml"
    with large.open("wb") as file:
        file.truncate(LIMIT_BYTES + 1)
    for path in (large, written(tmp_path / "empty.xml", "")):
        with pytest.raises(NotThisKindOfFile):
            receipts(path)


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"0" * 90_000_000)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(NotThisKindOfFile) as no:
        receipts(path)
    assert no.value.reason == "bomb"


def entry(**given):
    said = {
        "currency": "CNY",
        "amount": "1.00",
        "status": "BOOK",
        "day": "<BookgDt><Dt>2025-03-10</Dt></BookgDt>",
    }
    said |= given
    return HOLLOW.format(
        "<GrpHdr><MsgId>1</MsgId></GrpHdr><Ntfctn><Ntry>"
        f'<Amt Ccy="{said["currency"]}">{said["amount"]}</Amt><CdtDbtInd>DBIT</CdtDbtInd>'
        f"<Sts><Cd>{said['status']}</Cd></Sts>{said['day']}</Ntry></Ntfctn>"
    ).encode()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"currency": "USD"}, "currency"),
        ({"currency": ""}, "currency_missing"),
        ({"amount": "1.001"}, "xml_amount"),
        ({"amount": "-1"}, "xml_amount"),
        ({"amount": "NaN"}, "xml_amount"),
        ({"amount": "1e400"}, "xml_amount"),
        ({"amount": ""}, "xml_amount"),
        ({"day": ""}, "xml_day"),
        ({"day": "<BookgDt><Dt>2025-02-30</Dt></BookgDt>"}, "xml_day"),
    ],
)
def test_a_booking_in_another_currency_or_without_sum_or_day_is_a_fault(given, code):
    assert [found.code for found in read_message(entry(**given), "").errors] == [code]


def test_a_booking_that_is_not_booked_yet_is_pending():
    assert read_message(entry(), "").lines[0].outcome == CONFIRMED
    assert read_message(entry(status="PDNG"), "").lines[0].outcome == PENDING


def test_a_status_nobody_knows_is_a_fault_and_an_empty_message_too():
    text = (
        f'<Document xmlns="{NAMESPACE}pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><CreDtTm>2025-03-10T23:30:00Z'
        "</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>B</OrgnlMsgId><GrpSts>{}</GrpSts>"
        "</OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>"
    )
    assert [f.code for f in read_message(text.format("XXXX").encode(), "").errors] == ["xml_status"]
    [line] = read_message(text.format("RJCT").encode(), "").lines
    assert (line.outcome, line.whole, line.on.isoformat()) == (RETURNED, True, "2025-03-11")
    assert [f.code for f in read_message(HOLLOW.format("<GrpHdr/>").encode(), "").errors] == ["none"]


def test_sums_and_days_of_messages():
    assert [fen(said) for said in ("1", "1.5", "1.50000", "0", "x", None)] == [100, 150, 150, 0, None, None]
    days = day("2025-03-10T00:30:00"), day("2025-03-10"), day("x")
    assert [found and found.isoformat() for found in days] == ["2025-03-10", "2025-03-10", None]


def test_reasons_are_told_in_two_languages_and_an_unknown_one_as_it_stands():
    assert reason("AC04", None) == "AC04 收款账户已销户 / the account is closed"
    assert reason("ac04", "户已销") == "AC04 收款账户已销户 / the account is closed；户已销"
    assert reason("ZZ99", None) == "ZZ99"
    assert reason(None, None) == "MS03 银行未说明原因 / the bank gave no reason"
    assert reason("", "户名不符") == "户名不符"
    assert all(zh and en and len(code) == 4 for code, (zh, en) in REASONS.items())
    assert all(why.zh and why.en for why in WHY.values())
