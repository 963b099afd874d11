"""``disburse backup``, ``restore`` and ``doctor``: keeping the service."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from rich.console import Console
from rich.table import Table

from disburse import doctor as physician
from disburse.config import Config
from disburse.keeping import Backup, back_up
from disburse.keeping import restore as put_back


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@with_appcontext
def backup(folder: Path) -> None:
    """备份到新文件夹 FOLDER：数据库、文书、散列值 / back up to a new FOLDER, while others write."""
    _tell(back_up(_config(), folder), folder)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@with_appcontext
def restore(folder: Path) -> None:
    """恢复 FOLDER 到空数据库，并核验台账和资金 / restore to an empty database, and verify it whole."""
    _tell(put_back(_config(), folder), folder)


@click.command()
@with_appcontext
def doctor() -> None:
    """每项设置及其来源，哪里不对，怎样改 / every setting and its source, what is wrong, how to mend it."""
    config, console = _config(), Console(soft_wrap=True)
    shown = Table(title="设置 / settings", title_justify="left")
    for heading in ("名称 / name", "值 / value", "来源 / source"):
        shown.add_column(heading, overflow="fold")
    for setting in physician.settings(config):
        shown.add_row(setting.name, setting.value, setting.source)
    console.print(shown)
    ill = 0
    for check in physician.checks(config):
        ill += bool(check.mend)
        mark = "✗" if check.mend else "✓"
        mend = f" → {check.mend}" if check.mend else ""
        console.print(f"{mark} {check.what}: {check.found}{mend}", highlight=False, markup=False)
    if ill:
        raise SystemExit(1)


def _config() -> Config:
    config: Config = current_app.extensions["disburse"]
    return config


def _tell(made: Backup, folder: Path) -> None:
    click.echo(
        f"{folder}: {made.dialect} {made.revision}, {made.events:,} 个事件 / events, "
        f"{len(made.files)} 个文件 / files, 链头摘要 / heads {made.heads}"
    )
