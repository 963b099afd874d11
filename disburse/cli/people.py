"""``disburse people``: the first administrators, who is on record, and a lock-out undone at the machine."""

import click
from flask.cli import with_appcontext
from rich.console import Console
from rich.table import Table

from disburse.access import register
from disburse.acts import act
from disburse.clock import BEIJING
from disburse.services.signing_in import DOOR
from workflows.roles import ROLES


@click.group()
def people() -> None:
    """人员：首批三员、名单、解锁 / people: the first administrators, the list, unlocking."""


@people.command()
@with_appcontext
def first() -> None:
    """设立首批三员，各给一次性密码 / found the three administrators, each with a password for one use."""
    for number, (login, password) in register.found().items():
        click.echo(f"{number}\t{login}\t{password}")
    click.echo(
        "密码只显示这一次，72 小时内登录并更换；请分别交给三个人。\n"
        "Shown once: use and change each within 72 hours, and give them to three different people.",
        err=True,
    )


@people.command("list")
@with_appcontext
def list_people() -> None:
    """列出人员：登录名、单位、岗位、状态 / list people: sign-in name, unit, roles, state."""
    shown = Table(box=None)
    for heading in ("编号", "登录名", "单位", "岗位", "状态", "最近登录"):
        shown.add_column(heading, overflow="fold", no_wrap=heading != "岗位")
    for known in register.everybody():
        roles = "、".join(ROLES[role].zh for role in known.roles) or "—"
        last = known.signed_in_at
        seen = f"{last.astimezone(BEIJING):%Y-%m-%d %H:%M}" if last else "—"
        shown.add_row(known.number, known.login, known.unit, roles, known.state, seen)
    Console(soft_wrap=True).print(shown)


@people.command()
@click.argument("login")
@click.option("--note", required=True, help="理由 / why")
@with_appcontext
def unlock(login: str, note: str) -> None:
    """解除 LOGIN 的登录锁定；记入台账 / let LOGIN try again at once; the journal notes it."""
    known = register.by_login(login)
    act("unlock_person", {"number": known.number, "version": known.version, "note": note}, DOOR)
    click.echo(f"{known.number} {login}: 已解锁 / unlocked")
