"""``disburse import``: templates, looks that write nothing, and the tables of the offices."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from disburse import banking, intake
from disburse.actors import Actor
from disburse.cli.who import acting
from disburse.errors import NotThatFile
from schemas.templates import TEMPLATES

FILE = click.argument("file", type=click.Path(path_type=Path))
DRY_RUN = click.option("--dry-run", is_flag=True, help="试读，不写入 / look only, write nothing")
ERRORS = click.option("--errors", type=click.Path(path_type=Path), help="错误表 / workbook of the faults")
BY = click.option("--by", "person", default="cli", show_default=True, help="办理人编号 / who imports it")
ROLES = {"calendar": "city_clerk", "lpr": "city_clerk", "budget-codes": "finance_clerk"}


@click.command()
@click.argument("kind", type=click.Choice(list(TEMPLATES)))
@click.argument("path", type=click.Path(path_type=Path))
def template(kind: str, path: Path) -> None:
    """导入模板 / write the template of an import to PATH (.xlsx)."""
    banking.keep(path, intake.template(kind))
    click.echo(str(path))


@click.command()
@FILE
@DRY_RUN
@ERRORS
@BY
@click.option("--unit", required=True, help="登记单位 / the registering unit, such as 370211")
@with_appcontext
def enterprises(file: Path, dry_run: bool, errors: Path | None, person: str, unit: str) -> None:
    """批量登记企业 / register the enterprises of a table that are not there yet."""
    actor = acting(Actor(person, "district_clerk", unit), "claims")
    if stops("enterprises", file, {}, actor, dry_run=dry_run, errors=errors):
        return
    count, seen = intake.import_enterprises(file, actor)
    click.echo(f"登记 {count} 家 / registered，{len(seen.findings)} 行不再登记 / passed over")


@click.command("office")
@click.argument("kind", type=click.Choice(list(ROLES)))
@FILE
@DRY_RUN
@ERRORS
@BY
@click.option("--year", type=int, required=True, help="年度 / the year")
@click.option("--number", required=True, help="文号 / number of the document")
@click.option("--published-on", required=True, help="发布日期 / its day, 2026-11-10")
@with_appcontext
def office_table(
    kind: str, file: Path, dry_run: bool, errors: Path | None, person: str, **about: Any
) -> None:
    """登记单位用表 / enter working days, LPR or budget codes; another person confirms it."""
    role = ROLES[kind]
    finance = role == "finance_clerk"
    named = Actor(person, role, "finance" if finance else "city")
    actor = acting(named, "money" if finance else "rules")
    if stops(kind, file, about, actor, dry_run=dry_run, errors=errors):
        return
    kept = intake.import_office_table(kind, file, about, actor)
    click.echo(f"{kept.id}: 待另一人确认 / waits for another person to confirm it")


def stops(
    kind: str, file: Path, about: Mapping[str, Any], by: Actor, *, dry_run: bool, errors: Path | None
) -> bool:
    """Look first where that is asked for; whether the command ends with that. Raises NotThatFile."""
    if not (dry_run or errors):
        return False
    seen = intake.look(kind, file, about, by)
    if errors and seen.errors:
        banking.keep(errors, seen.workbook())
        click.echo(f"{errors}: 更正后重新导入 / correct it and import it again")
    if dry_run:
        for found in seen.findings:
            click.echo(f"{found.where} / {found.where_en}: {found.zh}；{found.mend_zh} / {found.en}")
        totals = "".join(f"，{name} {count}" for name, count in seen.counts.items())
        click.echo(f"{seen.rows} 行 / rows{totals}，{len(seen.errors)} 处有误 / faults")
        click.echo("试读，没有写入 / looked at, nothing was written")
    elif seen.errors:
        raise NotThatFile((), name=file.name)
    return dry_run
