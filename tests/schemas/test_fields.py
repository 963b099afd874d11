"""Each field by itself: what it takes, what it refuses, and that its check digits catch slips."""

import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_10

from schemas.choices import Choice, Commitment, YesNo
from schemas.fields import (
    MAX_FEN,
    AccountNumber,
    BankCode,
    Count,
    Day,
    Fen,
    Moment,
    Month,
    PlainText,
    Quantity,
    Uscc,
    Version,
    grouped_yuan,
)
from schemas.identifiers import BudgetCode, DocumentId, ItemId, Masked, Phone, RecordNumber, Sha256

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BANK_CODES = st.text("0123456789", min_size=11, max_size=11).map(lambda d: d + mod_11_10.calc_check_digit(d))
USCCS = st.builds(
    lambda head, tail: head + tail + uscc.calc_check_digit(head + tail),
    st.text("0123456789", min_size=8, max_size=8),
    st.text(USCC_ALPHABET, min_size=9, max_size=9),
)


@pytest.mark.parametrize(
    ("amount_fen", "written"),
    [(0, "0.00"), (-50, "-0.50"), (123_456_789, "1,234,567.89"), (-100_000_000, "-1,000,000.00")],
)
def test_a_sum_for_people_is_in_groups_and_keeps_its_sign(amount_fen, written):
    assert grouped_yuan(amount_fen) == written


def read(field, value):
    return field.deserialize(value)


def write(field, value):
    return field.serialize("value", {"value": value}, accessor=dict.get)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (Fen(), "0.00", 0),
        (Fen(), "1409.50", 140950),
        (Fen(), "9999999999999.99", MAX_FEN),
        (Fen(min_fen=-100), "-0.01", -1),
        (Uscc(), "9144030071526726XG", "9144030071526726XG"),
        (Uscc(), "914403001922038216", "914403001922038216"),
        (Uscc(), "53640000MJX173680A", "53640000MJX173680A"),
        (Uscc(), "11370800004234373R", "11370800004234373R"),
        (BankCode(), "313452060150", "313452060150"),
        (AccountNumber(), "000000001", "000000001"),
        (AccountNumber(), "1" * 32, "1" * 32),
        (Month(), "2025-12", "2025-12"),
        (Day(), "2024-02-29", date(2024, 2, 29)),
        (Moment(), "2025-03-01T17:00:00+08:00", datetime(2025, 3, 1, 9, tzinfo=UTC)),
        (PlainText(), "青岛", "青岛"),
        (PlainText(lines=True), "一\n二", "一\n二"),
        (Count(), 0, 0),
        (Quantity(), "2.5", Decimal("2.5")),
        (Version(), 1, 1),
        (YesNo(), False, False),
        (Commitment(), True, True),
        (Choice(("pass", "fail")), "fail", "fail"),
        (RecordNumber(), "QD-2026-000017", "QD-2026-000017"),
        (RecordNumber(), "E-000001", "E-000001"),
        (ItemId(), "XH24-I-5.1", "XH24-I-5.1"),
        (DocumentId(), "QC26", "QC26"),
        (BudgetCode(), "31299", "31299"),
        (Sha256(), "0" * 64, "0" * 64),
        (Phone(), "0532-80000000", "0532-80000000"),
    ],
)
def test_a_good_value_is_read_and_written_as_it_was(field, text, value):
    assert read(field, text) == value
    assert write(field, value) == text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *((Fen(), v) for v in (1, 1.5, True, "1", "1.5", "1.500", "1,000.00", "01.00", "-0.00", "１.00", "")),
        *((Fen(), v) for v in ("-0.01", "10000000000000.00", "1e5", " 1.00", "1.00\n", [], {})),
        *((Uscc(), v) for v in (914403001922038216, "91440300192203821", "9144030071526726XH")),
        *((Uscc(), v) for v in ("9144030071526726IG", "A144030071526726XG", "")),
        *((BankCode(), v) for v in (313452060150, "313452060151", "31345206015", "３13452060150")),
        *((AccountNumber(), v) for v in (123456789, "12345678", "1" * 33, "1234 56789", "１23456789")),
        *((Month(), v) for v in ("2025-13", "2025-00", "2025-3", "202503", 202503)),
        *((Day(), v) for v in ("2025-02-29", "2025-13-01", "20250301", "2025-W01-1", "0001-01-01", 20250301)),
        *(
            (Moment(), v)
            for v in ("2025-03-01T17:00:00Z", "2025-03-01T17:00:00", "2025-03-01T25:00:00+08:00")
        ),
        *(
            (PlainText(), v)
            for v in ("", "  ", "a\nb", "a\x00", "\u202eabc", "a\u200bb", "\ud800", 5, "长" * 201)
        ),
        *((PlainText(), v) for v in ("a\ue000", "a\u2028b", None)),
        *((Count(), v) for v in (-1, 1.0, "1", True, 2**53, None)),
        *((Quantity(), v) for v in (2, 2.5, "-1", "1e3", "NaN", "2.", ".5", "2.12345")),
        *((Version(), v) for v in (0, "1", True)),
        *((YesNo(), v) for v in (1, 0, "true", "yes", None)),
        *((Commitment(), v) for v in (False, 1, "true", None)),
        *((Choice(("pass", "fail")), v) for v in ("Pass", "", None, ["pass"], {})),
        *((RecordNumber(), v) for v in ("QD-2026-17x", "qd-2026-000017", 17)),
        (ItemId(), "24-5.2"),
        (DocumentId(), "QD2024"),
        (BudgetCode(), 31299),
        (Sha256(), "A" * 64),
        (Phone(), "12345"),
    ],
)
def test_a_bad_value_is_refused_in_both_languages(field, value):
    with pytest.raises(ValidationError) as refused:
        read(field, value)
    zh, en = refused.value.messages[0].split("\n")
    assert zh.endswith("。")
    assert en.endswith(".")
    assert "{" not in zh + en


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (Fen(), 12.5),
        (Fen(), True),
        (Fen(), -1),
        (BankCode(), "313452060151"),
        (Day(), "yesterday"),
        (Moment(), datetime(2025, 3, 1, tzinfo=UTC).replace(tzinfo=None)),
        (Choice(("pass",)), "fail"),
        (Version(), 0),
    ],
)
def test_what_could_not_come_in_does_not_go_out(field, value):
    with pytest.raises(ValueError, match="may not go out"):
        write(field, value)


