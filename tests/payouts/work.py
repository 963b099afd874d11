"""What another process does in the kill campaign: a batch's whole way to the bank and back, again and again.

It counts every statement, every commit and every file put in place, and kills itself at the one it was given.
"""

import os
import signal
import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from disburse import banking, clock
from disburse.acts import act
from disburse.app import create_app
from disburse.config import Config
from disburse.db import db
from disburse.models import Batch
from tests.make import FINANCE, PAYER, here
from tests.payouts.bank import PAYS


def office(config: Config, jobs: Any) -> None:
    """Answer each job with the exit status of a process of its own, forked from this one.

    A job is the arguments of ``carry_on``; None ends it.
    """
    app = create_app(config)
    while (job := jobs.recv()) is not None:
        child = os.fork()
        if child == 0:
            with app.app_context():
                _alone(*job)
        _, status = os.waitpid(child, 0)
        jobs.send(os.waitstatus_to_exitcode(status))


def _alone(*job: Any) -> None:
    try:
        carry_on(*job)
    except BaseException:  # noqa: BLE001  # whatever it was, this process ends here
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def carry_on(moment: datetime, number: str, receipts: Path, folder: Path, point: int) -> None:
    """Write the batch's file, send it, import the bank's answer, apply it; each only if it is still to do."""
    _die_at(point)
    with clock.demo_time(moment):
        batch = db.session.get_one(Batch, number)
        if batch.state == "released":
            done = banking.export_batch(number, form="pain001", folder=folder, payer=PAYS, by=PAYER)
            sent = {**here(done.batch), "file_sha256": done.sha256, "document": "银行受理1号"}
            act("send_batch", sent, PAYER)
        banking.import_receipt_file(receipts, payer=PAYS, by=PAYER)
        banking.resume(by=FINANCE)


def _die_at(point: int) -> None:
    left = [point]

    def tick(*_: Any) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", tick)
    event.listen(Engine, "commit", tick)
    sys.addaudithook(lambda name, _: tick() if name == "os.rename" else None)
