"""A bank on record with an endpoint, and notices to it."""

from disburse import desk, notices
from disburse.actors import Actor
from disburse.db import db
from disburse.models import Job
from disburse.work import endpoints
from tests.make import BANK_CODE, a_unit

CHECKER = Actor("checker", "bank_checker", BANK_CODE)
CLERK = Actor("bank-clerk", "bank_clerk", BANK_CODE)


def a_bank():
    return a_unit(BANK_CODE, "bank")


def an_endpoint(receiver, types=()):
    """An endpoint at the receiver, which knows its secret from now on."""
    receiver.secret, endpoint = endpoints.register(receiver.url, types, CHECKER)
    return endpoint


def tell(count=1, type_="cn.disburse.award.changed", unit=BANK_CODE):
    """Notices to the bank, each in a transaction of its own."""
    for n in range(count):
        with desk.aside():
            notices.notify(
                unit, type_, "QD-2026-000017", {"n": n, "payable_yuan": "1200000.00", "说明": "变更"}
            )


def jobs(**chosen):
    """Every job, as it now is."""
    db.session.rollback()
    query = db.session.query(Job).filter_by(**chosen).order_by(Job.id)
    return query.populate_existing().all()


def states():
    return [job.state for job in jobs(kind="webhook")]
