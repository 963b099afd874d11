"""``disburse work``: do the jobs, in a process of its own."""

import signal
import threading
from types import FrameType

import click
from flask import Flask
from flask.cli import ScriptInfo, pass_script_info

from disburse import logs, schema
from disburse.cli.serve import NoDatabase
from disburse.config import Config
from disburse.db import db
from disburse.work import broker, worker


@click.command()
@click.option("--once", is_flag=True, help="办完到期的任务即停 / stop when nothing is due any more")
@click.option(
    "--threads", default=2, show_default=True, type=click.IntRange(1, 64), help="同时办理几件 / at a time"
)
@pass_script_info
def work(script: ScriptInfo, once: bool, threads: int) -> None:
    """办理后台任务，直到 Ctrl+C 或 SIGTERM / do the jobs until Ctrl+C or SIGTERM.

    With DISBURSE_BROKER_URL the jobs come from RabbitMQ, else from the database itself.
    """
    app = script.load_app()
    with app.app_context():
        if not schema.is_ready(db.engine):
            raise NoDatabase
    logs.hear_others()
    config: Config = app.extensions["disburse"]
    if config.broker_url and not once:
        broker.work(app, config.broker_url, threads)
    else:
        _here(app, once, threads)


def _here(app: Flask, once: bool, threads: int) -> None:
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    if once:
        click.echo(f"办理 {worker.work_through(app, stopping)} 件 / jobs done")
        return
    with worker.at_work(app, threads):
        stopping.wait()
