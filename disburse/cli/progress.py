"""Progress of long work: a bar on a terminal, plain lines elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

STEP = 1000


@contextmanager
def counting(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Give a function that is told how much is done."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(console, label, total)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(label, total=total)
        yield lambda done: bar.update(task, completed=done)


def _lines(console: Console, label: str, total: int | None) -> Callable[[int], None]:
    step = max(1, (total or STEP * 10) // 5)

    def tell(done: int) -> None:
        if done == total or done % step == 0:
            console.print(f"{label}: {done}{f' / {total}' if total else ''}", highlight=False)

    return tell
