"""Figures as the texts write them, "600万元", "12%", "十个", "千亿", "超过", read into exact numbers.

Sums become int fen, rates a ``Fraction``, days a ``date``; a reader raises ``ValueError`` with the literal.
"""

import calendar
import re
import unicodedata
from datetime import date
from decimal import Decimal
from fractions import Fraction

import cn2an

FEN_PER_YUAN = 100
SCALES = {"万": 10**4, "亿": 10**8, "": 1}
COMPARISONS = {
    ">": "超过",
    ">=": "以上 及以上 不少于 不低于 起",
    "<=": "不超过 最高不超过 最高 最多 前 以下 及以下",
    "true": "首次 新认定 新入选 新获得 新获批 新完成 新增",
}
"""What an edge word stands for: 超过 is strictly more, 以上 and its kin include the edge."""
BEHIND = ("以上", "及以上", "以下", "及以下", "起")
"""Edge words that follow their figure."""

NUMBER = re.compile(r"前?([0-9]+(?:\.[0-9]+)?|[一二三四五六七八九十百千两]+)(万|亿|)(元|个|家|名|年|级|)")
RATE = re.compile(r"([0-9]+(?:\.[0-9]+)?)%")
DAY = re.compile(r"(\d{4})年(?:(\d{1,2})月(\d{1,2})日)?起?")


def decimals(units: int, places: int) -> str:
    """A whole number of hundredths or thousandths as a decimal: 150 with two places is 1.50."""
    whole, rest = divmod(abs(units), 10**places)
    return f"{'-' if units < 0 else ''}{whole}.{rest:0{places}d}"


def tidy(literal: str) -> str:
    """One width for every character, no spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", literal))


def number(literal: str) -> Decimal:
    """A count or a sum in the unit it is written in: "千亿" is 100000000000, "前10名" is 10."""
    match = NUMBER.fullmatch(tidy(literal))
    if not match:
        raise ValueError(literal)
    digits, scale, _ = match.groups()
    return _digits(digits) * SCALES[scale]


def _digits(digits: str) -> Decimal:
    if digits[0].isdigit():
        return Decimal(digits)
    written = f"一{digits}" if digits[0] in "百千" else digits
    return Decimal(int(cn2an.cn2an(written, "smart")))


def hundredths(percent: str) -> int:
    """A rate in hundredths of a percent: "3.45" is 345."""
    value = Decimal(percent) * 100
    if value != int(value):
        raise ValueError(percent)
    return int(value)


def money(literal: str) -> int:
    """A sum in fen; "200万" may lack its 元."""
    fen = number(literal) * FEN_PER_YUAN
    if fen != int(fen) or not re.search(r"[万亿元]$", tidy(literal)):
        raise ValueError(literal)
    return int(fen)


def rate(literal: str) -> Fraction:
    """A share: "12%" is 3/25; 不予支持 and 不予补贴 are nothing."""
    if tidy(literal) in ("不予支持", "不予补贴"):
        return Fraction(0)
    match = RATE.fullmatch(tidy(literal))
    if not match:
        raise ValueError(literal)
    return Fraction(Decimal(match[1])) / 100


def first_day(literal: str) -> date:
    """The day itself, or 1 January of a year that stands alone."""
    year, month, day = _day(literal)
    return date(year, month or 1, day or 1)


def last_day(literal: str) -> date:
    """The day itself, or 31 December of a year that stands alone."""
    year, month, day = _day(literal)
    return date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])


def _day(literal: str) -> tuple[int, int, int]:
    match = DAY.fullmatch(tidy(literal))
    if not match:
        raise ValueError(literal)
    return int(match[1]), int(match[2] or 0), int(match[3] or 0)


def comparison(edge: str) -> str:
    """The comparison an edge word stands for: one of > >= <= true."""
    for sign, words in COMPARISONS.items():
        if tidy(edge) in words.split():
            return sign
    raise ValueError(edge)


def edge_comparison(words: str) -> str:
    """The comparison of an edge word, alone or joined to its figure (前10名, 1日起); empty if none."""
    found = {words, words[:1], words[-1:]}
    return next((sign for sign, edges in COMPARISONS.items() if found & set(edges.split())), "")


def in_words(figure: str, edge: str) -> str:
    """A condition as the text writes it: 两年以上, 超过千亿."""
    return f"{figure}{edge}" if edge in BEHIND else f"{edge}{figure}"
