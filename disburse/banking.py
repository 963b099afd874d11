"""Payment files at the door: one out to the bank, its receipts back in, each line applied once."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from disburse.actors import Actor
from disburse.config import Config
from disburse.errors import AlreadyThere, Finding, NotThatFile, Refusal
from disburse.models import Batch, ReceiptFile, ReceiptLine
from disburse.queries import receipts
from disburse.queries.receipts import Examined
from disburse.services import paying, receiving
from reports.banking import Payer
from reports.figures import yuan
from reports.sheets import Wrong, faulty, wrongs
from schemas import receipts as files
from schemas.receipt_faults import NOTES, WHY
from schemas.receipt_lines import CONFIRMED

BY_ROLE = {"finance_payer": (CONFIRMED,), "finance_clerk": ("returned",)}
"""Who may apply which lines: an arrival is the payer's, a return the clerk's."""


@dataclass(frozen=True)
class Exported:
    """A batch's file as it lies on disk, and its SHA-256."""

    batch: Batch
    path: Path
    sha256: str


@dataclass(frozen=True)
class Received:
    """What became of a file: the record kept, whether it was there before, and what was done now.

    ``waiting`` are lines left open: for a colleague's role, or for a person to settle.
    """

    file: ReceiptFile
    is_known: bool
    applied: tuple[int, ...]
    refused: tuple[tuple[int, Refusal], ...]
    waiting: tuple[ReceiptLine, ...]


def payer_of(config: Config) -> Payer:
    """The account that pays, as it is set."""
    return Payer(config.payer_name, config.payer_account, config.payer_bank)


def export_batch(number: str, *, form: str, folder: Path, payer: Payer, by: Actor) -> Exported:
    """Write a batch's payment file into ``folder``, whole or not at all, readable by its owner only.

    The event comes first: no file lies about that the journal does not know. The same batch gives the same
    bytes, so after a kill one writes it again.
    """
    written = paying.write_file(number, form=form, payer=payer, by=by)
    path = folder / written.name
    folder.mkdir(parents=True, exist_ok=True)
    keep(path, written.data)
    return Exported(written.batch, path, written.sha256)


def keep(path: Path, data: bytes) -> None:
    """Put bytes in a file, whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def look(path: Path, *, payer: Payer) -> tuple[Examined, ...]:
    """What an import would find, line by line; nothing is kept. Raises NotThatFile with every fault."""
    file = _read(path)
    return tuple(receipts.examine(receipts.expand(file.lines), payer))


def keep_receipt_file(path: Path, *, payer: Payer, by: Actor) -> ReceiptFile:
    """Keep a file of receipts, and apply nothing yet. Raises NotThatFile, NotOurBank, UnknownMessage or
    AlreadyThere.
    """
    return _kept(_read(path), path.name, payer, by)


def import_receipt_file(path: Path, *, payer: Payer, by: Actor) -> Received:
    """Keep a file of receipts and apply what fits. The same file again goes on where it stopped.

    Raises NotThatFile, NotOurBank or UnknownMessage; then nothing was kept.
    """
    file = _read(path)
    known = receipts.by_hash(file.sha256)
    try:
        kept = known or _kept(file, path.name, payer, by)
    except AlreadyThere:  # by someone else, in this moment
        known = receipts.by_hash(file.sha256)
        if known is None:
            raise
        kept = known
    return apply_due(kept, is_known=known is not None, by=by)


def _kept(file: files.ReceiptsFile, name: str, payer: Payer, by: Actor) -> ReceiptFile:
    return receiving.import_receipts(
        lines=file.lines,
        form=file.form,
        message_id=file.message_id,
        file_name=name,
        file_sha256=file.sha256,
        payer=payer,
        by=by,
    )


def resume(*, by: Actor) -> list[Received]:
    """Apply what is due in every file that has open lines."""
    return [apply_due(file, is_known=True, by=by) for file in receipts.unfinished()]


def apply_due(file: ReceiptFile, *, is_known: bool, by: Actor) -> Received:
    """Apply the lines of a file that nothing speaks against and that are for this role, each by itself."""
    applied, refused = [], []
    for line in receipts.due(file):
        if line.outcome not in BY_ROLE.get(by.role, ()):
            continue
        try:
            receiving.apply_line(file.id, row=line.row, by=by)
            applied.append(line.row)
        except Refusal as no:
            refused.append((line.row, no))
    waiting = tuple(receipts.open_lines(file))
    return Received(file, is_known, tuple(applied), tuple(refused), waiting)


def error_workbook(path: Path, found: Iterable[Examined] = ()) -> bytes:
    """A table of receipts with what is wrong beside each row, to be corrected and imported in its place.

    ``found`` are the findings of a dry run. A message becomes a table of its lines.
    """
    said = {
        one.line.row: Wrong(WHY[one.finding].zh, one.line.reference, WHY[one.finding].en)
        for one in found
        if one.finding and one.finding not in NOTES
    }
    if path.suffix.lower() == ".xml":  # a message's lines, under a row of headings
        lines = [files.HEADINGS, *map(files.cells, _read(path).lines)]
        return faulty(lines, 1, {row + 1: wrong for row, wrong in said.items()})
    sheet, reading = files.table(path)
    return faulty(sheet.rows, reading.header, {**said, **wrongs(sheet.rows, reading.findings)})


def _read(path: Path) -> files.ReceiptsFile:
    try:
        file = files.receipts(path)
    except files.NotThisKindOfFile as no:
        raise _not_that(
            path, [Finding(path.name, f"{no.zh}；{no.mend_zh}", f"{no.en}; {no.mend_en}")]
        ) from no
    except OSError as no:
        why = Finding(path.name, "无法读取，请核对路径", f"can't be read: {no.strerror}")
        raise _not_that(path, [why]) from no
    if file.errors:
        told = [Finding(f.where, f"{f.zh}；{f.mend_zh}", f"{f.en}; {f.mend_en}") for f in file.errors]
        raise _not_that(path, told)
    return file


def _not_that(path: Path, why: Sequence[Finding]) -> NotThatFile:
    return NotThatFile(why, name=path.name)


def sum_of(line: ReceiptLine) -> str:
    """A line's sum for people; a dash where the bank named none."""
    return "–" if line.amount_fen is None else yuan(line.amount_fen)
