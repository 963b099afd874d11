"""What rating an enterprise has: importing a published list whole, and saying whose row is whose.

Each of these may give a claim's enterprise another class than the claim was rated by. That raises a review
task; no sum changes.
"""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import insert, select

from disburse import clock, desk, numbering
from disburse.actors import Actor
from disburse.db import db
from disburse.errors import AlreadyThere, BadRecord, Finding, NotFound, SamePerson, a_row
from disburse.models import (
    Enterprise,
    Event,
    RatingList,
    RecognitionList,
    RecognitionRow,
    ReviewTask,
    RowMatch,
)
from disburse.models import RatingRow as Row
from disburse.queries import ratings, reviews
from disburse.queries.digests import rows_digest
from schemas.tables import RatingRow, normalise_name
from workflows.review import REVIEW
from workflows.table import NEW

IMPORTERS = ("city_clerk",)
Held = tuple[RatingList | RecognitionList, Row | RecognitionRow]
"""A list, locked, and one of its rows."""


@desk.use_case
def import_ratings(
    *,
    rows: Sequence[RatingRow],
    file_name: str,
    file_sha256: str,
    year: int,
    unit: str,
    notice: str,
    scale: str | None = None,
    corrects: str | None = None,
    partial: bool = False,
    by: Actor,
) -> RatingList:
    """Keep a published rating list of one unit and year, row by row as it was published.

    ``scale`` is ``above`` 规上 or ``below`` 规下 where it covers these only. A list that ``corrects`` another
    stands in its place, or only for the enterprises that it has, where it is ``partial``.
    """
    _require_new(len(rows), unit, year, file_name, file_sha256)
    _require_correctable(corrects, unit, year, partial=partial)
    number = numbering.next_id("rating_list")
    db.session.execute(insert(Row), [_row(number, row) for row in rows])
    rating_list = RatingList(
        id=number,
        year=year,
        unit=unit,
        notice=notice,
        file_name=file_name,
        file_sha256=file_sha256,
        rows_sha256=rows_digest(rows),
        row_count=len(rows),
        counts=dict(Counter(row.rating for row in rows)),
        imported_on=clock.today(),
        scale=scale,
        corrects=corrects,
        correction=("part" if partial else "whole") if corrects else None,
    )
    desk.open_record(rating_list, "import", by=by, roles=IMPORTERS, document=notice, about=corrects)
    _raise_reviews(unit, number, by)
    return rating_list


@desk.use_case
def confirm_match(
    number: str, *, row: int, enterprise: str, note: str, version: int | None = None, by: Actor
) -> RowMatch:
    """Say that a row of list ``number`` is this enterprise, on the grounds in ``note``."""
    return _say("confirmed", _held(number, row, version, by), enterprise, note, by)


@desk.use_case
def reject_match(
    number: str, *, row: int, enterprise: str, note: str, version: int | None = None, by: Actor
) -> RowMatch:
    """Say that a row of list ``number`` is not this enterprise, whatever its name looks like."""
    return _say("rejected", _held(number, row, version, by), enterprise, note, by)


def _say(verdict: str, held: Held, enterprise: str, note: str, by: Actor) -> RowMatch:
    """Write a verdict down, or the change of an earlier one. Raises SamePerson for who imported the list."""
    source, line = held
    number, row = source.id, line.row
    owner = db.session.get(Enterprise, enterprise)
    if owner is None:
        raise NotFound(number=enterprise)
    action = {"confirmed": "confirm", "rejected": "reject"}[verdict]
    _require_another(number, action, by)
    if verdict == "confirmed":
        _require_free(line, owner)
    same_row = (RowMatch.list_id == number) & (RowMatch.row == row)
    said = db.session.scalar(select(RowMatch).where(same_row, RowMatch.enterprise_id == owner.id))
    if said is None:
        fresh = {"list_id": number, "row": row, "enterprise_id": owner.id, "verdict": verdict}
        said = RowMatch(id=numbering.next_id("row_match"), **fresh)
        desk.open_record(said, action, by=by, roles=IMPORTERS, note=note, about=owner.id)
    elif said.verdict == verdict:
        raise AlreadyThere(what=a_row(number, row), number=said.id)
    else:
        desk.change(said, action, by=by, roles=IMPORTERS, note=note, verdict=verdict)
    if isinstance(source, RatingList):
        _raise_reviews(source.unit, number, by)
    return said


