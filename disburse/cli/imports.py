"""``disburse import``: published lists, read whole or refused with every fault."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from disburse.actors import Actor
from disburse.errors import BadRecord, Finding
from disburse.importing import import_rating_file


@click.group(name="import")
def imports() -> None:
    """导入名单: rating lists."""


@imports.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--year", type=click.IntRange(2000, 2099), required=True, help="评价年度 / the year rated")
@click.option("--unit", required=True, help="公布单位 / the unit whose list it is, such as 370211")
@click.option("--notice", required=True, help="公告文号 / number of the notice")
@click.option("--stated", help="公告所载各类家数 / totals the notice states: A=55,B=97,C=99,D=14,T=10")
@click.option("--by", "person", default="cli", show_default=True, help="办理人编号 / who imports it")
@with_appcontext
def ratings(file: Path, year: int, unit: str, notice: str, stated: str | None, person: str) -> None:
    """导入亩产效益评价名单 / import a rating list (.xlsx, .csv) of one unit and year."""
    actor = Actor(person, "city_clerk", "city")
    kept = import_rating_file(file, year=year, unit=unit, notice=notice, stated=_stated(stated), by=actor)
    for note in kept.notes:
        click.echo(f"注意 / note: {note}")
    counts = "，".join(f"{name} {number}" for name, number in kept.list.counts.items())
    click.echo(f"{kept.list.id}: {kept.list.row_count} 家 / enterprises ({counts})")


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
