"""``python -m bench.battery [--each]``: try every attack on both sides and on both databases, and count."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bench.battery.attempts import Rival, on_disburse
from bench.battery.peer import filled, through_its_orm
from bench.place import PLACES
from tests.journal.attack import Attack
from tests.journal.on_records import ON_RECORDS
from tests.journal.on_the_journal import ON_EVENTS, ON_LINES, ON_THE_GUARDS
from tests.journal.scene import Scene, open_scene, play

GROUPS: dict[str, tuple[Attack, ...]] = {
    "records": ON_RECORDS,
    "journal": ON_EVENTS,
    "lines, disclosures": ON_LINES,
    "guards": ON_THE_GUARDS,
}
HEAD = """| {about} | attacks | disburse refuses | it refuses | it keeps | does not see | has no such thing |
|---|---:|---:|---:|---:|---:|---:|"""
LINE = "| {} | {} | {} | {} | {} | {} | {} |"


@click.command()
@click.option("--each", is_flag=True, help="Each attack and what it came to, as well.")
def main(each: bool) -> None:
    """Count what is refused, kept and not seen."""
    for database in PLACES:
        click.echo(HEAD.format(about=f"{database}, SQLAlchemy-Continuum {version('sqlalchemy-continuum')}"))
        with sides(database) as (scene, rival):
            dialect, total = scene.engine.dialect.name, Counter[str]()
            for group, attacks in GROUPS.items():
                tried = [attack for attack in attacks if attack.refusal(dialect, "")]
                found = {attack.name: (on_disburse(scene, attack), rival.on(attack)) for attack in tried}
                counts = _counted(list(found.values()))
                total += counts
                click.echo(_line(group, counts))
                if each:
                    click.echo("\n".join(f"    {name}: {ours}, {its}" for name, (ours, its) in found.items()))
            click.echo(_line("together", total) + "\n")
            if scene.findings():
                raise SystemExit("disburse: the journal no longer verifies")


@contextmanager
def sides(database: str) -> Iterator[tuple[Scene, Rival]]:
    """A finished story in disburse, and the same rows in Continuum."""
    with PLACES[database]() as place, TemporaryDirectory(prefix="battery") as folder:
        scene = play(open_scene(place.migrated("scene")))
        engine = filled(place.empty("rival"), scene)
        with through_its_orm():
            yield scene, Rival(engine, scene, Path(folder))
        engine.dispose()


def _counted(found: list[tuple[str, str]]) -> Counter[str]:
    counts = Counter({"tried": len(found)})
    for ours, its in found:
        counts[f"ours {ours}"] += 1
        counts[f"its {its}"] += 1
    return counts


def _line(group: str, counts: Counter[str]) -> str:
    said = ("tried", "ours refused", "its refused", "its kept", "its past", "its none")
    return LINE.format(group, *(counts[word] for word in said))


if __name__ == "__main__":
    main()
