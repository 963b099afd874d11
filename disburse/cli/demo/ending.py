"""The end of the story: a table of claims and sums, two papers, the trail, and what verifying it gave."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from rich.table import Table

from disburse.cli.demo import cast
from disburse.config import Config
from disburse.policy import catalogue as policy
from disburse.queries import claims, papers, trail
from disburse.queries.verification import verify
from reports import paper, proof
from reports import trail as package
from reports.figures import yuan


def table() -> Table:
    """Claims and sums by state."""
    found = claims.totals(cast.FINANCE_CLERK)
    shown = Table(title="演示：各状态的申报 / claims by state", title_justify="left")
    for heading in ("状态", "state", "件数", "应付（元）", "已付（元）"):
        shown.add_column(heading, justify="left" if heading in ("状态", "state") else "right")
    for t in found:
        shown.add_row(t.zh, t.state, str(t.count), yuan(t.payable_fen), yuan(t.paid_fen))
    shown.add_section()
    total = (sum(t.count for t in found), sum(t.payable_fen for t in found), sum(t.paid_fen for t in found))
    shown.add_row("合计", "total", str(total[0]), yuan(total[1]), yuan(total[2]))
    return shown


def variety() -> str:
    """How many items, and of which kinds, the claims are for."""
    items = [policy.load().items[item] for item in claims.items(cast.FINANCE_CLERK)]
    kinds = ", ".join(sorted({item.kind for item in items}))
    return f"{len(items)} 个事项 / items; 计算方式 / kinds: {kinds}"


def issue(folder: Path, config: Config) -> list[Path]:
    """Issue the notice and the calculation sheet of one paid claim, of class C if there is one."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = claims.page(cast.FINANCE_CLERK, state="paid")
    chosen = next((line.claim for line in lines if line.claim.rating == "C"), lines[0].claim)
    made = []
    for name, gather in (("notice", papers.notice), ("calculation", papers.calculation)):
        path = folder / f"{chosen.id}-{name}.pdf"
        path.write_bytes(paper.pdf(name, gather(chosen.id, cast.FINANCE_CLERK, config)))
        made.append(path)
    return made


def export(folder: Path, tell: Callable[[int], None]) -> package.Manifest:
    """Export the whole trail in every format."""
    with trail.snapshot() as view:
        about = {"what": "demo story", "record": "all"}
        return package.export(
            folder, view.bodies(), view.heads(), view.disclosures(), about=about, progress=tell
        )


def findings() -> list[proof.Finding]:
    """Hold the database against its journal."""
    with trail.snapshot() as view:
        return list(verify(view, proof.Tally()))


def check(folder: Path, digest: str) -> tuple[bool, str]:
    """Verify an export as an auditor does: by its own ``proof.py``, in a process of its own."""
    command = [sys.executable, "-I", str(folder / "proof.py"), str(folder), digest]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own verifier
    return done.returncode == 0, done.stdout.strip()
