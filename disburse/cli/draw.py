"""``disburse draw``: a workflow's table as a Mermaid drawing, or who may do what as a page."""

import click
from flask.cli import ScriptInfo, pass_script_info

from disburse.cli import permissions
from disburse.queries.permissions import workflows

TABLES = workflows()
PERMISSIONS = "permissions"


@click.command()
@click.argument("what", type=click.Choice([*sorted(TABLES), PERMISSIONS]))
@pass_script_info
def draw(script: ScriptInfo, what: str) -> None:
    """画出流程（Mermaid），或 permissions 权限矩阵 / draw a workflow, or the permission matrix."""
    drawn = permissions.page(script.load_app().url_map) if what == PERMISSIONS else TABLES[what].mermaid()
    click.echo(drawn, nl=False)
