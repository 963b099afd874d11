"""A disk fills up in the middle of work: it is told clearly, nothing is half-done, and on it goes."""

import json
import os
import subprocess
import sys
import tempfile

import pytest

MOUNT = 'mount -t tmpfs -o mode=755,size="$1" tmpfs "$2" && shift 2 && exec "$@"'
"""A small disk that only this process and its children see, and that goes when they end."""


def on_a_small_disk(kind, size, folder):
    """Run the service with its database on a real file system of ``size``."""
    apart = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--map-root-user"]
    if subprocess.run([*apart, "sh", "-c", MOUNT, "sh", size, folder, "true"], check=False).returncode:
        pytest.skip("this machine lets us mount nothing, not even for ourselves")
    return run(kind, folder, [*apart, "sh", "-c", MOUNT, "sh", size, folder])


def run(kind, folder, before=(), *words):
    command = [*before, sys.executable, "-m", "tests.together.full", kind, str(folder), *words]
    made = subprocess.run(command, capture_output=True, text=True, check=False, timeout=200)
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout.splitlines()[-1])


def is_told_and_goes_on(made, codes=("StorageFull",)):
    assert len(made["said"]) == 10, "the disk was full"
    assert set(made["said"]) <= set(codes)
    assert made["done"] > 0, "work was under way"
    assert made["claims"] == 1 + made["done"] + 1, "the first, those before the disk was full, one after"
    assert made["faults"] == []


def test_sqlite_on_a_disk_that_is_full(tmp_path):
    made = on_a_small_disk("sqlite", "4m", tmp_path)
    is_told_and_goes_on(made)
    assert made["refused"] == "NotFound", "a refusal that can't be written down is still told"


def test_sqlite_when_no_file_may_grow(tmp_path):
    """The same without any privilege: the system refuses the write, with another error."""
    is_told_and_goes_on(run("sqlite", tmp_path, (), "limit"))


@pytest.mark.skipif(os.geteuid() != 0, reason="PostgreSQL's files belong to another user here")
def test_postgres_on_a_disk_that_is_full():
    """It may also stop and start over, when it is its log that finds no room."""
    with tempfile.TemporaryDirectory(prefix="pg") as folder:  # short: the path of its socket is limited
        made = on_a_small_disk("postgres", "160m", folder)
    is_told_and_goes_on(made, ("StorageFull", "DatabaseGone"))
