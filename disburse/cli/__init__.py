"""The command line: ``disburse``. Each command calls the same services and queries as the pages."""

import sys
from typing import Any

import click
from sqlalchemy.exc import OperationalError

from disburse.cli.act import act
from disburse.cli.alone import who_could_have_acted_alone
from disburse.cli.assess import assess
from disburse.cli.database import database
from disburse.cli.demo import demo
from disburse.cli.draw import draw
from disburse.cli.endpoint import endpoint
from disburse.cli.fonts import fonts
from disburse.cli.imports import imports
from disburse.cli.jobs import jobs
from disburse.cli.operations import backup, doctor, restore
from disburse.cli.paper import paper
from disburse.cli.payouts import payouts
from disburse.cli.people import people
from disburse.cli.policy import policy
from disburse.cli.sample import sample
from disburse.cli.serve import serve
from disburse.cli.trail import trail
from disburse.cli.work import work
from disburse.cli.worklist import worklist
from disburse.errors import Refusal

WRONG_USAGE = 2
"""The status with which click ends a command it could not read."""


class UnusableDatabase(Refusal):
    """数据库不能用：{why}。
    The database can't be used: {why}.
    """

    mend = (
        "请运行 disburse doctor，或先运行 disburse database upgrade。",
        "Run disburse doctor, or upgrade it first.",
    )


class Commands(click.Group):
    """Commands whose refusals are answered with a sentence and exit status 1, never with a traceback."""

    def main(self, *args: Any, **given: Any) -> Any:
        """Run the command line; a wrong word on it is bad input like any other: exit status 1."""
        try:
            return super().main(*args, **given)
        except SystemExit as end:
            raise SystemExit(1 if end.code == WRONG_USAGE else end.code) from None

    def invoke(self, ctx: click.Context) -> object:
        """Run one command."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            click.echo(str(refusal), err=True)
        except OperationalError as no:
            click.echo(str(UnusableDatabase(why=str(no.orig).splitlines()[0])), err=True)
        sys.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="disburse")
def disburse() -> None:
    """惠企资金兑付与审计: claims, funds, payouts, papers and the audit trail."""


for command in (
    act, assess, backup, database, demo, doctor, draw, endpoint, fonts, imports, jobs, paper, payouts, people,
    policy, restore, sample, serve, trail, who_could_have_acted_alone, work, worklist,
):  # fmt: skip
    disburse.add_command(command)
