"""``disburse endpoint``: where a bank's notices are sent, and what it was told."""

import json

import click
from flask import current_app
from flask.cli import with_appcontext

from disburse.actors import Actor
from disburse.acts import act
from disburse.cli.jobs import actor
from disburse.config import Config
from disburse.queries import notices
from disburse.work import endpoints

READER = Actor("cli", "auditor", "cli")
BY = click.option(
    "--by", "who", required=True, help="办理人 / who acts, such as bank_checker:313452060150:U-…"
)
NOTE = click.option("--note", required=True, help="理由 / why")


@click.group()
def endpoint() -> None:
    """接收端点: where a bank's notices are sent as signed webhooks."""


@endpoint.command("list")
@with_appcontext
def list_() -> None:
    """列出端点 / list the endpoints, and what could not be delivered yet."""
    for one in notices.endpoints(READER):
        closed = f" 已关闭 / closed {one.closed_on}" if one.closed_on else ""
        click.echo(f"{one.id} {one.unit} {one.url}{closed}")
        for late in notices.deliveries(one.id, READER):
            click.echo(f"  {late.number}: {late.state}, {late.attempts} 次 / tries: {late.last_error or '—'}")


@endpoint.command()
@click.argument("url")
@click.option("--type", "types", multiple=True, help="只送此类 / only this type, such as cn.disburse.award")
@BY
@with_appcontext
def register(url: str, types: tuple[str, ...], who: str) -> None:
    """登记本行的接收地址 URL；密钥只显示一次 / register URL; the secret is shown this once."""
    secret, made = endpoints.register(url, types, actor(who))
    click.echo(f"{made.id}: {secret}")


@endpoint.command()
@click.argument("number")
@BY
@with_appcontext
def rotate(number: str, who: str) -> None:
    """更换端点 NUMBER 的密钥；只显示一次 / another secret for NUMBER, shown this once."""
    secret, made = endpoints.rotate(number, by=actor(who))
    click.echo(f"{made.id}: {secret}")


@endpoint.command()
@click.argument("number")
@NOTE
@BY
@with_appcontext
def close(number: str, note: str, who: str) -> None:
    """关闭端点 NUMBER / send nothing more to NUMBER."""
    act("close_endpoint", {"number": number, "version": _version(number), "note": note}, actor(who))
    click.echo(f"{number}: 已关闭 / closed")


@endpoint.command()
@click.argument("number")
@click.argument("first", type=int)
@click.argument("last", type=int)
@NOTE
@BY
@with_appcontext
def replay(number: str, first: int, last: int, note: str, who: str) -> None:
    """向端点 NUMBER 重发第 FIRST 至 LAST 号通知 / send notices FIRST to LAST again."""
    body = {"number": number, "version": _version(number), "first": first, "last": last, "note": note}
    act("replay_notices", body, actor(who))
    click.echo(f"{number}: {first}–{last}")


@endpoint.command()
@click.argument("unit")
@click.option("--after", default=0, show_default=True, help="从此号之后 / after this number")
@with_appcontext
def feed(unit: str, after: int) -> None:
    """单位 UNIT 收到的通知，每行一个 CloudEvents 事件 / what UNIT was told, one event a line."""
    config: Config = current_app.extensions["disburse"]
    for notice in notices.feed(Actor("cli", "auditor", unit), after=after):
        event = notices.cloud_event(notice, config.public_url)
        click.echo(json.dumps(event, ensure_ascii=False, sort_keys=True))


def _version(number: str) -> int:
    """The version now on record: whoever types a command has seen none."""
    return next((one.version for one in notices.endpoints(READER) if one.id == number), 1)
