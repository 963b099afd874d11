"""How figures are written on paper and on screen: sums, capitals, dates, masked numbers.

Sums are whole fen. Nothing here rounds: a figure that cannot be written exactly is refused.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
CAPITALS_BELOW_FEN = 10**14
"""Capitals are written below one 万亿 yuan: no sheet of paper has a unit the reader must think about."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ((1000, "仟"), (100, "佰"), (10, "拾"), (1, ""))
_SECTIONS = ((10**8, "亿"), (10**4, "万"), (1, ""))
_YUAN = re.compile(r"(0|[1-9][0-9]*)\.([0-9]{2})")


class UnfitFigure(ValueError):
    """A figure that cannot be written, or read, exactly; the message says which and why."""


def plain_yuan(fen: int) -> str:
    """Write ``fen`` as yuan for files and interfaces: 123456789 -> ``1234567.89``."""
    sign, whole, cents = _split(fen)
    return f"{sign}{whole}.{cents:02d}"


def yuan(fen: int) -> str:
    """Write ``fen`` as yuan for people: 123456789 -> ``1,234,567.89``."""
    sign, whole, cents = _split(fen)
    return f"{sign}{whole:,}.{cents:02d}"


def yuan_unit(fen: int) -> str:
    """Write ``fen`` with its unit: 123456789 -> ``1,234,567.89元``."""
    return f"{yuan(fen)}元"


def parse_yuan(text: str) -> int:
    """Read yuan with exactly two decimals into fen; ``UnfitFigure`` for any other spelling.

    Signs, spaces, separators, full-width digits and leading zeros are refused: one sum, one spelling.
    """
    if not (match := _YUAN.fullmatch(text)):
        raise UnfitFigure(
            f"“{text}” 不是规范金额，应为两位小数，如 1200000.00 / "
            f"not a sum of yuan with two decimals, such as 1200000.00: {text!r}"
        )
    return int(match[1]) * 100 + int(match[2])


def capitals(fen: int) -> str:
    """Write a sum in capitals (金额大写): 140950 -> ``人民币壹仟肆佰零玖元伍角整``.

    Within a four-digit section a run of zeros is one 零; between sections 零 stands when the next
    section does not fill its 仟, or a whole section was empty. 分 after an empty 角 takes 零; a sum
    that ends before 分 takes 整.
    """
    if not 0 <= fen < CAPITALS_BELOW_FEN:
        raise UnfitFigure(
            f"大写金额须不小于零且小于一万亿元 / capitals need 0 <= sum < 1,000,000,000,000 yuan: {fen} fen"
        )
    whole, cents = divmod(fen, 100)
    jiao, cent = divmod(cents, 10)
    text = f"{_whole(whole)}元" if whole or not cents else ""
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif cent and whole:
        text += "零"
    return f"人民币{text}" + (f"{_DIGITS[cent]}分" if cent else "整")


def percent(rate: Fraction) -> str:
    """Write a rate in percent: 4/5 -> ``80%``; one that is no whole percent stays a fraction, ``1/3``."""
    return f"{rate * 100}%" if (rate * 100).denominator == 1 else str(rate)


def chinese_date(day: date) -> str:
    """Write a day as on official paper, without leading zeros (GB/T 9704-2012): ``2026年3月5日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def beijing(moment: datetime) -> str:
    """Write a moment at +08:00 to the second, ``2026-03-05T09:30:00+08:00``; a naive one is refused."""
    if moment.tzinfo is None:
        raise UnfitFigure(f"时间缺少时区 / the moment has no time zone: {moment.isoformat()}")
    return moment.astimezone(UTC).astimezone(BEIJING).isoformat(timespec="seconds")


def masked_account(number: str) -> str:
    """Keep the first and last four digits: ``6222020200112233445`` -> ``6222***********3445``."""
    return _masked(number, head=4, tail=4)


def masked_phone(number: str) -> str:
    """Keep the first three and last four digits: ``139****1234``."""
    return _masked(number, head=3, tail=4)


def _masked(number: str, *, head: int, tail: int) -> str:
    """Star the middle; a number too short to hide anything is starred whole."""
    hidden = len(number) - head - tail
    return number[:head] + "*" * hidden + number[-tail:] if hidden > 0 else "*" * len(number)


def _split(fen: int) -> tuple[str, int, int]:
    whole, cents = divmod(abs(fen), 100)
    return "-" if fen < 0 else "", whole, cents


def _whole(number: int) -> str:
    """Whole yuan in capitals, section by section of four digits."""
    text, gap = "", False
    for size, unit in _SECTIONS:
        section, number = divmod(number, size)
        if not section:
            gap = True
            continue
        zero = "零" if text and (gap or section < 1000) else ""
        text += f"{zero}{_section(section)}{unit}"
        gap = False
    return text or "零"


def _section(number: int) -> str:
    """1 to 9999 in capitals: 1409 -> ``壹仟肆佰零玖``."""
    text, gap = "", False
    for size, unit in _PLACES:
        digit, number = divmod(number, size)
        if digit:
            text += ("零" if text and gap else "") + _DIGITS[digit] + unit
        gap = not digit
    return text
