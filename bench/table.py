"""What was measured, as lines of a table: for the terminal, and for the page in ``docs``."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.timing import Measured

BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
"""What ``--write`` puts its tables between."""
UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))


@dataclass(frozen=True)
class Line:
    """One comparison. ``ratio`` is held against ``aim``, which it should reach or, if ``at_most``, not pass.

    ``ours`` and ``theirs`` are written out with their units; a line without a peer has its figure in
    ``ours``, and may have none to hold against an aim.
    """

    subject: str
    what: str
    ours: str
    peer: str = ""
    theirs: str = ""
    ratio: float | None = None
    aim: float | None = None
    at_most: bool = False
    unit: str = "×"

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None where there is none."""
        if self.ratio is None or self.aim is None:
            return None
        return self.ratio <= self.aim if self.at_most else self.ratio >= self.aim

    def cells(self) -> tuple[str, ...]:
        """The line as text."""
        ratio = "" if self.ratio is None else f"{_figure(self.ratio)} {self.unit}"
        aim = "" if self.aim is None else f"{'≤' if self.at_most else '≥'} {self.aim:g} {self.unit}"
        met = {None: "", True: "met", False: "missed"}[self.met]
        return self.subject, self.what, self.ours, self.peer, self.theirs, ratio, aim, met


HEADINGS = ("subject", "what", "disburse", "peer", "peer's", "ratio", "aim", "")


def faster(
    subject: str,
    what: str,
    ours: Measured,
    peer: str,
    theirs: Measured,
    aim: float | None = None,
) -> Line:
    """How many times as fast as the peer."""
    ratio = theirs.median / ours.median
    return Line(subject, what, seconds(ours), peer, seconds(theirs), ratio, aim)


def costs(
    subject: str,
    what: str,
    ours: Measured,
    peer: str,
    theirs: Measured,
    aim: float | None = None,
) -> Line:
    """How many times the peer's cost."""
    ratio = ours.median / theirs.median
    return Line(subject, what, seconds(ours), peer, seconds(theirs), ratio, aim, at_most=True)


def seconds(measured: Measured) -> str:
    """A median and its spread: ``1.23 ms ±2%``."""
    return f"{time_text(measured.median)} ±{measured.spread:.0%}"


def time_text(value: float) -> str:
    """Seconds in the unit that suits them."""
    size, unit = next((pair for pair in UNITS if value >= pair[0]), UNITS[-1])
    return f"{_figure(value / size)} {unit}"


def _figure(value: float) -> str:
    """Three figures that mean something."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def show(lines: Sequence[Line], machine: Sequence[tuple[str, str]]) -> None:
    """Print both tables."""
    console = Console()
    table = Table(*HEADINGS, show_edge=False, pad_edge=False)
    colours = {None: None, True: "green", False: "red"}
    for line in lines:
        table.add_row(*line.cells(), style=colours[line.met])
    console.print(table)
    for name, value in machine:
        console.print(f"{name}: {value}", highlight=False)


def write(path: Path, lines: Sequence[Line], machine: Sequence[tuple[str, str]]) -> None:
    """Replace what stands between the two markers of a page; ValueError where it does not have them."""
    page = path.read_text(encoding="utf-8")
    if page.count(BEGIN) != 1 or page.count(END) != 1 or page.index(BEGIN) > page.index(END):
        raise ValueError(f"{path} needs the two lines {BEGIN} and {END}")
    before, after = page[: page.index(BEGIN)], page[page.index(END) :]
    rows = [HEADINGS, ("---",) * len(HEADINGS), *(line.cells() for line in lines)]
    table = "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows)
    about = "\n".join(f"- {name}: {value}" for name, value in machine)
    path.write_text(f"{before}{BEGIN}\n{table}\n\n{about}\n{after}", encoding="utf-8")
