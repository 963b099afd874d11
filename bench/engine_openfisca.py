"""The same three items in OpenFisca-core: entities, variables with formulas, parameters with their dates.

Its own number types are float32 and int32, which hold no sum in fen; the variables are given int64 instead,
so that both sides answer to the fen. Rates, caps and tiers are parameters, as its manual asks.
"""

from collections.abc import Mapping

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.engine_peers import FIRST, LAST, MISSING, NEEDS_DECISION, NEEDS_FACTS, NOT_ELIGIBLE, PAYABLE, TIERS

YEAR = "2024"
CLAIM = build_entity("claim", "claims", "One claim", is_person=True)


def variable(name: str, formula=None) -> type[Variable]:
    """A whole number of each claim and year."""
    parts = {"value_type": int, "entity": CLAIM, "definition_period": DateUnit.YEAR, "label": name}
    parts["default_value"] = MISSING
    return type(name, (Variable,), parts | ({"formula": formula} if formula else {}))


def _at(value) -> dict:
    return {"values": {"2019-01-01": {"value": value}}}


def parameters() -> ParameterNode:
    """What the texts state, from a day on."""
    tiers = {
        f"tier_{n}": {"over": _at(over), "amount": _at(amount)} for n, (over, amount) in enumerate(TIERS)
    }
    data = {
        "rating": {f"class_{n}": _at(fifths) for n, fifths in enumerate((5, 5, 4, 0, 5, 5))},
        "first": _at(FIRST),
        "last": _at(LAST),
        "rate": {"divisor": _at(20), "cap": _at(150_000_000)},
        "tiers": tiers,
        "bands": {"full": _at(500_000_000), "half": _at(1_000_000_000), "term": _at(1095)},
    }
    return ParameterNode("", data=data)


def fifths_formula(claim, period, given):
    """What the rating leaves, in fifths."""
    classes = given(period).rating
    table = np.array([*(classes[f"class_{n}"] for n in range(6)), MISSING])
    return table[claim("rating", period)]


def _outcome(refused, lacking, low, high):
    cases = [refused, lacking, high == 0, low == high]
    return np.select(cases, [NOT_ELIGIBLE, NEEDS_FACTS, NOT_ELIGIBLE, PAYABLE], NEEDS_DECISION)


