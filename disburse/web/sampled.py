"""A sample as its form asks for it, drawn from the address; and how the share of each stratum is told."""

from collections.abc import Sequence
from dataclasses import dataclass

from disburse.actors import Actor
from disburse.errors import BadRecord, Finding, Refusal
from disburse.queries import sampling
from disburse.queries.sampling import Sample
from disburse.web.fields import Asked
from disburse.web.filling import Form
from disburse.web.languages import N_, said
from disburse.web.typed import Typed
from schemas.enterprises import DISTRICTS
from workflows.claim import CLAIM

METHODS = (
    ("random", N_("简单随机")),
    ("by_unit", N_("按审核单位分层")),
    ("by_sum", N_("按金额分层")),
    ("by_size", N_("按金额大小概率抽取")),
)
DEFAULTS = {"method": "random", "size": "20", "state": "paid"}


@dataclass(frozen=True)
class AskedSample:
    """The form as it was filled in, and what was drawn; ``no`` is why nothing was."""

    form: Form
    drawn: Sample | None = None
    no: Refusal | None = None


def asked_sample(given: Typed, by: Actor) -> AskedSample:
    """Draw what the address asks for; without a seed nothing is asked for yet."""
    typed = given.copy()
    for name, value in DEFAULTS.items():
        typed.setdefault(name, value)
    fields = _fields()
    if "seed" not in given:
        return AskedSample(Form(fields, typed))
    try:
        return AskedSample(Form(fields, typed), _drawn(typed, by))
    except BadRecord as no:
        return AskedSample(Form(fields, typed, no.findings), no=no)


def shares(sample: Sample | None) -> Sequence[tuple[str, int, int]]:
    """Every stratum with how many were drawn of how many."""
    strata = sample.strata if sample and sample.method in ("by_unit", "by_sum") else {}
    return [(DISTRICTS.get(name, name), drawn, of) for name, (drawn, of) in strata.items()]


def _drawn(typed: Typed, by: Actor) -> Sample:
    size, state = typed["size"].strip(), typed["state"]
    if state not in sampling.STATES:
        raise BadRecord([Finding("state", "请从所列中选择一项", "choose one of those listed")])
    members = sampling.population(by, state=state, unit=typed.get("unit") or None)
    count = int(size) if size.isdecimal() and len(size) < 7 else 0
    return sampling.draw(members, seed=typed["seed"], method=typed["method"], size=count)


def _fields() -> tuple[Asked, ...]:
    states = tuple((state.name, said(state.zh, state.en)) for state in CLAIM.states)
    units = tuple((code, said(name, code)) for code, name in DISTRICTS.items())
    return (
        Asked("seed", "text", N_("种子"), N_("如抽样日的公开数字；写入底稿，凭它可重新抽出同一样本。")),
        Asked("method", "choice", N_("抽样方法"), answers=METHODS),
        Asked("size", "count", N_("样本数")),
        Asked("state", "choice", N_("总体：环节"), answers=states),
        Asked("unit", "choice", N_("总体：审核单位"), required=False, answers=units),
    )
