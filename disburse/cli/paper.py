"""``disburse paper``: the paper of a claim or of a list as a PDF file, whole or not at all."""

from pathlib import Path
from tempfile import NamedTemporaryFile

import click
from flask import current_app
from flask.cli import with_appcontext

from disburse.actors import Actor
from disburse.config import Config
from disburse.errors import Refusal
from disburse.queries import printing

READER = Actor("cli", "auditor", "cli")


class FileThere(Refusal):
    """文件 {path} 已存在，未改动。
    File {path} is already there and was left as it is.
    """

    mend = ("请用 --out 另选，或用 --force 覆盖。", "Choose another with --out, or replace it with --force.")


class NotWritten(Refusal):
    """不能写入 {path}：{why}。
    Can't write {path}: {why}.
    """

    mend = ("请用 --out 另选位置。", "Choose another place with --out.")


@click.command()
@click.argument("kind", type=click.Choice(list(printing.PAPERS)))
@click.argument("number")
@click.option("--out", type=click.Path(path_type=Path), help="文件或文件夹 / file or folder  [<home>/papers]")
@click.option("--force", is_flag=True, help="覆盖已有文件 / replace a file that is there")
@with_appcontext
def paper(kind: str, number: str, out: Path | None, force: bool) -> None:
    """签发文书，NUMBER 为申报编号或清单编号 / issue a paper of the claim or of the list NUMBER.

    清单如 TJ-370211-20250301-20250331（推荐）、GS-20250310（公示）。
    """
    config: Config = current_app.extensions["disburse"]
    made = printing.pdf(kind, number, READER, config)
    path = _place(out, Path(config.home) / "papers", f"{number}-{kind}.pdf")
    if path.exists() and not force:
        raise FileThere(path=path)
    _write(path, made)
    click.echo(f"{path}: {len(made):,} bytes")


def _place(out: Path | None, usual: Path, name: str) -> Path:
    if out is None:
        return usual / name
    return out / name if out.is_dir() else out


def _write(path: Path, made: bytes) -> None:
    """Write beside the place and move into it, so that nobody finds half a paper."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            part = Path(file.name)
            try:
                file.write(made)
                file.close()
                part.chmod(0o644)
                part.replace(path)
            except OSError:
                part.unlink(missing_ok=True)
                raise
    except OSError as no:
        raise NotWritten(path=path, why=no.strerror) from no
