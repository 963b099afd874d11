"""``disburse policy adopt`` and ``policy decide``: entered by one person, confirmed by another."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import click
from flask.cli import with_appcontext

from disburse.actors import Actor
from disburse.acts import act
from disburse.cli.who import acting, scope_of
from disburse.policy.catalogue import load
from disburse.policy.readings import questions

DAY = click.DateTime(["%Y-%m-%d"])


class Person(click.ParamType[Actor]):
    """A person at work, written ``role:unit:id``."""

    name = "role:unit:id"

    def convert(self, value: str | Actor, param: click.Parameter | None, ctx: click.Context | None) -> Actor:
        """Read who acts."""
        try:
            return value if isinstance(value, Actor) else Actor.parse(value)
        except ValueError as no:
            self.fail(f"请写作 角色:单位:人员编号 / {no}", param, ctx)


NUMBER = click.argument("number")
BY = click.option("--by", "who", type=Person(), required=True, help="办理人 / who acts")
DOCUMENT = click.option("--document", required=True, help="依据文号 / number of the document")
SEEN = click.option("--seen", default=1, show_default=True, help="所见版本 / version that was seen")


@click.group()
def adopt() -> None:
    """政策施行登记：一人登记，另一人确认 / adoptions: entered by one person, confirmed by another."""


@adopt.command("enter")
@click.argument("document")
@click.option("--number", required=True, help="发文字号 / number of the adopted document")
@click.option("--published", type=DAY, required=True, help="发布日期 / day of publication")
@click.option("--from", "begins", type=DAY, required=True, help="施行之日 / first day in force")
@click.option("--to", "ends", type=DAY, required=True, help="有效期止 / last day in force")
@BY
@with_appcontext
def enter_adoption(
    document: str, number: str, published: datetime, begins: datetime, ends: datetime, who: Actor
) -> None:
    """登记 DOCUMENT（如 QD24）已施行 / enter that DOCUMENT, such as QD24, was adopted."""
    days = {"published_on": published, "effective_from": begins, "effective_to": ends}
    _do("enter_adoption", {"document": document, "number": number, **_iso(days)}, who)


@adopt.command("confirm")
@NUMBER
@DOCUMENT
@SEEN
@BY
@with_appcontext
def confirm_adoption(number: str, document: str, seen: int, who: Actor) -> None:
    """确认登记 NUMBER / confirm the adoption NUMBER that another person entered."""
    _do("confirm_adoption", {"number": number, "document": document, "version": seen}, who)


@click.group()
def decide() -> None:
    """政策解释决定：一人登记，另一人确认 / official readings: entered by one person, confirmed by another."""


@decide.command("questions")
def list_questions() -> None:
    """列出文本未定的问题和可选理解 / list what the texts leave open, and the readings there are."""
    for question in questions(load()).values():
        click.echo("\t".join([question.name, "|".join(question.readings), f"{question.zh} / {question.en}"]))


@decide.command("enter")
@click.argument("reading", metavar="QUESTION=READING")
@click.option("--number", required=True, help="决定文号 / number of the decision")
@click.option("--from", "begins", type=DAY, required=True, help="自何日起的事项适用 / first day it holds for")
@click.option("--reason", required=True, help="理由 / grounds")
@BY
@with_appcontext
def enter_decision(reading: str, number: str, begins: datetime, reason: str, who: Actor) -> None:
    """登记一项理解，如 investment:QD24-18.3=yes / enter a reading, such as investment:QD24-18.3=yes."""
    question, _, chosen = reading.partition("=")
    body = {"question": question, "reading": chosen, "number": number, "grounds": reason}
    _do("enter_decision", {**body, **_iso({"holds_from": begins})}, who)


@decide.command("confirm")
@NUMBER
@DOCUMENT
@SEEN
@BY
@with_appcontext
def confirm_decision(number: str, document: str, seen: int, who: Actor) -> None:
    """确认决定 NUMBER / confirm the reading NUMBER that another person entered."""
    _do("confirm_decision", {"number": number, "document": document, "version": seen}, who)


COMMANDS = (adopt, decide)


def _iso(days: Mapping[str, datetime]) -> dict[str, str]:
    return {name: day.date().isoformat() for name, day in days.items()}


def _do(name: str, body: dict[str, Any], who: Actor) -> None:
    """Do one act and answer with number, state and version."""
    row = act(name, body, acting(who, scope_of(name)))
    answer = {"number": row.id, "state": getattr(row, "state", None), "version": row.version}
    click.echo(json.dumps(answer, ensure_ascii=False))
