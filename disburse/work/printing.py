"""Jobs that leave files in the service's folder: the notices of a batch, and the export of the trail."""

import hashlib
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import select

from disburse import clock
from disburse.access.keys import config
from disburse.actors import Actor
from disburse.db import db
from disburse.models import Batch, Payment
from disburse.queries import printing
from disburse.queries import trail as journal
from disburse.work.errand import Errand, Failed, Stopped
from reports import trail as package
from reports.tables import FORMATS

READER = Actor("worker", "auditor", "worker")
"""In whose eyes files are made: whoever asks for them has been asked who it is."""


def print_batch(errand: Errand) -> Mapping[str, Any]:
    """Print the notice of every paid payment of a batch, and put them into one zip.

    What was printed before and has not changed since is not printed again.
    """
    batch = str(errand.payload["batch"])
    if db.session.get(Batch, batch) is None:
        raise Failed(f"没有批次 {batch} / there is no such batch", final=True)
    query = select(Payment.claim_id, Payment.version).where(
        Payment.batch_id == batch, Payment.state == "paid"
    )
    paid = [(claim, version) for claim, version in db.session.execute(query.order_by(Payment.claim_id))]
    folder = Path(config().home) / "papers" / batch
    folder.mkdir(parents=True, exist_ok=True)
    papers = []
    for count, (claim, version) in enumerate(paid):
        errand.told(count, len(paid))
        papers.append(_printed(folder, claim, version))
    return {"count": len(papers), **_bundled(folder, papers)}


def _printed(folder: Path, claim: str, version: int) -> Path:
    path = folder / f"{claim}-notice-{version}.pdf"
    if not path.exists():
        _put(path, printing.pdf("notice", claim, READER, config()))
        db.session.close()
    return path


def _bundled(folder: Path, papers: Sequence[Path]) -> dict[str, Any]:
    path, part = folder.with_suffix(".zip"), folder / "zip.part"
    with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as bundle:
        for paper in papers:
            bundle.write(paper, paper.name)
    part.replace(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"file": f"papers/{path.name}", "sha256": digest}


def _put(path: Path, made: bytes) -> None:
    """Write beside the place and move into it, so that nobody finds half a paper."""
    part = path.with_suffix(".part")
    part.write_bytes(made)
    part.replace(path)


def export_trail(errand: Errand) -> Mapping[str, Any]:
    """Export the trail to a folder named after the day and the job; ``personal`` data where asked for."""
    place = Path(config().home) / "trail"
    folder, part = place / f"{clock.today()}-{errand.number}", place / f"{errand.number}.part"
    for made in place.glob(f"*-{errand.number}"):
        return {"folder": f"trail/{made.name}"}  # it was there, but nobody was told
    shutil.rmtree(part, ignore_errors=True)
    moment = clock.now().astimezone(clock.BEIJING).isoformat(timespec="seconds")
    with journal.snapshot() as view:
        manifest = package.export(
            part,
            view.bodies(),
            view.heads(),
            view.disclosures() if errand.payload.get("personal") else (),
            tuple(FORMATS),
            {"exported_at": moment, "record": "all"},
            lambda count: _tell(errand, count),
        )
    part.rename(folder)
    return {"folder": f"trail/{folder.name}", "manifest": manifest.digest}


def _tell(errand: Errand, count: int) -> None:
    """Say how many events are written. The export is not left off in the middle of its streams."""
    with suppress(Stopped):
        errand.told(count, count)
