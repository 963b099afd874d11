"""The bank's receipts on their way in: looked at first, then imported as they were looked at, or mended.

The file waits in the page meanwhile; nothing of it is kept before somebody has seen what an import would do.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Any

from disburse import banking, rehearsal
from disburse.actors import Actor
from disburse.errors import AlreadyThere, NotThatFile
from disburse.web.languages import N_
from disburse.web.reader import config
from disburse.web.waiting_file import File
from schemas.receipt_faults import NOTES, WHY

MOST = 200
"""Lines that a look shows; the workbook has them all."""
WAYS = {
    "own": N_("随即办理"),
    "colleague": N_("留待同事办理"),
    "person": N_("须由人认定"),
    "note": N_("仅作记载"),
}
"""What an import would do with a line."""


@dataclass(frozen=True)
class Seen:
    """What an import would do: how many lines go which way, and the lines, those with findings first.

    ``known`` is the number of the record where the file was imported before: an import then goes on with it.
    """

    counts: Mapping[str, int]
    lines: Sequence[tuple[Any, str, Any]]
    known: str
    has_faults: bool


def looked(file: File, by: Actor) -> Seen:
    """What an import of the file by ``by`` would do; nothing is written. Raises as the import would."""
    payer, known = banking.payer_of(config()), ""
    with TemporaryDirectory() as folder:
        path = file.laid(folder)
        found = banking.look(path, payer=payer)
        try:
            with rehearsal.tried():
                banking.keep_receipt_file(path, payer=payer, by=by)
        except AlreadyThere as no:
            known = str(no.facts["number"])
    lines = [(one, _way(one, by), WHY.get(one.finding or "")) for one in found]
    lines.sort(key=lambda line: line[0].finding is None or line[0].finding in NOTES)
    counts = Counter(way for _one, way, _why in lines)
    return Seen({way: counts[way] for way in WAYS}, lines, known, counts["person"] > 0)


def workbook(file: File) -> bytes:
    """The file as a table with what is wrong beside each row, to be corrected and imported in its place.

    Raises NotThatFile where it is no table at all.
    """
    with TemporaryDirectory() as folder:
        path = file.laid(folder)
        try:
            found = banking.look(path, payer=banking.payer_of(config()))
        except NotThatFile as no:
            if not has_rows(no):
                raise
            found = ()
        return banking.error_workbook(path, found)


def has_rows(no: Any) -> bool:
    """Whether a refusal names rows of the file, which a workbook can show."""
    return isinstance(no, NotThatFile) and any(one.where.startswith("第") for one in no.findings)


def _way(one: Any, by: Actor) -> str:
    """What an import by ``by`` would do with a line; one that it did before stays done."""
    if one.finding in NOTES:
        return "note"
    if one.finding:
        return "person"
    return "own" if one.line.outcome in banking.BY_ROLE.get(by.role, ()) else "colleague"
