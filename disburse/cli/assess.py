"""``disburse assess``: JSON Lines of cases in, one explained answer for each out."""

import sys
from datetime import date
from pathlib import Path
from typing import BinaryIO

import click
import orjson

from disburse.policy.case import Adoption, Decision
from disburse.policy.catalogue import CatalogueFault, load
from disburse.policy.contract import answers
from disburse.policy.readings import questions

RECORDS = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option(
    "--adoptions",
    type=RECORDS,
    help="采用记录（JSON 列表） / adoption records: a JSON list of document, number, published, "
    "effective_from, effective_to (or null).",
)
@click.option(
    "--decisions",
    type=RECORDS,
    help="政策解释决定（JSON 列表） / official readings: a list of question, reading, number, holds_from.",
)
def assess(file: BinaryIO, adoptions: Path | None, decisions: Path | None) -> None:
    """测算 FILE（- 为标准输入）中的每一行 / assess each JSON line of FILE (- is standard input).

    每行输出一行结果；有读不懂的行时退出状态为 1。
    One line out for each line in; the exit status is 1 when any line cannot be read.
    """
    records = _adoptions(adoptions) if adoptions else {}
    readings = _decisions(decisions) if decisions else ()
    sound = True
    try:
        for line, read in answers(load(), file, records, readings):
            sys.stdout.buffer.write(line + b"\n")
            sound = sound and read
        sys.stdout.buffer.flush()
    except CatalogueFault as fault:
        raise click.ClickException(str(fault)) from None
    if not sound:
        raise SystemExit(1)


def _adoptions(path: Path) -> dict[str, Adoption]:
    try:
        return {record["document"]: _adoption(record) for record in orjson.loads(path.read_bytes())}
    except (ValueError, KeyError, TypeError) as error:
        message = f"采用记录无法读取，请核对字段和日期 / the adoption records cannot be read: {error!r}"
        raise click.BadParameter(message, param_hint="--adoptions") from None


def _adoption(record: dict[str, str | None]) -> Adoption:
    def day(name: str) -> date:
        return date.fromisoformat(str(record[name]))

    return Adoption(
        document=str(record["document"]),
        number=str(record["number"]),
        published=day("published"),
        effective_from=day("effective_from"),
        effective_to=day("effective_to") if record["effective_to"] else None,
    )


def _decisions(path: Path) -> tuple[Decision, ...]:
    try:
        return tuple(_decision(record) for record in orjson.loads(path.read_bytes()))
    except (ValueError, KeyError, TypeError) as error:
        message = f"决定无法读取，请核对问题和理解 / the decisions cannot be read: {error!r}"
        raise click.BadParameter(message, param_hint="--decisions") from None


def _decision(record: dict[str, str]) -> Decision:
    """A reading of one of the catalogue's questions. Raises ``KeyError`` or ``ValueError`` for any other."""
    question, reading = record["question"], record["reading"]
    questions(load())[question].readings.index(reading)
    return Decision(question, reading, str(record["number"]), date.fromisoformat(record["holds_from"]))
