"""Facts of the papers of review: opinion form, letter and table of a district, and the public notice.

An opinion form states the recommendation of its claim as it was made, whatever was decided afterwards.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import select

from disburse import clock, naming, office
from disburse.actors import CITY_WIDE, DISTRICT, Actor
from disburse.audit import disclosed
from disburse.clock import BEIJING
from disburse.config import Config
from disburse.db import db
from disburse.errors import NotFound, OutOfOrder
from disburse.models import Claim, Enterprise, Event, Person
from disburse.policy import catalogue as policy
from disburse.queries import claims, rolls
from disburse.queries.papers import item_of, policy_of, stating, unit_name
from disburse.queries.standing import code, stated
from disburse.scope import published, visible
from reports import proof
from reports.explain import grouped
from reports.figures import parse_yuan
from reports.review import Check, Ground, Hand, Opinion, Posted, Publication, Recommendation, Recommended
from schemas.claims import CHECKS
from workflows.claim import CLAIM
from workflows.roles import ROLES

OFFICIALS = DISTRICT | CITY_WIDE
"""Who reads what a district found; ``visible`` says of which claims."""
BEFORE = ("draft", "submitted", "returned", "district_review")
"""States in which no recommendation stands."""
HANDS = ("accept", "establish", "recommend")
"""Steps of the review that the form names, each with who took it last."""
RESULTS = {"pass": "通过", "fail": "未通过"}
SAID = {True: "是", False: "否"}


def opinion(number: str, by: Actor, config: Config) -> Opinion:
    """Facts of the opinion form 初审意见表 of a recommended claim. Raises NotFound or OutOfOrder."""
    claim = claims.one(number, by)
    if by.role not in OFFICIALS:
        raise NotFound(number=number)
    event = stated("opinion", claim.id)
    if event is None or not has_opinion(claim, by):
        zh, en = "尚未推荐，没有初审意见表。", "it is not recommended yet."
        raise OutOfOrder(number=number, why_zh=zh, why_en=en)
    state = rolls.states([event])[claim.id]
    item, firm = item_of(claim), claims.enterprise_of(claim)
    about = policy_of(item)
    return Opinion(
        **stating(claim, _on(event), unit_name(claim.unit), config, "opinion"),
        claim_number=claim.id,
        enterprise=firm.name,
        uscc=firm.uscc,
        **{name: about[name] for name in ("item_id", "item_title", "document_title", "article")},
        on=claim.on,
        submitted_on=(claim.submitted_at or event.at).astimezone(BEIJING).date(),
        claimed_fen=_fen(state, "claimed"),
        recognised_fen=_fen(state, "recognised"),
        difference=_line(f"{state.get('difference_reason') or ''}\n{state.get('difference_document') or ''}"),
        grounds=_grounds(state),
        checks=tuple(_check(CHECKS[name][0], given) for name, given in _checks(state)),
        hands=_hands(event),
    )


def has_opinion(claim: Claim, by: Actor) -> bool:
    """Whether a claim that ``by`` sees has an opinion form for ``by``: for officials, once recommended."""
    return by.role in OFFICIALS and claim.checks is not None and claim.state not in BEFORE


def recommendation(number: str, by: Actor, config: Config) -> Recommendation:
    """Facts of a district's letter 推荐函 and table 汇总表, by the number of the list.

    Raises NotFound, OutOfOrder or TooManyLines.
    """
    roll = rolls.read(number)
    if roll is None or roll.action != "recommend" or not may_read(roll.unit, by):
        raise NotFound(number=number)
    present = _present(roll, rolls.lines(roll, visible(Claim, by)))
    return Recommendation(
        **_listing(roll, present, clock.today(), unit_name(roll.unit), config),
        number=roll.number,
        addressee=config.city_bureau,
        first=roll.first,
        last=roll.last,
        lines=_recommended(present),
    )


def recommended(roll: rolls.Roll, by: Actor) -> tuple[Recommended, ...]:
    """The lines of such a list, for a page: a natural person's name is masked. Raises TooManyLines."""
    if not may_read(roll.unit, by):
        return ()
    return _recommended(rolls.lines(roll, visible(Claim, by)), _shown)


def _recommended(
    present: rolls.Lines, called: Callable[[Any], str] = attrgetter("name")
) -> tuple[Recommended, ...]:
    states, named = rolls.states(present.values()), _named(present)
    return tuple(
        Recommended(
            claim_number=claim,
            enterprise=called(named[claim]),
            uscc=named[claim].uscc,
            item_id=named[claim].item,
            item_title=_title(named[claim]),
            claimed_fen=_fen(states[claim], "claimed"),
            recognised_fen=_fen(states[claim], "recognised"),
            on=_on(event),
        )
        for claim, event in present.items()
    )


