"""Which published rating an enterprise has."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from disburse.db import db
from disburse.errors import NoRatingList, TwoRatings
from disburse.models import Enterprise, RatingList, RatingRow


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


def published(enterprise: Enterprise) -> Found:
    """Look the enterprise up in the newest year's lists of its unit, by code, else by normalised name.

    Raises NoRatingList, or TwoRatings when one list has two rows of that name.
    """
    year = db.session.scalar(select(func.max(RatingList.year)).where(RatingList.unit == enterprise.unit))
    if year is None:
        raise NoRatingList(unit=enterprise.unit)
    lists = db.session.scalars(
        select(RatingList)
        .where(RatingList.unit == enterprise.unit, RatingList.year == year)
        .order_by(RatingList.imported_on.desc(), RatingList.id.desc())
    ).all()
    rows = db.session.scalars(
        select(RatingRow).where(
            RatingRow.list_id.in_([found.id for found in lists]),
            or_(RatingRow.uscc == enterprise.uscc, RatingRow.match_name == enterprise.match_name),
        )
    ).all()
    for source in lists:
        here = [row for row in rows if row.list_id == source.id]
        by_code = [row for row in here if row.uscc == enterprise.uscc]
        by_name = [row for row in here if row.uscc is None]
        for matches, how in ((by_code, "uscc"), (by_name, "name")):
            if len({row.rating for row in matches}) > 1:
                raise TwoRatings(list=source.id, name=enterprise.name)
            if matches:
                return Found(source, matches[0], how)
    return Found(lists[0], None, "none")
