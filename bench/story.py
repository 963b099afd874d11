"""The whole story, from registering enterprises to payment and recovery, per claim: ``disburse demo``."""

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.table import Line, time_text

ALL = re.compile(r"(\d+) acts in")


def measure(*, quick: bool) -> Iterator[Line]:
    """CPU and time on the wall per claim, at two sizes: a claim's cost must not grow with their number."""
    first = 0.0
    for claims in (100, 300) if quick else (500, 5_000):
        cpu, wall, acts = _play(claims)
        first = first or cpu
        what = f"the whole story, {claims:,} claims, {acts:,} acts, CPU per claim"
        text = f"{time_text(cpu)} ({time_text(wall)} on the wall)"
        yield Line("story", what, text, "the smaller story", time_text(first), cpu / first)


def _play(claims: int) -> tuple[float, float, int]:
    """One story in a process and a database of its own, papers, export and proof included."""
    with tempfile.TemporaryDirectory(prefix="bench") as home:
        environment = {**os.environ, "DISBURSE_HOME": home, "FLASK_SKIP_DOTENV": "1", "COLUMNS": "200"}
        run = [sys.executable, "-c", "from disburse.app import main; main()"]
        subprocess.run([*run, "database", "upgrade"], env=environment, check=True, capture_output=True)
        before, began = _children(), time.perf_counter()
        more = ["demo", "--claims", str(claims), "--enterprises", str(max(30, claims * 3 // 5))]
        made = subprocess.run(
            [*run, *more], env=environment, check=True, capture_output=True, text=True, cwd=Path.cwd()
        )
        took, wall = _children() - before, time.perf_counter() - began
    found = ALL.search(made.stdout)
    return took / claims, wall / claims, int(found[1]) if found else 0


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
