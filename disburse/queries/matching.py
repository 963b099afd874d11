"""Whose row is it? Rows of published lists and the enterprises of one unit, and what nobody can say alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import ColumnElement, or_, select

from disburse.db import db
from disburse.errors import Refusal
from disburse.models import Enterprise, RatingRow, RecognitionRow, RowMatch
from schemas.names import near_keys

How = Literal["uscc", "name", "confirmed"]
Why = Literal["namesakes", "near"]
Place = tuple[str, int]
"""A list and a row of it."""
Verdicts = Mapping[tuple[str, int, str], str]
"""What a person said of list, row and enterprise: confirmed or rejected."""


class OpenMatch(Refusal):
    """名单 {list} 第 {row} 行“{listed}”可能是 {name}，还没有人认定。
    Row {row} of list {list}, "{listed}", may be {name}: nobody has said yet.
    """

    mend = (
        "请另一人确认或否定（disburse worklist ratings）。",
        "Another person confirms or rejects it (disburse worklist ratings).",
    )


class NotMatched(Refusal):
    """{list} 第 {row} 行不能对应到登记的企业，或还没有人认定。
    Row {row} of {list} is no registered enterprise's, or nobody has said so yet.
    """

    mend = (
        "请先登记企业，或由另一人认定（disburse worklist recognitions）。",
        "Register the enterprise, or have the match confirmed (disburse worklist recognitions).",
    )


@dataclass(frozen=True, order=True)
class Firm:
    """An enterprise of the register, as far as matching goes."""

    id: str
    name: str
    match_name: str
    uscc: str


@dataclass(frozen=True)
class Line:
    """A row of a list, as far as matching goes."""

    list_id: str
    row: int
    name: str
    match_name: str
    uscc: str | None

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.list_id, self.row


@dataclass(frozen=True)
class Candidate:
    """A row that may be an enterprise's: a person confirms or rejects it."""

    line: Line
    firm: Firm
    why: Why


@dataclass
class Matching:
    """Who stands where. A code, a name that is alone, or a person's word decide; all else is open.

    ``own``: the rows of each enterprise, and how each was found; ``open``: candidates, by enterprise.
    """

    own: dict[str, dict[Place, How]] = field(default_factory=lambda: defaultdict(dict))
    open: dict[str, list[Candidate]] = field(default_factory=lambda: defaultdict(list))


def match(
    firms: Sequence[Firm], lines: Iterable[Line], verdicts: Verdicts, elsewhere: Iterable[Firm] = ()
) -> Matching:
    """Match the rows of lists with the enterprises of a unit. Pure.

    A name counts where the row has no code and exactly one enterprise bears it. Enterprises of one name, and
    names that nearly agree, are for a person; an enterprise that has its row already seeks no other. Those
    registered ``elsewhere`` are known by their code only.
    """
    found, doubtful = Matching(), []
    by_code = {firm.uscc: firm for firm in (*firms, *elsewhere)}
    by_name: dict[str, list[Firm]] = defaultdict(list)
    for firm in firms:
        by_name[firm.match_name].append(firm)
    confirmed = {(at, row): firm for (at, row, firm), said in verdicts.items() if said == "confirmed"}
    for line in lines:
        namesakes = by_name.get(line.match_name, [])
        if line.place in confirmed:
            found.own[confirmed[line.place]][line.place] = "confirmed"
        elif line.uscc:
            if line.uscc in by_code:
                found.own[by_code[line.uscc].id][line.place] = "uscc"
        elif len(namesakes) == 1 and (*line.place, namesakes[0].id) not in verdicts:
            found.own[namesakes[0].id][line.place] = "name"
        else:
            doubtful.append(line)
    _seek(found, [firm for firm in firms if firm.id not in found.own], doubtful, verdicts)
    return found


