"""Published rating lists 亩产效益评价名单: from a sheet with all its dirt to rows, and every fault at once.

Nothing is guessed: a class, a code or a layout that is not known is a finding with its place and its mend.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from stdnum.cn import uscc

from schemas.rating_faults import Finding, finding
from schemas.ratings import RATINGS
from schemas.sheets import NotThisKindOfFile, Number, Sheet, read_rows

__all__ = ["Finding", "NotThisKindOfFile", "RatingRow", "RatingsFile", "Sheet", "normalise_name", "ratings"]
__all__ += ["read_rows", "reconcile"]

_HEADINGS = {
    **dict.fromkeys(("企业名称", "单位名称", "企业全称", "名称"), "name"),
    **dict.fromkeys(("统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码"), "uscc"),
    **dict.fromkeys(("评价结果", "综合评价结果", "综合评价等级", "评价等级", "评价类别"), "rating"),
    **dict.fromkeys(("类别", "等级", "分类"), "rating"),
}
_RATING = re.compile(r"([ABCDT])[类级档]?(\(.*\))?|(暂不评价)[类企业]*")
_SECTION = re.compile(
    r"(?:\(?[一二三四五六七八九十\d]+[)、.,:]+)?"
    r"(?:([ABCDT])类(?:\([^)\d]*\))?|暂不评价类?)(?:企业)?(?:名单)?"
    r"(?:\(?共?(\d+)[家户]\)?)?:?"
)
_TOTAL = re.compile(r"(合计|总计|小计|共计|总数):?\(?\d*[家户]?\)?")
_REMARK = re.compile(r"(注|备注|说明):.*")
_BRACKETS = str.maketrans("[]{}〔〕【】", "()()()()")


class RatingRow(NamedTuple):
    """One enterprise: row of the sheet, name as given, code where there is one, class A to D or T."""

    row: int
    name: str
    uscc: str | None
    rating: str


class RatingsFile(NamedTuple):
    """What a file says: rows without repetitions, every finding, the file's SHA-256, rows by class."""

    rows: tuple[RatingRow, ...]
    findings: tuple[Finding, ...]
    sha256: str
    counts: dict[str, int]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop the import."""
        return tuple(found for found in self.findings if found.severity == "error")


def ratings(path: Path) -> RatingsFile:
    """Read a rating list; NotThisKindOfFile when the file cannot be read at all."""
    reading = _Reading()
    reading.sheet(read_rows(path))
    counts = Counter(row.rating for row in reading.rows)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    findings = sorted(reading.findings, key=lambda found: (found.row, found.column or 0))
    return RatingsFile(tuple(reading.rows), tuple(findings), sha256, {name: counts[name] for name in RATINGS})


def reconcile(counts: Mapping[str, int], stated: Mapping[str, int]) -> tuple[Finding, ...]:
    """Hold the rows by class against the numbers that the notice states."""
    known = {name: number for name, number in stated.items() if name in RATINGS}
    strange = [finding("stated_class", text=name) for name in stated if name not in known]
    wrong = [(name, number) for name, number in known.items() if counts.get(name, 0) != number]
    return (*strange, *(finding("stated", text=n, other=m, seen=counts.get(n, 0)) for n, m in wrong))


def normalise_name(name: str) -> str:
    """A name for matching: full width to half, brackets of one kind, no white space, upper case."""
    return "".join(unicodedata.normalize("NFKC", name).translate(_BRACKETS).split()).upper()


def _headings(tidy: Sequence[str]) -> dict[str, int]:
    """Column of each kind that a row of headings names; where two name one kind, the more telling wins."""
    telling = list(_HEADINGS)
    places = sorted(
        ((telling.index(text), at) for at, text in enumerate(tidy) if text in _HEADINGS), reverse=True
    )
    return {_HEADINGS[telling[rank]]: at for rank, at in places}


class _Section(NamedTuple):
    """A heading such as A类企业（55家）, and how many enterprises it states."""

    row: int
    rating: str
    stated: int | None


class _Reading:
    """One walk down a sheet: the columns and the section in force, rows and findings so far."""

    def __init__(self) -> None:
        self.rows: list[RatingRow] = []
        self.findings: list[Finding] = []
        self.columns: dict[str, int] = {}
        self.section: _Section | None = None
        self.in_section = 0
        self.other_names: list[int] = []
        self.known: dict[str, RatingRow] = {}

    def fault(self, code: str, row: int = 0, column: int | None = None, **facts: object) -> None:
        self.findings.append(finding(code, row, column, **facts))

    def sheet(self, sheet: Sheet) -> None:
        for number, cells in enumerate(sheet.rows, 1):
            self.line(number, cells)
        self.end_section()
        if sheet.others:
            self.fault("others", text="、".join(sheet.others))
        if not self.columns:
            self.fault("no_header")
        elif not (self.rows or self.findings):
            self.fault("none")

    def line(self, number: int, cells: Sequence[str]) -> None:
        """Take one row for what it is: blank, heading of columns or of a class, remark, total, enterprise."""
        tidy = [normalise_name(cell) for cell in cells]
        said = [text for text in tidy if text]
        headings = _headings(tidy)
        if "name" in headings or (headings and self.columns and not self.name(tidy)):
            self.columns |= headings
            names = [at for at, text in enumerate(tidy) if _HEADINGS.get(text) == "name"]
            self.other_names = names or self.other_names
        elif not said or self.begins_section(number, tidy) or _TOTAL.fullmatch(said[0]):
            return
        elif (self.columns or self.section) and not (len(set(said)) == 1 and _REMARK.fullmatch(said[0])):
            self.enterprise(number, cells)

    def name(self, cells: Sequence[str]) -> str:
        """The name's cell; without a heading of columns, the first that is no number."""
        if "name" not in self.columns:
            self.other_names = list(range(len(cells)))
            texts = (at for at, cell in enumerate(cells) if cell and not cell.isdigit())
            self.columns["name"] = next(texts, 0)
        return self.cell(cells, "name")

    def cell(self, cells: Sequence[str], kind: str) -> str:
        column = self.columns.get(kind, len(cells))
        return cells[column] if column < len(cells) else ""

    def begins_section(self, number: int, tidy: Sequence[str]) -> bool:
        said = {text for text in tidy if text}
        match = _SECTION.fullmatch(next(iter(said))) if len(said) == 1 else None
        only_rating = self.cell(tidy, "rating") and sum(map(bool, tidy)) == 1
        if not match or only_rating:
            return False
        self.end_section()
        self.section = _Section(number, match[1] or "T", int(match[2]) if match[2] else None)
        self.in_section = 0
        return True

    def end_section(self) -> None:
        if self.section and self.section.stated not in (None, self.in_section):
            self.fault("section_count", self.section.row, text=self.in_section, other=self.section.stated)

    def enterprise(self, number: int, cells: Sequence[str]) -> None:
        """Read one enterprise; what is wrong with each of its cells is found in one go."""
        self.in_section += 1
        name, code, rating = self.name(cells), self.code(number, cells), self.rating(number, cells)
        if isinstance(name, Number) or not name.strip():
            kind = "name_number" if name else "name_missing"
            self.fault(kind, number, self.columns["name"], text=name)
            return
        texts = [(at, cells[at].strip()) for at in self.other_names if at < len(cells)]
        beside = [at for at, text in texts if text not in ("", name.strip()) and not text.isdigit()]
        if beside:
            self.fault("beside", number, beside[0], text=cells[beside[0]].strip())
        elif rating:
            self.keep(RatingRow(number, name.strip(), code, rating))

    def code(self, number: int, cells: Sequence[str]) -> str | None:
        cell = self.cell(cells, "uscc")
        code = normalise_name(cell)
        if isinstance(cell, Number):
            self.fault("code_number", number, self.columns["uscc"], text=cell)
        elif code and not uscc.is_valid(code):
            self.fault("code_check", number, self.columns["uscc"], text=code)
        else:
            return code or None
        return None

    def rating(self, number: int, cells: Sequence[str]) -> str | None:
        section, column = self.section.rating if self.section else None, self.columns.get("rating")
        if column is None and section is None:
            if not any(found.code == "no_rating" for found in self.findings):
                self.fault("no_rating", number)
            return None
        text = normalise_name(self.cell(cells, "rating"))
        match = _RATING.fullmatch(text)
        said = (match[1] or "T") if match else section if not text else None
        if said is None:
            self.fault("rating_unknown" if text else "rating_missing", number, column, text=text)
        elif section not in (None, said):
            self.fault("rating_section", number, column, text=said, other=section)
        return said

    def keep(self, row: RatingRow) -> None:
        """Add a row unless the same enterprise is there already, by code or by name."""
        keys = [key for key in (row.uscc, normalise_name(row.name)) if key]
        same = next((self.known[key] for key in keys if key in self.known), None)
        if same is None:
            self.rows.append(row)
            self.known |= dict.fromkeys(keys, row)
        elif same.rating != row.rating:
            self.fault("two_classes", row.row, self.columns.get("rating"), other=same.row)
        elif same.uscc and row.uscc and same.uscc != row.uscc:
            self.fault("two_codes", row.row, self.columns["uscc"], other=same.row)
        else:
            self.fault("again", row.row, other=same.row)
            self.in_section -= 1
