"""Published rating lists 亩产效益评价名单: from a sheet with all its dirt to rows, and every fault at once.

Nothing is guessed: a class, a code or a layout that is not known is a finding with its place and its mend.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple

from schemas.listed import OF_ALL_LISTS, Reading
from schemas.names import normalise_name
from schemas.rating_faults import Finding, finding
from schemas.ratings import RATINGS
from schemas.sheets import NotThisKindOfFile, Number, Sheet, read_rows

__all__ = ["Finding", "NotThisKindOfFile", "Number", "RatingRow", "RatingsFile", "Sheet"]
__all__ += ["normalise_name", "ratings", "read_rows", "reconcile"]

_RATING = re.compile(r"([ABCDT])[类级档]?(\(.*\))?|(暂不评价)[类企业]*")
_SECTION = re.compile(
    r"(?:\(?[一二三四五六七八九十\d]+[)、.,:]+)?"
    r"(?:([ABCDT])类(?:\([^)\d]*\))?|暂不评价类?)(?:企业)?(?:名单)?"
    r"(?:\(?共?(\d+)[家户]\)?)?:?"
)


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
    header: int = 0
    """The row of the headings; 0 where there is none."""

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop the import."""
        return tuple(found for found in self.findings if found.severity == "error")


def ratings(path: Path) -> RatingsFile:
    """Read a rating list; NotThisKindOfFile when the file cannot be read at all."""
    reading = _Ratings()
    reading.sheet(read_rows(path))
    counts = Counter(row.rating for row in reading.rows)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return RatingsFile(
        tuple(reading.rows),
        reading.in_order(),
        sha256,
        {name: counts[name] for name in RATINGS},
        reading.header,
    )


def reconcile(counts: Mapping[str, int], stated: Mapping[str, int]) -> tuple[Finding, ...]:
    """Hold the rows by class against the numbers that the notice states."""
    known = {name: number for name, number in stated.items() if name in RATINGS}
    strange = [finding("stated_class", text=name) for name in stated if name not in known]
    wrong = [(name, number) for name, number in known.items() if counts.get(name, 0) != number]
    return (*strange, *(finding("stated", text=n, other=m, seen=counts.get(n, 0)) for n, m in wrong))


class _Section(NamedTuple):
    """A heading such as A类企业（55家）, and how many enterprises it states."""

    row: int
    rating: str
    stated: int | None


class _Ratings(Reading):
    """A rating list under way: a class stands in its own column, or in the heading of a section."""

    headings: ClassVar[Mapping[str, str]] = {
        **OF_ALL_LISTS,
        **dict.fromkeys(("评价结果", "综合评价结果", "综合评价等级", "评价等级", "评价类别"), "rating"),
        **dict.fromkeys(("类别", "等级", "分类"), "rating"),
    }

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[RatingRow] = []
        self.section: _Section | None = None
        self.in_section = 0
        self.codes: dict[str, RatingRow] = {}
        self.names: dict[str, list[RatingRow]] = {}

    @property
    def empty(self) -> bool:
        return not self.rows

    @property
    def begun(self) -> bool:
        return bool(self.columns or self.section)

    def sheet(self, sheet: Sheet) -> None:
        super().sheet(sheet)
        self.end_section()

    def passes_over(self, number: int, tidy: Sequence[str]) -> bool:
        """Begin a section at the heading of a class."""
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
        """Hold the section that ends against the number its heading states."""
        if self.section and self.section.stated not in (None, self.in_section):
            self.fault("section_count", self.section.row, text=self.in_section, other=self.section.stated)

    def enterprise(self, number: int, cells: Sequence[str]) -> None:
        self.in_section += 1
        code, rating = self.code(number, cells), self.rating(number, cells)
        name = self.sole_name(number, cells)
        if name and rating:
            self.keep(RatingRow(number, name, code, rating))

    def rating(self, number: int, cells: Sequence[str]) -> str | None:
        """The class, from the row or from the section's heading; the two must not contradict each other."""
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
        """Add a row unless the same enterprise is there already, by code or by name.

        Two codes under one name are two enterprises.
        """
        namesakes = self.names.setdefault(normalise_name(row.name), [])
        same = self.codes.get(row.uscc or "") or next(
            (other for other in namesakes if None in (row.uscc, other.uscc)), None
        )
        if same is None:
            for other in namesakes[-1:]:
                self.fault("namesake", row.row, self.columns["uscc"], other=other.row)
            self.rows.append(row)
            namesakes.append(row)
            self.codes |= {row.uscc: row} if row.uscc else {}
        elif same.rating != row.rating:
            self.fault("two_classes", row.row, self.columns.get("rating"), other=same.row)
        else:
            self.fault("again", row.row, other=same.row)
            self.in_section -= 1
