"""``disburse import receipts`` and ``disburse worklist receipts``: what the bank answered."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from disburse import banking
from disburse.actors import Actor
from disburse.banking import Received
from disburse.cli.who import acting
from disburse.clock import BEIJING
from disburse.errors import NotThatFile
from disburse.queries import receipts as kept
from schemas.receipt_faults import NOTES, WHY
from schemas.receipt_lines import CONFIRMED

WORDS = {CONFIRMED: "到账 / arrived", "returned": "退汇 / returned", "pending": "处理中 / pending"}
ROLES = ("finance_payer", "finance_clerk")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只检查，不保存 / look only, keep nothing")
@click.option("--errors", type=click.Path(path_type=Path), help="把问题写入此工作簿 / workbook of the faults")
@click.option("--by", "person", default="cli", show_default=True, help="办理人编号 / who imports it")
@click.option("--role", type=click.Choice(ROLES), default=ROLES[0], show_default=True, help="岗位 / role")
@with_appcontext
def receipts(file: Path, dry_run: bool, errors: Path | None, person: str, role: str) -> None:
    """导入银行回单 / import the bank's receipts: .csv, .xlsx, pain.002, camt.054.

    Arrivals are applied for the payer, returns for the clerk. The same file again goes on where it stopped.
    """
    payer = banking.payer_of(current_app.extensions["disburse"])
    try:
        if dry_run:
            _look(file, errors)
        else:
            actor = acting(Actor(person, role, "finance"), "money")
            tell(banking.import_receipt_file(file, payer=payer, by=actor))
    except NotThatFile as no:
        if errors and any(finding.where.startswith("第") for finding in no.findings):
            _keep(errors, banking.error_workbook(file))
        raise


@click.command("receipts")
@with_appcontext
def waiting() -> None:
    """回单中待认定、待办理的行 / lines of receipt files that wait for a person."""
    files = kept.unfinished()
    for file in files:
        for line in kept.open_lines(file):
            why = kept.why(line)
            said = f"{why.zh} / {why.en}" if why else "待办理 / to be applied: disburse payouts resume"
            sum_fen = banking.sum_of(line)
            click.echo(
                f"{file.id} 第 {line.row} 行 {line.end_to_end or '–'} {sum_fen} {WORDS[line.outcome]}：{said}"
            )
            fits = kept.candidates(line.amount_fen, line.account_tail) if line.payment_id is None else []
            if fits:
                click.echo(f"    可能是 / may be: {'、'.join(fits)}")
    if files:
        click.echo("办理 / to do: disburse act match_line | dismiss_line")


def tell(done: Received) -> None:
    """Say what became of a file, and what waits."""
    file = done.file
    if done.is_known:
        event = kept.imported(file)
        moment = event.at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
        click.echo(f"{file.id}: 已于 {moment} 由 {event.actor} 导入 / imported then by {event.actor}")
    count, open_count = len(done.applied), len(done.waiting)
    click.echo(f"{file.id}: {file.row_count} 行 / lines，办理 {count} / applied，待办 {open_count} / waiting")
    for row, no in done.refused:
        click.echo(f"第 {row} 行 / row {row}: {no.zh} / {no.en}")
    if open_count:
        click.echo("见 disburse worklist receipts；退汇由 --role finance_clerk 办理 / see there")


def _look(file: Path, errors: Path | None) -> None:
    found = banking.look(file, payer=banking.payer_of(current_app.extensions["disburse"]))
    for one in found:
        if one.finding:
            why = WHY[one.finding]
            click.echo(f"第 {one.line.row} 行 / row {one.line.row}: {why.zh} / {why.en}")
    wrong = sum(1 for one in found if one.finding and one.finding not in NOTES)
    click.echo(f"{len(found)} 行 / lines，{wrong} 行有问题 / with findings；没有保存 / nothing was kept")
    if errors and wrong:
        _keep(errors, banking.error_workbook(file, found))


def _keep(path: Path, data: bytes) -> None:
    banking.keep(path, data)
    click.echo(f"{path}: 更正后重新导入 / correct it and import it again")