def _seek(found: Matching, seeking: Iterable[Firm], doubtful: Iterable[Line], verdicts: Verdicts) -> None:
    """Find the candidates for rows without an owner among the enterprises without a row."""
    near: dict[str, dict[Firm, None]] = defaultdict(dict)
    for firm in seeking:
        for key in near_keys(firm.name):
            near[key][firm] = None
    for line in doubtful:
        firms = {firm for key in near_keys(line.name) for firm in near.get(key, ())}
        asked = sorted(firm for firm in firms if (*line.place, firm.id) not in verdicts)
        namesakes = [firm for firm in asked if firm.match_name == line.match_name]
        for firm in namesakes or asked:
            found.open[firm.id].append(Candidate(line, firm, "namesakes" if namesakes else "near"))


def each_of_unit(
    model: type[RatingRow] | type[RecognitionRow], lists: Sequence[str], unit: str
) -> dict[str, Matching]:
    """Match each of many lists by itself with all enterprises of a unit; as many queries as for one."""
    codes = select(model.uscc).where(model.list_id.in_(lists), model.uscc.is_not(None))
    elsewhere = _firms(Enterprise.unit != unit, Enterprise.uscc.in_(codes))
    firms, lines, verdicts = _firms(Enterprise.unit == unit), _lines(model, lists), _verdicts(lists)
    by_list: dict[str, list[Line]] = {number: [] for number in lists}
    for line in lines:
        by_list[line.list_id].append(line)
    return {number: match(firms, rows, verdicts, elsewhere) for number, rows in by_list.items()}


def of_unit(model: type[RatingRow] | type[RecognitionRow], lists: Sequence[str], unit: str) -> Matching:
    """Match whole lists with all enterprises of a unit."""
    codes = select(model.uscc).where(model.list_id.in_(lists), model.uscc.is_not(None))
    elsewhere = _firms(Enterprise.unit != unit, Enterprise.uscc.in_(codes))
    return match(_firms(Enterprise.unit == unit), _lines(model, lists), _verdicts(lists), elsewhere)


def of_one(enterprise: Enterprise, lists: Sequence[str]) -> Matching:
    """Match the rows of rating lists that have the code or the name of one enterprise, or were confirmed."""
    verdicts = _verdicts(lists)
    mine = [RatingRow.uscc == enterprise.uscc, RatingRow.match_name == enterprise.match_name]
    mine += [
        (RatingRow.list_id == list_id) & (RatingRow.row == row)
        for (list_id, row, firm), said in verdicts.items()
        if (firm, said) == (enterprise.id, "confirmed")
    ]
    namesakes = _firms(Enterprise.unit == enterprise.unit, Enterprise.match_name == enterprise.match_name)
    return match(namesakes, _lines(RatingRow, lists, or_(*mine)), verdicts)


def owner(line: RecognitionRow, unit: str) -> str | None:
    """The enterprise whose row it is, as far as that is certain."""
    namesakes = _firms(Enterprise.unit == unit, Enterprise.match_name == line.match_name)
    holder = _firms(Enterprise.uscc == line.uscc) if line.uscc else []
    alone = Line(line.list_id, line.row, line.name, line.match_name, line.uscc)
    return next(iter(match(namesakes, [alone], _verdicts([line.list_id]), holder).own), None)


def _firms(*conditions: ColumnElement[bool]) -> list[Firm]:
    query = select(Enterprise.id, Enterprise.name, Enterprise.match_name, Enterprise.uscc).where(*conditions)
    return [Firm(*row) for row in db.session.execute(query.order_by(Enterprise.id))]


def _lines(
    model: type[RatingRow] | type[RecognitionRow], lists: Sequence[str], *conditions: ColumnElement[bool]
) -> list[Line]:
    query = (
        select(model.list_id, model.row, model.name, model.match_name, model.uscc)
        .where(model.list_id.in_(lists), *conditions)
        .order_by(model.list_id, model.row)
    )
    return [Line(*row) for row in db.session.execute(query)]


def _verdicts(lists: Sequence[str]) -> Verdicts:
    query = select(RowMatch.list_id, RowMatch.row, RowMatch.enterprise_id, RowMatch.verdict)
    rows = db.session.execute(query.where(RowMatch.list_id.in_(lists)))
    return {(list_id, row, firm): verdict for list_id, row, firm, verdict in rows}
