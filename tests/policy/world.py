"""Any case of any item, and a complete one in which every condition holds."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from disburse.policy.arithmetic import LIMIT_FEN
from disburse.policy.case import Award, Case
from disburse.policy.catalogue import load
from disburse.policy.facts import month_name
from disburse.policy.model import RATINGS

CATALOGUE = load()
DAYS = {"QD24": date(2025, 6, 30), "QC26": date(2026, 9, 1), "XH24": date(2024, 6, 30)}
MONEY = [item for item in CATALOGUE.items.values() if item.grants_money]
COMPUTABLE = [CATALOGUE.items[name] for name in CATALOGUE.computable()]
FEN = st.one_of(st.integers(0, 10**4), st.integers(0, 10**11), st.integers(0, LIMIT_FEN))


def value(fact):
    """Any value the fact's type allows."""
    match fact.type:
        case "money":
            return FEN
        case "bool":
            return st.sampled_from([True, True, True, True, False])
        case "int":
            return st.one_of(st.integers(0, 12), st.integers(0, 1100), st.integers(0, 10**12))
        case "decimal":
            return st.integers(0, 5000).map(lambda n: Decimal(n).scaleb(-3))
        case "date":
            return st.dates(date(2023, 6, 1), date(2027, 6, 1))
        case "month":
            return st.integers(2018 * 12, 2027 * 12).map(month_name)
        case _:
            return st.sampled_from(fact.values or ("某号",))


@st.composite
def cases(draw, items=MONEY, *, complete=False):
    """A case of one of the items: any rating, any history, some facts missing unless ``complete``."""
    item = draw(st.sampled_from(items))
    facts = {name: draw(value(CATALOGUE.facts[name])) for name in item.facts}
    if not complete:
        for name in draw(st.lists(st.sampled_from(item.facts), max_size=1)):
            del facts[name]
    on = DAYS[item.document]
    others = st.sampled_from(
        [item.id, *(i for o in CATALOGUE.overlaps if item.id in o.items for i in o.items)]
    )
    award = st.builds(Award, others, st.dates(date(2023, 1, 1), on), st.integers(1, 10**9))
    history = tuple(draw(st.lists(award, max_size=2)))
    return Case("x", item.id, on, draw(st.sampled_from([*RATINGS, None])), facts, history)


def eligible(item, **facts):
    """A complete case in which every condition of the item holds."""
    filled = {}
    for name in item.facts:
        fact = CATALOGUE.facts[name]
        filled[name] = {
            "money": 10**9, "bool": True, "int": 360, "decimal": Decimal(5), "date": DAYS[item.document],
            "month": "2024-03", "text": (fact.values or ("某号",))[0],
        }[fact.type]  # fmt: skip
    filled |= {"selected_rank": 1, "evaluation_rank": 1, "dcmm_level": 2, "model_parameters": 10**12}
    filled |= {
        "subsidised_days_before": 0,
        "rd_deductible_previous_year": 0,
        "highest_prior_annual_revenue": 0,
    }
    return Case("x", item.id, DAYS[item.document], "A", filled | facts)
