"""The machine and the versions that the figures hold for."""

import os
import platform
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psycopg

PACKAGES = (
    "sqlalchemy",
    "flask",
    "numpy",
    "weasyprint",
    "openfisca-core",
    "sqlalchemy-continuum",
    "typst",
)


def describe() -> list[tuple[str, str]]:
    """Name and value of all that a figure depends on."""
    return list(_facts())


def _facts() -> Iterator[tuple[str, str]]:
    yield "measured on", datetime.now(UTC).date().isoformat()
    yield "processor", f"{_line('/proc/cpuinfo', 'model name')}, {os.cpu_count()} cores"
    yield "memory", f"{int(_line('/proc/meminfo', 'MemTotal').split()[0]) / 2**20:.0f} GiB"
    yield "load when it began", f"{os.getloadavg()[0]:.2f}"
    yield "system", f"{platform.freedesktop_os_release()['PRETTY_NAME']}, Linux {platform.release()}"
    yield (
        "Python",
        f"{sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}, psycopg {psycopg.__version__}",
    )
    yield "packages", ", ".join(f"{name} {version(name)}" for name in PACKAGES)


def _line(path: str, key: str) -> str:
    """The value after the first ``key`` of a file in /proc."""
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition(":")
        if name.strip() == key:
            return value.strip()
    return "unknown"
