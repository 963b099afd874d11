"""Endpoints of a bank: where its notices are sent; and the notices themselves, as the feed gives them."""

import re

from schemas.faults import sentences
from schemas.fields import Count, Day, PlainText, Version
from schemas.identifiers import RecordNumber
from schemas.record import Patterned, Record, Rows

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
