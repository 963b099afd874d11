"""What every workflow's table must satisfy before a record may walk it; all faults are told at once."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

from workflows.roles import ROLES
from workflows.table import NEW, State, Step


class UnsoundWorkflow(Exception):
    """The table contradicts itself; ``faults`` lists everything to mend."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        """Keep every fault, one sentence each."""
        self.faults = faults
        super().__init__("; ".join(faults))


def check(initial: str, states: tuple[State, ...], steps: tuple[Step, ...]) -> None:
    """Raise ``UnsoundWorkflow`` unless every record can arrive, move on and come to rest."""
    faults = (*_names(initial, states, steps), *_people(states, steps), *_routes(initial, states, steps))
    if faults:
        raise UnsoundWorkflow(faults)


Named = TypeVar("Named", bound=Hashable)


def _repeated(things: Iterable[Named]) -> list[Named]:
    return [thing for thing, times in Counter(things).items() if times > 1]


def _names(initial: str, states: tuple[State, ...], steps: tuple[Step, ...]) -> Iterator[str]:
    known = {state.name for state in states}
    actions = {step.action for step in steps}
    yield from (f"state '{name}' is declared twice" for name in _repeated(state.name for state in states))
    yield from (f"'{NEW}' is reserved" for _ in known & {NEW})
    if initial not in known:
        yield f"unknown initial state '{initial}'"
    for step in steps:
        for name in sorted({step.source, step.target} - known - {NEW}):
            yield f"{step.action}: unknown state '{name}'"
        if step.target == NEW or (step.source == NEW and step.target != initial):
            yield f"{step.action}: a record begins in '{initial}' and never becomes new again"
        yield from (
            f"{step.action}: apart from unknown action '{a}'" for a in step.apart_from if a not in actions
        )
    for action, source in _repeated((step.action, step.source) for step in steps):
        yield f"{action}: two steps from '{source}'"


def _people(states: tuple[State, ...], steps: tuple[Step, ...]) -> Iterator[str]:
    yield from (f"{step.action}: unknown role '{step.role}'" for step in steps if step.role not in ROLES)
    able = {(step.role, step.source) for step in steps}
    for state in states:
        if state.rest and (state.holder or state.deadline_workdays or state.minimum_workdays):
            yield f"{state.name}: nobody holds a record at rest, and no clock runs"
        if not state.rest and (state.holder, state.name) not in able:
            yield f"{state.name}: its holder '{state.holder}' has no step from there"


def _routes(initial: str, states: tuple[State, ...], steps: tuple[Step, ...]) -> Iterator[str]:
    onward = {state.name: {step.target for step in steps if step.source == state.name} for state in states}
    reached = _reach({initial}, onward)
    yield from (f"{state.name}: unreachable" for state in states if state.name not in reached)
    rest = {state.name for state in states if state.rest}
    for state in states:
        if state.name in reached and not _reach({state.name}, onward) & rest:
            yield f"{state.name}: dead end, no way to a state of rest"


def _reach(start: set[str], onward: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    while start - reached:
        reached |= start
        start = {target for name in start for target in onward.get(name, set())}
    return reached
