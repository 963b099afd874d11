"""What all published lists have in common: headings, remarks to pass over, names and codes."""

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from stdnum.cn import uscc

from schemas.names import normalise_name
from schemas.rating_faults import Finding, finding
from schemas.sheets import Number, Sheet
from schemas.templates import MARK

OF_ALL_LISTS = {
    **dict.fromkeys(("企业名称", "单位名称", "企业全称", "名称"), "name"),
    **dict.fromkeys(("统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码"), "uscc"),
}
"""Headings that every list may have; where two name one kind, the earlier is the more telling."""
_TOTAL = re.compile(r"(合计|总计|小计|共计|总数):?\(?\d*[家户]?\)?")
_REMARK = re.compile(r"(注|备注|说明):.*")


class Reading:
    """One walk down a sheet: the columns in force, and the findings so far.

    A list says what its ``headings`` are and reads one ``enterprise``; it may know other lines as well.
    """

    headings: ClassVar[Mapping[str, str]] = OF_ALL_LISTS

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.columns: dict[str, int] = {}
        self.other_names: list[int] = []
        self.header = 0

    @property
    def empty(self) -> bool:
        """Whether no enterprise was read."""
        raise NotImplementedError

    @property
    def begun(self) -> bool:
        """Whether enterprises may follow."""
        return bool(self.columns)

    def enterprise(self, number: int, cells: Sequence[str]) -> None:
        """Read one enterprise; what is wrong with each of its cells is found in one go."""
        raise NotImplementedError

    def passes_over(self, number: int, tidy: Sequence[str]) -> bool:
        """Whether a row is something of the list's own that is no enterprise."""
        return False

    def fault(self, code: str, row: int = 0, column: int | None = None, **facts: object) -> None:
        """Remember a fault and its place."""
        self.findings.append(finding(code, row, column, **facts))

    def sheet(self, sheet: Sheet) -> None:
        """Read all of a sheet."""
        for number, cells in enumerate(sheet.rows, 1):
            self.line(number, cells)
        if sheet.others:
            self.fault("others", text="、".join(sheet.others))
        if not self.columns:
            self.fault("no_header")
        elif self.empty and not self.findings:
            self.fault("none")

    def line(self, number: int, cells: Sequence[str]) -> None:
        """Take one row for what it is: blank, headings, total, remark, the list's own, or an enterprise."""
        if any(cell.startswith(MARK) for cell in cells):
            self.fault("example", number)
            return
        tidy = [normalise_name(cell) for cell in cells]
        said = [text for text in tidy if text]
        named = self.named(tidy)
        if "name" in named or (named and self.columns and not self.name(tidy)):
            self.columns |= named
            self.header = self.header or number
            names = [at for at, text in enumerate(tidy) if self.headings.get(text) == "name"]
            self.other_names = names or self.other_names
        elif not said or self.passes_over(number, tidy) or _TOTAL.fullmatch(said[0]):
            return
        elif self.begun and not (len(set(said)) == 1 and _REMARK.fullmatch(said[0])):
            self.enterprise(number, cells)

    def named(self, tidy: Sequence[str]) -> dict[str, int]:
        """Column of each kind that a row of headings names; the more telling heading wins."""
        telling = list(self.headings)
        places = sorted(
            ((telling.index(text), at) for at, text in enumerate(tidy) if text in self.headings), reverse=True
        )
        return {self.headings[telling[rank]]: at for rank, at in places}

    def name(self, cells: Sequence[str]) -> str:
        """The name's cell; without a heading of columns, the first that is no number."""
        if "name" not in self.columns:
            self.other_names = list(range(len(cells)))
            texts = (at for at, cell in enumerate(cells) if cell and not cell.isdigit())
            self.columns["name"] = next(texts, 0)
        return self.cell(cells, "name")

    def cell(self, cells: Sequence[str], kind: str) -> str:
        """The cell of a kind, empty where the row is too short or the list has no such column."""
        column = self.columns.get(kind, len(cells))
        return cells[column] if column < len(cells) else ""

    def sole_name(self, number: int, cells: Sequence[str]) -> str:
        """The one name of a row; empty, with a fault, where there is none or a second beside it."""
        name = self.name(cells)
        if isinstance(name, Number) or not name.strip():
            self.fault("name_number" if name else "name_missing", number, self.columns["name"], text=name)
            return ""
        texts = [(at, cells[at].strip()) for at in self.other_names if at < len(cells)]
        beside = [at for at, text in texts if text not in ("", name.strip()) and not text.isdigit()]
        if beside:
            self.fault("beside", number, beside[0], text=cells[beside[0]].strip())
            return ""
        return name.strip()

    def code(self, number: int, cells: Sequence[str]) -> str | None:
        """The credit code, where there is one; a damaged one is a fault."""
        cell = self.cell(cells, "uscc")
        code = normalise_name(cell)
        if isinstance(cell, Number):
            self.fault("code_number", number, self.columns["uscc"], text=cell)
        elif code and not uscc.is_valid(code):
            self.fault("code_check", number, self.columns["uscc"], text=code)
        else:
            return code or None
        return None

    def in_order(self) -> tuple[Finding, ...]:
        """All findings, down the sheet."""
        return tuple(sorted(self.findings, key=lambda found: (found.row, found.column or 0)))
