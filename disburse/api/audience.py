"""An audience: the collections it may read, the doors through which it acts, and what is its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from flask_smorest import Blueprint

from disburse.actors import Actor
from disburse.api import door
from disburse.api.describe import Piece
from disburse.api.listing import Filters
from disburse.api.shapes import EVENT_SEEN, Shape
from disburse.exporting import Source


@dataclass(frozen=True)
class Collection:
    """Records of one kind under one name, such as ``claims``: listed by ``line``, one by ``whole``.

    ``pattern`` is the shape of their numbers, ``roles`` who of the audience may read them, all by default.
    What is ``hidden`` is shown in answer to acts alone, what is ``in_person`` to no token. Rows that are no
    records, such as jobs, have a ``source`` of their own.
    """

    name: str
    kind: str
    zh: str
    en: str
    line: Shape
    whole: Shape
    filters: Filters = field(default_factory=dict)
    pattern: str = r"[A-Z]{1,8}(-20[0-9]{2})?-[0-9]{3,9}"
    roles: frozenset[str] = frozenset()
    hidden: bool = False
    in_person: bool = False
    source: Source | None = None

    def may(self, by: Actor) -> bool:
        """Whether ``by`` may read the collection at all."""
        return not self.roles or by.role in self.roles


@dataclass(frozen=True)
class Door:
    """An act at an address: ``POST`` to ``path`` does ``act``, for whoever has ``scope``.

    ``called`` is its name where an audience has two doors to one act.
    """

    path: str
    act: str
    scope: str
    called: str = ""

    @property
    def name(self) -> str:
        """What the document calls the operation."""
        return self.called or self.act

    @property
    def collection(self) -> str:
        """The collection that the address begins with."""
        return self.path.split("/")[1]


@dataclass(frozen=True)
class Extra:
    """A door of an audience's own: what a table of collections and acts can't say."""

    method: str
    path: str
    name: str
    scope: str
    view: Callable[..., Any]
    says: Piece
    params: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Audience:
    """One office's interface under ``/api/<name>``; ``events`` is how much it sees of what happened.

    ``lines`` are lists of rows that are no records: an extra shows them, and they are taken away like others.
    """

    name: str
    collections: tuple[Collection, ...]
    doors: tuple[Door, ...] = ()
    extras: tuple[Extra, ...] = ()
    lines: tuple[Collection, ...] = ()
    events: Shape = EVENT_SEEN

    @property
    def shown(self) -> dict[str, Collection]:
        """The collections that can be read, by name."""
        return {c.name: c for c in self.collections if not c.hidden}

    def of_kind(self, kind: str) -> Collection:
        """Where records of a kind are read. Raises ``KeyError``."""
        return {c.kind: c for c in self.collections}[kind]

    @property
    def home(self) -> str:
        """Where its addresses begin."""
        return door.PREFIX[:-1] if self.name == door.EVERYONE else f"{door.PREFIX}{self.name}"

    def address(self, kind: str, number: str) -> str:
        """The address of one record."""
        return f"{self.home}/{self.of_kind(kind).name}/{number}"


def blueprint(audience: Audience) -> Blueprint:
    """The blueprint of an audience: only its people come in."""
    zh, en = door.OFFICES[audience.name]
    made = Blueprint(audience.name, __name__, url_prefix=audience.home, description=f"{zh} / {en}")
    made.before_request(door.only(audience.name))
    return made


def add(
    to: Blueprint,
    method: str,
    path: str,
    name: str,
    view: Callable[..., Any],
    says: Piece,
    params: Iterable[Piece] = (),
) -> None:
    """Add one operation, with what the document says of it; its id is ``<audience>_<name>``."""
    told = Blueprint.doc(operationId=f"{to.name}_{name}", security=[{"bearer": []}], **says)(view)
    to.add_url_rule(path, name, told, methods=[method], parameters=list(params))
