"""``disburse fonts``: the fonts that papers are set in."""

from dataclasses import replace

import click
from flask import current_app
from flask.cli import with_appcontext

from disburse.cli import progress
from disburse.queries import printing
from reports.fonts import STYLES
from reports.fonts import prepare as cut


@click.group()
def fonts() -> None:
    """字体: the four faces of official paper."""


@fonts.command()
@with_appcontext
def prepare() -> None:
    """裁出常用字 / cut the fonts down to what nearly every paper needs: a page then takes half the time."""
    config = current_app.extensions["disburse"]
    folder = printing.font_folder(config)
    office = replace(printing.faces(config), prepared=folder)
    faces = list(dict.fromkeys(getattr(office, style) for style in STYLES))
    with progress.counting("字体 / fonts", len(faces)) as tell:
        for done, face in enumerate(faces, 1):
            cut(replace(office, **dict.fromkeys(STYLES, face)))
            tell(done)
    click.echo(f"{folder}: {len(faces)} 种 / faces")
