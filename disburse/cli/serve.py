"""``disburse serve``: the pages, for this machine alone."""

import signal
import socket
import sys

import click
from flask import Flask
from flask.cli import ScriptInfo, pass_script_info

from disburse import logs, schema
from disburse.cli import listening
from disburse.config import LOOPBACK, Config
from disburse.db import db
from disburse.errors import Refusal
from disburse.work import worker

EMBEDDED_THREADS = 2
"""Jobs that the process of the pages does at a time."""


class NotLoopback(Refusal):
    """只在本机（{loopback}）上提供，不能用 {host}：本服务自己不加密。
    Served on this machine alone ({loopback}), not on {host}: it does not encrypt by itself.
    """

    mend = ("请去掉 --host，由前面的代理负责 TLS。", "Leave out --host; a proxy in front does TLS.")


class NoDatabase(Refusal):
    """数据库连接不上，或不是本版的结构。
    The database does not answer, or has another shape than this release's.
    """

    mend = ("请先运行 disburse database upgrade。", "Run disburse database upgrade first.")


class NoPort(Refusal):
    """不能在端口 {port} 上提供服务：{why}。
    Can't serve on port {port}: {why}.
    """

    mend = ("请用 --port 另选端口。", "Choose another with --port.")


@click.command()
@click.option("--host", default=LOOPBACK[0], show_default=True, help="本版只在本机 / this machine only")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0: 任选 / any")
@pass_script_info
def serve(script: ScriptInfo, host: str, port: int) -> None:
    """在本机提供页面和接口，并办理后台任务 / serve pages, interface and jobs until Ctrl+C or SIGTERM."""
    if host not in LOOPBACK:
        raise NotLoopback(host=host, loopback="、".join(LOOPBACK))
    app = script.load_app()
    with app.app_context():
        if not schema.is_ready(db.engine):
            raise NoDatabase
    try:
        opened = socket.create_server((LOOPBACK[0], port))
    except OSError as no:
        raise NoPort(port=port, why=no.strerror) from no
    address, port = opened.getsockname()
    logs.hear_others()
    server = listening.server(app, opened)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    click.echo(f"请打开 / open http://{address}:{port}/（Ctrl+C 停止 / stops it）")
    with worker.at_work(app, _threads(app)):
        server.run()
    server.close()


def _threads(app: Flask) -> int:
    """Workers of this process's own; none where jobs are done elsewhere."""
    config: Config = app.extensions["disburse"]
    return EMBEDDED_THREADS if config.worker == "embedded" and not config.broker_url else 0