@given(st.integers(-MAX_FEN, MAX_FEN))
def test_a_sum_survives_the_journey_to_json_and_back(amount_fen):
    field = Fen(min_fen=-MAX_FEN)
    text = write(field, amount_fen)
    assert read(field, text) == amount_fen
    assert Decimal(text) * 100 == amount_fen


@given(st.floats() | st.integers())
def test_no_number_is_ever_taken_for_a_sum(number):
    with pytest.raises(ValidationError):
        read(Fen(), number)


@given(code=BANK_CODES, place=st.integers(0, 11), slip=st.integers(1, 9))
def test_any_one_wrong_digit_of_a_bank_code_is_caught(code, place, slip):
    assert read(BankCode(), code) == code
    wrong = code[:place] + str((int(code[place]) + slip) % 10) + code[place + 1 :]
    with pytest.raises(ValidationError, match="校验位"):
        read(BankCode(), wrong)


@given(code=USCCS, place=st.integers(0, 17), slip=st.integers(1, 30))
def test_any_one_wrong_character_of_a_credit_code_is_caught(code, place, slip):
    assert read(Uscc(), code) == code
    letter = USCC_ALPHABET[(USCC_ALPHABET.index(code[place]) + slip) % 31]
    with pytest.raises(ValidationError):
        read(Uscc(), code[:place] + letter + code[place + 1 :])


def test_a_credit_code_typed_full_width_or_small_is_kept_in_its_canonical_form():
    assert read(Uscc(), " ９１４４０３００７１５２６７２６ｘｇ ") == "9144030071526726XG"


def test_text_is_trimmed_and_composed():
    assert read(PlainText(), "  cafe\u0301 ") == "caf\u00e9"
    assert read(PlainText(lines=True), "一\r\n二") == "一\n二"


@given(st.text(max_size=60))
def test_text_that_was_accepted_is_accepted_again_as_it_is(text):
    try:
        once = read(PlainText(lines=True), text)
    except ValidationError:
        return
    assert read(PlainText(lines=True), once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()


def test_a_moment_goes_out_in_beijing_time():
    new_york = timezone(timedelta(hours=-5))
    assert write(Moment(), datetime(2025, 3, 1, 4, tzinfo=new_york)) == "2025-03-01T17:00:00+08:00"


def test_a_list_shows_only_the_ends_of_a_number():
    assert write(Masked(3), "13900000001") == "139****0001"
    assert write(Masked(4), "622200000000001234") == "6222****1234"
    assert write(Masked(4), "123456789") == "1****6789"


def test_an_optional_field_may_be_absent_or_null_and_a_required_one_neither():
    assert read(Fen(optional=True), None) is None
    assert Fen(optional=True).load_default is None
    assert Fen().required
    with pytest.raises(ValidationError, match="不能为空值"):
        read(Fen(), None)
