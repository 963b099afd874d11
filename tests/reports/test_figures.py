"""Figures are written exactly, and read back to what they were."""

from datetime import UTC, date, datetime
from fractions import Fraction

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import figures

SUMS = st.integers(0, figures.CAPITALS_BELOW_FEN - 1)

CAPITALS = {
    "1409.50": "人民币壹仟肆佰零玖元伍角整",
    "6007.14": "人民币陆仟零柒元壹角肆分",
    "1680.32": "人民币壹仟陆佰捌拾元叁角贰分",
    "107000.53": "人民币壹拾万柒仟元伍角叁分",
    "16409.02": "人民币壹万陆仟肆佰零玖元零贰分",
    "325.04": "人民币叁佰贰拾伍元零肆分",
    "100000.00": "人民币壹拾万元整",
    "1050000.00": "人民币壹佰零伍万元整",
    "10001.00": "人民币壹万零壹元整",
    "100010000.00": "人民币壹亿零壹万元整",
    "100001000.00": "人民币壹亿零壹仟元整",
    "9999999999.99": "人民币玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
    "0.05": "人民币伍分",
    "0.50": "人民币伍角整",
    "0.55": "人民币伍角伍分",
    "0.00": "人民币零元整",
}


def fen_of(text):
    """Read capitals back, with a reader that is not ours."""
    yuan, _, rest = text.removeprefix("人民币").removesuffix("整").rpartition("元")
    jiao, _, cent = rest.lstrip("零").rpartition("角")
    small = cn2an.cn2an(jiao, "smart") * 10 if jiao else 0
    small += cn2an.cn2an(cent.removesuffix("分"), "smart") if cent else 0
    return int(cn2an.cn2an(yuan, "smart") if yuan else 0) * 100 + int(small)


@pytest.mark.parametrize(("yuan", "words"), CAPITALS.items())
def test_capitals_are_written_as_the_field_writes_them(yuan, words):
    assert figures.capitals(figures.parse_yuan(yuan)) == words


@given(SUMS)
def test_capitals_read_back_to_the_sum(fen):
    assert fen_of(figures.capitals(fen)) == fen


@given(st.integers(0, 10**6).map(lambda few: few * 10**6))
def test_capitals_of_round_sums_read_back_to_the_sum(fen):
    assert fen_of(figures.capitals(fen)) == fen


def test_no_two_of_two_hundred_thousand_sums_share_their_capitals():
    sums = [*range(100_000), *range(0, 10**13, 10**8 + 1)]
    assert len({figures.capitals(fen) for fen in sums}) == len(set(sums))


@pytest.mark.parametrize("fen", [-1, figures.CAPITALS_BELOW_FEN])
def test_capitals_of_a_negative_or_absurd_sum_are_refused(fen):
    with pytest.raises(figures.UnfitFigure, match="capitals"):
        figures.capitals(fen)


def test_yuan_is_written_with_separators_and_two_decimals():
    assert figures.yuan(123456789) == "1,234,567.89"
    assert figures.yuan(5) == "0.05"
    assert figures.yuan(-123456) == "-1,234.56"
    assert figures.yuan_unit(123456789) == "1,234,567.89元"


@given(st.integers(0, 10**18))
def test_plain_yuan_reads_back(fen):
    assert figures.parse_yuan(figures.plain_yuan(fen)) == fen


@pytest.mark.parametrize(
    "text",
    ["", "1", "1.5", "1.500", "1,200.00", "-1.00", "+1.00", " 1.00", "１.00", "01.00", "1e5", "1.00\n"],
)
def test_a_sum_in_any_other_spelling_is_refused(text):
    with pytest.raises(figures.UnfitFigure, match="two decimals"):
        figures.parse_yuan(text)


def test_a_rate_is_a_whole_percent_or_stays_a_fraction():
    assert figures.percent(Fraction(4, 5)) == "80%"
    assert figures.percent(Fraction(1)) == "100%"
    assert figures.percent(Fraction(1, 3)) == "1/3"


def test_a_date_has_no_leading_zeros():
    assert figures.chinese_date(date(2026, 3, 5)) == "2026年3月5日"


def test_a_moment_is_written_at_beijing_time():
    assert figures.beijing(datetime(2026, 3, 4, 17, 30, 1, tzinfo=UTC)) == "2026-03-05T01:30:01+08:00"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(figures.UnfitFigure, match="time zone"):
        figures.beijing(datetime.fromisoformat("2026-03-04T09:00:00"))


def test_account_and_phone_are_masked_in_the_middle():
    assert figures.masked_account("6222020200112233445") == "6222***********3445"
    assert figures.masked_phone("13900001234") == "139****1234"


@given(st.text("0123456789", max_size=40))
def test_a_masked_number_keeps_its_length_and_hides_something(number):
    masked = figures.masked_account(number)
    assert len(masked) == len(number)
    assert "*" in masked or not number
