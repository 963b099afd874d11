"""Backup and restore: the database in one snapshot while others write, papers, attachments, a hash of each.

A restored database is verified whole, journal and funds, before it is called restored.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session

from disburse import clock, schema
from disburse.attachments import store
from disburse.attachments.arriving import arrived
from disburse.attachments.folder import Folder
from disburse.attachments.store import Store
from disburse.config import Config
from disburse.errors import Finding, NotEmpty, NotThatFile
from disburse.queries import attachments
from disburse.queries.trail import Snapshot
from disburse.queries.verification import verify
from reports import proof

MANIFEST = "backup.json"
SQLITE_COPY, POSTGRES_DUMP = "disburse.sqlite", "disburse.dump"
PAPERS = "papers"


@dataclass(frozen=True)
class Backup:
    """What a backup holds: when it was made, of what, and the hash of each file beside it."""

    made_at: str
    dialect: str
    revision: str | None
    events: int
    heads: str
    files: dict[str, str]


def back_up(config: Config, folder: Path) -> Backup:
    """Write a new ``folder`` with the database, papers, attachments and, last, a manifest."""
    if folder.exists():
        raise NotEmpty(what=str(folder))
    folder.mkdir(parents=True)
    try:
        return _back_up(config, folder)
    except BaseException:
        shutil.rmtree(folder)
        raise


def _back_up(config: Config, folder: Path) -> Backup:
    url = make_url(config.owner_database)
    if url.get_backend_name() == "sqlite":
        events, heads = _copy_sqlite(Path(url.database or ""), folder / SQLITE_COPY)
    else:
        events, heads = _dump_postgres(url, folder / POSTGRES_DUMP)
    _copy_contents(config, folder / store.FOLDER)
    papers = Path(config.home) / PAPERS
    if papers.is_dir():
        shutil.copytree(papers, folder / PAPERS)
    with _engine(url) as engine:
        revision = schema.current(engine)
    made = Backup(
        made_at=clock.now().astimezone(clock.BEIJING).isoformat(timespec="seconds"),
        dialect=url.get_backend_name(),
        revision=revision,
        events=events,
        heads=heads,
        files={name: _sha256(folder / name) for name in _names(folder)},
    )
    (folder / MANIFEST).write_text(json.dumps(asdict(made), indent=1, ensure_ascii=False), "utf-8")
    return made


def restore(config: Config, folder: Path) -> Backup:
    """Put a backup in the place of an empty database, and verify it whole.

    Raises NotThatFile with every fault; nothing is left in place that does not verify.
    """
    made = _read(folder)
    url = make_url(config.owner_database)
    if url.get_backend_name() != made.dialect:
        why = Finding(MANIFEST, f"是 {made.dialect} 的备份", f"is a backup of {made.dialect}")
        raise NotThatFile([why], name=str(folder))
    if url.get_backend_name() == "sqlite":
        _restore_sqlite(Path(url.database or ""), folder / SQLITE_COPY, made)
    else:
        _restore_postgres(url, folder / POSTGRES_DUMP, made)
    if (folder / PAPERS).is_dir():
        shutil.copytree(folder / PAPERS, Path(config.home) / PAPERS, dirs_exist_ok=True)
    _restore_contents(config, folder / store.FOLDER)
    return made


def _copy_contents(config: Config, folder: Path) -> None:
    """Every content of the store, each held against its hash on the way."""
    kept, copy = store.of(config), Store(Folder(folder))
    for sha256 in [one.sha256 for one in kept.listed()]:
        with kept.fetch(sha256) as file, arrived(file, sys.maxsize) as whole:
            copy.keep(whole.path, sha256)


def _restore_contents(config: Config, folder: Path) -> None:
    kept, copy = store.of(config), Store(Folder(folder))
    for sha256 in [one.sha256 for one in copy.listed()]:
        with copy.fetch(sha256) as file, arrived(file, sys.maxsize) as whole:
            kept.keep(whole.path, sha256)
    with _engine(make_url(config.owner_database)) as engine, Session(engine) as session:
        lost = [Finding(f.record, f.zh, f.en) for f in attachments.findings(kept, session)]
    if lost:
        raise NotThatFile(lost, name=str(folder))


def _read(folder: Path) -> Backup:
    try:
        made = Backup(**json.loads((folder / MANIFEST).read_text("utf-8")))
    except (OSError, ValueError, TypeError) as no:
        why = Finding(MANIFEST, "缺失或损坏：不是完整的备份", f"missing or damaged: {no}")
        raise NotThatFile([why], name=str(folder)) from no
    there = set(_names(folder)) - {MANIFEST}
    faults = [Finding(name, "缺失", "is missing") for name in sorted(made.files.keys() - there)]
    faults += [
        Finding(name, "清单未列", "is not in the manifest") for name in sorted(there - made.files.keys())
    ]
    faults += [
        Finding(name, "与清单的散列值不符", "does not have the hash in the manifest")
        for name in sorted(there & made.files.keys())
        if _sha256(folder / name) != made.files[name]
    ]
    if faults:
        raise NotThatFile(faults, name=str(folder))
    return made


def _copy_sqlite(source: Path, target: Path) -> tuple[int, str]:
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
    url = make_url(f"sqlite:///{target}")
    with _engine(url) as engine, engine.connect() as connection, Session(connection) as session:
        standing = _standing(Snapshot(session))
    _settle(target)
    return standing


def _settle(target: Path) -> None:
    """Leave one file: no write-ahead log beside it."""
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _dump_postgres(url: URL, target: Path) -> tuple[int, str]:
    with _engine(url) as engine, engine.connect() as raw:
        connection = raw.execution_options(isolation_level="REPEATABLE READ")
        session = Session(connection)
        shared = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        _run(url, "pg_dump", "--format=custom", f"--snapshot={shared}", f"--file={target}")
        standing = _standing(Snapshot(session))
        session.close()
    return standing


def _restore_sqlite(target: Path, source: Path, made: Backup) -> None:
    if target.exists():
        raise NotEmpty(what=str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    shutil.copy(source, part)
    with _engine(make_url(f"sqlite:///{part}")) as engine:
        faults = _faults(engine, made)
    _settle(part)
    if faults:
        part.unlink()
        raise NotThatFile(faults, name=str(source))
    part.rename(target)


def _restore_postgres(url: URL, source: Path, made: Backup) -> None:
    with _engine(url) as engine:
        if inspect(engine).get_table_names():
            raise NotEmpty(what=url.render_as_string())
        schema.make_role(engine)
        _run(url, "pg_restore", "--exit-on-error", "--single-transaction", str(source))
        faults = _faults(engine, made)
    if faults:
        raise NotThatFile(faults, name=str(source))


def _faults(engine: Engine, made: Backup) -> list[Finding]:
    """Hold a restored database against its own journal and against the manifest."""
    with engine.connect() as connection, Session(connection) as session:
        view = Snapshot(session)
        found = [Finding(f"{f.record} #{f.seq}", f.zh, f.en) for f in verify(view, proof.Tally())]
        if _standing(view) != (made.events, made.heads):
            found.append(Finding(MANIFEST, "链头与备份时不同", "the heads are not those of the backup"))
    return found


@contextmanager
def _engine(url: URL) -> Iterator[Engine]:
    """An engine whose connections are closed whatever happens."""
    engine = create_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _standing(view: Snapshot) -> tuple[int, str]:
    """How many events there are, and a digest over where every record stands."""
    heads = hashlib.sha256()
    count = 0
    for head in view.heads():
        heads.update("|".join(map(str, head)).encode() + b"\n")
        count += head.version
    return count, heads.hexdigest()


def _run(url: URL, program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL; the password goes by the environment, where others can't read it."""
    found = shutil.which(program)
    if found is None:
        why = Finding(
            program, "未安装，请安装 postgresql-client", "is not installed: install postgresql-client"
        )
        raise NotThatFile([why], name=program)
    bare = url.set(drivername="postgresql", password=None).difference_update_query(["password"])
    place, password = bare.render_as_string(), str(url.password or url.query.get("password", ""))
    secret = {"PGPASSWORD": password} if password else {}
    done = subprocess.run(  # noqa: S603  # PostgreSQL's own tools, no shell
        [found, f"--dbname={place}", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **secret},
    )
    if done.returncode:
        why = Finding(program, "未成功", done.stderr.strip()[:1000])
        raise NotThatFile([why], name=program)


def _names(folder: Path) -> Iterator[str]:
    return (str(p.relative_to(folder)) for p in sorted(folder.rglob("*")) if p.is_file())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
