"""Attachments at the door: a file that arrived is looked at, kept, and attached. Bytes first, record second.

A kill in between leaves bytes that are nobody's, which ``disburse doctor`` counts and the daily tidying
forgets; never a record without its bytes.
"""

from flask import current_app

from disburse.actors import Actor
from disburse.attachments import store
from disburse.attachments.arriving import Arrived
from disburse.attachments.content import look
from disburse.config import Config
from disburse.errors import BadRecord, Finding
from disburse.models import Attachment
from disburse.queries import records
from disburse.services.attaching import attach_file
from workflows.attachment import PAPERS


def attach(file: Arrived, *, number: str, paper: str, name: str, by: Actor) -> Attachment:
    """Attach ``file``, as ``paper``, to claim or pledge ``number``, if ``by`` may.

    Raises NotFound before anything is read, UnfitFile with every fault, StoreAway, or what ``attach_file``
    refuses.
    """
    require_subject(number, paper, by)
    config: Config = current_app.extensions["disburse"]
    content = look(file, name, config)
    if not content.faults:
        store.of(config).keep(file.path, file.sha256)
    return attach_file(number, paper=paper, name=name, content=content, by=by)


def require_subject(number: str, paper: str, by: Actor) -> None:
    """Refuse before a byte is taken where there is no such paper or record. Raises BadRecord or NotFound."""
    if paper not in PAPERS:
        listed = "、".join(PAPERS)
        raise BadRecord([Finding("paper", f"只能是：{listed}", f"must be of: {', '.join(PAPERS)}")])
    records.one(PAPERS[paper].about, number, by)
