"""The filter of a list in its reader's words, as it stands beside a hand-over."""

from collections.abc import Mapping
from typing import Any

from disburse.policy import catalogue as policy
from disburse.queries import jobs, records
from disburse.web import columns
from disburse.web.languages import N_, said, say
from disburse.web.languages import gettext as _
from disburse.web.reader import reader
from disburse.web.receipt_file import STATES as LINE_STATES
from disburse.web.values import called
from disburse.web.wording import told
from schemas.handover import TYPED
from workflows.table import OR

FLAGS = {
    "waiting": N_("待办"),
    "dealt": N_("已办"),
    "overdue": N_("只看超期"),
    "payable": N_("可列入批次"),
    "owed": N_("应收未收"),
    "receipted": N_("已出回执"),
}
"""What filters are called that are given or not."""
_HIDDEN = "***"


def in_words(kind: str, chosen: Mapping[str, Any]) -> str:
    """What narrows a list of a kind; of what somebody typed only that there was something."""
    parts = (
        _(FLAGS[name]) if name in FLAGS else f"{columns.label(name)} {_value(kind, name, str(value))}"
        for name, value in sorted(chosen.items())
    )
    return said("；", "; ").join(parts)


def _value(kind: str, name: str, value: str) -> str:
    """A value as the reader calls it; as it is, where it has no other name."""
    if name in TYPED:
        return _HIDDEN
    if name == "state":
        states = _states(kind)
        return said("、", ", ").join(dict.fromkeys(states.get(one, one) for one in value.split(OR)))
    if name == "item":
        item = policy.load().items.get(value)
        return f"{value} {say(item)}" if item else value
    return called(name, value)


def _states(kind: str) -> Mapping[str, str]:
    """What the states of a kind are called; of what is no record by their own tables."""
    model = records.KINDS.get(kind)
    if model and model.workflow:
        return {name: say(state) for name, state in told(model.workflow, reader()).items()}
    if kind == "job":
        return {name: say(state) for name, state in jobs.STATES.items()}
    return {name: _(words) for name, words in LINE_STATES.items()} if kind == "receipt_file_line" else {}
