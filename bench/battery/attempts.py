"""One attack of the battery on one side: on disburse as it is, and on the same rows kept by Continuum."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine

from bench.battery.on_versions import ON_VERSIONS
from bench.battery.peer import HISTORY, VERSIONED
from bench.battery.verdict import Known, Verdict, history, judge
from tests.journal.attack import REFUSED, SQLITE, Attack
from tests.journal.hands import MODELS, WORDS, Hands
from tests.journal.on_the_journal import ON_EVENTS, ON_THE_GUARDS
from tests.journal.scene import Scene

WORST: tuple[Verdict, ...] = ("past", "kept", "refused", "none")
ELSEWHERE = {attack.name for attack in (*ON_EVENTS, *ON_THE_GUARDS)}
"""Attacks on what Continuum has in another form, or not at all."""


def on_disburse(scene: Scene, attack: Attack) -> Verdict:
    """Refused on every table, or past it."""
    for table in attack.tables:
        try:
            attack.attempt(scene, table)
        except REFUSED:
            continue
        return "past"
    return "refused"


class ItsHands(Hands):
    """The same hands; a record that is made correctly is made through Continuum's session."""

    def own(self, kind: str, versions: int = 1, **columns: Any) -> list[dict[str, Any]]:
        events = [self.forged(kind, self.number())]
        record = MODELS[kind](**{**self.row(kind), **self.apart(kind, events[0]), **columns})
        self.session.add(record)
        self.session.commit()
        for _ in range(versions - 1):
            events.append(self.after(events[-1]))
            record.version, record.head = events[-1]["seq"], events[-1]["hash"]
            self.session.commit()
        for event in events:
            self.tell(event)
        return events


@dataclass(frozen=True)
class Rival:
    """The peer's database with the rows of a scene."""

    engine: Engine
    scene: Scene
    folder: Path

    def on(self, attack: Attack) -> Verdict:
        """The worst that the attack came to on any of its tables."""
        if attack.name in ELSEWHERE and attack.name not in ON_VERSIONS:
            return "none"
        tables = [table for table in attack.tables if table in VERSIONED] or ["claim"]
        return min((self._attempt(attack, table) for table in tables), key=WORST.index)

    def _attempt(self, attack: Attack, table: str) -> Verdict:
        does = _translated(attack.name) if attack.name in ON_VERSIONS else attack.does
        with self._database() as engine, engine.connect() as connection:
            before = history(connection)
            connection.rollback()
            for statement in attack.first:
                connection.connection.cursor().execute(statement)
            try:
                return self._judged(connection, does, table, before)
            except REFUSED:
                return "refused"

    def _judged(
        self, connection: Connection, does: Callable[[Hands, str], None], table: str, before: Known
    ) -> Verdict:
        """Do it and judge: after the commit on SQLite, before it, with all constraints asked, elsewhere."""
        hands = ItsHands(connection, replace(self.scene, engine=connection.engine))
        with connection.begin() as transaction:
            does(hands, table)
            hands.session.commit()  # which writes what Continuum has to say
            if connection.dialect.name != SQLITE:
                connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
                verdict = judge(connection, before)
                transaction.rollback()
                return verdict
        return judge(connection, before)

    @contextmanager
    def _database(self) -> Iterator[Engine]:
        """A copy of the file on SQLite; the database itself where every attempt is undone."""
        if self.engine.dialect.name != SQLITE:
            yield self.engine
            return
        copy = self.folder / "attempt.sqlite"
        for left in self.folder.glob(f"{copy.name}*"):
            left.unlink()
        shutil.copy(self.engine.url.database or "", copy)
        engine = create_engine(f"sqlite:///{copy}", poolclass=NullPool)
        yield engine
        engine.dispose()


def _translated(name: str) -> Callable[[Hands, str], None]:
    """The attack's like on the version table of the attacked one."""

    def does(hands: Hands, table: str) -> None:
        word, columns = WORDS[table], [column.name for column in HISTORY[table].columns]
        for statement in ON_VERSIONS[name]:
            hands.connection.exec_driver_sql(
                statement.format(
                    t=table,
                    word=word,
                    columns=_listed(columns),
                    changed=_listed(columns, **{word: "'forged'"}),
                    forged=_listed(columns, **{word: "'forged'", "transaction_id": "999999"}),
                )
            )

    return does


def _listed(columns: Sequence[str], **instead: str) -> str:
    return ", ".join(instead.get(column, f'"{column}"') for column in columns)
