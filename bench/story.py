"""The whole story, from registering enterprises to payment and recovery, per claim: ``disburse demo``.

By itself, as a person starts it; and its chapters once more in a database that holds many claims already.
"""

import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench.scene import service
from bench.table import Line, time_text
from disburse.cli.demo import START, play
from disburse.cli.demo.telling import Teller
from disburse.clock import demo_time
from disburse.config import Config

ALL = re.compile(r"(\d+) acts in")
CLAIMS, SEED = 200, 2025
"""Of a story that is told among others."""
FIRMS = 5_000
"""The most enterprises that ``disburse demo`` invents."""


def measure(*, quick: bool) -> Iterator[Line]:
    """CPU and time on the wall per claim, at two sizes: a claim's cost must not grow with their number."""
    first = 0.0
    for claims in (100, 300) if quick else (500, 10_000):
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
        more = ["demo", "--claims", str(claims), "--enterprises", str(min(FIRMS, max(30, claims * 3 // 5)))]
        made = subprocess.run(
            [*run, *more], env=environment, check=True, capture_output=True, text=True, cwd=Path.cwd()
        )
        took, wall = _children() - before, time.perf_counter() - began
    found = ALL.search(made.stdout)
    return took / claims, wall / claims, int(found[1]) if found else 0


def among(config: Config) -> float:
    """CPU per claim of a story's chapters, told in a copy of an SQLite database; the copy is thrown away."""
    with tempfile.TemporaryDirectory(dir=config.home, prefix="told") as home:
        copy = Path(home) / "disburse.sqlite"
        shutil.copy(config.database_url.removeprefix("sqlite:///"), copy)
        here = replace(config, home=home, database_url=f"sqlite:///{copy}", owner_database_url="")
        with service(here), demo_time(START, SEED) as now:
            began = time.process_time()
            teller, firms = Teller(now, lambda _done: None), CLAIMS * 3 // 5
            play(teller, random.Random(SEED), firms, CLAIMS, Path(home), alone=False)
            return (time.process_time() - began) / CLAIMS


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
