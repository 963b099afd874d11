"""``disburse act``: do one act, as a page or a program does it."""

import json
import sys
from typing import Any

import click
from flask.cli import with_appcontext

from disburse.acts import ACTS
from disburse.acts import act as do
from disburse.cli import who
from disburse.errors import BadRecord, Finding


@click.command()
@click.argument("name", required=False)
@click.argument("body", required=False)
@click.option("--by", help="办理人 / who acts, as role:unit:id, such as district_clerk:370202:u-17")
@with_appcontext
def act(name: str | None, body: str | None, by: str | None) -> None:
    """办理一项 NAME，BODY 为 JSON（- 为标准输入） / do NAME with a JSON BODY (- is standard input).

    Without NAME it lists the acts. The answer is one line of JSON: number, state, version. In production
    --by is not asked: who acts is whose API token stands in DISBURSE_TOKEN.
    """
    if name is None:
        click.echo("\n".join(sorted(ACTS)))
        return
    actor = who.read(by) if who.is_named() else who.holder(who.scope_of(name))
    row = do(name, _body(body), actor)
    answer = {"number": row.id, "state": getattr(row, "state", None), "version": row.version}
    click.echo(json.dumps(answer, ensure_ascii=False))


def _body(text: str | None) -> dict[str, Any]:
    raw = sys.stdin.read() if text == "-" else text or ""
    try:
        body = json.loads(raw, object_pairs_hook=_no_name_twice)
    except ValueError as no:
        why = Finding("BODY", f"不是有效的 JSON：{no}", f"is not valid JSON: {no}")
        raise BadRecord([why]) from no
    if not isinstance(body, dict):
        raise BadRecord([Finding("BODY", "应为一个 JSON 对象", "must be a JSON object")])
    return body


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{', '.join(twice)} given twice")
    return dict(pairs)
