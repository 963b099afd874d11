"""``disburse policy diff``, and whether an edition in use was edited."""

from pathlib import Path

import click
from flask.cli import ScriptInfo

from disburse import schema
from disburse.cli.policy_loading import FOLDER, load_or_tell
from disburse.db import db
from disburse.policy import diff as editions
from disburse.policy.catalogue import SHIPPED, Catalogue
from disburse.policy.digests import Edition
from disburse.policy.model import Finding
from disburse.queries.editions import Use, disturbed


@click.command("diff")
@click.argument("a")
@click.argument("b")
@click.option("--catalogue", type=FOLDER, default=SHIPPED, help="A 所在目录 / folder of A's catalogue.")
@click.option("--catalogue-b", type=FOLDER, help="B 所在目录，默认同 A / folder of B's, by default the same.")
def diff(a: str, b: str, catalogue: Path, catalogue_b: Path | None) -> None:
    """两个版本的差别：A、B 写作 QD24/2023-draft / what differs between two editions, figure by figure."""
    before = load_or_tell(catalogue)
    after = load_or_tell(catalogue_b) if catalogue_b else before
    count = 0
    for change in editions.diff(before, _edition(before, a, "A"), _edition(after, b, "B"), after):
        count += 1
        written = f"{change.before or '—'} → {change.after or '—'}"
        click.echo("\t".join([SIGNS[change.kind], change.where, change.article, change.field, written]))
    click.echo(f"{count} 处不同 / differences")


SIGNS = {"added": "+", "removed": "-", "changed": "~"}
COMMANDS = (diff,)


def _edition(catalogue: Catalogue, written: str, argument: str) -> Edition:
    try:
        return editions.edition(catalogue, written)
    except editions.NoSuchEdition as no:
        raise click.BadParameter(str(no), param_hint=argument) from None


def edited(ctx: click.Context, catalogue: Catalogue) -> list[Finding]:
    """Editions that were edited after use; nothing where there is no database to ask."""
    found = ctx.find_object(ScriptInfo)
    if found is None:
        return []
    with found.load_app().app_context():
        return [_finding(use) for use in disturbed(catalogue)] if schema.is_ready(db.engine) else []


def _finding(use: Use) -> Finding:
    what_zh, what_en = ("施行登记", "adoptions") if use.by_adoption else ("测算", "calculations")
    return Finding(
        use.edition,
        f"自 {use.day} 起有 {use.count} 件{what_zh}依据摘要 {use.digest[:12]}，目录中的版本已被改动",
        f"{use.count} {what_en} from {use.day} on rest on digest {use.digest[:12]}; the edition was edited",
        "恢复原文件，改动另立新版本（见目录 README）",
        "restore the files and add a new edition beside it (see the catalogue's README)",
    )
