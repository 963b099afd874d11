"""Application by exception 免申即享: importing a recognition list, and drafting claims from its rows.

The enterprise only consents, by submitting with the commitment; its account is that of the register.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select

from disburse import clock, desk, numbering
from disburse.actors import Actor
from disburse.db import db
from disburse.errors import AlreadyThere, BadRecord, Finding, NotFound, a_row
from disburse.models import Claim, Enterprise, RecognitionList
from disburse.models import RecognitionRow as Row
from disburse.policy import catalogue as policy
from disburse.policy.model import Item
from disburse.queries import matching, recognitions, rules
from disburse.queries.digests import recognitions_digest
from schemas.names import normalise_name
from schemas.recognitions import RecognitionRow
from workflows.claim import CLAIM

IMPORTERS = ("city_clerk",)
REGISTERED = frozenset({"above_scale", "manufacturing"})
"""Facts that the register knows."""


@desk.use_case
def import_recognitions(
    *,
    rows: Sequence[RecognitionRow],
    file_name: str,
    file_sha256: str,
    item: str,
    unit: str,
    notice: str,
    facts: dict[str, Any],
    by: Actor,
) -> RecognitionList:
    """Keep a published list of recognitions for one item; ``facts`` are what the notice says of all."""
    _require_listed(item, facts, rows)
    known = db.session.scalar(
        select(RecognitionList.id).where(
            RecognitionList.item == item,
            RecognitionList.unit == unit,
            RecognitionList.file_sha256 == file_sha256,
        )
    )
    if known:
        raise AlreadyThere(what=file_name, number=known)
    number = numbering.next_id("recognition_list")
    lines = [{**row._asdict(), "list_id": number, "match_name": normalise_name(row.name)} for row in rows]
    db.session.execute(insert(Row), lines)
    kept = RecognitionList(
        id=number,
        item=item,
        unit=unit,
        notice=notice,
        facts=facts,
        file_name=file_name,
        file_sha256=file_sha256,
        rows_sha256=recognitions_digest(rows),
        row_count=len(rows),
        imported_on=clock.today(),
    )
    return desk.open_record(kept, "import", by=by, roles=IMPORTERS, document=notice)


@desk.use_case
def draft_recognised(number: str, *, row: int, version: int | None = None, by: Actor) -> Claim:
    """Draft the claim of one row of recognition list ``number``, for its enterprise to consent to.

    Raises NotMatched, or AlreadyThere where a claim stands for the same recognition.
    """
    source = desk.hold(RecognitionList, number, by=by, version=version)
    line = db.session.get(Row, (number, row))
    if line is None:
        raise NotFound(number=f"{number}/{row}")
    owner_id = matching.owner(line, source.unit)
    if owner_id is None:
        raise matching.NotMatched(list=number, row=row)
    owner = desk.hold(Enterprise, owner_id, by=by)
    known = recognitions.standing(source.item, owner.id, line.object, line.recognised_on)
    if known:
        raise AlreadyThere(what=a_row(number, row), number=known)
    claim = _drafted(source, line, owner)
    return desk.open_record(
        claim, "draft_by_exception", by=by, roles=IMPORTERS, document=source.notice, about=number
    )


def _drafted(source: RecognitionList, line: Row, owner: Enterprise) -> Claim:
    """A draft that states what the list states."""
    facts = {**source.facts, "recognised_on": line.recognised_on.isoformat()}
    return Claim(
        id=numbering.next_id("claim"),
        workflow_version=CLAIM.version,
        state=CLAIM.initial,
        enterprise_id=owner.id,
        unit=owner.unit,
        item=source.item,
        on=line.recognised_on,
        object=line.object,
        facts=facts,
        established={},
        commitment=False,
        returned_count=0,
        due_provisional=False,
        paid_fen=0,
        recovered_fen=0,
        recognition_list_id=source.id,
        recognition_row=line.row,
        recognition_key=recognitions.key(source.item, owner.id, line.object, line.recognised_on),
    )


def _require_listed(item: str, facts: dict[str, Any], rows: Sequence[RecognitionRow]) -> None:
    """A list can only draft claims whose every fact it gives: a recognition, and a sum that is fixed."""
    catalogue = policy.load()
    if item not in catalogue.items:
        raise BadRecord([Finding("item", f"没有事项 {item}", f"there is no item {item}")])
    known = catalogue.items[item]
    if known.restates:
        zh, en = f"重申 {known.restates}，请按原事项导入", f"it restates {known.restates}: import it there"
        raise BadRecord([Finding("item", zh, en)])
    findings = _unfit(known, facts) + rules.strange(item, facts)
    findings += [
        Finding(f"第 {row.row} 行 / row {row.row}", "认定日期在今天之后", "the day lies in the future")
        for row in rows
        if row.recognised_on > clock.today()
    ]
    if not rows:
        findings.append(Finding("rows", "名单没有一行企业", "the list has no enterprise"))
    if findings:
        raise BadRecord(findings)


def _unfit(item: Item, facts: dict[str, Any]) -> list[Finding]:
    """Why claims for an item can't be drafted from a list."""
    if item.kind != "fixed" or "recognised_on" not in item.facts:
        return [Finding("item", "不是凭认定给予的定额奖励", "it is no fixed sum for a recognition")]
    missing = set(item.required) - set(facts) - REGISTERED - {"recognised_on"}
    return [
        Finding(f"facts.{fact}", "名单未给出此项事实", "the list does not give this fact")
        for fact in sorted(missing)
    ]