def rate_gross(claim, period, given):
    """5 % of the sales within the cap."""
    rules = given(period).rate
    return np.minimum((claim("product_sales", period) + rules.divisor // 2) // rules.divisor, rules.cap)


def rate_outcome(claim, period, given):
    """Dates, facts and rating of the rate item."""
    rules, day, fifths = given(period), claim("recognised_on", period), claim("fifths", period)
    refused = (fifths == 0) | ((day != MISSING) & ((day < rules.first) | (day > rules.last)))
    lacking = (claim("product_sales", period) == MISSING) | (day == MISSING) | (fifths == MISSING)
    low, high = claim("rate_low", period), claim("rate_high", period)
    return _outcome(refused, lacking, low, high)


def _awards(claim, period, given):
    now, before = claim("annual_revenue", period), claim("highest_prior_annual_revenue", period)
    rules = given(period).tiers
    for tier in (rules[f"tier_{n}"] for n in range(len(TIERS))):
        yield ((now > tier.over) & (before <= tier.over)) * tier.amount


def tiers_top(claim, period, given):
    """The highest tier passed."""
    return np.maximum.reduce(list(_awards(claim, period, given)))


def tiers_each(claim, period, given):
    """All tiers passed."""
    return sum(_awards(claim, period, given))


def tiers_outcome(claim, period):
    """Conditions, facts and rating of the tiers item."""
    fifths = claim("fifths", period)
    flags = [claim(name, period) for name in ("above_scale", "manufacturing", "on_statistics_list")]
    sums = [claim(name, period) for name in ("annual_revenue", "highest_prior_annual_revenue")]
    refused = (fifths == 0) | np.logical_or.reduce([flag == 0 for flag in flags])
    lacking = np.logical_or.reduce([fact == MISSING for fact in (fifths, *flags, *sums)])
    return _outcome(refused, lacking, claim("tiers_low", period), claim("tiers_high", period))


def bands_with(lpr: Mapping[int, int]):
    """The interest, and its outcome; the LPR is a series by month of contract, not by period."""
    first, series = min(lpr), np.array([lpr[month] for month in sorted(lpr)])

    def percent(claim, period):
        place = claim("contract_month", period) - first
        published = (place >= 0) & (place < len(series))
        return np.where(published, series[np.clip(place, 0, len(series) - 1)], MISSING)

    def interest(claim, period, given):
        rules, principal = given(period).bands, claim("loan_principal", period)
        days = np.maximum(rules.term - claim("subsidised_days_before", period), 0)
        upper = np.clip(principal - rules.full, 0, rules.half - rules.full)
        weighted = np.clip(principal, 0, rules.full) * 2 + upper
        yearly = weighted * claim("lpr", period) * np.minimum(claim("interest_days", period), days)
        return (yearly + 3_600_000) // 7_200_000

    def outcome(claim, period):
        names = (
            "loan_principal",
            "contract_month",
            "interest_days",
            "subsidised_days_before",
            "repaid_normally",
        )
        lacking = np.logical_or.reduce([claim(name, period) == MISSING for name in (*names, "lpr")])
        net = claim("bands_low", period)
        return _outcome(claim("repaid_normally", period) == 0, lacking, net, claim("bands_high", period))

    return percent, interest, outcome


def _by_rating(gross: str):
    def net(claim, period):
        return (claim(gross, period) * claim("fifths", period) + 2) // 5

    return net


def _copy(of: str):
    return lambda claim, period: claim(of, period)


def system(lpr: Mapping[int, int], inputs: tuple[str, ...]) -> TaxBenefitSystem:
    """The whole system; ``inputs`` are the facts that are given."""
    made = TaxBenefitSystem([CLAIM])
    made.parameters = parameters()
    percent, interest, bands_outcome = bands_with(lpr)
    formulas = {
        "fifths": fifths_formula,
        "rate_gross": rate_gross, "rate_low": _by_rating("rate_gross"), "rate_high": _copy("rate_low"),
        "rate_outcome": rate_outcome,
        "tiers_top": tiers_top, "tiers_each": tiers_each, "tiers_outcome": tiers_outcome,
        "tiers_low": _by_rating("tiers_top"), "tiers_high": _by_rating("tiers_each"),
        "lpr": percent, "bands_low": interest, "bands_high": _copy("bands_low"),
        "bands_outcome": bands_outcome,
    }  # fmt: skip
    for name in inputs:
        made.add_variable(variable(name))
    for name, formula in formulas.items():
        made.add_variable(variable(name, formula))
    for item in ("rate", "tiers", "bands"):
        for part, rule in _parts(item).items():
            made.add_variable(variable(f"{item}_{part}", rule))
    for known in made.variables.values():
        known.dtype = np.int64
    return made


def _parts(item: str):
    def payable(claim, period):
        return np.where(claim(f"{item}_outcome", period) == PAYABLE, claim(f"{item}_low", period), MISSING)

    def range_low(claim, period):
        open_rows = claim(f"{item}_outcome", period) == NEEDS_DECISION
        return np.where(open_rows, claim(f"{item}_low", period), MISSING)

    def range_high(claim, period):
        open_rows = claim(f"{item}_outcome", period) == NEEDS_DECISION
        return np.where(open_rows, claim(f"{item}_high", period), MISSING)

    return {"payable": payable, "range_low": range_low, "range_high": range_high}


def answers(simulation: Simulation, item: str):
    """The four columns of one item."""
    names = ("outcome", "payable", "range_low", "range_high")
    return tuple(simulation.calculate(f"{item}_{name}", YEAR) for name in names)


def by_arrays(rules: TaxBenefitSystem, item: str, columns: Mapping[str, np.ndarray]):
    """A simulation of as many claims as the columns have rows, its inputs set as whole arrays."""
    rows = len(next(iter(columns.values())))
    simulation = SimulationBuilder().build_default_simulation(rules, rows)
    for name, column in columns.items():
        simulation.set_input(name, YEAR, column)
    return answers(simulation, item)


def by_situations(rules: TaxBenefitSystem, item: str, columns: Mapping[str, np.ndarray]):
    """The same from a situation in JSON, claim by claim, as its web API and its tests take them."""
    names, lists = list(columns), [column.tolist() for column in columns.values()]
    claims = {
        str(n): {name: {YEAR: value} for name, value in zip(names, row, strict=True)}
        for n, row in enumerate(zip(*lists, strict=True))
    }
    return answers(SimulationBuilder().build_from_entities(rules, {"claims": claims}), item)


def explained(rules: TaxBenefitSystem, item: str, facts: Mapping[str, int]):
    """One claim from a situation in JSON, with OpenFisca's trace of every variable and parameter it used."""
    situation = {"claims": {"one": {name: {YEAR: value} for name, value in facts.items()}}}
    simulation = SimulationBuilder().build_from_entities(rules, situation)
    simulation.trace = True
    found = answers(simulation, item)
    return found, simulation.tracer.get_serialized_flat_trace()
