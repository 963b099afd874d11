"""Each shipped table, tried completely: every role × state × action."""

import dataclasses
import gc
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.adoption import ADOPTION
from workflows.attachment import ATTACHMENT
from workflows.claim import CLAIM
from workflows.decision import DECISION
from workflows.engine import NoSuchStep
from workflows.freeze import FREEZE
from workflows.objection import OBJECTION
from workflows.payout import BATCH, PAYMENT
from workflows.pledge import PLEDGE
from workflows.recovery import RECOVERY
from workflows.review import REVIEW
from workflows.roles import ROLES
from workflows.table import NEW

TABLES = (CLAIM, BATCH, PAYMENT, OBJECTION, RECOVERY, ADOPTION, DECISION, REVIEW, PLEDGE, FREEZE, ATTACHMENT)
each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@dataclasses.dataclass(eq=False)
class Row:
    state: str


def places(table):
    return [NEW, *(state.name for state in table.states)]


@each_table
def test_every_role_state_and_action_is_allowed_exactly_as_declared(table):
    declared = {(s.role, s.source, s.action): s for s in table.steps}
    for role in ROLES:
        for state in places(table):
            open_here = {step.action: step for step in table.open_to(state, role)}
            for action in table.actions:
                assert open_here.get(action) is declared.get((role, state, action))


@each_table
def test_every_action_from_every_state_walks_its_arrow_or_leaves_the_row_alone(table):
    declared = {(s.source, s.action): s for s in table.steps}
    for state in places(table):
        for action in table.actions:
            row = Row(state)
            if arrow := declared.get((state, action)):
                assert table.walk(row, action) is arrow
                assert row.state == arrow.target
            else:
                with pytest.raises(NoSuchStep) as refused:
                    table.walk(row, action)
                assert row.state == state
                assert (refused.value.action, refused.value.state) == (action, state)
                assert refused.value.possible == table.exits(state)


@each_table
@given(choices=st.data())
def test_a_walk_of_any_length_stays_within_the_table_and_can_always_come_to_rest(table, choices):
    row = Row(table.initial)
    for _ in range(choices.draw(st.integers(0, 12))):
        exits = table.exits(row.state)
        if not exits:
            break
        step = choices.draw(st.sampled_from(exits))
        assert table.walk(row, step.action).target == row.state
        assert table.state(row.state).rest or table.exits(row.state)


@each_table
def test_the_matrix_holds_each_step_once(table):
    in_matrix = [
        (role, state, action)
        for role, states in table.matrix().items()
        for state, actions in states.items()
        for action in actions
    ]
    assert sorted(in_matrix) == sorted((s.role, s.source, s.action) for s in table.steps)


@each_table
def test_the_auditor_takes_no_step(table):
    assert not any(table.matrix()["auditor"].values())


@each_table
def test_every_label_exists_in_chinese_and_in_english(table):
    assert table.title_zh
    assert table.title_en
    for state in table.states:
        assert all((state.zh, state.en, state.public_zh, state.public_en)), state.name
    for step in table.steps:
        assert all((step.label_zh, step.label_en)), step.action


@each_table
def test_an_action_has_one_label_wherever_it_starts(table):
    assert len({(s.action, s.label_zh, s.label_en) for s in table.steps}) == len(table.actions)


@each_table
def test_the_drawing_shows_every_arrow_and_is_the_same_each_time(table):
    drawing = table.mermaid()
    assert drawing == dataclasses.replace(table).mermaid()
    assert drawing.startswith("stateDiagram-v2\n")
    for step in table.steps:
        start = "[*]" if step.source == NEW else step.source
        arrow = next(line for line in drawing.splitlines() if f" {start} --> {step.target}:" in line)
        assert step.label_zh in arrow


@each_table
def test_the_machine_keeps_no_row_alive(table):
    row = Row(table.initial)
    table.walk(row, table.exits(table.initial)[0].action)
    watched = weakref.ref(row)
    del row
    gc.collect()
    assert watched() is None
    assert table.machine.models == []


@each_table
def test_the_machine_hangs_nothing_on_a_row(table):
    row = Row(table.initial)
    table.walk(row, table.exits(table.initial)[0].action)
    assert set(vars(row)) == {"state"}
