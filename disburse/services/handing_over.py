"""Handing lists over as files: each is an event of who took what, so is each fetching of a file."""

from typing import Any

from disburse import audit, clock, desk, jobs, numbering
from disburse.actors import Actor
from disburse.errors import Both, NotYours, OutOfOrder
from disburse.models import HandOver
from schemas.handover import TYPED
from workflows.roles import HELD

ANYONE = tuple(HELD)


@desk.use_case
def hand_over(
    *,
    audience: str,
    collection: str,
    chosen: dict[str, Any],
    form: str,
    row_count: int,
    file_sha256: str,
    by: Actor,
) -> HandOver:
    """Write down that a list was handed over at once."""
    made = _new(audience, collection, chosen, form, by)
    made.row_count, made.file_sha256 = row_count, file_sha256
    return desk.open_record(made, "hand_over", by=by, roles=ANYONE)


@desk.use_case
def ask_export(*, audience: str, collection: str, chosen: dict[str, Any], form: str, by: Actor) -> HandOver:
    """Ask for a list that is too long to be handed over at once; a job writes the file."""
    made = desk.open_record(_new(audience, collection, chosen, form, by), "ask", by=by, roles=ANYONE)
    jobs.enqueue("list", {"hand_over": made.id}, f"list:{made.id}", made.id, once=True)
    return made


@desk.use_case
def write_export(number: str, *, row_count: int, file_sha256: str, by: Actor) -> HandOver:
    """Write down what the job has written."""
    made = desk.hold(HandOver, number, by=by)
    if made.file_sha256 is not None:
        raise OutOfOrder(number=number, why_zh="文件已生成。", why_en="its file is there.")
    desk.change(made, "write", by=by, roles=("clock",), row_count=row_count, file_sha256=file_sha256)
    return made


@desk.use_case
def fetch_export(number: str, *, by: Actor) -> HandOver:
    """Write down that a file is fetched, by who asked for it or a colleague of the same role."""
    made = desk.hold(HandOver, number, by=by)
    if by.id != made.asker and (by.role, by.unit) != (made.asker_role, made.asker_unit):
        fetching, asker = Both("领取", "Fetch"), (made.asker_role,)
        raise NotYours(number=number, action=fetching, role=by.role, unit=by.unit, roles=asker)
    if made.file_sha256 is None:
        raise OutOfOrder(
            number=number, why_zh="文件尚未生成，请稍候。", why_en="its file is not written yet."
        )
    if made.forgotten_on or made.version == 1:
        raise OutOfOrder(number=number, why_zh="文件未保留，请重新导出。", why_en="its file is not kept.")
    desk.change(made, "fetch", by=by, roles=ANYONE)
    return made


@desk.use_case
def forget_export(number: str, *, by: Actor) -> HandOver:
    """Write down that a file was cleared away; who took it stays on record."""
    made = desk.hold(HandOver, number, by=by)
    desk.change(made, "forget", by=by, roles=("clock",), forgotten_on=clock.today())
    return made


def _new(audience: str, collection: str, chosen: dict[str, Any], form: str, by: Actor) -> HandOver:
    number = numbering.next_id("hand_over")
    return HandOver(
        id=number,
        audience=audience,
        collection=collection,
        chosen={name: _kept(number, name, value) for name, value in chosen.items()},
        form=form,
        asker=by.id,
        asker_role=by.role,
        asker_unit=by.unit,
    )


def _kept(number: str, name: str, value: Any) -> Any:
    """A filter as the journal keeps it: of words that a person typed, a digest."""
    return audit.disclose(number, name, value) if name in TYPED else value
