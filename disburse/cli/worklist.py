"""``disburse worklist``: what lists leave for a person to say or to do."""

import click
from flask.cli import with_appcontext

from disburse.actors import Actor
from disburse.cli.receipts import waiting
from disburse.cli.who import acting
from disburse.importing import draft_due
from disburse.queries import ratings as rated
from disburse.queries import recognitions as recognised
from disburse.queries import reviews as reviewed
from disburse.queries.matching import Candidate

WHY = {"namesakes": "同名多家 / one name, several enterprises", "near": "名称相近 / the names nearly agree"}
HOW = "disburse act confirm_match | reject_match"


@click.group()
def worklist() -> None:
    """待办: matches to confirm, ratings to review."""


@worklist.command()
@click.option("--unit", help="单位 / one unit only")
@with_appcontext
def ratings(unit: str | None) -> None:
    """评价名单中待认定的行 / rows of rating lists that may be an enterprise's."""
    _say(list(rated.to_match(unit)))


@worklist.command()
@click.option(
    "--draft", is_flag=True, help="起草已能对应的各行 / draft the claims of rows that are certain now"
)
@click.option("--by", "person", default="cli", show_default=True, help="办理人编号 / who drafts")
@with_appcontext
def recognitions(draft: bool, person: str) -> None:
    """认定名单中待认定、未登记、待起草的行 / rows of recognition lists without a claim."""
    for source in recognised.lists():
        if draft:
            for claim in draft_due(source, by=acting(Actor(person, "city_clerk", "city"), "claims")):
                click.echo(f"{source.id} 第 {claim.recognition_row} 行 → {claim.id}")
        for row in recognised.rows(source):
            place = f"{source.id} 第 {row.row.row} 行“{row.row.name}”"
            if row.is_due:
                click.echo(f"{place}：待起草 {row.enterprise} / to be drafted (--draft)")
            elif row.enterprise is None:
                click.echo(f"{place}：未对应到登记企业 / no registered enterprise yet")
        _say(recognised.candidates(source))


@worklist.command()
@with_appcontext
def reviews() -> None:
    """评级复查 / claims rated by a class that their enterprise no longer has."""
    tasks = reviewed.to_do(Actor("cli", "city_approver", "city"))
    for task in tasks:
        now = task.rating_now or "名单相互矛盾 / lists contradict"
        click.echo(
            f"{task.id}: {task.claim_id} {task.rating_was} → {now}（{task.list_id}，{task.raised_on}）"
        )
    if tasks:
        click.echo("办理 / to do: disburse act settle_review | dismiss_review")


worklist.add_command(waiting)


def _say(asked: list[Candidate]) -> None:
    for one in asked:
        line, firm = one.line, one.firm
        click.echo(f"{line.list_id} 第 {line.row} 行“{line.name}” ? {firm.id} {firm.name}：{WHY[one.why]}")
    if asked:
        click.echo(f"办理 / to do: {HOW}")
