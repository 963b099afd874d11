"""An official reading of a question that a policy leaves open: which question, which reading, since when."""

import re

from schemas.choices import Choice
from schemas.faults import sentences
from schemas.fields import Day, PlainText, Version
from schemas.identifiers import RecordNumber, Sha256
from schemas.record import Patterned, Record
from workflows.decision import DECISION


class QuestionId(Patterned):
    """A question of the catalogue's closed list, such as ``investment:QD24-18.3``."""

    pattern = re.compile(r"[a-z]{4,12}:[A-Za-z0-9.-]{2,20}")
    default_error_messages = sentences(
        shape=(
            '问题写作 "investment:QD24-18.3"；可用 disburse policy decide questions 列出。',
            'Write the question as "investment:QD24-18.3"; disburse policy decide questions lists them.',
        )
    )


class ReadingId(Patterned):
    """One of the readings of a question, such as ``yes`` or ``higher_only``."""

    pattern = re.compile(r"[a-z_]{2,20}")
    default_error_messages = sentences(
        shape=('理解写作 "yes"、"higher_only" 等。', 'Write the reading as "yes", "higher_only" and so on.')
    )


class DecisionIn(Record):
    """A reading as the city clerk enters it from the decision's document."""

    question = QuestionId()
    reading = ReadingId()
    number = PlainText(80, low=2)
    holds_from = Day()
    grounds = PlainText(2000, lines=True)


class DecisionOut(DecisionIn):
    """A reading and what became of it; the engine applies it only once it is confirmed."""

    id = RecordNumber()
    state = Choice(tuple(state.name for state in DECISION.states))
    catalogue = Sha256()
    version = Version()


DECISION_IN = DecisionIn()
DECISION_OUT = DecisionOut()
