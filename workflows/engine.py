"""Step (one arrow), State and Workflow (a checked table of arrows): who may do what, and when.

A workflow is data: the machine, the permission matrix, the buttons and the drawing all come from one table.
It decides nothing but the step; the caller holds the row lock and writes the journal.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from transitions import Machine

from workflows import soundness
from workflows.roles import ROLES
from workflows.table import NEW, OR, State, Step


class Stateful(Protocol):
    """A row that has a state; ``Workflow.walk`` is the only thing that sets it."""

    state: str


class NoSuchStep(Exception):
    """The table has no such arrow from here; ``possible`` says which there are."""

    def __init__(self, asked: Step, here: State, possible: tuple[Step, ...]) -> None:
        """Remember what was asked, where, and what could be done instead."""
        self.action = asked.action
        self.state = here.name
        self.possible = possible
        ways_zh = "、".join(dict.fromkeys(step.label_zh for step in possible)) or "无"
        ways_en = ", ".join(dict.fromkeys(step.label_en for step in possible)) or "nothing"
        self.zh = f"“{here.zh}”状态下不能“{asked.label_zh}”；可办理：{ways_zh}。"
        self.en = f"'{asked.label_en}' is not possible in state '{here.en}'; possible: {ways_en}."
        super().__init__(self.en)


@dataclass(frozen=True)
class Workflow:
    """A table of arrows that checked itself; a record pins ``name`` and ``version``.

    Raises ``soundness.UnsoundWorkflow`` with every fault of the table.
    """

    name: str
    version: int
    title_zh: str
    title_en: str
    initial: str
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    machine: Machine = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check the table, then build the one machine that walks it."""
        soundness.check(self.initial, self.states, self.steps)
        machine = Machine(
            model=None,
            states=[NEW, *(state.name for state in self.states)],
            initial=self.initial,
            transitions=[[step.action, step.source, step.target] for step in self.steps],
            auto_transitions=False,
            send_event=False,
        )
        object.__setattr__(self, "machine", machine)

    @cached_property
    def _arrows(self) -> dict[tuple[str, str], Step]:
        return {(step.action, step.source): step for step in self.steps}

    @cached_property
    def _states(self) -> dict[str, State]:
        return {state.name: state for state in self.states}

    @property
    def actions(self) -> tuple[str, ...]:
        """Every action of the table once, in the table's order."""
        return tuple(dict.fromkeys(step.action for step in self.steps))

    @cached_property
    def choices(self) -> tuple[str, ...]:
        """What a list may be narrowed to: each state, and those that have one public name, at once."""
        alike: dict[str, list[str]] = {}
        for state in self.states:
            alike.setdefault(state.public_zh, []).append(state.name)
        return (*self._states, *(OR.join(names) for names in alike.values() if len(names) > 1))

    def state(self, name: str) -> State:
        """Look up a state's labels and clock. Raises ``KeyError`` for a name that is not in the table."""
        return self._states[name]

    def step(self, action: str, state: str) -> Step:
        """Find the arrow ``action`` from ``state``. Raises ``NoSuchStep``."""
        found = self._arrows.get((action, state))
        if found is None:
            nowhere = Step(action, state, state, "", action, action)
            asked = next((step for step in self.steps if step.action == action), nowhere)
            here = self._states.get(state, State(state, state, state, state, state))
            raise NoSuchStep(asked, here, self.exits(state))
        return found

    def walk(self, row: Stateful, action: str) -> Step:
        """Take the step: ``row.state`` becomes the arrow's target. Raises ``NoSuchStep``, row untouched."""
        step = self.step(action, row.state)
        self.machine.events[action].trigger(row)
        return step

    def apart(self, step: Step) -> frozenset[str]:
        """Actions that nobody may have taken on a record who takes ``step`` on it 不相容岗位分离."""
        return frozenset(step.apart_from) | self.outside(step.duty)

    def outside(self, duty: str) -> frozenset[str]:
        """Every action of the other duties; none for a step that belongs to no duty."""
        return frozenset(s.action for s in self.steps if duty and s.duty and s.duty != duty)

    def exits(self, state: str) -> tuple[Step, ...]:
        """Every arrow that leaves ``state``, whoever may take it."""
        return tuple(step for step in self.steps if step.source == state)

    def open_to(self, state: str, role: str) -> tuple[Step, ...]:
        """Arrows from ``state`` that ``role`` may take: the buttons of a page."""
        return tuple(step for step in self.exits(state) if step.role == role)

    def matrix(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Every role × every state (and ``NEW``) → the actions open there."""
        return {
            role: {
                state: tuple(step.action for step in self.open_to(state, role))
                for state in (NEW, *self._states)
            }
            for role in ROLES
        }

    def mermaid(self) -> str:
        """Draw the table as a Mermaid ``stateDiagram-v2`` with Chinese labels; same table, same text."""
        arrows: dict[tuple[str, str], list[str]] = {}
        for step in self.steps:
            arrows.setdefault((step.source, step.target), []).append(step.label_zh)
        arrows.setdefault((NEW, self.initial), [])
        lines = [f'    state "{state.zh}" as {state.name}' for state in self.states]
        for (source, target), labels in sorted(arrows.items(), key=lambda arrow: arrow[0][0] != NEW):
            start = "[*]" if source == NEW else source
            lines.append(f"    {start} --> {target}{': ' if labels else ''}{'、'.join(labels)}")
        lines += [f"    {state.name} --> [*]" for state in self.states if state.rest]
        return "\n".join(["stateDiagram-v2", *lines, ""])
