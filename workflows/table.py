"""The two kinds of line a workflow's table is written in: states and the steps between them."""

from dataclasses import dataclass
from enum import Flag, auto

NEW = "new"
"""Where a record comes from that does not exist yet: the source of a step that creates one."""
OR = "."
"""Between the names of states that are asked for at once."""


class Needs(Flag):
    """What must be written down with a step."""

    NOTHING = 0
    NOTE = auto()
    DOCUMENT = auto()
    BOTH = NOTE | DOCUMENT


NOTHING, NOTE, DOCUMENT, BOTH = Needs.NOTHING, Needs.NOTE, Needs.DOCUMENT, Needs.BOTH


@dataclass(frozen=True, slots=True)
class State:
    """Where a record can be, what the applicant is told, who holds it and for how many working days.

    ``rest`` marks a state in which a record may stay for ever; every other state has a ``holder``, the role
    that is expected to move it on, within ``deadline_workdays`` if a clock runs, not before
    ``minimum_workdays`` if a term must be waited for.
    """

    name: str
    zh: str
    en: str
    public_zh: str
    public_en: str
    holder: str = ""
    deadline_workdays: int | None = None
    minimum_workdays: int | None = None
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One arrow: ``role`` may take ``action`` from ``source`` to ``target``.

    ``needs`` says what must be written down: the reason (a note), a document's number, both or neither.
    ``apart_from`` names the actions that the actor must not have taken on this record, ``duty`` the one of
    the procedure's duties that the step belongs to: nobody takes steps of two duties on one record.
    """

    action: str
    source: str
    target: str
    role: str
    label_zh: str
    label_en: str
    needs: Needs = NOTHING
    apart_from: tuple[str, ...] = ()
    duty: str = ""

    @property
    def note_required(self) -> bool:
        """Whether the reason must be given."""
        return NOTE in self.needs

    @property
    def document_required(self) -> bool:
        """Whether the number of a document must be given."""
        return DOCUMENT in self.needs
