"""Which acts are open to a person on a record now: what pages show buttons for, and nothing else.

What is offered may still be refused for its content, never because of who, when or which step.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from disburse.actors import ADMINISTRATORS, BANK, Actor
from disburse.errors import Both, NotYours, OutOfOrder, Refusal
from disburse.models import AUDITED, Audited, Claim
from disburse.queries import attachments, hindrances
from disburse.queries.hindrances import Hindrances
from workflows.adoption import ADOPTION
from workflows.claim import CLAIM
from workflows.decision import DECISION
from workflows.engine import Workflow
from workflows.freeze import FREEZE
from workflows.payout import BATCH
from workflows.people import PERSON
from workflows.pledge import PLEDGE
from workflows.roles import HELD
from workflows.table import NEW, Step


@dataclass(frozen=True)
class Offer:
    """Where an act is offered: on records of ``kinds``, as one of the ``steps`` of their workflow.

    Where no step says who may, ``roles`` do, and ``own`` names the columns of the persons whose affair it is;
    ``states`` narrows it, ``closed`` is the column that is empty as long as the record is open, ``waiting``
    the one that holds what waits for an answer. ``on_claim`` are the steps that the claim of the record takes
    along; ``apart_from`` events that the same person must not have written; ``others_only`` means never on
    oneself; ``not_yet`` refuses by what became of the claim since.
    """

    kinds: tuple[str, ...]
    steps: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    closed: str = ""
    waiting: str = ""
    on_claim: tuple[str, ...] = ()
    apart_from: tuple[str, ...] = ()
    others_only: bool = False
    not_yet: Callable[[Any, Claim], None] | None = None


def _claim(*steps: str) -> Offer:
    return Offer(("claim",), steps)


def _pledge(*steps: str) -> Offer:
    return Offer(("pledge",), steps)


def _maker(workflow: Workflow) -> tuple[str, ...]:
    return tuple(sorted({step.role for step in workflow.exits(NEW)}))


_LISTS = ("rating_list", "recognition_list")
_FINANCE = ("finance_clerk", "finance_payer")

MADE: dict[str, tuple[str, ...]] = {
    "register_enterprise": ("district_clerk",),
    "enter_adoption": _maker(ADOPTION),
    "enter_decision": _maker(DECISION),
    "open_fund": ("finance_clerk",),
    "draft_claim": _maker(CLAIM),
    "build_batch": _maker(BATCH),
    "register_signing_key": ("security_admin",),
    "delegate_role": tuple(role for role in HELD if role not in ADMINISTRATORS),
    "start_job": ("system_admin", "audit_admin", *_FINANCE),
    "register_unit": ("system_admin",),
    "register_person": _maker(PERSON),
}
"""Acts that make a record of their own, and the roles that may."""

OFFERS: Mapping[str, Offer] = {
    "amend_claim": _claim("amend"),
    "submit_claim": _claim("submit", "resubmit"),
    "withdraw_claim": _claim("withdraw"),
    "accept_claim": _claim("accept"),
    "return_claim": _claim("return_for_correction"),
    "establish_facts": _claim("establish"),
    "recommend_claim": _claim("recommend"),
    "refuse_claim": _claim("refuse"),
    "send_back": _claim("send_back"),
    "decide_claim": _claim("decide"),
    "rate_claim": _claim("rate"),
    "publish_claim": _claim("publish"),
    "reconsider_claim": _claim("reconsider"),
    "approve_claim": _claim("approve"),
    "revoke_claim": _claim("revoke"),
    "decide_recovery": _claim("recover"),
    "raise_objection": Offer(("claim",), roles=("city_clerk",), states=("public_notice",)),
    "authorise_bank": Offer(("claim",), roles=_maker(PLEDGE), states=("approved",)),
    "query_award": Offer(("claim",), roles=tuple(sorted(BANK))),
    "enter_freeze": Offer(("claim",), roles=_maker(FREEZE), states=("approved", "pledged", "paying")),
    "change_account": Offer(("enterprise",), roles=("district_clerk",)),
    "confirm_account": Offer(
        ("enterprise",), roles=("district_head",), waiting="new_account", apart_from=("change_account",)
    ),
    "refuse_account": Offer(("enterprise",), roles=("district_head",), waiting="new_account"),
    "rename_enterprise": Offer(("enterprise",), roles=("district_clerk",)),
    "confirm_city_table": Offer(("city_table",), ("confirm",)),
    "reject_city_table": Offer(("city_table",), ("reject",)),
    "repeal_city_table": Offer(("city_table",), ("repeal",)),
    "confirm_budget_table": Offer(("budget_table",), ("confirm",)),
    "reject_budget_table": Offer(("budget_table",), ("reject",)),
    "repeal_budget_table": Offer(("budget_table",), ("repeal",)),
    "confirm_adoption": Offer(("adoption",), ("confirm",)),
    "reject_adoption": Offer(("adoption",), ("reject",)),
    "repeal_adoption": Offer(("adoption",), ("repeal",)),
    "confirm_decision": Offer(("decision",), ("confirm",)),
    "reject_decision": Offer(("decision",), ("reject",)),
    "repeal_decision": Offer(("decision",), ("repeal",)),
    "appropriate": Offer(("fund",), roles=("finance_clerk",)),
    "uphold_objection": Offer(("objection",), ("uphold",)),
    "dismiss_objection": Offer(("objection",), ("dismiss",)),
    "withdraw_objection": Offer(("objection",), ("withdraw",)),
    "release_batch": Offer(("batch",), ("release",)),
    "cancel_batch": Offer(("batch",), ("cancel",)),
    "send_batch": Offer(("batch",), ("send",)),
    "settle_batch": Offer(("batch",), ("settle",)),
    "confirm_payment": Offer(("payment",), ("confirm",), on_claim=("confirm_payment",)),
    "return_payment": Offer(("payment",), ("return",), on_claim=("return_payment", "return_pledged_payment")),
    "apply_line": Offer(("receipt_file",), roles=_FINANCE),
    "match_line": Offer(("receipt_file",), roles=_FINANCE),
    "dismiss_line": Offer(("receipt_file",), roles=("finance_clerk",)),
    "record_repayment": Offer(("recovery",), ("record_instalment",)),
    "offset_recovery": Offer(("recovery",), ("record_instalment",)),
    "annul_recovery": Offer(("recovery",), ("annul",), on_claim=("annul_recovery",)),
    "confirm_match": Offer(_LISTS, roles=("city_clerk",), apart_from=("import",)),
    "reject_match": Offer(_LISTS, roles=("city_clerk",), apart_from=("import",)),
    "draft_recognised": Offer(("recognition_list",), roles=("city_clerk",)),
    "settle_review": Offer(("review_task",), ("settle",)),
    "dismiss_review": Offer(("review_task",), ("dismiss",)),
    "withdraw_authorisation": _pledge("withdraw"),
    "propose_lock": _pledge("propose"),
    "confirm_lock": _pledge("confirm"),
    "refuse_lock": _pledge("refuse"),
    "activate_lock": Offer(("pledge",), ("activate",), on_claim=("pledge",)),
    "consent_to_change": _pledge("consent"),
    "confirm_change": _pledge("confirm_change"),
    "refuse_change": _pledge("refuse_change"),
    "activate_change": Offer(("pledge",), ("activate_change",), on_claim=("change_lock",)),
    "release_lock": _pledge("release"),
    "close_short": _pledge("close_short"),
    "remove_attachment": Offer(("attachment",), ("remove",), not_yet=attachments.require_not_handed_in),
    "lift_freeze": Offer(("freeze_order",), ("lift",)),
    "revoke_signing_key": Offer(("signing_key",), roles=("security_admin",), closed="revoked_on"),
    "end_delegation": Offer(
        ("delegation",), roles=("security_admin",), own=("principal", "delegate"), closed="ended_on"
    ),
    "close_endpoint": Offer(("endpoint",), roles=("bank_checker", "system_admin"), closed="closed_on"),
    "replay_notices": Offer(("endpoint",), roles=(*sorted(BANK), "system_admin"), closed="closed_on"),
    "grant_roles": Offer(("person",), ("grant",), others_only=True),
    "suspend_person": Offer(("person",), ("suspend",), others_only=True),
    "restore_person": Offer(("person",), ("restore",), others_only=True),
    "close_person": Offer(("person",), ("close",), others_only=True),
    "unlock_person": Offer(("person",), roles=("security_admin",)),
    "reset_totp": Offer(("person",), roles=("security_admin",), others_only=True),
    "end_sessions": Offer(("person",), roles=("security_admin",), others_only=True),
    "revoke_token": Offer(("token",), roles=("security_admin",), own=("owner",), closed="revoked_at"),
}
"""Every act that pages offer on a record, in the order of their buttons; none of the clock's."""


