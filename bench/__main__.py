"""``python -m bench``: measure, print the table, and write it into a page if asked."""

import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

import click

from bench import machine, table
from bench.table import Line

SUBJECTS = ("engine", "step", "export", "notice", "growth", "story")
QUICK_CLAIMS, CLAIMS = (1_000, 5_000), (10_000, 100_000, 1_000_000)


def _sizes(_context: click.Context, _parameter: click.Parameter, given: str | None) -> tuple[int, ...] | None:
    try:
        return tuple(sorted(int(size) for size in given.split(","))) if given else None
    except ValueError as error:
        raise click.BadParameter("numbers with commas between them, such as 10000,100000") from error


@click.command()
@click.option("--quick", is_flag=True, help="Small sizes and few rounds; minutes.")
@click.option("--only", multiple=True, type=click.Choice(SUBJECTS), help="One subject; may be repeated.")
@click.option("--claims", callback=_sizes, help="Sizes of the databases of growth, with commas.")
@click.option(
    "--write", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Page to write into."
)
def main(quick: bool, only: Sequence[str], claims: tuple[int, ...] | None, write: Path | None) -> None:
    """Measure disburse beside its peers."""
    about, lines = machine.describe(), []
    for name in only or SUBJECTS:
        for line in _measures(name, quick, claims or (QUICK_CLAIMS if quick else CLAIMS)):
            lines.append(line)
            print(" | ".join(line.cells()), file=sys.stderr, flush=True)
    table.show(lines, about)
    if write:
        table.write(write, lines, about)


def _measures(name: str, quick: bool, claims: tuple[int, ...]) -> Iterator[Line]:
    measure: Callable[..., Iterator[Line]] = import_module(f"bench.{name}").measure
    return measure(quick=quick, claims=claims) if name == "growth" else measure(quick=quick)


if __name__ == "__main__":
    main()
