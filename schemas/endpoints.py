"""Endpoints of a bank: where its notices are sent; and the notices themselves, as the feed gives them."""

import re

from schemas.choices import Choice
from schemas.faults import sentences
from schemas.fields import Count, Day, PlainText, Version
from schemas.identifiers import RecordNumber
from schemas.jobs import STATES
from schemas.record import Patterned, Record, Rows
from schemas.shown import Kept, Told

MOST_TYPES = 20


class NoticeType(Patterned):
    """The type of a notice, or its first letters: ``cn.disburse.award``."""

    pattern = re.compile(r"[a-z]{1,20}(\.[a-z_]{1,30}){0,5}")
    default_error_messages = sentences(
        shape=('通知类型写作 "cn.disburse.award.paid"。', 'Write the type as "cn.disburse.award.paid".')
    )


class EndpointIn(Record):
    """An address of one's own bank; without ``types`` every notice is sent there."""

    url = PlainText(500, low=8)
    types = Rows(NoticeType(), high=MOST_TYPES)


class EndpointOut(Record):
    """An endpoint as its bank and those who watch see it; never with its secret."""

    id = RecordNumber()
    unit = PlainText(40)
    url = PlainText(500)
    types = Rows(NoticeType(), high=MOST_TYPES)
    closed_on = Day(optional=True)
    version = Version()


class EndpointIssued(EndpointOut):
    """An endpoint with its secret, which is told this once."""

    secret = PlainText(80)


class DeliveryOut(Record):
    """A notice that is still to be sent to an endpoint, or could not be: how far that is, and why not yet."""

    endpoint = RecordNumber()
    number = Count(1)
    state = Choice(STATES)
    attempts = Count()
    last_error = PlainText(1000, optional=True, lines=True)


class NoticeOut(Record):
    """A notice as a CloudEvents 1.0 event; ``sequence`` is its number within the unit, in the order told."""

    specversion = Told()
    id = Told()
    source = Told()
    type = Told()
    subject = Told()
    time = Told()
    sequence = Told()
    datacontenttype = Told()
    data = Kept()


class CloseAct(Record):
    """Close an endpoint."""

    number = RecordNumber()
    version = Version()
    note = PlainText(2000, lines=True)


class ReplayAct(CloseAct):
    """Send the notices from ``first`` to ``last`` once more."""

    first = Count(1)
    last = Count(1)


ENDPOINT_IN = EndpointIn()
ENDPOINT_OUT = EndpointOut()
CLOSE_ACT = CloseAct()
REPLAY_ACT = ReplayAct()
