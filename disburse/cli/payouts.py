"""``disburse payouts``: files out to the bank, receipts resumed, what is still owed back."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from disburse import banking
from disburse.actors import Actor
from disburse.cli.receipts import ROLES, tell
from disburse.cli.who import acting
from disburse.config import Config
from disburse.queries.recoveries import by_band, owed
from reports.figures import yuan


@click.group()
def payouts() -> None:
    """拨付: payment files, receipts, recoveries."""


@payouts.command()
@click.argument("batch")
@click.option(
    "--format", "form", type=click.Choice(("csv", "xlsx", "pain001")), default="csv", show_default=True
)
@click.option(
    "--encoding", type=click.Choice(("utf-8", "gb18030")), default="utf-8", help="CSV 编码 / of CSV"
)
@click.option("--out", type=click.Path(path_type=Path), help="目录 / folder; HOME/payouts if left out")
@click.option("--by", "person", default="cli", show_default=True, help="办理人编号 / who hands it over")
@with_appcontext
def export(batch: str, form: str, encoding: str, out: Path | None, person: str) -> None:
    """生成批次 BATCH 的支付文件 / write the payment file of BATCH, after looking at every account again."""
    config: Config = current_app.extensions["disburse"]
    kind = "csv-gb18030" if (form, encoding) == ("csv", "gb18030") else form
    folder = out or Path(config.home) / "payouts"
    payer, actor = banking.payer_of(config), acting(Actor(person, "finance_payer", "finance"), "money")
    done = banking.export_batch(batch, form=kind, folder=folder, payer=payer, by=actor)
    kept = done.batch
    click.echo(f"{done.path}: {kept.payment_count} 笔 / payments, {kept.total_capitals}")
    click.echo(f"SHA-256 {done.sha256}")
    click.echo("送达银行后 / once it was handed over: disburse act send_batch")


@payouts.command()
@click.option("--by", "person", default="cli", show_default=True, help="办理人编号 / who goes on")
@click.option("--role", type=click.Choice(ROLES), default=ROLES[0], show_default=True, help="岗位 / role")
@with_appcontext
def resume(person: str, role: str) -> None:
    """继续办理已导入回单中未办的行 / apply lines of imported receipts that are still to be applied."""
    for done in banking.resume(by=acting(Actor(person, role, "finance"), "money")):
        tell(done)


@payouts.command()
@with_appcontext
def recoveries() -> None:
    """应收未收：未退回的追缴按账龄 / recoveries not paid back, by age since the decision."""
    rows = owed(acting(Actor("cli", "finance_clerk", "finance"), "read"))
    for row in rows:
        age = f"{row.days} 天 / days，{row.workdays} 个工作日 / working days"
        click.echo(
            f"{row.recovery} {row.claim} {row.enterprise} {yuan(row.owed_fen)}：{row.decided_on}，{age}"
        )
    for band, (count, sum_fen) in by_band(rows).items():
        click.echo(f"{band} 天 / days: {count} 笔，{yuan(sum_fen)} 元 / yuan")
    click.echo(f"合计 / total: {len(rows)} 笔，{yuan(sum(row.owed_fen for row in rows))} 元 / yuan")
