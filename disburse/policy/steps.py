"""The calculation as data: steps of the formula, then one for each stage that has a say in the sum."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from disburse.policy.arithmetic import LIMIT_FEN, MISSING, in_lowest_terms
from disburse.policy.case import Input, Step, yuan
from disburse.policy.facts import shown
from disburse.policy.kinds import (
    DAYS_PER_YEAR_OF_INTEREST,
    NO_CEILING,
    Bands,
    Cost,
    Fixed,
    Increase,
    Rate,
    Tier,
    Tiers,
)
from disburse.policy.model import Fact, Item

PERCENT = 100


@dataclass(frozen=True)
class Scene:
    """What a calculation is written from: encoded facts, what the cap leaves, and the sums weighed."""

    item: Item
    vocabulary: Mapping[str, Fact]
    facts: Mapping[str, int]
    counted_fen: int
    room_fen: int
    tiers_paid: int
    deducted_fen: int
    barred: bool
    decision_no: str
    rating: str
    rating_article: str
    factor: tuple[int, int]
    gross_fen: tuple[int, int]
    net_fen: tuple[int, int]

    def input(self, name: str) -> Input:
        """A fact as it goes into a step."""
        fact = self.vocabulary[name]
        return Input(name, fact.zh, fact.en, shown(fact, self.facts[name]), fact.unit)

    def step(self, kind: str, inputs: Sequence[Input], rule: str, result: str) -> Step:
        """A step that rests on the item's article."""
        return Step(kind, tuple(inputs), rule, result, self.item.article)

    @property
    def share(self) -> str:
        """The rating factor as a percentage: 80%."""
        part, whole = in_lowest_terms(self.factor[0] * PERCENT, self.factor[1])
        return f"{part}%" if whole == 1 else f"{part}/{whole}%"

    @cached_property
    def uncapped_fen(self) -> int:
        """The formula's sum with all the room there could be, before an official decides."""
        facts = {**self.facts, "tiers_paid": self.tiers_paid, "decided_amount": MISSING}
        return int(self.item.formula.bounds(facts, LIMIT_FEN)[1])

    @property
    def ceiling_fen(self) -> int:
        """The highest sum: the formula's, where there is one, within what the cap leaves."""
        return min(self.uncapped_fen, self.room_fen)

    @cached_property
    def tiers_passed(self) -> tuple[Tier, ...]:
        """Tiers passed now that were not awarded before."""
        if not isinstance(self.item.formula, Tiers):
            return ()
        facts = {**self.facts, "tiers_paid": self.tiers_paid}
        tiers = self.item.formula.tiers
        return tuple(tier for place, tier in enumerate(tiers) if self.item.formula.passed(facts, place))


def steps(scene: Scene) -> tuple[Step, ...]:
    """The whole calculation, in the order of the pipeline."""
    stages = (_formula, _cap, _decision, _difference, _opening, _factor)
    return tuple(step for stage in stages for step in stage(scene))


def _formula(scene: Scene) -> Iterator[Step]:
    """The formula by itself, before any cap."""
    formula = scene.item.formula
    match formula:
        case Fixed():
            yield scene.step("fixed", (), "", yuan(formula.amount_fen))
        case Tiers():
            yield from _tiers(scene, formula)
        case Rate() | Cost() | Increase():
            names = (formula.base, formula.before) if isinstance(formula, Increase) else (formula.base,)
            rule = "100%" if isinstance(formula, Cost) else formula.literal
            result = yuan(scene.uncapped_fen)
            yield scene.step(formula.name, [scene.input(name) for name in names], rule, result)
        case Bands():
            yield _bands(scene, formula)
        case _:
            return


def _tiers(scene: Scene, formula: Tiers) -> Iterator[Step]:
    inputs = [scene.input(formula.base), scene.input(formula.before)]
    for tier in scene.tiers_passed:
        yield scene.step("tier", inputs, tier.over, yuan(tier.amount_fen))
    if formula.reading and len(scene.tiers_passed) > 1:
        yield scene.step(f"tiers_{formula.reading}", (), "", yuan(scene.uncapped_fen))


