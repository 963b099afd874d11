"""``disburse policy allot``: share out a round of claims within quotas, yearly limits and a budget."""

import re
from typing import BinaryIO

import click

from disburse.cli.policy_loading import load_or_tell, read_cases
from disburse.policy import values
from disburse.policy.allot import Allotment, Quota, allot
from disburse.policy.case import yuan
from disburse.policy.catalogue import SHIPPED

USED = re.compile(r"(\S+):(\d{4})=(\d{1,6})", re.ASCII)


@click.command("allot")
@click.argument("file", type=click.File("rb"))
@click.option("--budget", help="预算（元，两位小数） / budget in yuan with two decimals.")
@click.option("--used", multiple=True, metavar="ITEM:YEAR=N", help="本年此前已用名额 / places used before.")
def allot_claims(file: BinaryIO, budget: str | None, used: tuple[str, ...]) -> None:
    """安排一批申报（FILE，每行一件，按提交先后，写明 enterprise） / share out claims, in order of submission.

    并列不由程序裁断；预算不足时不越过在前者。Ties are not broken; nobody is passed over for want of budget.
    """
    catalogue = load_or_tell(SHIPPED)
    places_used = dict(_place(written) for written in used)
    budget_fen = None if budget is None else _budget(budget)
    cases, sound = read_cases(catalogue, file)
    try:
        _print(allot(catalogue, cases, budget_fen, places_used=places_used))
    except ValueError as no:
        raise click.BadParameter(str(no), param_hint="FILE") from None
    if not sound:
        raise SystemExit(1)


COMMANDS = (allot_claims,)


def _budget(written: str) -> int:
    try:
        return values.money(written)
    except values.WrongValue as wrong:
        raise click.BadParameter(f"{wrong.zh} / {wrong.en}", param_hint="--budget") from None


def _place(written: str) -> tuple[Quota, int]:
    found = USED.fullmatch(written)
    if not found:
        raise click.BadParameter("写作 QD24-4.2:2025=3 / write QD24-4.2:2025=3", param_hint="--used")
    return (found[1], int(found[2])), int(found[3])


def _print(made: Allotment) -> None:
    for share in made.shares:
        why = "；".join(f"{of.zh} / {of.en}" for of in share.reasons)
        click.echo("\t".join([share.case.id, share.standing, yuan(share.amount_fen), why]))
    left = "—" if made.left_fen is None else yuan(made.left_fen)
    places = "、".join(f"{item} {year}: {n}" for (item, year), n in made.places_left.items()) or "—"
    click.echo(f"合计 / total {yuan(made.allotted_fen)}\t余额 / left {left}\t余下名额 / places left {places}")
