"""What each paper states: plain facts, complete when they exist, handed in by the services.

A paper that would lack a fact cannot be built, so it cannot be issued half. Every text is printed as
it stands; characters that would print as something else (control, direction and private-use
characters) are refused here, characters that no font holds are refused in ``reports.fonts``.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from fractions import Fraction
from types import NoneType
from typing import get_args

_DOCUMENT_NUMBER = re.compile(r"[^〔〕\s]+〔20[0-9]{2}〕[1-9][0-9]*号")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp", "Zs"})
_SPACES = " \u3000"


class PaperRefused(ValueError):
    """A paper that cannot be issued whole and legible is not issued; the message says why and how to mend."""


class MissingFact(PaperRefused):
    """本文书缺少必要事实，未予签发。The paper lacks a fact and is not issued."""

    def __init__(self, field: str) -> None:
        """Name the ``field`` that is empty."""
        self.field = field
        super().__init__(
            f"文书缺少“{field}”，请补齐后再签发 / the paper lacks {field}: fill it in, then issue"
        )


class UnfitFact(PaperRefused):
    """文书中的事实不合规范，未予签发。A fact is not in the form that official paper asks for."""

    def __init__(self, field: str, text: str, wanted_zh: str, wanted_en: str) -> None:
        """Name the ``field``, its ``text`` and the form that is wanted."""
        self.field = field
        super().__init__(f"“{field}”为 {text!r}，应为{wanted_zh} / {field} is {text!r}: {wanted_en}")


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What every paper states. Each text is required unless its type says ``None``."""

    issuer: str
    """Name of the issuing office (发文机关)."""
    issued_on: date
    """Day of issue (成文日期); also the only clock in the file."""
    verify_url: str
    """Address at which the paper can be verified; printed and set as a QR code."""
    record: bytes
    """The canonical JSON record, embedded byte for byte."""
    demo: bool
    """A demonstration paper: marked 演示 on every page."""

    def __post_init__(self) -> None:
        """Refuse empty and invisible texts, a missing record and an address that is not one."""
        for field, text in texts(self):
            if not text.strip():
                raise MissingFact(field)
            _legible(field, text)
        if not self.record:
            raise MissingFact("record")
        if not self.verify_url.startswith(("https://", "http://")):
            raise UnfitFact("verify_url", self.verify_url, "网址", "a web address is wanted")


@dataclass(frozen=True)
class BudgetCode:
    """One classification of the spending, e.g. functional 2150805 (支出功能分类)."""

    kind: str
    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Notice(Paper):
    """Facts of the disbursement notice (拨付通知书)."""

    document_number: str
    """发文字号, with U+3014 and U+3015: 青工信拨〔2026〕17号."""
    claim_number: str
    enterprise: str
    uscc: str
    item_id: str
    item_title: str
    document_title: str
    """Title of the policy document the item stands in, without 《》."""
    policy_number: str
    """Number of the policy document as adopted; on a demo paper, the demo number."""
    article: str
    """Where the item stands, as printed: 第五条."""
    minutes_number: str
    """Number of the minutes of the collective decision (会议纪要)."""
    notice_from: date
    notice_to: date
    """First and last day of the public notice (公示)."""
    fund_number: str
    """Number of the funds plan (指标文号)."""
    budget_codes: tuple[BudgetCode, ...]
    """Functional, departmental economic and government economic classification: three."""
    recognised_fen: int
    factor: Fraction
    payable_fen: int
    payee: str
    """Account name (户名)."""
    account_masked: str
    """Account number with its middle starred; a number in the clear is refused."""
    bank_code: str
    bank: str
    voucher_number: str
    batch_number: str
    paid_on: date
    contacts: tuple[str, ...]
    """Where to ask: offices and channels, one line each; no personal data."""

    def __post_init__(self) -> None:
        """Hold the forms of GB/T 9704-2012 and of the house besides completeness."""
        super().__post_init__()
        _require_forms(self.document_number, self.account_masked)
        if len(self.budget_codes) != 3:
            raise MissingFact("budget_codes")
        if not self.contacts:
            raise MissingFact("contacts")


