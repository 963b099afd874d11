"""``disburse jobs``: what waits, what is at work and how far, what nobody could do; and what to do then."""

import json

import click
from flask.cli import with_appcontext
from rich.console import Console
from rich.table import Table

from disburse.actors import Actor
from disburse.acts import act
from disburse.clock import BEIJING
from disburse.errors import BadRecord, Finding
from disburse.queries import jobs as queue
from schemas.jobs import BY_HAND, JOB_OUT

READER = Actor("cli", "auditor", "cli")


@click.group()
def jobs() -> None:
    """后台任务: jobs that wait, are at work, done, or dead letters."""


@jobs.command("list")
@click.option("--state", type=click.Choice(list(queue.STATES)), help="只列一种状态 / of one state")
@click.option("--kind", help="只列一种任务 / of one kind")
@with_appcontext
def list_(state: str | None, kind: str | None) -> None:
    """最近的任务 / the newest jobs; exit status 1 while there are dead letters or nightly findings."""
    console, shown = Console(soft_wrap=True), Table()
    for heading in (
        "编号 / no.",
        "种类 / kind",
        "关于 / about",
        "状态 / state",
        "进度 / done",
        "次 / tries",
        "缘由 / why",
    ):
        shown.add_column(heading, overflow="fold")
    for job in queue.page(READER, state=state, kind=kind):
        done = f"{job.done_count}/{job.total_count}" if job.total_count else ""
        words = "{} {}".format(*queue.STATES[job.state])
        shown.add_row(str(job.id), job.kind, job.about, words, done, str(job.attempts), job.last_error)
    console.print(shown)
    loud = _loud()
    for sentence in loud:
        click.echo(sentence, err=True)
    if loud:
        raise SystemExit(1)


@jobs.command()
@click.argument("number", type=int)
@with_appcontext
def show(number: int) -> None:
    """任务 NUMBER 的全部，JSON / all about job NUMBER, as JSON."""
    job = queue.one(number, READER)
    told = {**JOB_OUT.dump(job), "key": job.key, "payload": job.payload, "result": job.result}
    click.echo(json.dumps(told, ensure_ascii=False, indent=1))


@jobs.command()
@click.argument("number", type=int)
@click.option("--note", required=True, help="理由 / why")
@click.option("--by", "who", required=True, help="办理人 / who acts, system_admin:administration:U-…")
@with_appcontext
def retry(number: int, note: str, who: str) -> None:
    """重试任务 NUMBER / try job NUMBER again at once."""
    act("retry_job", {"number": number, "note": note}, actor(who))
    click.echo(f"{number}: 待办 / waiting")


@jobs.command()
@click.argument("number", type=int)
@click.option("--note", required=True, help="理由 / why")
@click.option("--by", "who", required=True, help="办理人 / who acts, system_admin:administration:U-…")
@with_appcontext
def drop(number: int, note: str, who: str) -> None:
    """放弃任务 NUMBER / give job NUMBER up."""
    act("drop_job", {"number": number, "note": note}, actor(who))
    click.echo(f"{number}: 已放弃 / dropped")


@jobs.command()
@click.argument("kind", type=click.Choice(BY_HAND))
@click.option("--batch", help="批次，打印文书用 / the batch whose papers are printed")
@click.option("--personal", is_flag=True, default=None, help="导出含个人信息原值 / export disclosures too")
@click.option("--note", required=True, help="理由 / why")
@click.option("--by", "who", required=True, help="办理人 / who acts, as role:unit:id")
@with_appcontext
def start(kind: str, batch: str | None, personal: bool | None, note: str, who: str) -> None:
    """交办一项任务 / ask for a job: the papers of a batch, an export of the trail, a check."""
    body = {"kind": kind, "batch": batch, "personal": personal, "note": note}
    act("start_job", body, actor(who))
    (job,) = queue.page(READER, kind=kind, size=1)
    click.echo(f"{job.id}: {job.kind}")


def actor(who: str) -> Actor:
    """Read who acts. Raises BadRecord."""
    try:
        return Actor.parse(who)
    except ValueError as no:
        raise BadRecord([Finding("--by", "请写作 角色:单位:人员编号", str(no))]) from no


def _loud() -> list[str]:
    """What must not be overlooked, whichever jobs are listed."""
    dead = sum(count for (_, state), count in queue.tally().items() if state == "dead")
    looked = queue.last("nightly")
    found = (looked.result or {}).get("findings", 0) if looked else 0
    sentences = [f"死信 {dead} 件 / dead letters: disburse jobs list --state dead"] if dead else []
    if looked and found:
        when = looked.ended_at and looked.ended_at.astimezone(BEIJING).date()
        sentences.append(f"{when} 夜间核验发现 {found} 处问题 / findings: disburse jobs show {looked.id}")
    return sentences
