"""Toy workflows, each with one fault, and the engine's word for it."""

import pytest

from workflows.engine import Workflow
from workflows.soundness import UnsoundWorkflow
from workflows.table import NEW, State, Step


def state(name, **more):
    return State(name, name, name, name, name, **{"holder": "city_clerk", **more})


def rest(name, **more):
    return State(name, name, name, name, name, rest=True, **more)


def step(action, source, target, role="city_clerk", **more):
    return Step(action, source, target, role, action, action, **more)


def toy(*, states=None, steps=None, initial="open"):
    return Workflow(
        name="toy",
        version=1,
        title_zh="玩具",
        title_en="toy",
        initial=initial,
        states=states or (state("open"), rest("shut")),
        steps=steps or (step("shut", "open", "shut"),),
    )


def faults(**table):
    with pytest.raises(UnsoundWorkflow) as unsound:
        toy(**table)
    return unsound.value.faults


SHUT = step("shut", "open", "shut")


def test_a_sound_toy_is_built():
    assert toy().exits("open") == (SHUT,)


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ({"initial": "nowhere"}, "unknown initial state 'nowhere'"),
        ({"steps": (SHUT, step("leap", "open", "moon"))}, "leap: unknown state 'moon'"),
        ({"steps": (SHUT, step("land", "moon", "shut"))}, "land: unknown state 'moon'"),
        ({"states": (state("open"), rest("shut"), rest("lost"))}, "lost: unreachable"),
        (
            {
                "states": (state("open"), rest("shut"), state("stuck")),
                "steps": (SHUT, step("stick", "open", "stuck")),
            },
            "stuck: dead end, no way to a state of rest",
        ),
        (
            {
                "states": (state("open"), rest("shut"), state("ring")),
                "steps": (SHUT, step("turn", "open", "ring"), step("spin", "ring", "ring")),
            },
            "ring: dead end, no way to a state of rest",
        ),
        ({"steps": (SHUT, step("shut", "open", "open"))}, "shut: two steps from 'open'"),
        ({"steps": (SHUT, step("rule", "open", "open", role="king"))}, "rule: unknown role 'king'"),
        (
            {"steps": (SHUT, step("judge", "open", "open", apart_from=("dream",)))},
            "judge: apart from unknown action 'dream'",
        ),
        ({"states": (state("open"), rest("shut"), rest("shut"))}, "state 'shut' is declared twice"),
        ({"states": (state("open"), rest("shut"), rest(NEW))}, "'new' is reserved"),
        (
            {"steps": (SHUT, step("make", NEW, "shut"))},
            "make: a record begins in 'open' and never becomes new again",
        ),
        (
            {"steps": (SHUT, step("undo", "open", NEW))},
            "undo: a record begins in 'open' and never becomes new again",
        ),
        (
            {"states": (state("open", holder="bank_clerk"), rest("shut"))},
            "open: its holder 'bank_clerk' has no step from there",
        ),
        (
            {"states": (state("open"), rest("shut", deadline_workdays=3))},
            "shut: nobody holds a record at rest, and no clock runs",
        ),
    ],
    ids=lambda value: value.replace(" ", "_") if isinstance(value, str) else "",
)
def test_a_fault_is_named(table, fault):
    assert fault in faults(**table)


def test_all_faults_are_told_at_once():
    told = faults(
        states=(state("open"), rest("shut"), rest("lost")),
        steps=(SHUT, step("rule", "open", "moon", role="king")),
    )
    assert set(told) == {"rule: unknown state 'moon'", "rule: unknown role 'king'", "lost: unreachable"}
