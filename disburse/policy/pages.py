"""Pages of the catalogue: TOML entries read into the model, with every fault as a finding."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Literal, cast, get_args

from disburse.policy import facts as fact_codes
from disburse.policy import figures
from disburse.policy.entry import Entry, words
from disburse.policy.formulas import bare, bases, formula, rate
from disburse.policy.kinds import Service
from disburse.policy.model import (
    Cap,
    Condition,
    Document,
    Fact,
    FactType,
    Item,
    NotAward,
    Overlap,
    RatingRule,
    Reading,
    Undecided,
    Window,
)

Vocabulary = Mapping[str, Fact]
WINDOWS: Mapping[str, Window] = {
    "当年": "year",
    "每年": "year",
    "年度最高": "year",
    "3年": "3 years",
    "单户": "ever",
}
TYPES = get_args(FactType)
LONGEST_TITLE = 30
NEVER = date.min


def fact(name: str, entry: Entry) -> Fact:
    """A word of the closed vocabulary."""
    made = Fact(
        name=name,
        type=cast(FactType, entry.text("type", among=TYPES)),
        unit=entry.text("unit", ""),
        zh=entry.text("zh"),
        en=entry.text("en"),
        values=entry.texts("values"),
        highest=entry.count("highest"),
    )
    entry.close()
    return made


def overlap(entry: Entry) -> Overlap:
    """Two items that meet."""
    first, second = entry.texts("items", count=2) or ("", "")
    made = Overlap(
        group=entry.text("group"),
        items=(first, second),
        cumulative=entry.flag("cumulative"),
        zh=entry.text("zh"),
        en=entry.text("en"),
        basis_zh=entry.text("basis_zh"),
        basis_en=entry.text("basis_en"),
    )
    entry.close()
    return made


def document(entry: Entry) -> Document:
    """An edition: when it governs, how a rating shares its awards, which of its figures grant nothing."""
    made = Document(
        key=entry.text("key"),
        edition=entry.text("edition"),
        title_zh=entry.text("title_zh"),
        title_en=entry.text("title_en"),
        level=entry.text("level", among=("province", "city", "district")),
        status=cast(Literal["draft", "adopted"], entry.text("status", among=("draft", "adopted"))),
        number=entry.text("number", ""),
        file=entry.text("file"),
        style=entry.text("style", among=("numbered", "bracketed", "table")),
        start=entry.literal("from", figures.first_day, NEVER),
        end=entry.literal("to", figures.last_day, NEVER) if entry.has("to") else None,
        words=tuple(words({key: entry.raw.get(key) for key in ("from", "to")})),
        rating=_rating(entry),
        not_awards=tuple(_not_award(part) for part in entry.tables("not_award")),
        noise=entry.mapping("noise"),
        departments=entry.lists("departments"),
        sections=entry.lists("sections"),
    )
    entry.close()
    return made


def _rating(entry: Entry) -> RatingRule | None:
    rule = entry.table("rating")
    if rule is None:
        return None
    factors: dict[str, Fraction] = {}
    for part in rule.tables("classes"):
        part.literal("class", str, "")
        share = part.literal("share", rate, figures.rate("0%"))
        factors |= dict.fromkeys(part.texts("ratings"), share)
        part.close()
    made = RatingRule(rule.text("article"), factors, tuple(words(rule.raw)))
    rule.close()
    return made


def _not_award(entry: Entry) -> NotAward:
    made = NotAward(
        article=entry.text("article"),
        words=tuple(words(list(entry.texts("words")), "words")),
        zh=entry.text("zh"),
        en=entry.text("en"),
    )
    entry.close()
    return made


def item(entry: Entry, of: Document, vocabulary: Vocabulary) -> Item:
    """One thing the document grants or offers."""
    investment = cast(Reading, entry.text("investment", "none", among=get_args(Reading)))
    conditions = _conditions(entry, vocabulary)
    places = [condition.limit for condition in conditions if condition.comparison == "place"]
    made = Item(
        id=entry.text("id"),
        document=of.key,
        edition=of.edition,
        article=entry.text("article"),
        title_zh=_title(entry),
        title_en=entry.text("title_en"),
        beneficiary=entry.text("beneficiary"),
        formula=formula(entry),
        facts=entry.texts("facts"),
        conditions=conditions,
        cap=_cap(entry),
        investment=investment,
        rating_factor=_factor(of, investment),
        pledgeable=entry.flag("pledgeable") if entry.has("pledgeable") else None,
        one_off=entry.has("once") and bool(entry.literal("once", str, "")),
        per_object=cast(Undecided, entry.text("per_object", "no", among=get_args(Undecided))),
        object_zh=entry.text("object_zh", ""),
        object_en=entry.text("object_en", ""),
        quota=places[0] if places else None,
        restates=entry.text("restates", "") or None,
        doubt=(entry.text("doubt_zh"), entry.text("doubt_en")) if entry.has("doubt_zh") else None,
        words=tuple(words(dict(entry.raw))),
    )
    entry.close()
    _facts_are_known(entry, made, vocabulary)
    return made


def _title(entry: Entry) -> str:
    title = entry.text("title_zh")
    if len(title) > LONGEST_TITLE:
        mend = f"不超过 {LONGEST_TITLE} 字", f"at most {LONGEST_TITLE} characters"
        entry.fault("title_zh", "名称过长", "too long", *mend)
    return title


def _factor(of: Document, investment: Reading) -> Undecided:
    readings: Mapping[Reading, Undecided] = {"no": "yes", "undecided": "undecided"}
    return readings.get(investment, "no") if of.rating else "no"


def _cap(entry: Entry) -> Cap | None:
    if not entry.has("cap"):
        if entry.raw.get("kind") in ("ceiling", "elsewhere"):
            entry.fault("cap", "缺少", "missing", "写明最高限额", "write the ceiling")
        return None
    if entry.has("cap_edge"):
        entry.literal("cap_edge", figures.comparison, "")
    window = WINDOWS.get(bare(entry, "window"), "award")
    if entry.has("window") and not entry.literal("window", WINDOWS.get, None):
        known = "、".join(WINDOWS)
        entry.fault("window", "不认识的期间", "unknown window", f"用 {known}", f"one of {known}")
    items = frozenset((entry.text("id"), *entry.texts("shared_with")))
    return Cap(entry.literal("cap", figures.money, 0), bare(entry, "cap"), window, items)


def _conditions(entry: Entry, vocabulary: Vocabulary) -> tuple[Condition, ...]:
    """Conditions the page words, then every other truth the item asks for."""
    worded = [_condition(part, vocabulary) for part in entry.tables("conditions")]
    spoken = {condition.fact for condition in worded}
    silent = [
        Condition(name, "true", 1, "")
        for name in entry.texts("facts")
        if name not in spoken and name in vocabulary and vocabulary[name].type == "bool"
    ]
    return (*worded, *silent)


def _condition(entry: Entry, vocabulary: Vocabulary) -> Condition:
    name = entry.text("fact", among=tuple(vocabulary))
    figure = bare(entry, "figure")
    edge = entry.literal("edge", str, "") if entry.has("edge") else ""
    comparison = "place" if name.endswith("_rank") else figures.edge_comparison(edge or figure)
    limit = 1
    if entry.has("figure") and name in vocabulary:
        limit = entry.literal("figure", partial(fact_codes.limit, vocabulary[name]), 0)
    if not comparison:
        entry.fault("edge", "不认识的界限词", "unknown edge word", "见 figures.py", "see figures.py")
    when = _when(entry, vocabulary)
    entry.close()
    return Condition(name, comparison, limit, figures.in_words(figure, edge), when)


def _when(entry: Entry, vocabulary: Vocabulary) -> tuple[str, int] | None:
    for name, value in entry.mapping("when").items():
        if name in vocabulary and value in vocabulary[name].values:
            return name, vocabulary[name].values.index(value)
        zh, en = f"不认识“{name} = {value}”", f"unknown {name} = {value}"
        entry.fault("when", zh, en, "见事实表", "see facts.toml")
    return None


def _facts_are_known(entry: Entry, made: Item, vocabulary: Vocabulary) -> None:
    for name in made.facts:
        if name not in vocabulary:
            zh, en = f"事实表中没有“{name}”", f"no fact {name!r}"
            entry.fault("facts", zh, en, "加入事实表", "add it to facts.toml")
    for name in (*bases(made.formula), *(condition.fact for condition in made.conditions)):
        if name not in made.facts and not isinstance(made.formula, Service):
            zh, en = f"没有列出“{name}”", f"{name!r} is not listed"
            entry.fault("facts", zh, en, "列入 facts", "list it in facts")
