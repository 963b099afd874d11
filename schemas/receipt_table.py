"""Receipts as a table (.csv in UTF-8 or GB18030, .xlsx): the template's columns, codes and sums as text."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from schemas.bank_reasons import reason
from schemas.names import normalise_name
from schemas.rating_faults import Finding, finding
from schemas.receipt_faults import fault
from schemas.receipt_lines import CONFIRMED, LARGEST_FILE, PENDING, RETURNED, Line
from schemas.sheets import Number, Sheet
from schemas.templates import MARK

HEADINGS = (
    "端到端编号", "金额", "收款账号", "收款户名", "结果", "回单号", "日期", "原因代码", "原因", "付款账号",
)  # fmt: skip
"""Columns of the template; those of _NEEDED must be there."""
_ALSO = {
    "交易金额": "金额", "账号": "收款账号", "户名": "收款户名", "状态": "结果", "交易结果": "结果",
    "银行流水号": "回单号", "流水号": "回单号", "交易日期": "日期", "入账日期": "日期", "退汇原因": "原因",
}  # fmt: skip
_NEEDED = frozenset(("端到端编号", "金额", "收款账号", "结果", "回单号", "日期"))
_CODES = ("端到端编号", "收款账号", "回单号", "付款账号")
_OUTCOMES = {
    **dict.fromkeys(("成功", "交易成功", "已到账", "到账"), CONFIRMED),
    **dict.fromkeys(("退汇", "退回", "已退汇", "失败", "交易失败"), RETURNED),
    **dict.fromkeys(("处理中", "已受理"), PENDING),
}
_AMOUNT = re.compile(r"([0-9]{1,13}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.([0-9]{1,2}))?", re.ASCII)
_TAIL = re.compile(r"[0-9]*\*+[0-9]{4,}|[0-9]{4,32}", re.ASCII)
_DAY = re.compile(r"(20\d\d)[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?: ?00:00:00)?", re.ASCII)


class Reading:
    """One walk down a sheet: the lines read, and every fault."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.findings: list[Finding] = []
        self.columns: dict[str, int] = {}
        self.header = 0

    def sheet(self, sheet: Sheet) -> None:
        """Read all of a sheet, from its headings on."""
        for number, cells in enumerate(sheet.rows, 1):
            if not self.columns:
                self._headings(number, cells)
            elif any(cell.startswith(MARK) for cell in cells):
                self.findings.append(finding("example", number))
            elif any(cell.strip() for cell in cells) and not cells[0].strip().startswith(("合计", "总计")):
                self._line(number, cells)
        if not self.columns:
            self._fault("no_header")
        elif len(self.lines) > LARGEST_FILE:
            self._fault("many", most=LARGEST_FILE)
        elif not self.lines and not self.findings:
            self._fault("none")

    def _headings(self, number: int, cells: Sequence[str]) -> None:
        tidy = [normalise_name(cell) for cell in cells]
        named = {_ALSO.get(text, text): at for at, text in reversed(list(enumerate(tidy)))}
        if named.keys() >= _NEEDED:
            self.columns = {name: at for name, at in named.items() if name in HEADINGS}
            self.header = number

    def _line(self, number: int, cells: Sequence[str]) -> None:
        found = len(self.findings)
        given = {name: cells[at] if at < len(cells) else "" for name, at in self.columns.items()}
        for name in _CODES:
            if isinstance(given.get(name), Number):
                self._fault("number", number, name, name=name, text=given[name])
        said = {name: text.strip() for name, text in given.items()}
        amount_fen, account = self._amount(number, said["金额"]), self._account(number, said["收款账号"])
        outcome, on = self._outcome(number, said["结果"]), self._day(number, said["日期"])
        if not said["回单号"]:
            self._fault("missing", number, "回单号", name="回单号")
        if len(self.findings) > found or outcome is None or on is None:
            return
        why = reason(said.get("原因代码"), said.get("原因")) if outcome == RETURNED else None
        payee, payer = said.get("收款户名") or None, said.get("付款账号") or None
        known = said["端到端编号"] or None
        self.lines.append(
            Line(number, known, outcome, amount_fen, account, payee, said["回单号"][:80], on, why, payer)
        )

    def _amount(self, number: int, text: str) -> int | None:
        match = _AMOUNT.fullmatch(text)
        if match is None:
            self._fault("amount" if text else "missing", number, "金额", text=text, name="金额")
            return None
        return int(match[1].replace(",", "")) * 100 + int((match[2] or "").ljust(2, "0"))

    def _account(self, number: int, text: str) -> str | None:
        account = text.replace(" ", "")
        if not _TAIL.fullmatch(account):
            self._fault("account" if text else "missing", number, "收款账号", text=text, name="收款账号")
            return None
        return account

    def _outcome(self, number: int, text: str) -> str | None:
        outcome = _OUTCOMES.get(normalise_name(text))
        if outcome is None:
            self._fault("outcome" if text else "missing", number, "结果", text=text, name="结果")
        return outcome

    def _day(self, number: int, text: str) -> date | None:
        match, day = _DAY.fullmatch(text), None
        with suppress(ValueError):
            day = date(*map(int, match.groups())) if match else None
        if day is None:
            self._fault("day" if text else "missing", number, "日期", text=text, name="日期")
        return day

    def _fault(self, code: str, row: int = 0, column: str | None = None, **facts: object) -> None:
        self.findings.append(fault(code, row, self.columns.get(column or ""), **facts))
