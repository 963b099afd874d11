"""``disburse draw``: a workflow's table as a Mermaid drawing."""

import click

from workflows.adoption import ADOPTION
from workflows.claim import CLAIM
from workflows.decision import DECISION
from workflows.objection import OBJECTION
from workflows.payout import BATCH, PAYMENT
from workflows.recovery import RECOVERY
from workflows.review import REVIEW

TABLES = {w.name: w for w in (CLAIM, BATCH, PAYMENT, OBJECTION, RECOVERY, ADOPTION, DECISION, REVIEW)}


@click.command()
@click.argument("workflow", type=click.Choice(sorted(TABLES)))
def draw(workflow: str) -> None:
    """Print a workflow as Mermaid (stateDiagram-v2), drawn from its table."""
    click.echo(TABLES[workflow].mermaid(), nl=False)
