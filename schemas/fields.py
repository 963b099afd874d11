"""Fields that know their shape, their bounds and their check digit; every refusal says how to mend it."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from marshmallow import fields
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_10

from schemas.faults import sentences
from schemas.record import Patterned, Spoken
from workflows.workdays import BEIJING

MAX_FEN = 10**15 - 1
"""The largest sum anyone may write: 9,999,999,999,999.99 yuan."""
MAX_COUNT = 2**53 - 1
"""The largest whole number that survives every JSON reader."""
MAX_DIGITS = 15
"""Digits of a whole number in an address."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def yuan(amount_fen: int) -> str:
    """Write a sum as JSON carries it: yuan with two decimals, no grouping."""
    return f"{'-' * (amount_fen < 0)}{abs(amount_fen) // 100}.{abs(amount_fen) % 100:02d}"


def grouped_yuan(amount_fen: int) -> str:
    """Write a sum for people: yuan with two decimals, in groups of three."""
    return f"{'-' * (amount_fen < 0)}{abs(amount_fen) // 100:,}.{abs(amount_fen) % 100:02d}"


class Fen(Spoken[int]):
    """A sum: a string of yuan with exactly two decimals in JSON, whole fen within."""

    default_error_messages = sentences(
        text=(
            '金额须为文本，单位元，带两位小数，如 "1200000.00"；不接受数字。',
            'Write the sum as text in yuan with two decimals, such as "1200000.00"; numbers are refused.',
        ),
        range=("金额须在 {low} 元至 {high} 元之间。", "The sum must be from {low} to {high} yuan."),
    )
    _shape = re.compile(r"(?!-0\.00)-?(0|[1-9][0-9]{0,17})\.[0-9]{2}")

    def __init__(self, *, min_fen: int = 0, max_fen: int = MAX_FEN, **given: Any) -> None:
        """Bound the sum, both ends included."""
        super().__init__(**given)
        self.min_fen, self.max_fen = min_fen, max_fen

    def _read(self, value: object) -> int:
        if not (isinstance(value, str) and self._shape.fullmatch(value)):
            raise self.make_error("text")
        amount_fen = int(value.replace(".", ""))
        if not self.min_fen <= amount_fen <= self.max_fen:
            raise self.make_error("range", low=grouped_yuan(self.min_fen), high=grouped_yuan(self.max_fen))
        return amount_fen

    def _write(self, value: int) -> str:
        if type(value) is not int:
            raise TypeError("a sum is an int of fen")
        return yuan(value)


class Uscc(Patterned):
    """Unified social credit code 统一社会信用代码, GB 32100-2015: 18 characters, the last a check digit.

    Full-width letters, small letters and spaces around are accepted; the canonical form is kept.
    """

    pattern = re.compile(r"[0-9]{8}[0-9A-HJ-NPQRTUWXY]{10}")
    default_error_messages = sentences(
        shape=(
            "统一社会信用代码为 18 位数字和大写字母（不含 I、O、S、V、Z）。",
            "The credit code has 18 digits and capitals (no I, O, S, V, Z).",
        ),
        check=(
            "统一社会信用代码校验位不符，请对照营业执照逐位核对。",
            "The check digit of the credit code does not fit: compare it with the licence.",
        ),
    )

    def _canonical(self, text: str) -> str:
        return unicodedata.normalize("NFKC", text).strip().upper()

    def _read(self, value: object) -> str:
        code = super()._read(value)
        if not uscc.is_valid(code):
            raise self.make_error("check")
        return code


class BankCode(Patterned):
    """Bank code 联行号: 12 digits, the last an ISO 7064 MOD 11,10 check digit."""

    pattern = re.compile(r"[0-9]{12}")
    default_error_messages = sentences(
        shape=("联行号为 12 位数字。", "The bank code has 12 digits."),
        check=(
            "联行号校验位不符，请向开户行核对。",
            "The bank code's check digit does not fit: ask the bank.",
        ),
    )

    def _read(self, value: object) -> str:
        code = super()._read(value)
        if not mod_11_10.is_valid(code):
            raise self.make_error("check")
        return code


class AccountNumber(Patterned):
    """Bank account number: 9 to 32 digits, as text; there is no check digit."""

    pattern = re.compile(r"[0-9]{9,32}")
    default_error_messages = sentences(
        shape=(
            "账号为 9 至 32 位数字，不带空格和横线。",
            "The account number has 9 to 32 digits, no spaces or dashes.",
        )
    )


class Month(Patterned):
    """A month, ``YYYY-MM``; kept as text, for it sorts as it stands."""

    pattern = re.compile(r"(19[5-9][0-9]|20[0-9]{2})-(0[1-9]|1[0-2])")
    default_error_messages = sentences(shape=('月份写作 "2025-03"。', 'Write the month as "2025-03".'))


