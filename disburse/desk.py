"""The one door: a use case is one transaction, a move is one step of a workflow; both are written down."""

import functools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import configure_mappers
from sqlalchemy.orm.exc import StaleDataError

from disburse import apart, audit, clock, numbering, office, outages, pledged, rehearsal
from disburse.actors import Actor
from disburse.db import WRITING, db
from disburse.errors import (
    Both,
    NeedsDocument,
    NeedsNote,
    NotFound,
    NotYours,
    OutOfOrder,
    Refusal,
    Stale,
)
from disburse.models import Audited, Claim
from disburse.models import Refusal as RefusalRow
from disburse.scope import visible
from disburse.turns import turn
from workflows.engine import NoSuchStep, Workflow
from workflows.table import NEW, Step

PAUSES_MS = (5, 20, 80, 320)
"""Pauses before a use case is tried again."""

configure_mappers()  # now, not inside the first turn while others wait

P = ParamSpec("P")
R = TypeVar("R")
Row = TypeVar("Row", bound=Audited)


before_commit: ContextVar[Callable[[Any], None] | None] = ContextVar("before_commit", default=None)
"""What is to be kept with the next use case, in its transaction; it is told what the use case gives."""


@contextmanager
def aside() -> Iterator[None]:
    """A short transaction of rows that the journal does not follow, such as answers given once."""
    with outages.told(), _transaction():
        yield


def use_case(function: Callable[P, R]) -> Callable[P, R]:
    """Make a service of a function: one transaction, all or nothing.

    A refusal undoes everything and is then written down by itself: who was refused what, and why. Raises
    ``outages.Outage`` when the database can't be written or reached.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with outages.told():
                return _once_and_whole(function, *args, **kwargs)
        except outages.Outage:
            raise
        except StaleDataError:
            stale = Stale(number=_subject(args), seen="?", version="?")
            _write_down(stale, function.__name__, args, kwargs)
            raise stale from None
        except Refusal as refusal:
            _write_down(refusal, function.__name__, args, kwargs)
            raise

    run.is_use_case = True  # type: ignore[attr-defined]  # read by tests/house
    return run


def _once_and_whole(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run in one transaction; again, after a pause, when the database had to give one of two way."""
    for pause_ms in PAUSES_MS:
        try:
            with _transaction():
                return _kept(function(*args, **kwargs))
        except DBAPIError as error:
            if not _gave_way(error):
                raise
        time.sleep(pause_ms / 1000)
    with _transaction():
        return _kept(function(*args, **kwargs))


def _kept(result: R) -> R:
    """Do what is asked for before the commit; banks are told of what was done to awards pledged to them."""
    pledged.tell()
    keep = before_commit.get()
    if keep:
        keep(result)
    return result


def _gave_way(error: DBAPIError) -> bool:
    """Whether a transaction was undone for another's sake, not for a fault of its own."""
    return getattr(error.orig, "sqlstate", None) in outages.TRY_AGAIN


@contextmanager
def _transaction() -> Iterator[None]:
    if db.session.info.get("inside"):
        raise RuntimeError("a service calls no other service")
    db.session.close()
    db.session.info["inside"] = True
    pledged.forget()
    file = db.engine.url.database if db.engine.dialect.name == "sqlite" else None
    try:
        if file:
            db.engine.connect().close()  # opened before the turn, and at hand in it
        with turn(file):
            db.session.connection(execution_options=WRITING)
            yield
            _end()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        db.session.info["inside"] = False
        db.session.close()


def _end() -> None:
    if rehearsal.trying.get():
        db.session.expunge_all()
        db.session.rollback()
    else:
        db.session.commit()
    db.session.close()


def _subject(args: tuple[Any, ...]) -> str | None:
    return args[0] if args and isinstance(args[0], str) else None