def publication(number: str, by: Actor | None, config: Config) -> Publication:
    """Facts of a public notice 公示, by the number of its list; ``by`` is None for everybody.

    Everybody reads it while it is posted, officials of the city at any time. Raises NotFound or OutOfOrder.
    """
    roll = rolls.read(number)
    if roll is None or roll.action != "publish" or not _may_read_notice(roll, by):
        raise NotFound(number=number)
    present = _present(roll, rolls.lines(roll))
    states, named = rolls.states(present.values()), _named(present)
    last = max(date.fromisoformat(state["notice_until"]) for state in states.values())
    return Publication(
        **_listing(roll, present, roll.first, config.city_bureau, config),
        number=roll.number,
        minutes=tuple(dict.fromkeys(state["minutes_number"] for state in states.values())),
        first=roll.first,
        last=last,
        workdays=office.calendar().workdays_between(roll.first, last),
        objections=config.objections or config.city_bureau,
        lines=tuple(
            Posted(claim, _shown(named[claim]), _title(named[claim]), _fen(states[claim], "payable") or 0)
            for claim in present
        ),
    )


def may_read(unit: str, by: Actor) -> bool:
    """Whether somebody reads what a unit recommended: the unit itself, and who sees all districts."""
    return by.role in CITY_WIDE or (by.role in DISTRICT and by.unit == unit)


def _may_read_notice(roll: rolls.Roll, by: Actor | None) -> bool:
    """Nobody sees part of a notice: it is posted whole, or kept by those who see all."""
    if by is not None and by.role in CITY_WIDE:
        return True
    query = select(Claim.id).where(published(), Claim.notice_from == roll.first).limit(1)
    return db.session.scalar(query) is not None


def _present(roll: rolls.Roll, found: rolls.Lines) -> rolls.Lines:
    if not found:
        zh, en = "这些日子没有列入的申报，没有文书。", "nothing was put on this list in these days."
        raise OutOfOrder(number=roll.number, why_zh=zh, why_en=en)
    return found


def _listing(
    roll: rolls.Roll, present: rolls.Lines, issued_on: date, issuer: str, config: Config
) -> dict[str, Any]:
    """What every paper states; the embedded record has each claim with the version and hash of its event."""
    head = rolls.digest(roll, present)
    rows = [{"head": e.hash, "record": claim, "version": e.seq} for claim, e in present.items()]
    return {
        "issuer": issuer,
        "issued_on": issued_on,
        "verify_url": f"{config.public_url}/verify/{code(roll.number, head)}",
        "record": proof.canonical({"head": head, "kind": "list", "lines": rows, "record": roll.number}),
        "demo": any(event.demo for event in present.values()),
    }


def _named(present: rolls.Lines) -> Mapping[str, Any]:
    """Item, day and enterprise of each claim, in one query."""
    columns = (Claim.id, Claim.item, Claim.on, Enterprise.name, Enterprise.nature, Enterprise.uscc)
    query = select(*columns).join(Enterprise, Enterprise.id == Claim.enterprise_id)
    return {row.id: row for row in db.session.execute(query.where(Claim.id.in_(present)))}


def _title(row: Any) -> str:
    return policy.load().governing(row.item, row.on).title_zh


def _shown(row: Any) -> str:
    return f"{row.name[0]}**" if row.nature == naming.PERSON else row.name


def _checks(state: Mapping[str, Any]) -> list[tuple[str, Mapping[str, str]]]:
    return [(name, (state["checks"] or {}).get(name, {})) for name in CHECKS]


def _check(name: str, given: Mapping[str, str]) -> Check:
    return Check(name, RESULTS.get(given.get("result", ""), "未审查"), _line(given.get("remark", "")))


def _grounds(state: Mapping[str, Any]) -> tuple[Ground, ...]:
    """Every fact that was stated or established, in the catalogue's words and order."""
    stated_facts, found = state["facts"] or {}, state["established"] or {}
    return tuple(
        Ground(fact.zh, _written(fact.type, stated_facts.get(name)), _written(fact.type, found.get(name)))
        for name, fact in policy.load().facts.items()
        if name in stated_facts or name in found
    )


def _written(kind: str, value: Any) -> str | None:
    if value is None or isinstance(value, bool):
        return None if value is None else SAID[value]
    return f"{grouped(str(value))} 元" if kind == "money" else _line(str(value))


def _hands(last: Event) -> tuple[Hand, ...]:
    """Who took each step of the review last, up to the recommendation."""
    query = select(Event).where(Event.record == last.record, Event.seq <= last.seq, Event.action.in_(HANDS))
    taken: dict[str, Event] = {event.action: event for event in db.session.scalars(query.order_by(Event.seq))}
    names = _people([event.actor for event in taken.values()])
    labels = {step.action: step.label_zh for step in CLAIM.steps}
    return tuple(
        Hand(labels[action], ROLES[event.role].zh, names.get(event.actor), _on(event))
        for action, event in taken.items()
    )


def _people(numbers: Sequence[str]) -> dict[str, str]:
    query = select(Person.id, Person.name_digest).where(Person.id.in_(numbers))
    rows = [(person, digest) for person, digest in db.session.execute(query) if digest]
    return {person: name for person, digest in rows if (name := disclosed(digest))}


def _fen(state: Mapping[str, Any], name: str) -> int | None:
    text = state.get(f"{name}_yuan")
    return parse_yuan(text) if text else None


def _line(text: str) -> str | None:
    """Text of several lines on one, for paper has none of its own; None where there is none."""
    return "；".join(line.strip() for line in text.splitlines() if line.strip()) or None


def _on(event: Event) -> date:
    return event.at.astimezone(BEIJING).date()