def allowed(record: Audited, by: Actor) -> tuple[str, ...]:
    """The acts open to ``by`` on a record that ``by`` may see: the buttons of its page."""
    return allowed_each([record], by)[record.id]


def allowed_each(records: Sequence[Audited], by: Actor) -> dict[str, tuple[str, ...]]:
    """The acts open to ``by`` on each of many records; as many queries as for one."""
    known = hindrances.of(records, by)
    return {record.id: tuple(_open(record, by, known)) for record in records}


def _open(record: Audited, by: Actor, known: Hindrances) -> Iterator[str]:
    here = (name for name, offer in OFFERS.items() if record.kind in offer.kinds)
    return (name for name in here if why_not(name, record, by, known) is None)


def may_make(name: str, by: Actor) -> bool:
    """Whether ``by`` may do an act that makes a record of its own."""
    return by.role in MADE.get(name, ())


def step_of(name: str, record: Audited) -> Step | None:
    """The step that an act takes from where the record is, None where there is none."""
    here = _state(record) if record.workflow else ""
    return next((step for step in steps_of(name) if step.source == here), None)


def steps_of(name: str) -> tuple[Step, ...]:
    """Every step that an act may be, from wherever."""
    offer = OFFERS.get(name, Offer(()))
    tables = (model.workflow for model in AUDITED if model.kind in offer.kinds and model.workflow)
    return tuple(step for table in tables for step in table.steps if step.action in offer.steps)


