"""``disburse sample``: claims drawn from a stated seed, as anybody can draw them again."""

import json
from dataclasses import asdict

import click
from flask.cli import with_appcontext

from disburse.actors import Actor
from disburse.cli.who import acting
from disburse.queries import sampling
from reports.figures import plain_yuan
from schemas.shown_reads import SAMPLING


@click.command()
@click.option("--seed", required=True, help="种子，事先公开 / the seed, made public beforehand.")
@click.option("--size", type=int, required=True, help="抽取件数 / how many.")
@click.option("--method", type=click.Choice(SAMPLING), default="random", show_default=True)
@click.option("--state", type=click.Choice(sampling.STATES), default="paid", show_default=True)
@click.option("--unit", help="单位 / one district only.")
@click.option("--item", help="事项 / one item only.")
@click.option("--json", "as_json", is_flag=True, help="输出为 JSON / as JSON.")
@click.option("--by", "person", default="cli", show_default=True, help="审计人员编号 / who draws.")
@with_appcontext
def sample(
    seed: str,
    size: int,
    method: str,
    state: str,
    unit: str | None,
    item: str | None,
    as_json: bool,
    person: str,
) -> None:
    """按种子抽样 / draw a sample; the same seed and population give the same claims."""
    by = acting(Actor(person, "auditor", "audit"), "read")
    members = sampling.population(by, state=state, unit=unit, item=item)
    drawn = sampling.draw(members, seed=seed, method=method, size=size)
    if as_json:
        click.echo(json.dumps(asdict(drawn), ensure_ascii=False))
        return
    click.echo(
        f"总体 population: {drawn.population} 件, {plain_yuan(drawn.population_fen)} 元, {drawn.digest}"
    )
    click.echo(f"种子 seed: {drawn.seed}; {drawn.method}: {drawn.algorithm}")
    for name, (count, of) in drawn.strata.items():
        click.echo(f"{name}: {count} / {of}")
    for one in drawn.drawn:
        click.echo(f"{one.number}\t{one.unit}\t{plain_yuan(one.fen)}")
