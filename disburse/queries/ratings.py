"""Which published rating an enterprise has: the lists in force, corrections, and what is still open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select

from disburse.db import db
from disburse.errors import NoRatingList, TwoRatings
from disburse.models import Enterprise, RatingList, RatingRow
from disburse.queries import matching
from disburse.queries.matching import Candidate, Matching, OpenMatch

SCALES = frozenset({"above", "below"})


@dataclass(frozen=True)
class Found:
    """The list that was consulted, and the row that matched; no row means "not in the published list"."""

    source: RatingList
    row: RatingRow | None
    matched_by: str

    @property
    def rating(self) -> str:
        """A, B, C, D or T; ``unrated`` for a firm that the list does not have."""
        return self.row.rating if self.row else "unrated"


class Roll:
    """The rating lists in force of one unit, asked for one enterprise or for many."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        self.years = [list(lists) for _, lists in groupby(in_force(unit), lambda source: source.year)]
        self._whole: dict[int, Matching] = {}

    def find(self, enterprise: Enterprise) -> Found:
        """The enterprise's rating in the newest year that has it; else that it is not in the published lists.

        A year whose lists do not cover its scale, such as 规下 not yet published, says nothing of it. Raises
        NoRatingList; TwoRatings where lists or rows contradict one another; OpenMatch where a row may be this
        enterprise's and no person has said so.
        """
        scale = "above" if enterprise.above_scale else "below"
        for lists in self.years:
            found = self._in(lists, enterprise)
            if found:
                return found
            covering = [source for source in lists if source.scale in (None, scale)]
            if covering:
                return Found(covering[0], None, "none")
        raise NoRatingList(unit=self.unit)

    def candidates(self) -> Iterator[Candidate]:
        """Rows that may belong to an enterprise: the work list. A year that covers all ends the search."""
        covered: set[str] = set()
        settled: set[str] = set()
        for lists in self.years:
            whole = self.whole(lists)
            for firm, asked in sorted(whole.open.items()):
                yield from () if firm in settled else asked
            settled |= whole.own.keys()
            covered |= {s for source in lists for s in SCALES if source.scale in (None, s)}
            if covered == SCALES:
                return

    def whole(self, lists: Sequence[RatingList]) -> Matching:
        """The lists of one year matched with every enterprise of the unit."""
        year = lists[0].year
        if year not in self._whole:
            self._whole[year] = matching.of_unit(RatingRow, [source.id for source in lists], self.unit)
        return self._whole[year]

    def _in(self, lists: Sequence[RatingList], enterprise: Enterprise) -> Found | None:
        """What the lists of one year say. An enterprise that they don't name may stand there misspelt."""
        found = self._whole.get(lists[0].year) or matching.of_one(enterprise, [s.id for s in lists])
        if enterprise.id not in found.own and enterprise.id not in found.open:
            found = self.whole(lists)
        places = _uncorrected(found.own.get(enterprise.id, {}), lists)
        rows = [db.session.get_one(RatingRow, place) for place in places]
        if len({row.rating for row in rows}) > 1:
            raise TwoRatings(list="、".join(sorted({row.list_id for row in rows})), name=enterprise.name)
        if rows:
            source = next(source for source in lists if source.id == rows[0].list_id)
            return Found(source, rows[0], found.own[enterprise.id][rows[0].list_id, rows[0].row])
        asked = found.open.get(enterprise.id)
        if asked:
            line = asked[0].line
            raise OpenMatch(list=line.list_id, row=line.row, listed=line.name, name=enterprise.name)
        return None


def published(enterprise: Enterprise) -> Found:
    """The published rating of one enterprise; raises as ``Roll.find`` does."""
    return Roll(enterprise.unit).find(enterprise)


def to_match(unit: str | None = None) -> Iterator[Candidate]:
    """The work list of one unit or of all: rows that may be an enterprise's, for a person to say."""
    units = db.session.scalars(select(RatingList.unit).distinct().order_by(RatingList.unit))
    for one in [unit] if unit else units.all():
        yield from Roll(one).candidates()


def in_force(unit: str) -> list[RatingList]:
    """The lists of a unit, the newest first, without those that a correction replaced as a whole."""
    query = select(RatingList).where(RatingList.unit == unit)
    lists = db.session.scalars(query.order_by(RatingList.year.desc(), RatingList.id.desc())).all()
    gone = {source.corrects for source in lists if source.correction == "whole"}
    while more := {s.id for s in lists if s.corrects in gone and s.correction == "part"} - gone:
        gone |= more
    return [source for source in lists if source.id not in gone]


def _uncorrected(
    places: dict[matching.Place, matching.How], lists: Sequence[RatingList]
) -> list[matching.Place]:
    """The places of an enterprise, newest list first, but for those that a partial correction replaced."""
    above = {source.id: source.corrects for source in lists if source.correction == "part"}
    gone, newest_first = set(), [source.id for source in lists]
    for list_id, _ in places:
        corrected = above.get(list_id)
        while corrected:
            gone.add(corrected)
            corrected = above.get(corrected)
    kept = [place for place in places if place[0] not in gone]
    return sorted(kept, key=lambda place: (newest_first.index(place[0]), place[1]))
