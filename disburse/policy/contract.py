"""The line of ``disburse assess``: one JSON object in, one out, in order; a bad line never stops the rest."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from disburse.policy.case import Assessment, yuan
from disburse.policy.catalogue import Catalogue
from disburse.policy.engine import NO_ADOPTIONS, Adoptions, assess
from disburse.policy.line import MalformedLine, read_all
from disburse.policy.readings import NO_DECISIONS, Decisions


def answers(
    catalogue: Catalogue,
    lines: Iterable[bytes],
    adoptions: Adoptions = NO_ADOPTIONS,
    decisions: Decisions = NO_DECISIONS,
) -> Iterator[tuple[bytes, bool]]:
    """For each line that is not blank: its answer without line end, and whether it could be read."""
    for number, case in read_all(catalogue, lines):
        if isinstance(case, MalformedLine):
            yield orjson.dumps(refusal(number, case)), False
        else:
            yield orjson.dumps(answer(assess(catalogue, case, adoptions, decisions))), True


def refusal(number: int, error: MalformedLine) -> dict[str, Any]:
    """What a malformed line gets: every fault with line and field, in both languages."""
    sentences = [f"第 {number} 行 {f.field}：{f.zh} / line {number}, {f.field}: {f.en}" for f in error.faults]
    faults = [{"line": number, "field": f.field, "zh": f.zh, "en": f.en} for f in error.faults]
    return {"id": error.case_id, "error": "; ".join(sentences), "faults": faults}


def answer(made: Assessment) -> dict[str, Any]:
    """An assessment as plain data; money as yuan strings; ``decisions`` only where some were used."""
    readings = {"decisions": made.decisions} if made.decisions else {}
    return {
        "id": made.id,
        "item": made.item,
        "outcome": made.outcome,
        "payable": None if made.payable_fen is None else yuan(made.payable_fen),
        "range": None if made.range_fen is None else [yuan(fen) for fen in made.range_fen],
        "missing": list(made.missing),
        "reasons": [{"code": why.code, "zh": why.zh, "en": why.en} for why in made.reasons],
        "steps": [
            {
                "kind": step.kind,
                "inputs": [vars(given) for given in step.inputs],
                "rule": step.rule,
                "result": step.result,
                "article": step.article,
            }
            for step in made.steps
        ],
        "catalogue": made.catalogue,
        **readings,
    }
