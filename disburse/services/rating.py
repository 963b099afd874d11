"""Rating lists: importing a published list whole."""

from collections.abc import Sequence

from sqlalchemy import insert, select

from disburse import clock, desk, numbering
from disburse.actors import Actor
from disburse.db import db
from disburse.errors import AlreadyThere, BadRecord, Finding
from disburse.models import RatingList
from disburse.models import RatingRow as Row
from disburse.queries.digests import rows_digest
from schemas.tables import RatingRow, normalise_name


@desk.use_case
def import_ratings(
    *,
    rows: Sequence[RatingRow],
    file_name: str,
    file_sha256: str,
    year: int,
    unit: str,
    notice: str,
    by: Actor,
) -> RatingList:
    """Keep a published rating list of one unit and year, row by row as it was published."""
    known = db.session.scalar(
        select(RatingList.id).where(
            RatingList.unit == unit, RatingList.year == year, RatingList.file_sha256 == file_sha256
        )
    )
    if known:
        raise AlreadyThere(what=file_name, number=known)
    if not rows:
        raise BadRecord([Finding(file_name, "名单没有一行企业", "the list has no enterprise")])
    number = numbering.next_id("rating_list")
    db.session.execute(insert(Row), [_row(number, row) for row in rows])
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.rating] = counts.get(row.rating, 0) + 1
    rating_list = RatingList(
        id=number,
        year=year,
        unit=unit,
        notice=notice,
        file_name=file_name,
        file_sha256=file_sha256,
        rows_sha256=rows_digest(rows),
        row_count=len(rows),
        counts=counts,
        imported_on=clock.today(),
    )
    return desk.open_record(rating_list, "import", by=by, roles=("city_clerk",), document=notice)


def _row(number: str, row: RatingRow) -> dict[str, object]:
    return {
        "list_id": number,
        "row": row.row,
        "name": row.name,
        "match_name": normalise_name(row.name),
        "uscc": row.uscc,
        "rating": row.rating,
    }
