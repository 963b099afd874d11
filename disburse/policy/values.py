"""JSON values of the contract, one reader for each type; what does not fit is a ``WrongValue``."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from disburse.policy.arithmetic import LIMIT_FEN
from disburse.policy.facts import Value
from disburse.policy.model import RATINGS, Fact

LONGEST_TEXT = 200
LONGEST_NUMBER = 20
LARGEST_INT = 10**15
MONEY = re.compile(r"(0|[1-9]\d{0,13})\.(\d{2})", re.ASCII)
DECIMAL = re.compile(r"(0|[1-9]\d{0,5})(\.\d{1,3})?", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MONTH = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True)
class RefusedNumber:
    """A number of the line that no field takes: a float, NaN, or one without end."""

    written: str


class WrongValue(Exception):
    """A value that does not fit, and how it should look, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        """Both sentences."""
        super().__init__(en)
        self.zh = zh
        self.en = en


def integer(written: str) -> int | RefusedNumber:
    """An integer of the line, unless it is too long to be one of ours."""
    return int(written) if len(written) <= LONGEST_NUMBER else RefusedNumber(written[:LONGEST_NUMBER] + "…")


def sound(value: Any) -> Any:
    """The value, unless it is a number that is refused everywhere."""
    if isinstance(value, RefusedNumber):
        raise WrongValue(
            f"不接受数字 {value.written}：金额用字符串", f"{value.written} is refused: money is a string"
        )
    return value


def text(value: Any) -> str:
    """A short text without control characters."""
    if not isinstance(value, str):
        raise WrongValue("应为文字", "must be a text")
    if not value.strip() or len(value) > LONGEST_TEXT or not value.isprintable():
        raise WrongValue(
            f"应为 1 至 {LONGEST_TEXT} 个可见字符", f"must be 1 to {LONGEST_TEXT} printable characters"
        )
    return value


def money(value: Any) -> int:
    """Fen, from a string of yuan with two decimals."""
    if isinstance(value, str) and value.startswith("-"):
        raise WrongValue("金额不能为负", "a sum cannot be negative")
    match = MONEY.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise WrongValue(
            '金额应为两位小数的字符串，如 "1200.00"', 'money must be a string with two decimals, "1200.00"'
        )
    fen = int(match[1] + match[2])
    if fen > LIMIT_FEN:
        raise WrongValue("金额超出合理范围（10 万亿元）", "the sum is beyond reason (10^13 yuan)")
    return fen


def day(value: Any) -> date:
    """A day of the calendar, as 2025-06-30."""
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise WrongValue("日期应写作 2025-06-30", "a date must be written 2025-06-30")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise WrongValue(f"没有“{value}”这一天", f"there is no day {value}") from None


def whole(value: Any, highest: int | None = None) -> int:
    """A count; a truth is not one."""
    if type(value) is not int:
        raise WrongValue("应为整数", "must be a whole number")
    most = LARGEST_INT if highest is None else highest
    if not 0 <= value <= most:
        raise WrongValue(f"应在 0 至 {most} 之间", f"must be from 0 to {most}")
    return value


def rating(value: Any) -> str | None:
    """A rating class, or null where none is known."""
    if value is not None and value not in RATINGS:
        raise WrongValue(
            "应为 " + "、".join(RATINGS) + " 或 null", f"must be one of {', '.join(RATINGS)} or null"
        )
    return value if isinstance(value, str) else None


def fact(of: Fact, value: Any) -> Value | None:
    """A fact by its type in the vocabulary; null is a fact not given."""
    if value is None:
        return None
    match of.type:
        case "money":
            return money(value)
        case "date":
            return day(value)
        case "int":
            return whole(value, of.highest)
        case "bool":
            return _truth(value)
        case "decimal":
            return _decimal(value)
        case "month":
            return _month(value)
    return _among(of, text(value))


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise WrongValue("应为 true 或 false", "must be true or false")
    return value


def _decimal(value: Any) -> Decimal:
    written = str(value) if type(value) in (int, str) else ""
    if not DECIMAL.fullmatch(written):
        raise WrongValue(
            '应为至多三位小数的字符串，如 "2.5"', 'must be a string of at most three decimals, "2.5"'
        )
    return Decimal(written)


def _month(value: Any) -> str:
    if not isinstance(value, str) or not MONTH.fullmatch(value):
        raise WrongValue("月份应写作 2024-03", "a month must be written 2024-03")
    return value


def _among(of: Fact, value: str) -> str:
    if of.values and value not in of.values:
        raise WrongValue("应为 " + "、".join(of.values), f"must be one of {', '.join(of.values)}")
    return value
