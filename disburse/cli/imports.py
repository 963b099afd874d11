"""``disburse import``: published lists, read whole or refused with every fault."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from disburse.actors import Actor
from disburse.cli.receipts import receipts
from disburse.cli.tables import DRY_RUN, ERRORS, enterprises, office_table, stops, template
from disburse.cli.who import acting
from disburse.config import Config
from disburse.errors import BadRecord, Finding
from disburse.importing import import_rating_file, import_recognition_file
from disburse.policy import catalogue as policy
from disburse.queries.yearly import KINDS, Difference, differences
from reports.tables import Csv, write

HEADER = ("变化/change", "企业名称/name", "统一社会信用代码/uscc", "上年/last year", "本年/this year")


@click.group(name="import")
def imports() -> None:
    """导入名单: rating lists, recognition lists."""


@imports.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--year", type=click.IntRange(2000, 2099), required=True, help="评价年度 / the year rated")
@click.option("--unit", required=True, help="公布单位 / the unit whose list it is, such as 370211")
@click.option("--notice", required=True, help="公告文号 / number of the notice")
@click.option("--stated", help="公告所载各类家数 / totals the notice states: A=55,B=97,C=99,D=14,T=10")
@click.option("--scale", type=click.Choice(("above", "below")), help="只含规上或规下 / covers these only")
@click.option("--corrects", help="所更正的名单 / the list it corrects, such as L-2025-0003")
@click.option("--partial", is_flag=True, help="只更正所列企业 / corrects only the enterprises it has")
@DRY_RUN
@ERRORS
@click.option("--by", "person", default="cli", show_default=True, help="办理人编号 / who imports it")
@with_appcontext
def ratings(
    file: Path, stated: str | None, person: str, dry_run: bool, errors: Path | None, **given: Any
) -> None:
    """导入亩产效益评价名单 / import a rating list (.xlsx, .csv) of one unit and year."""
    actor = acting(Actor(person, "city_clerk", "city"), "rules")
    about = {**given, "stated": _stated(stated)}
    if stops("ratings", file, about, actor, dry_run=dry_run, errors=errors):
        return
    kept = import_rating_file(file, by=actor, **about)
    for note in kept.notes:
        click.echo(f"注意 / note: {note}")
    counts = "，".join(f"{name} {number}" for name, number in kept.list.counts.items())
    click.echo(f"{kept.list.id}: {kept.list.row_count} 家 / enterprises ({counts})")
    _tell(kept.list.id, differences(kept.list))


@imports.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--item", required=True, help="事项 / the item, such as QD24-2.1")
@click.option("--unit", required=True, help="区市或单位 / the unit whose enterprises are named")
@click.option("--notice", required=True, help="认定文件文号 / number of the notice")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="整份名单的认定日期 / day of the whole list")
@click.option("--fact", "facts", multiple=True, help="文件所述事实 / a fact of all, newly_recognised=true")
@DRY_RUN
@ERRORS
@click.option("--by", "person", default="cli", show_default=True, help="办理人编号 / who imports it")
@with_appcontext
def recognitions(
    file: Path,
    on: datetime | None,
    facts: tuple[str, ...],
    person: str,
    dry_run: bool,
    errors: Path | None,
    **given: Any,
) -> None:
    """导入认定名单，免申即享 / import a recognition list and draft a claim for each enterprise."""
    actor = acting(Actor(person, "city_clerk", "city"), "rules")
    stated = dict(_fact(text) for text in facts)
    about = {**given, "on": on.date() if on else None, "facts": stated}
    if stops("recognitions", file, about, actor, dry_run=dry_run, errors=errors):
        return
    kept = import_recognition_file(file, by=actor, **about)
    for note in kept.notes:
        click.echo(f"注意 / note: {note}")
    done, listed = len(kept.claims), kept.list.row_count
    click.echo(f"{kept.list.id}: {listed} 行 / rows，起草 {done} 件 / {done} claims drafted")
    if done < listed:
        click.echo("其余见 disburse worklist recognitions / see there for the others")


for command in (enterprises, office_table, receipts, template):
    imports.add_command(command)


def _tell(number: str, found: list[Difference]) -> None:
    """Print how a list differs from last year's, and keep the table beside the other papers."""
    if not found:
        return
    counts = Counter(one.kind for one in found)
    said = "，".join(f"{zh} {counts[kind]}" for kind, (zh, _) in KINDS.items() if counts[kind])
    config: Config = current_app.extensions["disburse"]
    path = Path(config.home) / "lists" / f"{number}-last-year.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = (("/".join(KINDS[one.kind]), one.name, one.uscc, one.before, one.after) for one in found)
    write(Csv(path, HEADER), rows)
    click.echo(f"与上年名单相比 / beside last year's list: {said}；{path}")


def _stated(text: str | None) -> dict[str, int]:
    """Read ``A=55,B=97``."""
    stated = {}
    for part in (text or "").replace(" ", "").split(","):
        name, equals, number = part.partition("=")
        if equals and number.isdecimal():
            stated[name] = int(number)
        elif part:
            raise BadRecord([Finding("--stated", f"“{part}”应写作 A=55", f"{part!r}: write A=55")])
    return stated


def _fact(text: str) -> tuple[str, Any]:
    """Read ``newly_recognised=true`` by the type that the catalogue gives the fact."""
    name, _, value = text.partition("=")
    known = policy.load().facts.get(name)
    if known and known.type == "bool":
        return name, {"true": True, "false": False}.get(value, value)
    return name, int(value) if known and known.type == "int" and value.isdecimal() else value
