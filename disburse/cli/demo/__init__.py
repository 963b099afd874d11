"""``disburse demo``: a synthetic story through the real door."""

import random
import time
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from rich.console import Console

from disburse.cli import progress
from disburse.cli.demo import ending, evidence, paying, people, pledging, setting, story
from disburse.cli.demo.enterprises import invent
from disburse.cli.demo.facts import YEAR
from disburse.cli.demo.telling import Teller
from disburse.clock import BEIJING, demo_time
from disburse.config import Config
from disburse.errors import Both, NotEmpty, Refusal
from disburse.queries import trail

START = datetime(YEAR + 1, 1, 6, 9, 0, tzinfo=BEIJING)
ACTS_PER_CLAIM = 10
REVIEWS = ((story.accept, 3, 3), (story.recommend, 3, 24), (story.rate, 4, 14), (story.publish, 5, 6))
"""The chapters from a claim's submission to its public notice, with their days."""


class NotInProduction(Refusal):
    """生产环境不播放演示。
    No demo is played in production.
    """

    mend = ("请另设 DISBURSE_HOME，以开发模式运行。", "Run it in development mode, in another DISBURSE_HOME.")


@click.command()
@click.option("--seed", default=2025, show_default=True, help="同一种子，同一故事 / same seed, same story")
@click.option("--enterprises", default=300, show_default=True, type=click.IntRange(10, 5000))
@click.option("--claims", "count", default=500, show_default=True, type=click.IntRange(20, 50_000))
@with_appcontext
def demo(seed: int, enterprises: int, count: int) -> None:
    """演示：在空数据库中走完一年的申报、审核、公示、拨付 / play a year's story in an empty database."""
    if not trail.is_empty():
        raise NotEmpty(what=Both("数据库", "the database"))
    config: Config = current_app.extensions["disburse"]
    if config.in_production:
        raise NotInProduction
    home, began = Path(config.home), time.monotonic()
    with demo_time(START, seed) as now, progress.counting("演示 / acts", count * ACTS_PER_CLAIM) as tell:
        teller = Teller(now, tell)
        holders = play(teller, random.Random(seed), enterprises, count, home)
        issued = ending.issue(home / "papers", config)
    console = Console()
    console.print(ending.table())
    console.print(ending.variety())
    console.print(f"{teller.done} acts in {time.monotonic() - began:.0f} s; refused: {dict(teller.refused)}")
    _prove(console, home, issued)
    console.print("\n".join(people.how_to_sign_in(holders)), highlight=False, soft_wrap=True)


def play(
    teller: Teller, chance: random.Random, enterprises: int, count: int, home: Path, *, alone: bool = True
) -> list[str]:
    """The whole story, chapter by chapter; gives the sign-in names of who may pledge an award.

    Agents have them only where it is ``alone`` in its database: they follow the numbers of enterprises.
    """
    invented = invent(chance, enterprises)
    door = people.Doorkeeper(teller)
    people.let_officials_in(door, teller)
    setting.adopt(teller)
    fund = setting.open_fund(teller)
    firms = setting.register(teller, invented)
    if alone:
        people.let_agents_in(door, firms)
    setting.import_ratings(teller, invented, home / "ratings")
    teller.go_to(2, 10)
    firms = setting.change_accounts(teller, firms)
    cases = story.draft(teller, chance, firms, count)
    evidence.attach(teller, cases)
    story.submit(teller, cases)
    for chapter, month, day in REVIEWS:
        teller.go_to(month, day)
        chapter(teller, cases)
    story.approve_early(teller, cases, fund)
    teller.go_to(5, 20)
    story.approve(teller, cases, fund)
    teller.go_to(5, 27)
    holders = people.let_holders_in(door, cases) if alone else []
    pledging.pledge(teller, cases)
    teller.go_to(6, 9)
    paying.pay(teller, cases, fund)
    pledging.let_go(teller, cases)
    teller.go_to(9, 8)
    paying.recover(teller, cases)
    return holders


def _prove(console: Console, home: Path, issued: list[Path]) -> None:
    """Export the trail, verify it twice, and say where everything lies."""
    with progress.counting("导出事件 / events") as tell:
        manifest = ending.export(home / "trail", tell)
    whole, said = ending.check(home / "trail", manifest.digest)
    faults = ending.findings()
    lines = [
        *(f"文书 / paper: {path.relative_to(home)}" for path in issued),
        f"台账 / trail: {len(manifest.files)} files, manifest SHA-256 {manifest.digest}",
        f"离线核验 / verified offline by its own proof.py: {said.splitlines()[-1]}",
        f"数据库核验 / database held against its journal: {faults or '全部相符 / all agrees'}",
    ]
    console.print("\n".join(lines), highlight=False, soft_wrap=True)
    if faults or not whole:
        raise SystemExit(1)