def _held(number: str, row: int, version: int | None, by: Actor) -> Held:
    """The row, and its list, of either kind, locked: verdicts on one list are given one at a time."""
    rated = db.session.get(Row, (number, row))
    if rated:
        return desk.hold(RatingList, number, by=by, version=version), rated
    recognised = db.session.get(RecognitionRow, (number, row))
    if recognised:
        return desk.hold(RecognitionList, number, by=by, version=version), recognised
    raise NotFound(number=f"{number}/{row}")


def _require_free(line: Row | RecognitionRow, owner: Enterprise) -> None:
    """A row is one enterprise's, and a code is nobody else's."""
    if line.uscc not in (None, owner.uscc):
        zh, en = f"该行的信用代码是 {line.uscc}", f"the row has the code {line.uscc}"
        raise BadRecord([Finding("row", zh, en)])
    taken = db.session.scalar(
        select(RowMatch.enterprise_id).where(
            RowMatch.list_id == line.list_id,
            RowMatch.row == line.row,
            RowMatch.verdict == "confirmed",
            RowMatch.enterprise_id != owner.id,
        )
    )
    if taken:
        raise AlreadyThere(what=a_row(line.list_id, line.row), number=taken)


def _require_another(number: str, action: str, by: Actor) -> None:
    query = select(Event.id).where(Event.record == number, Event.action == "import", Event.actor == by.id)
    if db.session.scalar(query):
        raise SamePerson(number=number, action=action, earlier="import")


def _require_new(row_count: int, unit: str, year: int, file_name: str, file_sha256: str) -> None:
    known = db.session.scalar(
        select(RatingList.id).where(
            RatingList.unit == unit, RatingList.year == year, RatingList.file_sha256 == file_sha256
        )
    )
    if known:
        raise AlreadyThere(what=file_name, number=known)
    if not row_count:
        raise BadRecord([Finding(file_name, "名单没有一行企业", "the list has no enterprise")])


def _require_correctable(corrects: str | None, unit: str, year: int, *, partial: bool) -> None:
    """The list to be corrected must be one of the same unit and year, and still in force."""
    if corrects is None:
        if partial:
            raise BadRecord([Finding("corrects", "须写明更正哪份名单", "say which list it corrects")])
        return
    if corrects not in {source.id for source in ratings.in_force(unit) if source.year == year}:
        zh = f"{unit} {year} 年度没有施行中的名单 {corrects}，或已被更正"
        en = f"{unit} has no list {corrects} of {year} in force; it may have been corrected already"
        raise BadRecord([Finding("corrects", zh, en)])


def _raise_reviews(unit: str, list_id: str, by: Actor) -> None:
    """Raise a review task for each rated claim of the unit whose enterprise has another class now."""
    for changed in reviews.changed(unit):
        task = ReviewTask(
            id=numbering.next_id("review_task"),
            workflow_version=REVIEW.version,
            state=NEW,
            claim_id=changed.claim.id,
            list_id=list_id,
            rated_by=changed.claim.rating_list_id,
            rating_was=changed.claim.rating,
            rating_now=changed.rating_now,
            raised_on=clock.today(),
        )
        desk.open_record(task, "raise", by=by, about=changed.claim.id)


def _row(number: str, row: RatingRow) -> dict[str, object]:
    return {
        "list_id": number,
        "row": row.row,
        "name": row.name,
        "match_name": normalise_name(row.name),
        "uscc": row.uscc,
        "rating": row.rating,
    }
