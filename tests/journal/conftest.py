"""One finished story on each database, shared by every attack that changes nothing."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import NullPool, create_engine

from disburse.config import Config
from tests.conftest import APP_LOGIN
from tests.journal.scene import Scene, close, open_scene, play


@pytest.fixture(scope="session")
def sqlite_scene(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("scene")
    path = folder / "scene.sqlite"
    shutil.copy(sqlite_template, path)
    scene = play(open_scene(Config(home=str(folder), database_url=f"sqlite:///{path}")))
    yield scene
    close(scene)


@pytest.fixture(scope="session")
def postgresql_scene(postgres, postgres_template, tmp_path_factory):
    with psycopg.connect(postgres("postgres").replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE scene TEMPLATE {postgres_template}")
    config = Config(
        home=str(tmp_path_factory.mktemp("scene")),
        database_url=postgres("scene", APP_LOGIN),
        owner_database_url=postgres("scene"),
    )
    scene = play(open_scene(config))
    yield scene
    close(scene)


@pytest.fixture
def on(request):
    """The shared scene of a dialect, by name."""

    def scene(dialect: str) -> Scene:
        return request.getfixturevalue(f"{dialect}_scene")

    return scene


@pytest.fixture
def copied(on, tmp_path):
    """Copies of the SQLite scene, each after some statements of its owner."""

    def copy(*statements: str) -> Scene:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.sqlite"
        shutil.copy(on("sqlite").path, path)
        with closing(sqlite3.connect(path, isolation_level=None)) as file:
            for statement in statements:
                file.execute(statement)
        engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
        return replace(on("sqlite"), engine=engine, owner=engine)

    return copy