def why_not(name: str, record: Audited, by: Actor, known: Hindrances | None = None) -> Refusal | None:
    """What would refuse an act whatever is filled in: the step, the role, separation of duties, a freeze.

    ``known`` is what was asked of the database already.
    """
    offer, known = OFFERS[name], known or hindrances.of([record], by)
    try:
        if offer.steps:
            _require_step(offer.steps, record, by, known)
        else:
            _require_role(name, offer, record, by)
        if offer.apart_from:
            known.require_apart(record, offer.apart_from, name)
        if offer.on_claim:
            _require_step(offer.on_claim, known.claim_of(record), by, known)
        if offer.not_yet:
            offer.not_yet(record, known.claim_of(record))
        if offer.others_only and record.id == by.id:
            raise _not_yours(record, name, by, ())
    except Refusal as no:
        return no
    return None


def _require_step(actions: tuple[str, ...], record: Audited, by: Actor, known: Hindrances) -> None:
    """As ``desk.move`` asks, without what is to be written down with the step."""
    workflow, state = record.workflow, _state(record)
    assert workflow is not None  # noqa: S101  # the table names steps of records that have one
    steps = [step for step in workflow.exits(state) if step.action in actions]
    if not steps:
        here = workflow.state(state)
        zh, en = f"“{here.zh}”状态下不能办理。", f"it is not possible in state '{here.en}'."
        raise OutOfOrder(number=record.id, why_zh=zh, why_en=en)
    mine = [step for step in steps if step.role == by.role]
    if not mine:
        raise _not_yours(record, _label(steps[0]), by, tuple({step.role for step in steps}))
    for step in mine[:1]:
        if earlier := workflow.apart(step):
            known.require_apart(record, earlier, _label(step))
        known.require_unfrozen(record, step.action, _label(step))  # of a batch's claims when it is released


def _require_role(name: str, offer: Offer, record: Audited, by: Actor) -> None:
    theirs = by.role in offer.roles or by.id in {_of(record, column) for column in offer.own}
    if not theirs:
        raise _not_yours(record, name, by, offer.roles)
    over = (offer.closed and _of(record, offer.closed)) or (offer.waiting and not _of(record, offer.waiting))
    if over or (offer.states and _state(record) not in offer.states):
        raise OutOfOrder(number=record.id, why_zh="现在不能办理。", why_en="it is not possible now.")


def _label(step: Step) -> Both:
    return Both(step.label_zh, step.label_en)


def _not_yours(record: Audited, action: str | Both, by: Actor, roles: tuple[str, ...]) -> NotYours:
    return NotYours(number=record.id, action=action, role=by.role, unit=by.unit, roles=roles)


def _state(record: Audited) -> str:
    return str(_of(record, "state"))


def _of(record: Audited, column: str) -> Any:
    return getattr(record, column)