def _bands(scene: Scene, formula: Bands) -> Step:
    days = int(formula.days(scene.facts))
    slices = [(int(band.slice_fen(scene.facts["loan_principal"])), band) for band in formula.bands]
    lpr = f"{yuan(scene.facts['lpr'])}%"
    parts = " + ".join(f"{yuan(part)} × {band.literal}" for part, band in slices if part and band.share)
    inputs = [
        scene.input("loan_principal"),
        scene.input("contract_month"),
        Input("lpr", "一年期贷款市场报价利率", "one-year loan prime rate", lpr),
        scene.input("interest_days"),
        scene.input("subsidised_days_before"),
        Input("counted_days", "计入天数", "days counted", str(days), "days"),
    ]
    rule = f"({parts}) × {lpr} × {days} / {DAYS_PER_YEAR_OF_INTEREST}"
    return scene.step("bands", inputs, rule, yuan(scene.uncapped_fen))


def _cap(scene: Scene) -> Iterator[Step]:
    """The cap, and the past awards that count towards it."""
    cap = scene.item.cap
    if cap is None:
        return
    counted = Input("counted", "以往奖补", "past awards", yuan(scene.counted_fen), "yuan")
    if scene.counted_fen:
        yield scene.step(f"room:{cap.window}".replace(" ", "_"), [counted], cap.literal, yuan(scene.room_fen))
    room = Input("room", "限额", "ceiling", yuan(scene.room_fen), "yuan")
    yield scene.step("cap", [room], cap.literal, yuan(scene.ceiling_fen))


def _decision(scene: Scene) -> Iterator[Step]:
    """The sum an official entered."""
    decided = scene.facts.get("decided_amount", MISSING)
    if scene.item.needs_official and decided != MISSING:
        highest = scene.ceiling_fen
        rule = "" if highest == NO_CEILING else yuan(highest)
        yield scene.step("decision", [scene.input("decided_amount")], rule, yuan(decided))


def _difference(scene: Scene) -> Iterator[Step]:
    """What the awards it meets take off, where a decision grants only the difference."""
    if scene.deducted_fen and scene.gross_fen[1] != NO_CEILING:
        facts = {**scene.facts, "tiers_paid": scene.tiers_paid}
        before = _span(*(int(bound) for bound in scene.item.formula.bounds(facts, scene.room_fen)))
        inputs = (
            Input("before", "扣除前金额", "sum before", before, "yuan"),
            Input("deducted", "重叠奖补", "awards it meets", yuan(scene.deducted_fen), "yuan"),
        )
        yield scene.step("difference", inputs, "", _span(*scene.gross_fen))


def _opening(scene: Scene) -> Iterator[Step]:
    """What a decision leaves open: the lowest and the highest sum."""
    low, high = scene.gross_fen
    if low != high and high != NO_CEILING:
        inputs = (
            Input("low", "最低", "lowest", yuan(low), "yuan"),
            Input("high", "最高", "highest", yuan(high), "yuan"),
        )
        yield scene.step("open", inputs, "", _span(low, high))


def _factor(scene: Scene) -> Iterator[Step]:
    """The rating factor, after all caps."""
    if scene.item.rating_factor == "no" or scene.net_fen[1] == NO_CEILING:
        return
    kind = "factor" if scene.item.rating_factor == "yes" else "factor_undecided"
    base = Input("gross", "支付前金额", "sum before the factor", _span(*scene.gross_fen), "yuan")
    yield Step(kind, (base,), f"{scene.rating} {scene.share}", _span(*scene.net_fen), scene.rating_article)


def _span(low: int, high: int) -> str:
    return yuan(low) if low == high else f"{yuan(low)}–{yuan(high)}"
