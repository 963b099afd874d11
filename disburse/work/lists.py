"""The job ``import``: a published list that was sent is read and kept in the name of who asked for it."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select

from disburse import importing, outages
from disburse.access.rights import rights
from disburse.actors import Actor
from disburse.db import db
from disburse.errors import AlreadyThere, Refusal
from disburse.models import Person, SentFile
from disburse.work.errand import Errand, Failed

LONGEST = 1000
"""Characters that are kept of what is wrong with a file."""


def import_list(errand: Errand) -> Mapping[str, Any]:
    """Import the list whole, or not at all; what was kept before its worker died is gone on with."""
    given = errand.payload
    by = _asker(given["by"])
    content = db.session.scalar(select(SentFile.content).where(SentFile.sha256 == given["file"]))
    db.session.close()
    if content is None:
        raise Failed("文件已清理，请重新发送 / the file was cleared away: send it again", final=True)
    errand.told(0, 1)
    with TemporaryDirectory() as folder:
        path = Path(folder) / given["name"]
        path.write_bytes(content)
        return {"list": _imported(given["what"], path, given["about"], by)}


def _imported(what: str, path: Path, about: Mapping[str, Any], by: Actor) -> str:
    """The number of the list. What is refused now would be refused again: only an outage is waited for."""
    try:
        return importing.import_list(what, path, about, by=by).id
    except AlreadyThere as known:
        return importing.go_on(what, str(known.facts["number"]), by=by)
    except outages.Outage:
        raise
    except Refusal as no:
        said = "；".join([no.zh, *(f"{finding.where}：{finding.zh}" for finding in no.findings)])
        raise Failed(said[:LONGEST], final=True) from no


def _asker(said: Mapping[str, Any]) -> Actor:
    """Who asked, if that person may still act so. Raises Failed."""
    by = Actor(**said)
    person = db.session.get(Person, by.id)
    held = rights(by.id, by.unit, person.roles) if person and person.state == "active" else []
    db.session.close()
    if not any((right.role, right.delegation) == (by.role, by.delegation) for right in held):
        raise Failed("交办人已无此岗位 / who asked no longer has the role", final=True)
    return by
