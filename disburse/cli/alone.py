"""``disburse who-could-have-acted-alone``: where two duties of one claim came together in one person."""

import sys

import click
from flask.cli import with_appcontext

from disburse.queries.alone import alone
from disburse.queries.trail import snapshot

WORDS = {
    "submission": "申报",
    "district review": "区市初审",
    "rating": "核定评级",
    "approval": "批准",
    "payment": "拨付",
}


@click.command("who-could-have-acted-alone")
@with_appcontext
def who_could_have_acted_alone() -> None:
    """不相容岗位 / every claim on which one person did, or could do, two duties; exit status 1 with findings.

    One line each: claim, person, did or could, the duties. Roles count while held, own or lent.
    """
    count = 0
    with snapshot() as view:
        for one in alone(view):
            count += 1
            words = "、".join(WORDS[duty] for duty in one.duties)
            click.echo(f"{one.claim} {one.person} {one.how}: {words} / {', '.join(one.duties)}")
    if count:
        click.echo(f"{count} 处 / findings", err=True)
        sys.exit(1)
    click.echo("没有一人能够独自办成 / nobody could have acted alone")