@dataclass(frozen=True, kw_only=True)
class Receipt(Paper):
    """Facts of the receipt for account information (账户信息确认回执) that a bank is given.

    It says where an award stands and which account is registered for it, and promises nothing.
    """

    document_number: str
    """Number of the receipt: 回执〔2026〕17号."""
    bank_unit: str
    """Name of the bank that it is made out to."""
    claim_number: str
    enterprise: str
    uscc: str
    item_id: str
    item_title: str
    document_title: str
    policy_number: str
    article: str
    fund_number: str
    payable_fen: int
    payee: str
    account_masked: str
    """Account number with its middle starred; a number in the clear is refused."""
    bank_code: str
    bank: str
    loan_number: str
    secured_fen: int
    """What the loan is secured with, as the bank stated it."""
    registration_number: str
    registered_on: date
    """Registration of the pledge at the registry of movable finance (中登网)."""
    contacts: tuple[str, ...]

    def __post_init__(self) -> None:
        """Hold the forms of official paper besides completeness."""
        super().__post_init__()
        _require_forms(self.document_number, self.account_masked)
        if not self.contacts:
            raise MissingFact("contacts")


@dataclass(frozen=True)
class RatingSource:
    """The row a rating was read from, frozen on the claim."""

    list_number: str
    row: int | None
    """``None`` where the list consulted does not have the enterprise: printed as such."""
    file_sha256: str
    as_of: date


@dataclass(frozen=True)
class CalculationStep:
    """One step of the reckoning: its sentence, what went in, where it is written, what came out."""

    sentence: str
    inputs: tuple[tuple[str, str], ...]
    """Name and written value of each input."""
    article: str
    result: str


@dataclass(frozen=True, kw_only=True)
class Calculation(Paper):
    """Facts of the calculation sheet (算账单)."""

    claim_number: str
    enterprise: str
    uscc: str
    item_id: str
    item_title: str
    document_title: str
    on: date
    """Day that selects the edition of the policy."""
    rating: str
    """Class as printed: A, B, C, D, T, 未参评, or 不适用 where the policy asks for none."""
    rating_source: RatingSource | None
    """``None`` where the policy asks for no rating."""
    steps: tuple[CalculationStep, ...]
    recognised_fen: int
    factor: Fraction
    payable_fen: int
    catalogue_digest: str
    decisions: tuple[str, ...]
    """Decisions the reckoning relied on, by number; may be empty."""

    def __post_init__(self) -> None:
        """Refuse a sheet without steps: it would explain nothing."""
        super().__post_init__()
        if not self.steps:
            raise MissingFact("steps")


def texts(facts: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Walk all texts of a record of facts with their paths, such as ``steps[2].article``.

    A required fact that is ``None`` is an empty text.
    """
    if isinstance(facts, str):
        yield path, facts
    elif isinstance(facts, tuple):
        for index, item in enumerate(facts):
            yield from texts(item, f"{path}[{index}]")
    elif is_dataclass(facts):
        for field in fields(facts):
            value = getattr(facts, field.name)
            if value is None and NoneType not in get_args(field.type):
                value = ""
            yield from texts(value, f"{path}.{field.name}" if path else field.name)


def _require_forms(document_number: str, account_masked: str) -> None:
    if not _DOCUMENT_NUMBER.fullmatch(document_number):
        raise UnfitFact("document_number", document_number, "“代字〔年份〕序号号”", "as in 青工信〔2026〕1号")
    if "*" not in account_masked:
        raise UnfitFact("account_masked", "…", "已脱敏的账号", "mask the account number first")


def _legible(field: str, text: str) -> None:
    for character in text:
        if unicodedata.category(character) in _INVISIBLE and character not in _SPACES:
            code_point = f"U+{ord(character):04X}"
            raise UnfitFact(
                field, code_point, "可见文字（不含控制符、换行）", "remove the invisible character"
            )