def _write_down(refusal: Refusal, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Keep a refusal. An outage meanwhile does not hide it from the person who was refused."""
    if rehearsal.trying.get():
        return
    by = kwargs["by"]
    with suppress(outages.Outage), outages.told(), _transaction():
        row = RefusalRow(
            id=numbering.next_id("refusal"),
            subject=_subject(args),
            use_case=name,
            code=refusal.code,
            sentence=str(refusal)[:4000],
        )
        audit.append(row, "refuse", by=by, about=row.subject, reason=refusal.zh[:1000])


def hold(model: type[Row], number: str, *, by: Actor, version: int | None = None) -> Row:
    """Lock one record that ``by`` may see, until the use case ends.

    Raises NotFound, or Stale when the record was changed after the ``version`` that the caller saw.
    """
    query = select(model).where(model.id == number, visible(model, by)).with_for_update()
    row = db.session.scalars(query).one_or_none()
    if row is None:
        raise NotFound(number=number)
    if version is not None and audit.changed_since(row, version):
        raise Stale(number=number, seen=version, version=row.version)
    return row


def open_record(
    record: Row,
    action: str,
    *,
    by: Actor,
    roles: tuple[str, ...] = (),
    note: str | None = None,
    document: str | None = None,
    amount_fen: int | None = None,
    about: str | None = None,
) -> Row:
    """Write a new record and its first event. ``roles`` says who may where no workflow does."""
    workflow = record.workflow
    if workflow is not None and any(s.action == action for s in workflow.exits(NEW)):
        step = workflow.step(action, NEW)
        _require(step, record, by, note, document)
        workflow.walk(record, action)  # type: ignore[arg-type]  # a record with a workflow has a state
    elif by.role not in roles:
        raise NotYours(number=record.id, action=action, role=by.role, unit=by.unit, roles=roles)
    pledged.append(
        record, action, by=by, target=getattr(record, "state", None),
        amount_fen=amount_fen, about=about, reason=note, document=document,
    )  # fmt: skip
    return record


def move(
    record: Audited,
    action: str,
    *,
    by: Actor,
    note: str | None = None,
    document: str | None = None,
    amount_fen: int | None = None,
    about: str | None = None,
    **changes: Any,
) -> None:
    """Take one step of the record's workflow, with the ``changes`` it brings, and write it down.

    Raises OutOfOrder, NotYours, SamePerson, NeedsNote, NeedsDocument or Frozen.
    """
    workflow, state = _workflow(record), _state(record)
    try:
        step = workflow.step(action, state)
    except NoSuchStep as no:
        raise OutOfOrder(number=record.id, why_zh=no.zh, why_en=no.en) from None
    _require(step, record, by, note, document)
    for column, value in changes.items():
        setattr(record, column, value)
    workflow.walk(record, action)  # type: ignore[arg-type]  # _state has seen that it has one
    if isinstance(record, Claim) and step.source != step.target:
        record.due_on, record.due_provisional = office.deadline(step.target, clock.today())
    pledged.append(
        record, action, by=by, source=step.source, target=step.target,
        amount_fen=amount_fen, about=about, reason=note, document=document,
    )  # fmt: skip


def change(
    record: Audited,
    action: str,
    *,
    by: Actor,
    roles: tuple[str, ...],
    note: str | None = None,
    document: str | None = None,
    amount_fen: int | None = None,
    about: str | None = None,
    **changes: Any,
) -> None:
    """Change a record that has no workflow, such as an enterprise's account, and write it down."""
    if by.role not in roles:
        raise NotYours(number=record.id, action=action, role=by.role, unit=by.unit, roles=roles)
    for column, value in changes.items():
        setattr(record, column, value)
    pledged.append(record, action, by=by, amount_fen=amount_fen, about=about, reason=note, document=document)


def _workflow(record: Audited) -> Workflow:
    if record.workflow is None:
        raise TypeError(f"{record.kind} has no workflow")
    return record.workflow


def _state(record: Audited) -> str:
    state: str = record.state  # type: ignore[attr-defined]  # every record with a workflow has one
    return state


def _require(step: Step, record: Audited, by: Actor, note: str | None, document: str | None) -> None:
    label = Both(step.label_zh, step.label_en)
    if by.role != step.role:
        raise NotYours(number=record.id, action=label, role=by.role, unit=by.unit, roles=(step.role,))
    if step.note_required and not note:
        raise NeedsNote(action=label)
    if step.document_required and not document:
        raise NeedsDocument(action=label)
    if record.workflow and (earlier := record.workflow.apart(step)):
        apart.require([record.id], earlier, label, by=by)
    pledged.require_unfrozen(record, step.action, label)