class Day(Spoken[date]):
    """A day of the calendar, ``YYYY-MM-DD``, from 1950 to 2099."""

    default_error_messages = sentences(
        shape=('日期写作 "2025-03-01"。', 'Write the day as "2025-03-01".'),
        real=("日历上没有这一天，请核对。", "The calendar has no such day: check it."),
    )
    _shape = re.compile(r"(19[5-9][0-9]|20[0-9]{2})-[0-9]{2}-[0-9]{2}")

    def _read(self, value: object) -> date:
        if not (isinstance(value, str) and self._shape.fullmatch(value)):
            raise self.make_error("shape")
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self.make_error("real") from None

    def _write(self, value: date) -> str:
        return value.isoformat()


class Moment(Spoken[datetime]):
    """A moment, written in Beijing time: ``2025-03-01T17:00:00+08:00``."""

    default_error_messages = sentences(
        shape=('时间写作 "2025-03-01T17:00:00+08:00"。', 'Write the time as "2025-03-01T17:00:00+08:00".')
    )
    _shape = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?\+08:00")

    def _read(self, value: object) -> datetime:
        if not (isinstance(value, str) and self._shape.fullmatch(value)):
            raise self.make_error("shape")
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            raise self.make_error("shape") from None

    def _write(self, value: datetime) -> str:
        if value.tzinfo is None:
            raise TypeError("a moment needs its time zone")
        return value.astimezone(BEIJING).isoformat()


class PlainText(Spoken[str]):
    """Text in NFC without invisible characters, ``low`` to ``high`` characters once trimmed.

    ``lines`` allows line breaks. Direction and zero-width characters would make a paper say something else.
    """

    default_error_messages = sentences(
        text=("须为文本（加引号）。", "Give text, in quotes."),
        invisible=(
            "含有不可见字符（U+{code}），请删除后重新输入。",
            "There is an invisible character (U+{code}): delete it and type the text again.",
        ),
        length=("应为 {low} 至 {high} 个字。", "Write {low} to {high} characters."),
    )

    def __init__(self, high: int = 200, *, low: int = 1, lines: bool = False, **given: Any) -> None:
        """Bound the length, both ends included."""
        super().__init__(**given)
        self.low, self.high, self.lines = low, high, lines

    def _read(self, value: object) -> str:
        if not isinstance(value, str):
            raise self.make_error("text")
        text = unicodedata.normalize("NFC", value.replace("\r\n", "\n") if self.lines else value).strip()
        for character in text:
            if unicodedata.category(character) in _INVISIBLE and not (self.lines and character == "\n"):
                raise self.make_error("invisible", code=f"{ord(character):04X}")
        if not self.low <= len(text) <= self.high:
            raise self.make_error("length", low=self.low, high=self.high)
        return text


class Count(Spoken[int]):
    """A whole number from ``low`` to ``high``; strings, decimals and booleans are refused."""

    default_error_messages = sentences(
        int=("须为整数，不加引号，不带小数。", "Write a whole number, without quotes or decimals."),
        range=("须在 {low} 至 {high} 之间。", "It must be from {low} to {high}."),
    )

    def __init__(self, low: int = 0, high: int = MAX_COUNT, **given: Any) -> None:
        """Bound the number, both ends included."""
        super().__init__(**given)
        self.low, self.high = low, high

    def _read(self, value: object) -> int:
        if type(value) is not int:
            raise self.make_error("int")
        if not self.low <= value <= self.high:
            raise self.make_error("range", low=self.low, high=self.high)
        return value


def from_text(field: fields.Field[Any], text: str) -> Any:
    """Read a value as an address has it: a whole number in digits, all else as in JSON."""
    counts = isinstance(field, Count) and text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS
    return field.deserialize(int(text) if counts else text)


class Quantity(Spoken[Decimal]):
    """A measured number that is not a sum, such as years: a decimal string, at most four decimals."""

    default_error_messages = sentences(
        text=(
            '须为文本形式的小数，如 "2.5"；不接受数字。',
            'Write the decimal as text, such as "2.5"; numbers are refused.',
        )
    )
    _shape = re.compile(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,4})?")

    def _read(self, value: object) -> Decimal:
        if not (isinstance(value, str) and self._shape.fullmatch(value)):
            raise self.make_error("text")
        return Decimal(value)

    def _write(self, value: Decimal) -> str:
        return f"{value:f}"


class Version(Count):
    """The version of a record that the sender saw: 1 or more."""

    def __init__(self, **given: Any) -> None:
        """Begin at one."""
        super().__init__(1, **given)
