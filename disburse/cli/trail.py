"""``disburse trail``: verify the journal, and export it for an auditor."""

import sys
from itertools import chain
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from disburse import clock
from disburse.attachments import store
from disburse.cli import progress
from disburse.errors import NotEmpty
from disburse.queries import attachments
from disburse.queries import trail as journal
from disburse.queries.verification import verify as verify_all
from reports import proof
from reports import trail as package
from reports.tables import FORMATS


@click.group()
def trail() -> None:
    """台账: the journal of every change."""


@trail.command()
@with_appcontext
def verify() -> None:
    """Check every chain, number, head and state, the funds and the store; exit status 1 with findings."""
    tally, count = proof.Tally(), 0
    with journal.snapshot() as view:
        kept = attachments.findings(store.of(current_app.extensions["disburse"]), view.session)
        for finding in chain(verify_all(view, tally), kept):
            count += 1
            click.echo(f"{finding.record} #{finding.seq} {finding.code}: {finding.zh} / {finding.en}")
    events = sum(tally.counts.values())
    if count:
        click.echo(f"发现 {count} 处问题，共 {events} 个事件 / {count} findings in {events} events", err=True)
        sys.exit(1)
    click.echo(f"{events} 个事件全部相符 / all {events} events agree")


@trail.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--format", "formats", type=click.Choice(sorted(FORMATS)), multiple=True, help="默认全部 / all")
@click.option("--record", help="只导出一个编号 / one record only")
@click.option("--without-personal-data", is_flag=True, help="不含个人信息原值 / leave disclosures out")
@with_appcontext
def export(folder: Path, formats: tuple[str, ...], record: str | None, without_personal_data: bool) -> None:
    """Write the trail to a new FOLDER: JSON Lines, CSV, XLSX, pipe-delimited, dictionary and manifest."""
    if folder.exists():
        raise NotEmpty(what=str(folder))
    with journal.snapshot() as view, progress.counting("导出事件 / events") as count:
        manifest = package.export(
            folder,
            view.bodies(record),
            view.heads(record),
            () if without_personal_data else view.disclosures(record),
            formats or tuple(FORMATS),
            {"exported_at": _moment(), "record": record or "all"},
            count,
        )
    click.echo(f"{folder}: {sum(f.bytes for f in manifest.files):,} bytes, manifest {manifest.digest}")
    click.echo(f"核验 / verify: python3 {folder / 'proof.py'} {folder} {manifest.digest}")


def _moment() -> str:
    """The moment of an export, in Beijing time."""
    return clock.now().astimezone(clock.BEIJING).isoformat(timespec="seconds")
